"""Clusters of like posts: many small ones, which groups are made of by Ward's rule; the same input gives the same clusters."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

SMALL = 12  # posts in a small cluster, on average
MOST_SMALL = 400
FEW = 4  # posts in the smallest clusters, on average
FEW_ROUNDS = 5
MOST_OF_FEW = 10_000  # posts that those are made of
BEGUN_IN = 6_000  # posts that first centres are chosen from
DRAWN = 6  # candidates drawn for each next centre; the best is taken
ROUNDS = 15  # in which small clusters are found
BLOCK = 1_024  # posts that a thread compares at a time; the same on every machine, so that sums are the same
REFINED = 6  # rounds in which posts go to the nearest merged centre


@dataclass(frozen=True, slots=True)
class SmallClusters:
    """Many small clusters: where posts lie densely. `spread` is the length of the mean of a cluster's vectors."""

    centres: Matrix  # of length 1
    spread: NDArray[np.float64]
    counts: NDArray[np.float64]
    label: Labels  # of each post

    @classmethod
    def of(cls, vectors: Matrix, random_state: int, size: int = SMALL, least: int = 1) -> SmallClusters:
        """About one cluster for each `size` posts, at least `least` of them; none is empty."""
        count = min(len(vectors), max(1, least, min(MOST_SMALL, len(vectors) // size)))
        some = vectors[: max(BEGUN_IN, count)]
        return cls._of(vectors, some[_far_apart(some, count, random_state)], ROUNDS)

    @classmethod
    def of_few(cls, vectors: Matrix, random_state: int) -> SmallClusters:
        """Clusters of a few posts each, roughly cut: they tell how densely posts lie where."""
        some = vectors[:MOST_OF_FEW]
        chosen = np.random.default_rng(random_state).permutation(len(some))[: max(1, len(some) // FEW)]
        return cls._of(some, some[chosen], FEW_ROUNDS)

    @classmethod
    def _of(cls, vectors: Matrix, centres: Matrix, rounds: int) -> SmallClusters:
        """K-means from these centres."""
        label = _nearest_mean(vectors, centres)
        for _ in range(rounds):
            centres = _means(vectors, label, centres)
            before, label = label, _nearest_mean(vectors, centres)
            if np.array_equal(label, before):
                break
        filled, label = np.unique(label, return_inverse=True)
        means = _means(vectors, label, centres[filled]).astype(np.float64)
        spread = np.linalg.norm(means, axis=1)
        centres = (means / np.maximum(spread, 1e-9)[:, None]).astype(np.float32)
        return cls(centres, spread, np.bincount(label).astype(np.float64), label.astype(np.int64))


def refine(vectors: Matrix, centres: Matrix, rounds: int = REFINED) -> Matrix:
    """The centres after posts went to the nearest and centres to the mean; largest first."""
    for _ in range(rounds):
        label = nearest(vectors, centres)[0]
        centres = centres_of(vectors, label, centres)
    sizes = np.bincount(nearest(vectors, centres)[0], minlength=len(centres))
    return centres[np.argsort(-sizes, kind="stable")]


def by_blocks(some: Callable[[int], None], number: int) -> None:
    """Several blocks of rows at a time, on as many threads as there are cores."""
    starts = range(0, number, BLOCK)
    if len(starts) > 1:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            list(pool.map(some, starts))
    elif number:
        some(0)


def nearest(
    vectors: Matrix, centres: Matrix, reach: NDArray[np.float32] | None = None
) -> tuple[Labels, NDArray[np.float32]]:
    """For each post the number of its nearest centre and the cosine to it; below its reach a centre is far from a post."""
    return _highest(vectors, centres, np.zeros(len(centres), dtype=np.float32), reach, alone=True)


def mean_directions(vectors: Matrix, number: Labels, n: int) -> Matrix:
    """For each of n groups the mean direction of its posts (`number`: the group of each, -1: none); 0 for one without posts."""
    centres = np.zeros((n, vectors.shape[1]), dtype=np.float32)
    for place in np.unique(number[number >= 0]).tolist():
        total = vectors[number == place].sum(axis=0, dtype=np.float64)
        centres[place] = total / max(float(np.linalg.norm(total)), 1e-9)
    return centres


def times(vectors: Matrix, matrix: Matrix) -> Matrix:
    """The product of at most `BLOCK` rows, always as if there were `BLOCK`: so no number depends on how many others there are."""
    if len(vectors) == BLOCK:
        return vectors @ matrix
    filled = np.zeros((BLOCK, vectors.shape[1]), dtype=vectors.dtype)
    filled[: len(vectors)] = vectors
    return (filled @ matrix)[: len(vectors)]


def _nearest_mean(vectors: Matrix, means: Matrix) -> Labels:
    """For each post the number of the nearest mean."""
    return _highest(vectors, means, (means**2).sum(axis=1) / 2)[0]


def _highest(
    vectors: Matrix,
    centres: Matrix,
    less: NDArray[np.float32],
    least: NDArray[np.float32] | None = None,
    *,
    alone: bool = False,
) -> tuple[Labels, NDArray[np.float32]]:
    """For each row the number of the column with the highest product, less what is taken off it, and that value.

    With `alone` both are the same whatever other rows there are, to the last bit.
    """
    label = np.zeros(len(vectors), dtype=np.int64)
    like = np.zeros(len(vectors), dtype=np.float32)

    def some(start: int) -> None:
        block = slice(start, start + BLOCK)
        found = times(vectors[block], centres.T) if alone else vectors[block] @ centres.T
        found -= less
        if least is not None:
            found[found < least] = -1
        label[block] = found.argmax(axis=1)
        like[block] = found[np.arange(len(found)), label[block]]

    by_blocks(some, len(vectors))
    return label, like


def _far_apart(vectors: Matrix, count: int, random_state: int) -> Labels:
    """Posts to begin with, drawn so that each lies far from those before (k-means++, the best of a few draws)."""
    draws = np.random.default_rng(random_state)
    chosen = np.zeros(count, dtype=np.int64)
    chosen[0] = draws.integers(len(vectors))
    far = np.maximum(1 - vectors @ vectors[chosen[0]], 0)  # half the squared distance
    for place in range(1, count):
        total = np.cumsum(far, dtype=np.float64)
        drawn = np.searchsorted(total, draws.random(DRAWN) * total[-1]).clip(max=len(vectors) - 1)
        farther = np.minimum(far, 1 - vectors[drawn] @ vectors.T)
        best = int(farther.sum(axis=1, dtype=np.float64).argmin())
        chosen[place], far = drawn[best], np.maximum(farther[best], 0)
    return chosen


def _means(vectors: Matrix, label: Labels, before: Matrix) -> Matrix:
    """The mean of each group; an empty one stays where it was."""
    total, n_posts = _sums(vectors, label, len(before))
    means = total / np.maximum(n_posts, 1)[:, None]
    return np.where((n_posts > 0)[:, None], means, before).astype(np.float32)


def centres_of(vectors: Matrix, label: Labels, before: Matrix | None = None) -> Matrix:
    """The mean direction of each group; an empty one stays where it was."""
    count = int(label.max(initial=0)) + 1 if before is None else len(before)
    total, _ = _sums(vectors, label, count)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    empty = length[:, 0] < 1e-9
    centres = (total / np.where(length < 1e-9, 1, length)).astype(np.float32)
    if before is not None:
        centres[empty] = before[empty]
    return centres


def _sums(vectors: Matrix, label: Labels, count: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The sum of the vectors of each group, and how many they are."""
    members = sparse.csc_matrix((np.ones(len(label)), label, np.arange(len(label) + 1)), shape=(count, len(label)))
    return np.asarray(members @ vectors.astype(np.float64)), np.bincount(label, minlength=count)


def ward(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Which two groups are merged at each step, so that the spread inside groups grows least."""
    centres, sizes = centres.copy(), sizes.copy()
    n = len(centres)
    square = (centres**2).sum(axis=1)
    cost = np.maximum(square[:, None] + square[None] - 2 * centres @ centres.T, 0)
    cost *= sizes[:, None] * sizes[None] / (sizes[:, None] + sizes[None])
    np.fill_diagonal(cost, np.inf)
    alive = np.ones(n, dtype=bool)
    steps = []
    for _ in range(n - 1):
        i, j = sorted(divmod(int(cost.argmin()), n))
        steps.append((i, j))
        centres[i] = (sizes[i] * centres[i] + sizes[j] * centres[j]) / (sizes[i] + sizes[j])
        sizes[i] += sizes[j]
        alive[j] = False
        cost[j] = cost[:, j] = np.inf
        row = ((centres - centres[i]) ** 2).sum(axis=1) * sizes * sizes[i] / (sizes + sizes[i])
        row[~alive] = np.inf
        row[i] = np.inf
        cost[i] = cost[:, i] = row
    return steps


def cut(steps: list[tuple[int, int]], n: int, count: int) -> Labels:
    """The group of each small cluster once `count` groups are left."""
    group = np.arange(n)
    for i, j in steps[: max(n - count, 0)]:
        group[group == j] = i
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
