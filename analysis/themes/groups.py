"""Groups of like posts, as many as asked or as separate best: found where posts have moved to those most like them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from voxpop.analysis.text.word_vectors import unit
from voxpop.analysis.themes.clusters import (
    BLOCK,
    Labels,
    Matrix,
    SmallClusters,
    by_blocks,
    centres_of,
    cut,
    nearest,
    refine,
    ward,
)

DIMENSIONS = 100  # kept before grouping; with more, small groups split
LIKE = 10  # posts that a post moves to
MOVED_AMONG = 8_000  # posts that those are looked for among
MOVES = 3
BEGINNINGS = 3  # random starts; the one with the smallest distances wins
JUDGED_BY = 6_000  # posts by which it is judged how many groups there are
NEARLY_BEST = 0.975  # of the numbers of groups that separate about as well the largest is taken


def find_groups(
    vectors: Matrix, number: int | None, between: tuple[int, int], least_posts: int, random_state: int
) -> Matrix:
    """Centres of the groups, largest group first; with `number` None as many as separate best, between two bounds."""
    apart = _in_fewer(vectors)
    close = gather(apart)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        trees = list(pool.map(lambda n: _Tree.of(close, random_state + n, number or 1), range(BEGINNINGS)))
        if number is None:
            most = min(between[1], max(len(vectors) // least_posts, 1), *(len(tree.small.counts) for tree in trees))
            tried = _numbers_to_try(between[0], most)
            score = np.mean(list(pool.map(lambda tree: tree.separations(apart[:JUDGED_BY], tried), trees)), axis=0)
            number = max(count for count, one in zip(tried, score, strict=True) if one >= NEARLY_BEST * score.max())
        chosen = number
        ends = list(pool.map(lambda tree: tree.refine(close, chosen), trees))
    label, _ = max(ends, key=lambda end: end[1])
    return centres_of(vectors, np.unique(label, return_inverse=True)[1])


@dataclass(frozen=True, slots=True)
class _Tree:
    """Small clusters, and in which order they are merged."""

    small: SmallClusters
    steps: list[tuple[int, int]]

    @classmethod
    def of(cls, close: Matrix, random_state: int, least: int) -> _Tree:
        """Grown from one beginning."""
        small = SmallClusters.of(close, random_state, least=least)
        return cls(small, ward(small.centres * small.spread[:, None], small.counts))

    def groups(self, count: int) -> Labels:
        """The group of each post when the tree is cut into `count` groups."""
        return cut(self.steps, len(self.small.counts), count)[self.small.label]

    def separations(self, apart: Matrix, counts: list[int]) -> list[float]:
        """How well `count` groups separate the first posts."""
        return [_separation(apart, self.groups(count)[: len(apart)]) for count in counts]

    def refine(self, close: Matrix, count: int) -> tuple[Labels, float]:
        """The nearest of `count` groups for each post, and the sum of the likenesses."""
        label, like = nearest(close, refine(close, centres_of(close, self.groups(count))))
        return label, float(like.sum(dtype=np.float64))


def gather(vectors: Matrix) -> Matrix:
    """Each vector moved half the way to the mean of those most like it, several times."""
    among = min(MOVED_AMONG, len(vectors))
    rank = min(LIKE, among)
    chosen = np.zeros((len(vectors), rank), dtype=np.int64)

    def some(start: int) -> None:
        like = vectors[start : start + BLOCK] @ vectors[:among].T
        chosen[start : start + BLOCK] = np.sort(np.argpartition(like, among - rank, axis=1)[:, among - rank :], axis=1)

    by_blocks(some, len(vectors))
    ends = np.arange(len(vectors) + 1) * rank
    near = sparse.csr_matrix((np.ones(chosen.size, np.float32), chosen.ravel(), ends), shape=(len(vectors), among))
    for _ in range(MOVES):
        vectors = unit(vectors + unit(near @ vectors[:among]))
    return vectors


def _in_fewer(vectors: Matrix) -> Matrix:
    """Vectors of many dimensions in those in which they differ most."""
    if vectors.shape[1] <= DIMENSIONS:
        return vectors
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    return unit(vectors @ directions[:, ::-1][:, :DIMENSIONS])


def _numbers_to_try(fewest: int, most: int) -> list[int]:
    """Every number up to 20, then steps of a tenth."""
    tried = [min(fewest, most)]
    while tried[-1] < most:
        tried.append(min(most, max(tried[-1] + 1, round(tried[-1] * 1.1))))
    return tried


def _separation(vectors: Matrix, label: Labels) -> float:
    """How much nearer posts are to their own centre than to the next one: mean of (b - a) / b, 0 to 1.

    Of posts that the centres were not made of, which would always find many small groups better; and in vectors that have not
    moved, for the same reason.
    """
    made_of, judged = vectors[::2], vectors[1::2]
    centres = refine(made_of, centres_of(made_of, np.unique(label[::2], return_inverse=True)[1]))
    if len(centres) < 2 or not len(judged):
        return 0.0
    like = judged @ centres.T
    own = like.max(axis=1)
    like[np.arange(len(like)), like.argmax(axis=1)] = -1
    a, b = 1 - own, 1 - like.max(axis=1)
    return float(np.mean((b - a) / np.maximum(b, 1e-9)))
