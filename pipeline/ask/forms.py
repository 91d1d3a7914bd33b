"""The forms of questions: what each tells, which slots it takes, and how people ask it (forms.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from voxpop import shipped
from voxpop.pipeline.ask.kin import widen
from voxpop.pipeline.ask.words import cut, stem

SLOTS = {"AUDIENCE": "audience", "CHANNEL": "channel", "THEME": "theme", "NAME": "name", "EVENT": "event"} | {
    "SPAN": "weeks",
    "WORDS": "words",
}
"""How examples write a slot, and the slot."""
PAIRED = ("audience", "channel", "theme", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of question that can be answered."""

    id: str
    tells: dict[str, str]  # language -> what an answer tells
    takes: tuple[str, ...]  # slots that it may have, each once
    needs: tuple[str, ...]  # one of these must be there
    stand_in: frozenset[str]  # words for all that could fill what it needs, such as 'events'; empty: one must be named
    pair: bool  # takes two of one kind
    spans: int  # how many spans of weeks it takes at least
    never: re.Pattern[str] | None  # of its words, slots written as marks: what makes it another question
    several: bool  # takes no span of a single week
    counts: bool  # 'how many' may ask for it
    must: frozenset[str]  # stems, one of which a question of this form has; empty: none
    examples: tuple[str, ...]
    known: frozenset[str]  # stems of the words that a question of this form may hold

    def needed(self) -> str:
        """What must be named, and the words that stand for all of it; '' where nothing must."""
        if not self.needs:
            return ""
        word = next((word for one in self.examples for word in one.split() if word in self.stand_in), "")
        words = f", or all by a word such as '{word}'" if word else ""
        return f"needs {'one of ' if len(self.needs) > 1 else ''}{', '.join(self.needs)}{words}"

    def signature(self) -> str:
        """Form and slots, as lists of forms show it."""
        slots = [*self.takes, *(["a", "b"] if self.pair or self.spans == 2 else [])]
        return f"{self.id}({', '.join(slots)})"


@lru_cache(maxsize=1)
def all_forms() -> dict[str, Form]:
    """Every form by its id."""
    text = resources.files("voxpop.pipeline.ask").joinpath("forms.yaml").read_text(encoding="utf-8")
    rows = shipped.parse_texts(text)
    return {row["id"]: _form(row) for row in rows}


def _form(row: dict[str, object]) -> Form:
    examples = tuple(str(one) for one in _list(row["examples"]))
    words = [
        *(str(word) for key in ("words", "must", "stand_in") for word in _list(row.get(key))),
        *(w for one in examples for w in one.split() if w not in SLOTS),
    ]
    must = frozenset(stem(word) for said in _list(row.get("must")) for word in cut(str(said)))
    known, must = widen(str(row["id"]), frozenset(stem(word) for said in words for word in cut(said)), must)
    return Form(
        id=str(row["id"]),
        tells={str(lang): str(said) for lang, said in dict(row["tells"]).items()},  # type: ignore[call-overload]
        takes=tuple(str(slot) for slot in _list(row["takes"])),
        needs=tuple(str(slot) for slot in _list(row.get("needs"))),
        stand_in=frozenset(str(word) for word in _list(row.get("stand_in"))),
        pair=row.get("pair") == "true",
        spans=int(str(row.get("spans", "0"))),
        counts=row.get("counts") == "true",
        never=re.compile(str(row["never"])) if "never" in row else None,
        several=row.get("several") == "true",
        must=must,
        examples=examples,
        known=known,
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
