"""Groups of like posts: many small clusters, merged by Ward's rule; the same input gives the same groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from analysis.embedding import unit

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

SMALL = 12  # posts in a small cluster, on average
MOST_SMALL = 400
FEW = 4  # posts in the smallest clusters, on average
MOST_OF_FEW = 10_000  # posts that those are made of
REFINED = 6  # rounds in which posts go to the nearest merged centre
MANY = 256  # in more dimensions small groups seem to lie apart, and separation is judged in fewer
JUDGED_IN = 64
NEARLY_BEST = 0.975  # of the numbers of groups that separate about as well the largest is taken


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
        count = max(1, least, min(MOST_SMALL, len(vectors) // size))
        return cls._of(KMeans(min(count, len(vectors)), n_init=1, max_iter=40, random_state=random_state).fit(vectors))

    @classmethod
    def of_few(cls, vectors: Matrix, random_state: int) -> SmallClusters:
        """Clusters of a few posts each, roughly cut: they tell how densely posts lie where."""
        some = vectors[:MOST_OF_FEW]
        count = max(1, len(some) // FEW)
        return cls._of(KMeans(count, init="random", n_init=1, max_iter=6, random_state=random_state).fit(some))

    @classmethod
    def _of(cls, found: KMeans) -> SmallClusters:
        filled, label = np.unique(found.labels_, return_inverse=True)
        spread = np.linalg.norm(found.cluster_centers_[filled].astype(np.float64), axis=1)
        centres = found.cluster_centers_[filled] / np.maximum(spread, 1e-9)[:, None]
        return cls(centres.astype(np.float32), spread, np.bincount(label).astype(np.float64), label.astype(np.int64))


def find_groups(
    vectors: Matrix, small: SmallClusters, number: int | None, between: tuple[int, int], least_posts: int
) -> Matrix:
    """Centres of the groups, largest group first; with `number` None as many as separate best, between two bounds."""
    sizes, label = small.counts, small.label
    steps = _ward(small.centres * small.spread[:, None], sizes)
    if number is not None:
        return refine(vectors, _centres(vectors, _cut(steps, len(sizes), number)[label]))
    judged = _in_fewer(vectors)
    best: list[tuple[float, int]] = []
    for count in _numbers_to_try(*between, min(len(sizes), max(len(vectors) // least_posts, 1))):
        centres = refine(judged, _centres(judged, _cut(steps, len(sizes), count)[label]))
        best.append((separation(judged, centres), count))
    enough = NEARLY_BEST * max(score for score, _ in best)
    number = next(count for score, count in reversed(best) if score >= enough)
    return refine(vectors, _centres(vectors, _cut(steps, len(sizes), number)[label]))


def _in_fewer(vectors: Matrix) -> Matrix:
    """Vectors of many dimensions in those in which they differ most."""
    if vectors.shape[1] <= MANY:
        return vectors
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    return unit(vectors @ directions[:, ::-1][:, :JUDGED_IN])


def _numbers_to_try(fewest: int, most: int, possible: int) -> list[int]:
    """Every number up to 20, then steps of a tenth."""
    tried = [min(fewest, possible)]
    while tried[-1] < min(most, possible):
        tried.append(min(most, possible, max(tried[-1] + 1, round(tried[-1] * 1.1))))
    return tried


def separation(vectors: Matrix, centres: Matrix) -> float:
    """How much nearer posts are to their own centre than to the next one: mean of (b - a) / b, 0 to 1."""
    if len(centres) < 2:
        return 0.0
    like = vectors @ centres.T
    own = like.max(axis=1)
    like[np.arange(len(like)), like.argmax(axis=1)] = -1
    a, b = 1 - own, 1 - like.max(axis=1)
    return float(np.mean((b - a) / np.maximum(b, 1e-9)))


def refine(vectors: Matrix, centres: Matrix, rounds: int = REFINED) -> Matrix:
    """The centres after posts went to the nearest and centres to the mean; largest first."""
    for _ in range(rounds):
        label = nearest(vectors, centres)[0]
        centres = _centres(vectors, label, centres)
    sizes = np.bincount(nearest(vectors, centres)[0], minlength=len(centres))
    return centres[np.argsort(-sizes, kind="stable")]


def nearest(vectors: Matrix, centres: Matrix) -> tuple[Labels, NDArray[np.float32]]:
    """For each post the number of its nearest centre and the cosine to it."""
    like = vectors @ centres.T
    label = like.argmax(axis=1)
    return label.astype(np.int64), like[np.arange(len(like)), label]


def _centres(vectors: Matrix, label: Labels, before: Matrix | None = None) -> Matrix:
    """The mean direction of each group; an empty one stays where it was."""
    count = int(label.max(initial=0)) + 1 if before is None else len(before)
    total = np.zeros((count, vectors.shape[1]), dtype=np.float64)
    for group in range(count):
        total[group] = vectors[label == group].sum(axis=0, dtype=np.float64)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    empty = length[:, 0] < 1e-9
    centres = (total / np.where(length < 1e-9, 1, length)).astype(np.float32)
    if before is not None:
        centres[empty] = before[empty]
    return centres


def _ward(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> list[tuple[int, int]]:
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


def _cut(steps: list[tuple[int, int]], n: int, count: int) -> Labels:
    """The group of each small cluster once `count` groups are left."""
    group = np.arange(n)
    for i, j in steps[: max(n - count, 0)]:
        group[group == j] = i
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
