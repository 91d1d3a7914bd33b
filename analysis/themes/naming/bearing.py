"""Which posts bear which words: those that hold the word, or one that means the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voxpop.analysis.themes.naming.meaning import alike
from voxpop.analysis.themes.naming.words import function_words, stem

LEAST = 3
"""Posts of a theme that hold a word that it may be called after."""

LEAST_SHARE = 0.02
"""And the part of its posts that they are."""

MOST = 1_500
"""Words that the encoder reads, those of most posts."""

Clauses = Sequence[Sequence[str]]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def stems_of(clauses: Clauses) -> set[str]:
    """The stems of the words of a post, those of grammar left out."""
    found = {_stem(word) for words in clauses for word in words}
    found.discard("")
    return found


@cache
def _stem(word: str) -> str:
    """The stem of a word as written; nothing of a word of grammar, a number or a sign."""
    low = word.lower()
    return stem(low) if len(low) > 1 and low not in function_words() and not low[0].isdigit() else ""


def bears(posts: Iterable[Clauses], stems: frozenset[str]) -> int:
    """How many of the posts hold one of the stems."""
    return sum(not stems.isdisjoint(stems_of(clauses)) for clauses in posts)


@dataclass(frozen=True, slots=True)
class Bearing:
    """Words (columns) that themes may be called after, and the posts (rows) that bear them."""

    place: dict[str, int]  # stem -> column
    holds: Flags  # whether the post holds the word itself
    bears: Flags  # or one that means the same
    near: Flags  # whether two words mean the same
    stems: tuple[set[str], ...]  # of each post
    themes: Numbers  # of each post; -1: none

    @classmethod
    def of(cls, posts: Sequence[Clauses], themes: Numbers) -> Bearing:
        """Of posts given as clauses of words."""
        read = [stems_of(clauses) for clauses in posts]
        chosen = _choose(read, themes)
        place = {word: column for column, word in enumerate(chosen)}
        rows = [(row, place[word]) for row, stems in enumerate(read) for word in stems if word in place]
        at = np.array(rows, dtype=np.int64).reshape(-1, 2)
        holds = sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(read), len(chosen)))
        near = alike(_spell(chosen, posts))
        bears = holds @ near.astype(np.float64)
        return cls(place, holds.toarray() > 0, np.asarray(bears) > 0, near, tuple(read), themes)

    def shares(self, posts: Flags) -> NDArray[np.float64]:
        """For each word the part of these posts that bear it."""
        return np.asarray(self.bears[posts].mean(axis=0)) if posts.any() else np.zeros(len(self.place))

    def same(self, stems: Iterable[str]) -> frozenset[str]:
        """The stems and all that mean the same."""
        words = list(self.place)
        found = {word for one in stems if one in self.place for word in _at(words, self.near[self.place[one]])}
        return frozenset(found | set(stems))


def _spell(stems: Sequence[str], posts: Sequence[Clauses]) -> list[str]:
    """Each stem as it is written most often, in small letters."""
    written: dict[str, Counter[str]] = {word: Counter() for word in stems}
    for word, n in Counter(word for clauses in posts for words in clauses for word in words).items():
        if _stem(word) in written:
            written[_stem(word)][word.lower().replace("_", " ")] += n
    return [min(forms, key=lambda form: (-forms[form], form)) for forms in written.values()]


def _choose(read: Sequence[set[str]], themes: Numbers) -> list[str]:
    """The words that enough posts of some theme hold, in the order of the alphabet."""
    total: Counter[str] = Counter(word for stems in read for word in stems)
    kept: set[str] = set()
    for theme in np.unique(themes[themes >= 0]).tolist():
        own = np.flatnonzero(themes == theme).tolist()
        held = Counter(word for i in own for word in read[i])
        kept.update(word for word, n in held.items() if n >= max(LEAST, LEAST_SHARE * len(own)))
    return sorted(sorted(kept, key=lambda word: (-total[word], word))[:MOST])


def _at(words: list[str], chosen: Flags) -> list[str]:
    return [words[i] for i in np.flatnonzero(chosen).tolist()]
