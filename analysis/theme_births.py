"""New themes: places where a week has far more posts than the past had there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from analysis.embedding import Matrix
from analysis.theme_clusters import SmallClusters
from analysis.theme_labels import name_themes
from analysis.theme_posts import ThemePosts
from analysis.theme_vectors import PostVectors

LEAST_POSTS = 9
LEAST_PEOPLE = 8
"""A new theme has at least so many different texts by so many different people in one week."""

TIMES_EXPECTED = 3.5
DOUBT = 2
"""And at least so many times the posts that were to be expected there; two are added to those, for small numbers, more
where fewer posts of the past are known than the week has."""

LEAST_BEFORE = 300
BEFORE = 10_000
"""Posts of earlier weeks that a week is compared with, at most and at least."""

LOOKED_AT = 6_000  # posts of a week, at most; more would cost the square of it and tell little
BLOCK = 500  # posts that are compared with all others at once
NEIGHBOURS = (8, 11, 15, 20, 25)  # a place ends at the neighbour of this rank of the post in its middle
NEAREST = 0.35  # no place reaches farther than this cosine
GROWN = 0.85  # a place this like a known theme is that theme, grown
TOGETHER = 0.55  # places of one week this like each other are one new theme: an event is told in many wordings
BLUR = 0.08  # standard deviation of the cosine between a place and the posts of a small cluster
REMEMBERED = 4.0  # weight of a new theme in the past from then on, so that it is new once

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Birth:
    """A theme to add, and why."""

    label: str
    keywords: tuple[str, ...]
    centre: NDArray[np.float32]
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """All that is at least this like a centre."""

    centre: NDArray[np.float32]
    reach: float


@dataclass
class Past:
    """How many posts the past had in which place: small clusters, no single post; posts themselves where they are at hand."""

    centres: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    spread: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    counts: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    total: float = 0.0

    @classmethod
    def of(cls, small: SmallClusters) -> Past:
        """The past that these clusters were."""
        return cls(small.centres, small.spread, small.counts, float(small.counts.sum()))

    def expected(self, centres: Matrix, reach: NDArray[np.float32], n_posts: int, before: Matrix) -> Floats:
        """Of so many posts the number that would lie within reach of each centre, were all as before."""
        if len(before):
            return np.asarray(
                n_posts / len(before) * (centres @ before.T >= reach[:, None]).sum(axis=1), dtype=np.float64
            )
        near = ndtr(((centres @ self.centres.T) * self.spread - reach[:, None]) / BLUR)
        return np.asarray(n_posts / self.total * (near @ self.counts), dtype=np.float64)

    def add(self, centre: NDArray[np.float32], spread: float, n_posts: int, n_week: int) -> None:
        """Remember a new theme at the rate that it has now."""
        weight = REMEMBERED * n_posts * self.total / max(n_week, 1)
        self.centres = np.vstack([self.centres, centre[None]])
        self.spread = np.append(self.spread, spread)
        self.counts = np.append(self.counts, weight)


def births(
    week: ThemePosts, earlier: ThemePosts, posts: PostVectors, known: Matrix, past: Past, taken: Sequence[str]
) -> list[Birth]:
    """The new themes of a week beside the known ones, the clearest first; `past` remembers them.

    The week is compared with posts of earlier weeks, read closely; with fewer than `LEAST_BEFORE` of them, with `past`.
    """
    read = week.only(week.learned_from(LOOKED_AT))
    vectors = posts.transform(read)
    read, vectors = read.only(np.flatnonzero(vectors.any(axis=1))), vectors[vectors.any(axis=1)]
    if len(read) < LEAST_POSTS or past.total == 0:
        return []
    close, before = vectors, vectors[:0]
    if len(earlier) >= LEAST_BEFORE:
        close, before = posts.closely(read), posts.closely(earlier)
    doubt = DOUBT * max(1.0, len(close) / (len(before) or past.total))
    found: list[tuple[Numbers, float]] = []
    for place in _unusual(close, past, before, doubt):
        near = np.flatnonzero(close @ place.centre >= place.reach)
        centre = _mean(vectors[near])
        if len(known) and float((known @ centre).max()) >= GROWN:
            continue
        reach = np.array([place.reach], dtype=np.float32)
        # once more: those found before are in it
        expected = float(past.expected(place.centre[None], reach, len(close), before)[0])
        if _is_new(len(near), expected + doubt) and _people(read, near) >= LEAST_PEOPLE:
            past.add(centre, float((vectors[near] @ centre).mean()), len(near), len(vectors))
            if not any(float(_mean(vectors[other]) @ centre) >= TOGETHER for other, _ in found):
                found.append((near, expected))
    if not found:
        return []
    theme = np.full(len(read), -1)
    for number, (near, _) in enumerate(found):
        theme[near] = number
    names = name_themes([read.clauses(i) for i in range(len(read))], theme, taken)
    return [
        Birth(
            name.label,
            name.keywords,
            _mean(vectors[near]),
            f"{len(near)} different posts by {_people(read, near)} people, where {expected:.1f} were expected",
        )
        for name, (near, expected) in zip(names, found, strict=True)
    ]


def _unusual(vectors: Matrix, past: Past, before: Matrix, doubt: float) -> list[Place]:
    """The surroundings of posts that have far more posts than were expected, the most unusual first."""
    scored: list[tuple[float, int, Place]] = []
    for start in range(0, len(vectors), BLOCK):
        middles = vectors[start : start + BLOCK]
        like = middles @ vectors.T
        ranked = -np.sort(-like, axis=1)[:, : NEIGHBOURS[-1] + 1]
        for rank in NEIGHBOURS:
            if rank >= len(vectors):
                break
            reach = np.maximum(ranked[:, rank], NEAREST)
            n_posts = (like >= reach[:, None]).sum(axis=1)
            expected = past.expected(middles, reach, len(vectors), before) + doubt
            unusual = (n_posts >= LEAST_POSTS) & (n_posts >= TIMES_EXPECTED * expected)
            for i in np.flatnonzero(unusual).tolist():
                place = Place(middles[i], float(reach[i]))
                scored.append((-float(n_posts[i] / expected[i]), start + i, place))
    return [place for _, _, place in sorted(scored, key=lambda item: item[:2])]


def _is_new(n_posts: int, expected: float) -> bool:
    return n_posts >= LEAST_POSTS and n_posts >= TIMES_EXPECTED * expected


def _mean(vectors: Matrix) -> NDArray[np.float32]:
    total = vectors.sum(axis=0, dtype=np.float64)
    mean: NDArray[np.float32] = (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
    return mean


def _people(read: ThemePosts, posts: Numbers) -> int:
    """How many different people wrote the posts; a post without author is one person's."""
    return len({read.authors[i] or f"\0{i}" for i in posts.tolist()})
