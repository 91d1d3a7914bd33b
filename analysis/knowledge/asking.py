"""The sentence of a post that asks, and what keeps two such sentences from being one question. Pure.

Versions are taken out before sentences are compared: 'skip 7.0 and go to 7.2' and 'skip 7.1 and go to 7.2' are one question, asked of
two versions. An answer says for which (`versions`).
"""

from __future__ import annotations

import re

from voxpop.analysis.knowledge.versions import without_versions
from voxpop.analysis.text.clauses import sentences

LONGEST = 300
SHORTEST = 3
"""Words that a sentence has at least; 'Any ideas?' asks nothing that could be told from another."""

LEAST_TELLING = 2
"""Words that it has at least beside general ones; 'Who do I contact?' asks something else of everybody."""

BROKEN, OPPOSITE, NUMBERED = "broken", "opposite", "numbered"

_ASKS = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|hi|hello|hey|well|but|also|please|anyone|question|quick question|hallo)\W+)*"
    r"(?:how|what|which|where|when|why|who|whose|is|are|was|does|do|did|has|have|can|could|should|would|will|may|am|"
    r"wie|was|welche[rsnm]?|wo|wann|warum|wieso|weshalb|wer|ist|sind|gibt|kann|können|muss|müssen|soll|darf|hat|haben|geht|lässt)\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"^\W*(?:(?:is there |has |have |does |do |can |could )?(?:any|some)(?:one|body|thing|ideas?|help|suggestions?|thoughts|advice|hints?|luck|pointers?)\b"
    r"|(?:can|could|would) (?:you|someone|anyone|anybody|somebody) (?:please )?(?:help|advise|assist)\b(?:\W+(?:me|us|out|with|this|that|it|here|please|on))*"
    r"|what (?:am i|are we) (?:doing wrong|missing)|what(?:'s| is) (?:wrong|going on)|am i (?:missing|doing)|what (?:should|can|do) (?:i|we) do"
    r"|how (?:can|do|should) (?:i|we) (?:fix|solve|do|resolve|get around) (?:this|it|that)|why is (?:this|that|it)|is (?:this|that|it) (?:a bug|normal|possible|expected|intended|right|correct)"
    r"|(?:kann|könnte) (?:mir )?(?:jemand|wer) (?:helfen|weiterhelfen)|hat (?:jemand|wer) (?:eine idee|ideen|einen tipp)|was (?:mache|machen) (?:ich|wir) falsch"
    r"|weiß (?:jemand|wer)(?: rat)?)\W*(?:\w+\W*){0,2}$",
    re.IGNORECASE,
)
GENERAL = """
whats up keep keeps myself yourself ourselves
a an the and or but of to in on at for from with by as if so than then too very just also really still ever yet
already again now here there how what which where when why who whose is are was were be been being am do does did done
doing has have had having can could should would will may might must shall i you he she it we they me us my your our
their its his her this that these those one ones some any all every each no not none nobody anyone anybody someone
somebody everyone everybody anything something everything else other another same more most much many few lot lots
happen happens happened happening see sees seeing seen saw get gets getting got go goes going fix fixed solve solved
work works worked working know knows think help wrong right possible normal thing things way ways issue issues problem
problems error errors question questions idea ideas reason case happen cursed people guys folks team else experience
experienced experiencing make makes making say says der die das ein eine einen und oder aber von zu in auf für mit bei
als wenn wie was wo wann warum wieso wer ist sind war hat haben kann können soll sollte muss ich du er sie es wir ihr
man mich mir uns jemand niemand alle alles etwas nichts auch noch schon nur sehr hier da dort problem fehler frage
idee
"""
"""Words that do not tell one question from another."""

_GENERAL = frozenset(GENERAL.split())
_LEAD = re.compile(
    r"^[\s\W]*(?:(?:quick |stupid |maybe a stupid |newbie |simple |general )?questions?(?: about this)?(?=\s*[:,-])|probably obvious,? but|i searched and found nothing|for planning purposes|looking for advice|"
    r"a colleague asks|(?:can|could) (?:some|any)(?:one|body) (?:please )?(?:tell me|explain)|(?:does|do) (?:any|some)(?:one|body) know|i was wondering|"
    r"i'm wondering|just wondering|please (?:help|advise)|hi(?: all| there| everyone)?|hello(?: all| everyone)?|hey(?: all| everyone)?|help|hallo(?: zusammen)?|frage|kurze frage|weiß jemand)(?=[\s:,.!?-])[\s:,.!?-]*",
    re.IGNORECASE,
)
_BEFORE_COLON = re.compile(
    r"^[^:?!]{1,60}:\s+(?=(?:how|what|which|where|when|why|who|is|are|was|does|do|did|has|have|can|could|should|would|will|may|"
    r"wie|was|welche[rsnm]?|wo|wann|warum|wieso|weshalb|wer|ist|sind|gibt|kann|können|muss|soll|darf)\b)",
    re.IGNORECASE,
)
_MENTIONS = re.compile(r"^(?:[@#][\w.-]+[\s:,]*)+|(?:[\s:,]*[@#][\w.-]+)+$")

_BROKEN = re.compile(
    r"n['’]t\b|\b(?:not|cannot|cant|wont|doesnt|unable|fail\w*|broken|errors?|exception|declin\w+|reject\w+|trouble|problems?|stuck|missing|"
    r"crash\w*|never|no longer|stopped|refus\w+|den(?:y|ied)|wrong|incorrect\w*|lost|stolen|hangs?|freez\w+|froze\w*|los[et]|loses|losing|times? out|"
    r"nicht|kein[e]?|fehler\w*|fehlt|geht nicht|abst[uü]rz\w*|hängt)\b",
    re.IGNORECASE,
)
OPPOSITES = (
    ("import", "export"), ("enable", "disable"), ("add", "remove"), ("add", "delete"), ("create", "delete"), ("install", "uninstall"),
    ("upload", "download"), ("start", "stop"), ("open", "close"), ("show", "hide"), ("lock", "unlock"), ("upgrade", "downgrade"),
    ("increase", "decrease"), ("send", "receive"), ("before", "after"), ("activate", "deactivate"), ("encrypt", "decrypt"), ("subscribe", "unsubscribe"),
    ("merge", "split"), ("backup", "restore"), ("connect", "disconnect"), ("follow", "unfollow"), ("maximum", "minimum"), ("on", "off"),
    ("login", "logout"), ("compress", "extract"), ("push", "pull"), ("first", "last"), ("incoming", "outgoing"), ("android", "ios"), ("windows", "linux"),
    ("windows", "mac"), ("mac", "linux"), ("debit", "credit"), ("importieren", "exportieren"), ("aktivieren", "deaktivieren"), ("hochladen", "herunterladen"),
    ("anlegen", "löschen"), ("einblenden", "ausblenden"), ("sperren", "entsperren"),
)  # fmt: skip
"""Words of which the one makes another question than the other."""

_NUMBERED = re.compile(
    r"\b(?:flight|flug|order|bestellung|error|fehler|code|ticket|case|issue|invoice|rechnung|number|nr\.?|no\.|booking|http|status)\s*(?:code|number|no\.|nr\.?)?\s*#?:?\s*([a-z]{0,4}-?\d{2,})\b|#(\d{2,})\b|\b([a-z]{2,4}-?\d{3,})\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"^\s*(?:#{1,6}\s|<!--|\*\*|[-*]\s\[[ x]\])|\?\W*(?:yes|no|y|n)\W*(?:/\W*(?:no|n|yes|y)\W*)?$",
    re.IGNORECASE,
)
"""Headings and questions of a form that whoever writes was asked to fill in."""

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = re.compile(r"(?:ing|ed|s)$")
_OPPOSITE_OF: dict[str, set[str]] = {}
for _one, _other in OPPOSITES:
    _OPPOSITE_OF.setdefault(_one, set()).add(_other)
    _OPPOSITE_OF.setdefault(_other, set()).add(_one)


def find_question(title: str | None, text: str, *, is_question: bool = False) -> str | None:
    """The sentence that asks: a title that does, else the first sentence that does and says enough; None: none does.

    is_question: the source says that the post is a question; its title, or its first sentence, then asks whatever it looks like.
    """
    spoken = [one for one in sentences(text[:4000]) if one and not _TEMPLATE.search(one)]
    if title and (_asks(title) or (is_question and _says_enough(title))):
        begins = title.lower().strip(" .?!…")
        longer = (one for one in spoken if _asks(one) and one.lower().startswith(begins))  # many titles are cut
        return _cut(next(longer, title))
    for sentence in spoken:
        if _asks(sentence):
            return _cut(sentence)
    if not is_question:
        return None
    return next((_cut(one) for one in spoken if _says_enough(one)), None)


def _asks(sentence: str) -> bool:
    marked = sentence.rstrip(" \"')]*_").endswith("?") or bool(_ASKS.match(_LEAD.sub("", sentence)) and "?" in sentence)
    return marked and _says_enough(sentence)


def _says_enough(sentence: str) -> bool:
    bare = bare_question(sentence)
    words = _WORD.findall(bare)
    telling = len({word for word in words if word not in _GENERAL and len(word) > 1})
    return len(words) >= SHORTEST and telling >= LEAST_TELLING and not _SAYS_NOTHING.match(bare)


def _cut(sentence: str) -> str:
    return " ".join(sentence.split())[:LONGEST]


def bare_question(sentence: str) -> str:
    """The sentence in lower case without greetings, ways of beginning, and versions.

    >>> bare_question("Quick question: does the 7.2 upgrade need downtime?")
    'does the upgrade need downtime'
    """
    return " ".join(without_versions(_without_lead(sentence)).lower().split()).strip(" .?!:,-")


def tidy_question(sentence: str) -> str:
    """The sentence as a heading: without greetings and ways of beginning, its versions kept.

    >>> tidy_question("@team quick question: does the 7.2 upgrade need downtime?")
    'Does the 7.2 upgrade need downtime?'
    """
    left = _without_lead(sentence)
    return left[:1].upper() + left[1:]


def _without_lead(sentence: str) -> str:
    left = _BEFORE_COLON.sub("", _MENTIONS.sub("", sentence.strip()))
    while (lead := _LEAD.match(left)) and lead.group().strip() and len(left[lead.end() :].split()) >= SHORTEST:
        left = left[lead.end() :]
    return left


def marks_of(sentence: str) -> frozenset[str]:
    """What a sentence has that another of the same question must not lack or contradict: that something is broken, the
    numbers of flights, orders and errors, words with an opposite.
    """
    words = {
        form
        for word in _WORD.findall(sentence.lower())
        for form in (word, _ENDINGS.sub("", word), _ENDINGS.sub("e", word))
    }
    found = {f"{OPPOSITE}:{word}" for word in words & _OPPOSITE_OF.keys()}
    found |= {
        f"{NUMBERED}:{''.join(part or '' for part in at.groups()).lower()}" for at in _NUMBERED.finditer(sentence)
    }
    return frozenset(found | ({BROKEN} if _BROKEN.search(sentence) else set()))


def may_be_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether nothing in the marks of two sentences says that they are two questions.

    >>> may_be_same(marks_of("How do I import contacts"), marks_of("How can I export contacts"))
    False
    """
    whole = (BROKEN, NUMBERED)
    if {mark for mark in one if mark.startswith(whole)} != {mark for mark in other if mark.startswith(whole)}:
        return False
    words = {mark.partition(":")[2] for mark in other if mark.startswith(OPPOSITE)}
    return not any(
        (_OPPOSITE_OF[word] & words) - {w.partition(":")[2] for w in one if w.startswith(OPPOSITE)}
        for word in (mark.partition(":")[2] for mark in one if mark.startswith(OPPOSITE))
        if word not in words
    )
