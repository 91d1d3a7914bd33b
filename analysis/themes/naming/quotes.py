"""What a theme sounds like: its most typical sentence, and posts that are typical and yet differ.

Both are chosen whenever they are asked for and stored nowhere, so that a deleted post leaves them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from voxpop.analysis.text.clauses import sentences
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, mask
from voxpop.analysis.themes.naming.words import WordCutter

FEWEST_WORDS, MOST_WORDS = 4, 18
"""The fewest and the most words of a summary."""

STEADY = 3
"""Added to the words of a clause, so that a short one is not chosen for one good word."""

ALIKE = 0.5
"""Quotes share at most this part of their words, as long as there are others."""

_CLOSING = "\"'”’)]"
_SAYS_NOTHING = frozenset({URL, USER, CODE, NUMBER})


def summary(texts: Sequence[str], names: Iterable[str] = ()) -> str:
    """The whole sentence whose words most of the posts use, as it was written; '' where none is fit. It depends on no order.

    A sentence is whole if a full stop or the like ends it, or the post ends with it; what was cut ('a title that stops in…') is none.
    """
    cutter = WordCutter(names)
    used = Counter(stem for text in texts for stem in set(cutter.stems(text)))
    found: list[tuple[float, str]] = []
    for text in texts:
        for clause in _whole_sentences(text):
            words = mask(clause).split()
            if FEWEST_WORDS <= len(words) <= MOST_WORDS and not _SAYS_NOTHING & set(words):
                stems = set(cutter.stems(clause))
                told = sum(used[stem] for stem in stems) / (len(texts) * (len(stems) + STEADY))
                found.append((-told, " ".join(clause.split())))
    if not found:
        return ""
    chosen = min(found)[1]
    return chosen[:1].upper() + chosen[1:]


def _whole_sentences(text: str) -> list[str]:
    found = sentences(text)
    ended = [one for one in found if one.rstrip(_CLOSING).endswith((".", "!", "?")) and not one.endswith(("...", "…"))]
    last = found[-1:] if found and not found[-1].endswith(("...", "…", ",", ":", ";", "-")) else []
    return list(dict.fromkeys([*ended, *last]))


def diverse(texts: Sequence[str], authors: Sequence[str], count: int) -> list[int]:
    """The places of `count` posts, given most typical first: one an author, and of different words as long as there are such."""
    cutter = WordCutter()
    words = [set(cutter.stems(text)) for text in texts]
    chosen: list[int] = []
    for most in (ALIKE, 1.0):
        for place, own in enumerate(words):
            if len(chosen) == count:
                break
            taken = any(place == one or authors[place] == authors[one] for one in chosen)
            if not taken and all(_shared_words(own, words[one]) <= most for one in chosen):
                chosen.append(place)
    return chosen


def _shared_words(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
