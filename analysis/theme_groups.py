"""Groups of like posts, as many as asked or as separate best: found where posts have moved to those most like them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from analysis.embedding import unit
from analysis.theme_clusters import (
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

DIMENSIONS = 100  # groups are found in so many: in more, small ones seem to lie apart
LIKE = 10  # posts that a post moves to
MOVED_AMONG = 8_000  # posts that those are looked for among
MOVES = 3
BEGINNINGS = 3  # of so many the groups are taken that posts lie nearest to
JUDGED_BY = 4_000  # posts by which it is judged how many groups there are
NEARLY_BEST = 0.975  # of the numbers of groups that separate about as well the largest is taken


def find_groups(
    vectors: Matrix, number: int | None, between: tuple[int, int], least_posts: int, random_state: int
) -> Matrix:
    """Centres of the groups, largest group first; with `number` None as many as separate best, between two bounds."""
    apart = _in_fewer(vectors)
    close = gathered(apart)
    smalls = [SmallClusters.of(close, random_state + n, least=number or 1) for n in range(BEGINNINGS)]
    trees = [ward(small.centres * small.spread[:, None], small.counts) for small in smalls]

    def groups(which: int, count: int) -> Labels:
        return cut(trees[which], len(smalls[which].counts), count)[smalls[which].label]

    if number is None:
        most = min(between[1], max(len(vectors) // least_posts, 1), *(len(small.counts) for small in smalls))
        scores: list[tuple[float, int]] = []
        for count in _numbers_to_try(between[0], most):
            told = [_separation(apart[:JUDGED_BY], groups(which, count)[:JUDGED_BY]) for which in range(BEGINNINGS)]
            scores.append((float(np.mean(told)), count))
        enough = NEARLY_BEST * max(score for score, _ in scores)
        number = next(count for score, count in reversed(scores) if score >= enough)
    best: tuple[float, Labels] | None = None
    for which in range(BEGINNINGS):
        label, like = nearest(close, refine(close, centres_of(close, groups(which, number))))
        total = float(like.sum(dtype=np.float64))
        if best is None or total > best[0]:
            best = (total, label)
    label = np.unique(best[1], return_inverse=True)[1] if best else np.zeros(0, dtype=np.int64)
    return centres_of(vectors, label)


def gathered(vectors: Matrix) -> Matrix:
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

    In vectors that have not moved; in those that have, many small groups would always seem better.
    """
    centres = refine(vectors, centres_of(vectors, np.unique(label, return_inverse=True)[1]))
    if len(centres) < 2:
        return 0.0
    like = vectors @ centres.T
    own = like.max(axis=1)
    like[np.arange(len(like)), like.argmax(axis=1)] = -1
    a, b = 1 - own, 1 - like.max(axis=1)
    return float(np.mean((b - a) / np.maximum(b, 1e-9)))
