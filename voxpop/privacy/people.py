"""Names of persons: behind a title, a greeting, kin or a trade, at the end of a letter, and first names in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy import before_names as told
from voxpop.privacy.before_names import NO_NAME
from voxpop.privacy.details import Detail, DetailKind
from voxpop.privacy.first_names import DOUBTFUL, FIRST_NAMES

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽ]"
_WORD = rf"{_CAPITAL}[^\W\d_]+(?:['’-][^\W\d_]+)*"
_ANY = r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*"
_LINK = r"(?:von|van|de|der|den|da|dos|di|del|della|la|le|el|al|bin|ten|zu|y)"
_NAME = rf"(?:[A-ZÀ-Þ]\.\s?)?{_WORD}(?:\s(?:[A-Z]\.?\s)?(?:{_LINK}\s){{0,2}}{_WORD}){{0,2}}"
_TRADES = f"{told.TRADES_EN}|{told.TRADES_DE}|{told.TRADES_ROMANCE}|{told.KIN_EN}|{told.KIN_DE}"
_NAMED = r"(?:(?:named|called|namens|nommée?|llamad[oa])\s+)?"

_MADE_UP = (
    r"Dr\.? (?:Pepper|Martens|Oetker|Web|Who)|Herr (?:Gott|Ober|Kaleun|Doktor|Professor|Minister)|Frau (?:Holle|Doktor|Professor)|"
    r"Mr\.? (?:Coffee|Muscle|Fantastic|Incredible|Universe)|Mrs\.? Doubtfire|Miss (?:Marple|Piggy|Universe|World)|Sir Speedy"
)
"""Titles with what is no person: makers, figures of tales, offices."""
TITLED = re.compile(
    rf"(?!\b(?:{_MADE_UP})\b)\b(?:{told.TITLES}|(?i:{told.ROMANCE_TITLES})(?=[.\s])|(?:mr|mrs|ms)(?=[.\s])|M(?=\.\s))\b\.?\s+"
    rf"(?:(?:Dr|Prof)\.?\s+)?(?P<name>(?!(?:President|Chairman|Robot|Bean|Potato|Who|Right|Wrong|Clean|Softee)\b){_NAME})"
)
TITLED_SMALL = re.compile(
    r"(?<!\w)(?:Sr|Sra|Mr|Mrs|mr|mrs|M|Mme|Hr|sig|Sig)\.\s+(?P<name>(?!(?:le|la|les|de|du|und|and|et|e|y|o|a)\b)[a-zà-ÿ][^\W\d_]{2,})"
)
LABELLED = re.compile(
    rf"(?<!\w)(?i:{told.LABELS})\s*(?P<name>{_WORD}(?:\s(?:[A-Z]\.?\s)?(?:{_LINK}\s){{0,2}}{_WORD}){{1,2}})"
)
OWN = re.compile(rf"\b(?i:{told.OWN}|{told.FAMILY})\s+(?P<name>{_NAME})")
KIN = re.compile(
    rf"(?<!\w)(?i:(?:{told.WHOSE})\s*(?:(?:[^\W\d_]+)\s+)?(?:{told.KIN_EN}|{told.TRADES_EN}|{told.KIN_ROMANCE}|{told.TRADES_ROMANCE}))"
    rf"(?:\s*[,(:]\s*|\s+){_NAMED}(?P<name>{_NAME})"
)
KIN_DE = re.compile(
    rf"(?<!\w)(?:(?:[Mm]ein|[Uu]nser|[Ii]hr|[Dd]ein|[Ee]uer|[Ee]ur)(?:e[rnms]?)?\s+(?i:{told.KIN_DE})|Nachbar(?:n|in)?|Kolleg(?:e|en|in))"
    rf"(?:\s*[,(]\s*|\s+)(?P<name>{_NAME})"
)
SIGNED = re.compile(
    rf"(?m)(?<!\w)(?i:{told.ENDS})(?:\s+(?i:aus|from|de|da|depuis)\s+{_WORD})?(?:[,.!]?\s*[\n–—-]+\s*|[,.!]?\s+)(?P<name>{_NAME})\s*[.!]?\s*$"
)
SIGNED_SOFT = re.compile(rf"(?i:{told.SOFT_ENDS})[,.!]?\s*[\n–—-]+\s*(?P<name>{_NAME})\s*$")

_FULL = rf"{_WORD}\s(?:[A-Z]\.?\s)?(?:{_LINK}\s){{0,2}}{_WORD}"
TALKED = re.compile(
    rf"(?<!\w)(?i:{told.TALKED})\s+(?:(?i:a|an|one|einer|einem)\s+)?(?P<name>{_FULL})(?!\s{_CAPITAL}[^\W\d_])"
)
SELF_NAMED = re.compile(
    rf"(?<!\w)(?i:{told.SELF_NAMED})\s+(?P<name>{_FULL})(?=\s?[,(.!–-]\s|\s(?i:from|aus|vom|von|at|bei|de|da|and i|and my|und ich|und mein|y|e)\b)"
)
FAMILY_BEFORE = re.compile(rf"(?:(?:^|\n)[ \t>|*-]{{0,8}}|[:;(][ \t])(?P<name>{_WORD}),[ \t]$")
ENDS_LINE = re.compile(rf"(?:[ \t]{_WORD})?(?=[ \t]*(?:$|[\n)|;]))")
"""'Tennant, Miles' alone on a line or behind a label, as lists and forms have it."""
CLOSES = re.compile(
    rf"(?i:{told.ENDS}|{told.SOFT_ENDS}|{told.GREETINGS}|.*(?:grü(?:ß|ss)e?n?|gru(?:ß|ss)|wishes|regards))$"
)
"""'Grüße, Mehmet' is none of these."""
LOUD = re.compile(rf"{_CAPITAL}{{3,}}\s(?P<rest>{_CAPITAL}{{3,}}(?:-{_CAPITAL}{{2,}})?)(?![\w@-])")
"""'HANNA WEBER' in a text that is not loud itself."""
ALONE_BEFORE = re.compile(r"(?:\n|[.!?)]\s+[-–—~]+)\s*[-–—~*]*\s*$")
ALONE_BEHIND = re.compile(rf"(?:\s{_WORD})?(?=\s*[.!]?\s*$)")
"""A name alone at the very end, as people sign without a word before it."""
WORDS = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)?")
NAME = re.compile(_NAME)
NAMES = FIRST_NAMES | DOUBTFUL
PAIR = re.compile(rf"(?<![\w@#/.-])(?P<first>{_WORD})\s(?P<rest>(?:[A-Z]\.?\s)?(?:{_LINK}\s){{0,2}}{_WORD})(?![\w@])")
INITIAL = re.compile(
    rf"(?<![\w@#/.&-])(?<![A-Z]\.\s)(?P<name>[A-ZÀ-Þ]\.\s(?!(?:[A-Z]\.|I\b))(?P<rest>{_WORD}))(?![\w@.])"
)
NO_INITIAL = re.compile(
    r"(?i)\b(?:plan|vitamin|option|group|class|type|grade|version|section|part|box|seat|gate|exit|zone|level|phase|series|tier|unit|appendix|"
    r"hepatitis|point|case|side|model|teil|gruppe|klasse|typ|abschnitt|plano|opción|groupe|and|or|und)\s$|\d\s?$"
)
BEFORE = 60
"""Letters before a name that may hold the words that tell it."""
TELL = re.compile(rf"(?<!\w)(?i:{told.SELF}|{told.TOLD}|{_TRADES}|{told.TRADES_SOFT})(?:[:,]?\s+|\s*[(:]\s*){_NAMED}$")
GREETED = re.compile(rf"(?m)(?:^|(?<=[.!?]\s)|(?<=['\"„“«‘>]))\s*(?i:{told.GREETINGS})\s+$")
BEHIND_GREETING = re.compile(r"\s*[,!.:?\n–'\"“”»’-]")
INSIDE = re.compile(r"[^\W_][,:;]?\s[\"'(„“«]?$")
BEHIND = re.compile(rf"{_WORD}(?=['’]s\b|\s(?!{_CAPITAL}[^\W\d_]|\d)|[,.!?;:)](?!\w)|\s*$)")
OF_A_THING = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?)\s$")
"""'The Henry hoover': a first name alone behind it is a thing's."""
BLOCK = re.compile(
    rf"(?m)^[ \t>–—-]{0, 8}(?P<name>{_NAME})[ \t]{0, 4}(?:,|\|[^\n|]{0, 60}\|?)?[ \t]{0, 4}\n{1, 4}[ \t>]{0, 8}(?:(?i:tel|phone|mobile|mob|cell|ph|m|t|mail|e-?mail|handy|fon|tél)[.:]*\s*)?"
    r"(?:\+\d|\(0?\d{2,4}\)\s?\d|0(?!\d[./-])[\d ()/-]{8,}|\d{3}[.-]\d{3}[.-]\d{4}|[\w.+%-]+@[\w-]+\.|"
    r"(?P<street>\d{1,5}[a-z]?\s(?:[A-Z]\w+\s){1,3}(?:St|Street|Rd|Road|Ave|Avenue|Dr|Drive|Ln|Lane|Blvd|Way|Court|Ct|Close|Terrace)\b|"
    r"[A-ZÄÖÜ]\w+(?:stra(?:ß|ss)e|str\.|weg|allee|gasse)\s\d))"
)
"""A name on a line of its own above a number, a mail or a street, as under letters: of the former only one that begins with a first name."""
BEGINS = re.compile(r"(?:^|[.!?]\s)$")
DOES = re.compile(
    rf"{_WORD}\s(?:from|at|in|wrote|called|rang|emailed|asked|sent|never|kept|keeps|promised|answered|explained|fixed|came|left|works|lives|"
    rf"hasn['’]t|didn['’]t|wasn['’]t|sagte|meinte|schrieb|rief|kam|konnte|wollte|versprach|half|arbeitet|wohnt|meldete|aus|vom|von|du|de|da|do|del|dal|did|was|is|said|told|helped|hat|war|replied)\s"
)
SMALL = re.compile(
    rf"(?<!\w)(?i:{_TRADES}|{told.KIN_ROMANCE}|{told.OWN}|{told.FAMILY}|{told.ENDS}|{told.SOFT_ENDS}|{told.TOLD})"
    r"[,.!(:]?\s+$"
)
SMALL_REST = re.compile(rf"\s(?P<rest>(?:[a-zA-Z]\.?\s){_ANY}|{_ANY}(?=\s?[,(:;]|\s*[.!]?\s*$))")
SMALL_PAIR = re.compile(r"\s(?:[a-z]\.\s)?(?P<rest>[a-zß-ÿ]{2,}(?:['’-][^\W\d_]+)*)(?=\s?[,(;:!?\n]|\.?\s*$)")


def find_titled(text: str) -> Iterator[Detail]:
    """Names behind words that leave no doubt: titles, kin, the ends of letters."""
    for rule in (TITLED, TITLED_SMALL, LABELLED, OWN, KIN, KIN_DE, SIGNED, SIGNED_SOFT, TALKED, SELF_NAMED):
        for match in rule.finditer(text):
            if name := _name_in(match["name"], sure=True, whole=rule in {SIGNED, SIGNED_SOFT, TALKED, SELF_NAMED}):
                yield Detail(match.start("name"), match.start("name") + len(name), DetailKind.PERSON)


def find_above(text: str) -> Iterator[Detail]:
    """Names on a line of their own above what reaches them, as under letters."""
    for match in BLOCK.finditer(text):
        name = _name_in(match["name"], sure=True, whole=True)
        first = name.lower().partition(" ")[0].rstrip(".")
        if " " in name and (match["street"] or len(first) == 1 or first in FIRST_NAMES or first in DOUBTFUL):
            yield Detail(match.start("name"), match.start("name") + len(name), DetailKind.PERSON)


def find_people(text: str) -> Iterator[Detail]:
    """Names that begin with a first name, where the words around it allow it."""
    for word in WORDS.finditer(text):
        first = word[0].lower()
        if first not in NAMES and ("-" not in first or first.partition("-")[0] not in NAMES):
            continue
        known = first in FIRST_NAMES or first.partition("-")[0] in FIRST_NAMES
        if word[0][0].isupper():
            yield from _find_named(text, word.start(), known=known)
            if known:
                yield from _find_placed(text, word)
        elif known:
            yield from _find_small(text, word)


def find_initials(text: str) -> Iterator[Detail]:
    """Names that begin with an initial, where the word before it makes it none of a plan, a vitamin or a seat."""
    for match in INITIAL.finditer(text):
        if _is_family_name(match["rest"]) and not NO_INITIAL.search(text[: match.start()]):
            yield Detail(match.start("name"), match.end("name"), DetailKind.PERSON)


def _find_placed(text: str, word: re.Match[str]) -> Iterator[Detail]:
    """The name whose first name is here, where its place or its capitals tell it: a list, the last line, a name in capitals."""
    at, end = word.span()
    before = text[max(0, at - BEFORE) : at]
    if (
        before.endswith((", ", ",\t"))
        and (family := FAMILY_BEFORE.search(before))
        and (rest := ENDS_LINE.match(text, end))
    ):
        if _is_family_name(family["name"]) and not CLOSES.match(family["name"]):
            yield Detail(at - len(before) + family.start("name"), rest.end(), DetailKind.PERSON)
    elif len(text) - end < BEFORE and ALONE_BEFORE.search(before) and (rest := ALONE_BEHIND.match(text, end)):
        if not rest[0] or _is_family_name(rest[0].strip()):
            yield Detail(at, rest.end(), DetailKind.PERSON)
    elif (
        word[0].isupper()
        and (loud := LOUD.match(text, at))
        and loud["rest"].lower() not in NO_NAME
        and sum(map(str.islower, text)) > sum(map(str.isupper, text))
    ):
        yield Detail(at, loud.end(), DetailKind.PERSON)


def _find_named(text: str, at: int, *, known: bool) -> Iterator[Detail]:
    """The name that begins here with a capital, if a word before or behind it says that it is one."""
    pair = PAIR.match(text, at)
    if known and pair and not pair["first"].isupper() and _is_family_name(pair["rest"].split()[-1]):
        yield Detail(at, pair.end(), DetailKind.PERSON)
        return
    match = NAME.match(text, at)
    if match is None:
        return
    before = text[max(0, at - BEFORE) : at]
    is_told = TELL.search(before) or (BEHIND_GREETING.match(text, match.end()) and GREETED.search(before))
    alone = known and (
        (INSIDE.search(before) and BEHIND.match(text, at) and not OF_A_THING.search(before))
        or (BEGINS.search(before) and DOES.match(text, at))
    )
    if (is_told or alone) and (name := _name_in(match[0])):
        yield Detail(at, at + len(name), DetailKind.PERSON)


def _find_small(text: str, word: re.Match[str]) -> Iterator[Detail]:
    """The name that begins here with a small letter, where a word before it says that somebody is named."""
    at, end = word.span()
    if SMALL.search(text[max(0, at - BEFORE) : at]):
        rest = SMALL_REST.match(text, end)
        yield Detail(at, rest.end("rest") if rest else end, DetailKind.PERSON)
    elif (
        len(word[0]) > 3
        and (pair := SMALL_PAIR.match(text, end))
        and INSIDE.search(text[max(0, at - BEFORE) : at])
        and pair["rest"] not in NO_NAME
    ):
        yield Detail(at, pair.end("rest"), DetailKind.PERSON)


def _name_in(written: str, *, sure: bool = False, whole: bool = False) -> str:
    """The words of it that are a name: up to the first that is none. whole: one word that is no name spoils all."""
    words: list[str] = []
    for word in written.split():
        if word.lower().rstrip(".") in NO_NAME or (word.isupper() and len(word) > 2):
            if whole:
                return ""
            break
        words.append(word)
    if not words or len(words[0].rstrip(".")) == len(" ".join(words).rstrip(".")) == 1:
        return ""
    if not sure and len(words) > 1 and not _is_family_name(words[-1]):
        words = words[:1]
    name = written[: written.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])]
    return name.removesuffix("'s").removesuffix("’s")


def _is_family_name(word: str) -> bool:
    return word.lower() not in NO_NAME and not word.isupper() and len(word) > 1
