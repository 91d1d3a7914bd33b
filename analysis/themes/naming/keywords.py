"""The keywords of themes: telling words that people use together, few of them for several themes.

Of the words that a theme has more often than others do those are taken that stand near each other in posts (normalised pointwise
mutual information, Bouma 2009), so that together they make sense.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voxpop.analysis.text.word_vectors import Bags
from voxpop.analysis.themes.naming.words import function_words, stem

KEYWORDS = 10
SHARED = 0.5  # a keyword is kept for every theme where its weight reaches this share of its highest weight
CHOSEN_FROM = 80  # telling words of a theme that are looked at
NEAR = 10  # words that stand together
LEAST_USES = 3  # posts of the theme that have the word
TELLING = 0.08  # weight of how telling a word is beside how well it goes with the others

Clauses = Sequence[Sequence[str]]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


def keywords_of(posts: Sequence[Clauses], themes: Numbers) -> list[tuple[str, ...]]:
    """For each theme 0, 1, ... its keywords as its posts write them, the most telling first; -1: in no theme."""
    count = int(themes.max(initial=-1)) + 1
    written = [[_plain(words, n) for words in clauses for n in range(len(words))] for clauses in posts]
    stems = [[stem(word.lower()) if _tells(word) else "" for word in words] for words in written]
    bags = Bags.of([[word for word in words if word] for words in stems], {})
    if not count or not bags.words:
        return [()] * count
    scores = _telling(bags, themes, count)
    own = scores >= SHARED * scores.max(axis=0)
    chosen = [_first(np.where(own[theme], scores[theme], 0)) for theme in range(count)]
    together = _Together.of(bags, np.unique(np.concatenate(chosen)))
    kept = [
        [bags.words[i] for i in _coherent(words, scores[theme][words], together)] for theme, words in enumerate(chosen)
    ]
    return _spell(kept, zip(chain.from_iterable(stems), chain.from_iterable(written), strict=True))


def _plain(words: Sequence[str], place: int) -> str:
    """A word as written; the first of a clause is in small letters where only its first letter is large."""
    word = words[place]
    return word.lower() if place == 0 and word[1:].islower() else word


def _tells(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word.lower() not in function_words()


def _first(scores: Floats) -> Numbers:
    order = np.argsort(-scores, kind="stable")[:CHOSEN_FROM]
    return order[scores[order] > 0]


def _telling(bags: Bags, themes: Numbers, count: int) -> Floats:
    """How telling each word (column) is of each theme (row): used by many of its posts, and by few others."""
    n_words = len(bags.words)
    inside = themes[bags.post] >= 0
    has = sparse.csr_matrix(
        (np.ones(inside.sum()), (bags.post[inside], bags.codes[inside])), shape=(len(themes), n_words)
    )
    has.data[:] = 1
    some = np.flatnonzero(themes >= 0)
    of_theme = sparse.csr_matrix((np.ones(len(some)), (themes[some], some)), shape=(count, len(themes)))
    uses = np.asarray((of_theme @ has).todense())
    size = np.maximum(np.bincount(themes[some], minlength=count), 1)[:, None]
    here = uses / size
    elsewhere = (uses.sum(axis=0) - uses + 1) / np.maximum(len(some) - size, 1)
    scores = here**0.7 * np.log(np.maximum(here, 1e-9) / elsewhere)
    return np.where((uses >= LEAST_USES) & (scores > 0), scores, 0)


class _Together:
    """How much more often than by chance two words stand within a few words of each other: -1 to 1."""

    def __init__(self, place: Numbers, alike: Floats) -> None:
        self.place, self.alike = place, alike

    @classmethod
    def of(cls, bags: Bags, words: Numbers) -> _Together:
        place = np.full(len(bags.words), -1)
        place[words] = np.arange(len(words))
        start = np.append(True, bags.post[1:] != bags.post[:-1])
        in_post = np.arange(len(bags.post)) - np.flatnonzero(start)[np.cumsum(start) - 1]
        context = np.cumsum(start | (in_post % NEAR == 0)) - 1
        column = place[bags.codes]
        known = column >= 0
        shape = (int(context.max()) + 1, len(words))
        has = sparse.csr_matrix((np.ones(known.sum()), (context[known], column[known])), shape=shape)
        has.data[:] = 1
        both = np.asarray((has.T @ has).todense()) / shape[0]
        alone = np.diag(both)
        chance = np.outer(alone, alone)
        with np.errstate(divide="ignore", invalid="ignore"):
            alike = np.where(both > 0, np.log(both / chance) / -np.log(both), -1.0)
        np.fill_diagonal(alike, 0)
        return cls(place, np.nan_to_num(alike, nan=0.0, posinf=1.0))


def _coherent(words: Numbers, scores: Floats, together: _Together) -> list[int]:
    """Of the words those that go best with one another, beginning with the pair or the word that leads to most."""
    if not len(words):
        return []
    alike = together.alike[np.ix_(together.place[words], together.place[words])]
    worth = TELLING * np.log(scores / scores.max())
    best: tuple[float, list[int]] = (-np.inf, [])
    for first in range(len(words)):
        kept, total, near = [first], float(worth[first]), alike[first].copy()
        for _ in range(min(KEYWORDS, len(words)) - 1):
            gain = near / len(kept) + worth
            gain[kept] = -np.inf
            one = int(gain.argmax())
            total += float(gain[one])
            kept.append(one)
            near += alike[one]
        best = max(best, (total, kept), key=lambda item: item[0])
    return [int(words[i]) for i in sorted(best[1], key=lambda i: -scores[i])]


def _spell(keywords: Sequence[Sequence[str]], seen: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The stems as they are written most often."""
    written: dict[str, Counter[str]] = {one: Counter() for words in keywords for one in words}
    for one, word in seen:
        if one in written:
            written[one][word] += 1
    spelled = {one: min(found.items(), key=lambda item: (-item[1], item[0]))[0] for one, found in written.items()}
    return [tuple(spelled[one] for one in words) for words in keywords]
