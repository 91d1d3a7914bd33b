"""Which form a reading is of: the most like one that can take all that the question says, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from voxpop.pipeline.ask.forms import PAIRED, Form, all_forms
from voxpop.pipeline.ask.grammar import Reading
from voxpop.pipeline.ask.likeness import likeness
from voxpop.pipeline.ask.refusing import OF_MANY, Why
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.words import COUNTED, FILLERS, SIDE_BY_SIDE, TOPICAL, stem

THRESHOLD = 0.34
"""Likeness under which no form is taken."""
NEAREST = 3
HOW_MANY = re.compile(r"\b(?:how many|number of|wie viele|anzahl|zahl der)\b")
"""Words that ask for a count: no other figure answers them."""
SOME_OF = re.compile(
    rf"\b(?:which|welche[rnms]?) AUDIENCE\b(?! (?:{OF_MANY}|posts?|requests?|quotes|comments|feedback)\b)"
)
"""Asks for some of an audience: who they are is not told."""
MORE_PEOPLE = re.compile(
    r"\b(?:more|most|many|fewer|less|mehr|weniger|viele|meisten) (?:people|users|customers|posts|voices|leute|menschen|nutzer|kunden|beiträge|AUDIENCE)\b"
)
MOODED = re.compile(
    r"(?<!how )\b(?:un|dis)?(?:happy|satisfied|contented|angry|annoyed|frustrated|grumpy|critical|positive|negative|neutral|upset|loyal|zufriedenen?|glücklichen?"
    r"|wütenden?|verärgerten?|genervten?|frustrierten?|kritischen?|positiven?|negativen?|neutralen?)(?: (?:and|or|und|oder) \w+)? "
    r"(?:AUDIENCE|people|users|posts?|comments?|reviews?|leuten?|menschen|beiträgen?|kommentaren?|bewertungen)\b"
)
"""Asks for those of one mood alone, which only sudden rises of negative posts are."""
MARKS = frozenset(("AUDIENCE", "CHANNEL", "THEME", "NAME", "EVENT", "SPAN"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What fills the slots of a form; None: it was not said."""

    audience: str | None = None
    channel: str | None = None
    theme: str | None = None
    name: str | None = None
    event: str | None = None
    words: str | None = None
    weeks: Span | None = None
    kind: str | None = None  # of a pair: audience, channel, theme, name or weeks
    a: str | None = None
    b: str | None = None
    limit: int | None = None

    def said(self) -> dict[str, str]:
        """Those that are filled, as text."""
        names = ("audience", "channel", "theme", "name", "event", "words", "weeks", "kind", "a", "b", "limit")
        return {name: str(value) for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The form of a question with its slots; or why there is none, and the nearest forms."""

    form: Form | None
    slots: Slots = Slots()
    score: float = 0.0
    why: Why | None = None
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


def choose(reading: Reading) -> Choice:
    """The form of a question, or why it is refused."""
    scores = likeness().scores(reading.words)
    ranked = sorted(scores, key=lambda form: -scores[form])
    fitting: list[tuple[float, Form, Slots]] = []
    unknown: dict[str, tuple[str, ...]] = {}
    for name in ranked:
        form = all_forms()[name]
        slots, left = _fill(form, reading)
        unknown[name] = left
        if slots and not left:
            fitting.append((scores[name], form, slots))
    if fitting and fitting[0][0] >= THRESHOLD:
        score, form, slots = fitting[0]
        return Choice(form=form, slots=slots, score=score, scores=scores, nearest=tuple(ranked[:NEAREST]))
    best = ranked[0]
    why = Why.WORDS if unknown[best] else Why.FORM if scores[best] < THRESHOLD else Why.SLOT
    return Choice(
        form=None, why=why, unknown=unknown[best], nearest=tuple(ranked[:NEAREST]), score=scores[best], scores=scores
    )


def _fill(form: Form, reading: Reading) -> tuple[Slots | None, tuple[str, ...]]:
    """The slots of a form, None where it cannot take what the question names; and the words that it does not know."""
    unknown = [
        word for word in reading.words if word not in MARKS and word not in FILLERS and stem(word) not in form.known
    ]
    topic = None
    if "words" in form.takes and not reading.found.get("theme") and not reading.found.get("name"):
        topic = _topic(reading.words, form)
        if topic:
            unknown = [word for word in unknown if word not in topic]
    return _slots(form, reading, " ".join(topic) if topic else None), tuple(unknown)


def _topic(words: tuple[str, ...], form: Form) -> list[str] | None:
    """The words behind 'about' and the like that are no slot: what free words are asked for."""
    for place in range(len(words) - 1, -1, -1):
        if words[place] in TOPICAL:
            said: list[str] = []
            for at, word in enumerate(words[place + 1 :], place + 1):
                if word in MARKS or (said and word in TOPICAL):
                    break
                if word not in FILLERS or (word == "time" and words[at - 1] == (said or [""])[-1]):
                    said.append(word)
            if not SIDE_BY_SIDE.isdisjoint(map(stem, said)):
                return None
            if said and any(stem(word) not in form.known for word in said):
                return said
    return None


def _is_counted(reading: Reading) -> bool:
    """Whether two are compared by how many speak of them: no comparison of tone answers that."""
    said = " ".join(reading.words)
    return not COUNTED.isdisjoint(map(stem, reading.words)) or bool(MORE_PEOPLE.search(said))


def _slots(form: Form, reading: Reading, topic: str | None) -> Slots | None:
    if form.must and form.must.isdisjoint("span" if word == "SPAN" else stem(word) for word in reading.words):
        return None
    said = " ".join(reading.words)
    if (form.never and form.never.search(said)) or SOME_OF.search(said):
        return None
    if form.id != "crisis" and MOODED.search(said):
        return None
    if not form.counts and HOW_MANY.search(said):
        return None
    spans = reading.spans
    pairs = [kind for kind, ids in reading.found.items() if len(ids) > 1]
    singles = {kind: ids[0] for kind, ids in reading.found.items() if len(ids) == 1}
    allowed = {*form.takes} - ({"weeks"} if form.spans == 2 else set())
    if any(kind not in allowed for kind in (*singles, *pairs)):
        return None
    filled: dict[str, str] = {}
    if form.pair:
        if len(pairs) != 1 or pairs[0] not in PAIRED or len(reading.found[pairs[0]]) != 2 or _is_counted(reading):
            return None
        a, b = reading.found[pairs[0]]
        filled = {"kind": pairs[0], "a": a, "b": b}
    elif pairs:
        return None
    if form.spans == 2:
        if len(spans) != 2:
            return None
        filled = {"kind": "weeks", "a": str(spans[0]), "b": str(spans[1])}
    elif len(spans) > 1 or (spans and "weeks" not in form.takes):
        return None
    if (
        form.needs
        and not any(need in singles for need in form.needs)
        and not (topic and "words" in form.needs)
        and form.stand_in.isdisjoint(reading.words)
    ):
        return None
    if form.several and spans and spans[0].first == spans[0].last:
        return None
    if (form.needs or "words" in form.takes) and sum(
        slot in singles for slot in ("theme", "name")
    ) > 1:  # 'Larkspur's dashboard': which of both is asked for?
        return None
    weeks = spans[0] if spans and form.spans != 2 else None
    return Slots(**singles, **filled, words=topic, weeks=weeks, limit=reading.limit)
