"""A question without what its asker says of the occasion: 'Board meeting in an hour - how is the mood?' (lead_ins.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from voxpop import shipped
from voxpop.pipeline.ask.choosing import Choice, choose
from voxpop.pipeline.ask.grammar import Reading, names_any, read
from voxpop.pipeline.ask.refusing import Why, refused_by
from voxpop.pipeline.ask.shorthand import spell_out
from voxpop.pipeline.ask.spans import find_spans
from voxpop.pipeline.ask.vocabulary import Vocabulary
from voxpop.pipeline.ask.weeks import NUMBERS, Now, OutsideError
from voxpop.pipeline.ask.words import FILLERS, cut

SPLIT = re.compile(r"[.!?:;]+(?=\s|$)|,(?=\s|$)|\s[-–—]+\s|—|[()]")
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)}|half|halben?|few|some|couple|paar|wenige)"
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|sekunden?|minuten?|min|stunden?)"
TIME = re.compile(
    rf"\b(?:(?:only|just|nur|bloß) (?:(?:have|got|habe|noch) )*)?(?:(?:in|within) )?(?:an? )?{_COUNT}(?: of)?(?: an?)? {_UNIT}(?: (?:left|zeit))?\b"
    r"|\bin an? (?:hour|minute|moment|bit)\b|\bin einer (?:stunde|minute)\b|\b(?:(?:on|am) )?(?:mon|tues|wednes|thurs|fri)day\b"
    r"|\btomorrow\b|\bmorgen\b|\btoday\b|\bheute\b|\btonight\b|\bgleich\b|\bsoon\b|\bnext (?:week|month|quarter)\b|\bnächste[nrsm]? (?:woche|monat|quartal)\b"
)  # fmt: skip
"""A time of the asker's: on the clock, a day near by or to come. 'Only' before it is of the time."""
PHRASES = re.compile(r"\bboard (?=meeting|call|deck|report|presentation)|\bblog (?=post|article|entry)")
"""Words that may also name an audience or a channel, where the next one says that they do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a question was read; `aside` is what of it was left aside, '' where nothing was."""

    reading: Reading | None
    choice: Choice
    aside: str = ""


def understand(question: str, vocabulary: Vocabulary, now: Now, default: str = "en") -> Understood:
    """The reading of a question and its form; without talk about its asker where only that can be answered."""
    kept, aside = set_aside(question, vocabulary, now)
    whole = _understand(question, vocabulary, now, default)
    if not aside or (whole.choice.form is not None and whole.choice.slots.words is None):
        return whole
    part = _understand(kept, vocabulary, now, default)
    if part.choice.form is None:
        return whole
    return Understood(reading=part.reading, choice=part.choice, aside=aside)


def set_aside(question: str, vocabulary: Vocabulary, now: Now) -> tuple[str, str]:
    """A question without clauses that are about its asker or the occasion, and those clauses.

    All of it and '' where there are none, where nothing else is left, or where what is left stands apart.
    """
    clauses, at = [], 0
    for found in SPLIT.finditer(question):
        clauses.append(question[at : found.end()])
        at = found.end()
    clauses = [clause for clause in (*clauses, question[at:]) if clause.strip(" \t\n.,;:!?()-–—")]
    talk = [_is_talk(clause, vocabulary, now) for clause in clauses]
    asked = [n for n, one in enumerate(talk) if not one]
    if not asked or len(asked) == len(clauses) or asked != list(range(asked[0], asked[-1] + 1)):
        return question, ""
    aside = " … ".join(
        "".join(run).strip(" ,;:-–—()") for run in (clauses[: asked[0]], clauses[asked[-1] + 1 :]) if run
    )
    return "".join(clauses[asked[0] : asked[-1] + 1]).strip(), aside


def _is_talk(clause: str, vocabulary: Vocabulary, now: Now) -> bool:
    """Whether a clause is about the asker or the occasion; one that is polite and nothing else is too."""
    lists = _lists()
    plain = PHRASES.sub("", " ".join(clause.lower().split()))
    if not spell_out(plain).strip(" ,.;:!?()-–—"):
        return True
    rest, times = TIME.subn(" ", plain)
    words = {*cut(rest)}
    if not words or names_any(cut(rest), vocabulary) or words & (lists["conditions"] | lists["asking"]):
        return False
    if any(word not in FILLERS and not any(word in known for known in lists.values()) for word in words):
        return False
    if refused_by(rest) is not None or cut(rest)[0] == "was" or _spans(rest, now):
        return False
    occasion = bool(words & lists["occasion"])
    if words & lists["asker"]:
        return occasion or lists["beside_an_occasion"].isdisjoint(cut(plain))
    return occasion and (bool(times) or bool(words & {"we", "wir", "for", "für", "use", "nutzen", "include", "quote"}))


def _spans(text: str, now: Now) -> bool:
    try:
        return bool(find_spans(text, now))
    except OutsideError:
        return True


def _understand(question: str, vocabulary: Vocabulary, now: Now, default: str) -> Understood:
    why = refused_by(" ".join(question.lower().split()))
    if why is not None:
        return Understood(reading=None, choice=Choice(form=None, why=why))
    try:
        reading = read(question, vocabulary, now, default)
    except OutsideError:
        return Understood(reading=None, choice=Choice(form=None, why=Why.SPAN))
    return Understood(reading=reading, choice=choose(reading))


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("voxpop.pipeline.ask").joinpath("lead_ins.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in shipped.parse_texts(text).items()}
