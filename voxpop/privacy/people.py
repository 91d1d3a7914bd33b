"""Names of persons: behind a title, a greeting or a word such as 'agent', at the end of a letter, and first name with family name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy.details import Detail, DetailKind
from voxpop.privacy.first_names import DOUBTFUL, FIRST_NAMES

_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŽŠČ][^\W\d_]+(?:['’-][A-ZÀ-ÖØ-Þ]?[^\W\d_]+)*"
_LINK = r"(?:von|van|de|der|den|da|dos|di|del|della|la|le|el|al|bin|ten|zu|y)"
_NAME = rf"{_WORD}(?:\s(?:[A-Z]\.\s)?(?:{_LINK}\s){{0,2}}{_WORD}){{0,2}}"
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señor|Señora|Señorita|Sra?|Signora?|Sig|Senhora?|Dona)\b\.?\s+"
    rf"(?:(?:Dr|Prof)\.?\s+)?(?P<name>(?!(?:President|Chairman|Robot|Bean|Potato|Who|Right|Wrong|Clean|Softee)\b){_NAME})"
)
OWN = re.compile(
    rf"\b(?i:my name is|my name['’]s|i am called|ich heiße|ich heisse|mein name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|"
    rf"mi chiamo|il mio nome è|meu nome é|me chamo|chamo-me)\s+(?P<name>{_NAME})"
)
TOLD = re.compile(
    rf"\b(?i:name:|signed,?|contact(?: person)?:|ansprechpartner(?:in)?:?|attn:?|c/o|"
    rf"spoke (?:to|with)|speak (?:to|with)|talked (?:to|with)|chatted with|emailed|called|met|ask for|thanks to|thank you,?|thanks,?|"
    rf"kudos to|shout ?out to|props to|helped by|served by|assisted by|agent|rep|representative|operator|technician|colleague|coworker|"
    rf"employee|manager|supervisor|advisor|consultant|recruiter|driver|my (?:wife|husband|son|daughter|brother|sister|friend|boss)|"
    rf"kolleg(?:e|en|in)|mitarbeiter(?:in)?|sachbearbeiter(?:in)?|techniker(?:in)?|danke an|conseill(?:er|ère)|merci à|gracias a|"
    rf"asesora?|operatore|grazie a)\b[:,]?\s+(?:(?:named|called|namens|nommée?|llamad[oa])\s+)?(?P<name>{_NAME})"
)
GREETED = re.compile(
    rf"(?m)^\s*(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen)|liebe[rs]?|sehr geehrte[rs]?|bonjour|"
    rf"cher|chère|hola|estimad[oa]|ciao|caro|cara|olá|prezad[oa])\s+(?P<name>{_NAME})(?=\s*[,!.:\n–-])"
)
SIGNED = re.compile(
    rf"(?i:regards|best|cheers|sincerely|yours|thanks|thank you|thx|love|grüße|gruß|grüssen|grüßen|lg|vg|mfg|cordialement|bien à vous|"
    rf"saludos|un saludo|atentamente|saluti|cordiali saluti|abraços|atenciosamente)[,.!]?\s*[\n–—-]+\s*(?P<name>{_NAME})\s*$"
)
PAIR = re.compile(rf"(?<![\w@#/.-])(?P<first>{_WORD})\s(?P<rest>(?:[A-Z]\.\s)?(?:{_LINK}\s){{0,2}}{_WORD})(?![\w@])")
NO_NAME = frozenset(
    """
    team support customer service sales help desk everyone all there guys folks community sir madam friends admin moderator company inc ltd
    gmbh corp llc group bank air airlines airways airport city street avenue road beach park university college school hospital hotel center
    centre church county state states island lake river north south east west university monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december god jesus christ google apple microsoft
    amazon facebook twitter linux windows android iphone the this that these those what when where why how who please thanks thank hello hi
    hey dear regards best cheers yours update version error issue bug great good new my our your his her their it its if and but or so not no
    yes ok okay just love danke bitte leider für alle zusammen damen herren kundenservice tous toutes equipo todos tutti
    texas carolina dakota virginia york jersey mexico hampshire orleans angeles francisco vegas antonio diego jose juan domingo paulo
    """.split()  # noqa: SIM905  a list of words reads as such
)


def find_people(text: str) -> Iterator[Detail]:
    """Names of persons, without the words that tell them."""
    for rule, sure in ((TITLED, True), (OWN, True), (SIGNED, True), (GREETED, False), (TOLD, False)):
        for match in rule.finditer(text):
            if name := _named(match["name"], sure=sure):
                yield Detail(match.start("name"), match.start("name") + len(name), DetailKind.PERSON)
    yield from _find_pairs(text)


def _find_pairs(text: str) -> Iterator[Detail]:
    """First names with family names."""
    at = 0
    while match := PAIR.search(text, at):
        first, last = match["first"].lower(), match["rest"].split()[-1]
        plain = first.split("-")[0]
        if not match["first"].isupper() and plain in FIRST_NAMES and plain not in DOUBTFUL and _is_family_name(last):
            yield Detail(match.start(), match.end(), DetailKind.PERSON)
            at = match.end()
        else:
            at = match.end("first")


def _named(written: str, *, sure: bool) -> str:
    """The words of it that are a name: up to the first that is none; unless sure, only where it begins with a first name."""
    words: list[str] = []
    for word in written.split():
        if word.lower().rstrip(".") in NO_NAME or (word.isupper() and len(word) > 2):
            break
        words.append(word)
    first = words[0].lower().split("-")[0].removesuffix("'s").removesuffix("’s") if words else ""
    if not words or not (sure or first in FIRST_NAMES or first in DOUBTFUL):
        return ""
    if not sure and len(words) > 1 and not _is_family_name(words[-1]):
        words = words[:1]
    name = written[: written.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])]
    return name.removesuffix("'s").removesuffix("’s")


def _is_family_name(word: str) -> bool:
    return word.lower() not in NO_NAME and not word.isupper() and len(word) > 1
