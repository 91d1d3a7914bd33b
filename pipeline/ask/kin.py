"""Words of one meaning, which forms know together (kin.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from voxpop import shipped
from voxpop.pipeline.ask.words import cut, stem


@dataclass(frozen=True, slots=True)
class Kin:
    """A group of words that mean the same to some forms. `head`: the one that stands for all."""

    head: str
    forms: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=1)
def all_kin() -> tuple[Kin, ...]:
    """Every group, in the order of the file."""
    text = resources.files("voxpop.pipeline.ask").joinpath("kin.yaml").read_text(encoding="utf-8")
    return tuple(
        Kin(stem(words[0]), frozenset(row["of"]), frozenset(map(stem, words)))
        for row in shipped.parse_texts(text)
        if (words := cut(row["words"]))
    )


def widen(form: str, known: frozenset[str], must: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a form knows and must have one of, with their kin."""
    groups = [kin.stems for kin in all_kin() if form in kin.forms]
    return known.union(*groups), must.union(*(stems for stems in groups if not must.isdisjoint(stems)))


@lru_cache(maxsize=4096)
def heads_of(word: str) -> tuple[str, ...]:
    """The words that stand for the groups that a stem is of."""
    return tuple(dict.fromkeys(kin.head for kin in all_kin() if word in kin.stems))
