"""Places among posts where one week has far more of them than the past had, found by growing them from single posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix

LEAST_POSTS = 9
"""Posts of the week that a place needs."""

SURPRISE = 12.0
"""Evidence that it is new: the least log likelihood ratio of the rate seen against
the rate expected (Poisson)."""

TIMES_EXPECTED = 2.5
"""The least ratio of its posts to those expected; in large weeks even small growth would be evident."""

DOUBT = 1.0
"""Posts added to what is expected, for small numbers; more where fewer posts of the past are known than the week has."""

USUAL = 0.6
NEAREST_BEFORE = 5
"""Likeness to a place counts less this part of a post's likeness to its nearest posts of the past: what is at home elsewhere
is no part of a new theme, and what is at home nowhere is none of an old one (as in cross-domain similarity local scaling,
Conneau et al. 2018)."""

FIRST = (8, 15)  # neighbours that a place begins with
GROWN_FROM = 60  # the most surprising beginnings, which are grown
ROUNDS = 2
LARGEST = 400  # posts of a place; one that is larger is found by its densest part
BLOCK = 500  # posts that are compared with all others at once
SLABS = 32  # parts of a row of likenesses whose largest numbers are compared first

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Posts of the week that are like each other, and how many were to be expected."""

    members: Numbers
    expected: float
    surprise: float


def unusual(week: Matrix, before: Matrix) -> list[Place]:
    """The places with far more posts than were expected, the most surprising first; vectors have length 1. They may overlap."""
    if len(week) < LEAST_POSTS or not len(before):
        return []
    usual = _Usual(_nearest(week, before), _nearest_own(before))
    rate = len(week) / len(before)
    found = [_grown(week, before, usual, rate, start) for start in _beginnings(week, before, usual, rate)]
    return sorted((place for place in found if place), key=lambda place: (-place.surprise, int(place.members[0])))


@dataclass(frozen=True, slots=True)
class _Usual:
    """How like each post is to those of the past that are nearest to it, weighed."""

    week: Floats
    before: Floats


def _nearest(posts: Matrix, before: Matrix) -> Floats:
    """The mean cosine of each post to its nearest posts of the past."""
    count = min(NEAREST_BEFORE, len(before))
    found = np.zeros(len(posts), dtype=np.float32)
    for start in range(0, len(posts), BLOCK):
        found[start : start + BLOCK] = _largest(posts[start : start + BLOCK] @ before.T, count).mean(axis=1)
    return USUAL * found


def _nearest_own(before: Matrix) -> Floats:
    """The same of posts of the past to the others of them: each pair is compared once."""
    count = min(NEAREST_BEFORE, len(before) - 1)
    if count < 1:
        return np.zeros(len(before), dtype=np.float32)
    best = np.full((len(before), count), -1, dtype=np.float32)
    for start in range(0, len(before), BLOCK):
        like = before[start : start + BLOCK] @ before[start:].T
        stop, rows = start + len(like), np.arange(len(like))
        like[rows, rows] = -1
        for some, more in (
            (slice(start, stop), like),
            (slice(stop, None), np.ascontiguousarray(like[:, len(like) :].T)),
        ):
            best[some] = _largest(np.hstack([best[some], _largest(more, count)]), count)
    return np.asarray(USUAL * best.mean(axis=1), dtype=np.float32)


def _largest(rows: Floats, count: int) -> Floats:
    """The largest numbers of each row, in ascending order; of a row that has fewer, all.

    They lie in those columns of the slabs, laid on one another, whose largest numbers are the largest: only these are sorted.
    """
    width = rows.shape[1] // SLABS
    if width > count:
        slabs = rows[:, : SLABS * width].reshape(len(rows), SLABS, width)
        columns = np.argpartition(slabs.max(axis=1), width - count, axis=1)[:, None, width - count :]
        chosen = np.take_along_axis(slabs, columns, axis=2).reshape(len(rows), SLABS * count)
        rows = np.hstack([chosen, rows[:, SLABS * width :]])
    if rows.shape[1] > count:
        rows = np.partition(rows, rows.shape[1] - count, axis=1)[:, -count:]
    return np.sort(rows, axis=1)


def _beginnings(week: Matrix, before: Matrix, usual: _Usual, rate: float) -> list[Numbers]:
    """The surroundings of posts, as sets of posts, where the most surprising begin."""
    scored: list[tuple[float, int, int]] = []
    around = np.zeros((len(week), min(FIRST[-1], len(week) - 1)), dtype=np.int64)
    for start in range(0, len(week), BLOCK):
        middles = week[start : start + BLOCK]
        like = middles @ week.T - usual.week
        rows = np.arange(len(middles))
        like[rows, start + rows] = -np.inf
        past = middles @ before.T - usual.before
        order = np.argsort(-like, axis=1, kind="stable")[:, : around.shape[1]]
        around[start : start + BLOCK] = order
        for size in FIRST:
            if size <= around.shape[1]:
                reach = like[rows, order[:, size - 1]]
                expected = rate * (past >= reach[:, None]).sum(axis=1) + _doubt(rate)
                surprise = _surprise(np.full(len(rows), size), expected)
                scored.extend((-float(one), start + i, size) for i, one in enumerate(surprise))
    scored.sort()
    return [np.append(i, around[i, :size]) for _, i, size in scored[:GROWN_FROM]]


def _grown(week: Matrix, before: Matrix, usual: _Usual, rate: float, members: Numbers) -> Place | None:
    """The place around these posts that surprises most; no post decides on itself."""
    best = None
    for _ in range(ROUNDS):
        total = week[members].sum(axis=0)
        like = week @ (total / len(members))
        like[members] = (week[members] @ total - 1) / (len(members) - 1)
        like -= usual.week
        past = np.sort(before @ (total / len(members)) - usual.before)
        order = np.argsort(-like, kind="stable")[:LARGEST]
        number = np.arange(1, len(order) + 1)
        expected = rate * (len(past) - np.searchsorted(past, like[order])) + _doubt(rate)
        surprise = _surprise(number, expected)
        surprise[(number < LEAST_POSTS) | (number < TIMES_EXPECTED * expected)] = 0
        size = int(surprise.argmax())
        if not surprise[size]:
            break
        members = order[: size + 1]
        if surprise[size] >= max(SURPRISE, best.surprise if best else 0):
            best = Place(np.sort(members), float(expected[size]) - _doubt(rate), float(surprise[size]))
    return best


def _doubt(rate: float) -> float:
    return DOUBT * max(1.0, rate)


def _surprise(found: NDArray[np.int64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log likelihood ratio of the observed rate against the expected rate; 0 where the observed rate is lower."""
    more = np.maximum(found, expected)
    return np.asarray(more * np.log(more / expected) - (more - expected), dtype=np.float64)
