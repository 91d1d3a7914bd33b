"""Ratios of sums over authors, many at once, with the variance that authors who post more than once leave.

A figure such as net sentiment is a ratio: (positive - negative) over scored posts, both summed over authors. Authors
are the sample; posts of one author depend on each other. The variance is that of the linearised ratio over authors
(Cochran, Sampling Techniques, 3rd ed., 6.3), each residual corrected for how far its author pulls the figure towards
themselves (`_leverage`), plus that of one imagined author for every possible answer, as in the 'plus four'
interval of Agresti and Coull: it keeps an interval open where all answers are the same and vanishes as authors come in.
Docs: docs/estimates.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NET = (-1.0, 0.0, 1.0)  # what one scored post can add to net sentiment
SHARE = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Cells:
    """What each author contributed to each group: one row for a (group, author), sorted."""

    n_groups: int
    n_authors: int
    key: Ints  # group * n_authors + author
    part: Floats
    whole: Floats

    @classmethod
    def of(cls, group: Any, author: Any, part: Any, whole: Any, *, size: tuple[int, int]) -> Cells:
        """Rows in any order, summed by group and author; those without a post are left out; `size`: how many groups, authors."""
        n_groups, n_authors = size
        keys = np.asarray(group, np.int64) * n_authors + np.asarray(author, np.int64)
        key, row = np.unique(keys, return_inverse=True)
        parts = total(row, part, len(key))
        wholes = total(row, whole, len(key))
        used = wholes > 0
        return cls(n_groups, n_authors, key[used], parts[used], wholes[used])

    @property
    def group(self) -> Ints:
        """The group of each row."""
        return self.key // max(self.n_authors, 1)

    @property
    def author(self) -> Ints:
        """The author of each row."""
        return self.key % max(self.n_authors, 1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Values by group with their variance and degrees of freedom; NaN where nobody posted."""

    value: Floats
    variance: Floats
    freedom: Floats

    def interval(self, alpha: float = 0.05, bounds: tuple[float, float] = (-np.inf, np.inf)) -> tuple[Floats, Floats]:
        """Low and high of the (1 - alpha) interval, cut at the bounds."""
        half = stdtrit(self.freedom, 1 - alpha / 2) * np.sqrt(self.variance)
        return np.maximum(self.value - half, bounds[0]), np.minimum(self.value + half, bounds[1])

    def widen(self, variance: Floats) -> Spread:
        """The same values, less sure by a variance that has nothing to do with who was heard."""
        return Spread(self.value, self.variance + variance, self.freedom)

    def p_values(self) -> Floats:
        """How often chance alone would move a value this far from zero."""
        found: Floats = 2 * stdtr(self.freedom, -np.abs(self.value) / np.sqrt(self.variance))
        return found


@dataclass(frozen=True, slots=True)
class Ratios:
    """One ratio for every group, with each author's residual, so that two periods can be paired."""

    cells: Cells
    spread: Spread
    residual: Floats  # of each cell
    n_authors: Ints


def ratios(cells: Cells, answers: tuple[float, ...] = NET) -> Ratios:
    """The sum of `part` over the sum of `whole`, for each group, with its variance over authors.

    With w_a the author's share of the group's posts and r = sum of part / sum of whole, the variance is

        sum_a ((part_a / whole - r w_a) l_a)^2  +  (sum_a w_a^2 / n_authors) sum_answers (answer - r)^2

    with l_a^2 = max(1 / (1 - w_a), (LOUD / (1 - w_a))^2). answers: what one post can add to `part` (`NET` or `SHARE`). A group
    without posts has NaN. Degrees of freedom are one less than the number of equal authors that would weigh the same, with or
    without the loudest, whichever are more.
    """
    group = cells.group
    posts = total(group, cells.whole, cells.n_groups)
    authors = np.bincount(group, minlength=cells.n_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = total(group, cells.part, cells.n_groups) / posts
        weight = cells.whole / posts[group]
        residual = (cells.part / posts[group] - value[group] * weight) * _leverage(weight)
        largest = total(group, weight**2, cells.n_groups)
        variance = total(group, residual**2, cells.n_groups) + _imagined_variance(value, largest, authors, answers)
        freedom = _freedom(largest, _loudest(group, weight, cells.n_groups))
    return Ratios(cells, Spread(value, variance, freedom), residual, authors)


def difference(this: Ratios, before: Ratios) -> Spread:
    """This minus before, for each group; both must have been made with the same numbers of groups and authors.

    Authors who are in both are paired: twice the sum of the products of their residuals is taken off the variance. Degrees
    of freedom follow Satterthwaite (1946).
    """
    shared, here, there = np.intersect1d(this.cells.key, before.cells.key, assume_unique=True, return_indices=True)
    group = shared // max(this.cells.n_authors, 1)
    paired = total(group, this.residual[here] * before.residual[there], this.cells.n_groups)
    return _subtract(this.spread, before.spread, paired)


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of each group in all posts; every author weighs in every group, also with no post in it."""

    cells: Cells  # part: posts in the group
    spread: Spread
    inside: Floats  # of each cell: share of all posts, corrected for leverage
    weight: Floats  # of each author: share of all posts, corrected for leverage


def shares(cells: Cells, posts_by_author: Floats) -> Shares:
    """Each group's posts over all posts, which `posts_by_author` sums to."""
    posts = posts_by_author.sum()
    if posts == 0:
        nothing = np.full(cells.n_groups, np.nan)
        return Shares(cells, Spread(nothing, nothing, nothing), cells.part, posts_by_author)
    plain = posts_by_author / posts
    weight = plain * _leverage(plain)
    group, author = cells.group, cells.author
    inside = cells.part / posts * _leverage(plain)[author]
    value = total(group, cells.part, cells.n_groups) / posts
    variance = (  # over all authors, (inside - value * weight) squared, where most of `inside` is zero
        total(group, inside**2, cells.n_groups)
        - 2 * value * total(group, inside * weight[author], cells.n_groups)
        + value**2 * (weight**2).sum()
    )
    largest = np.full(cells.n_groups, (plain**2).sum())
    authors = np.full(cells.n_groups, np.count_nonzero(posts_by_author))
    variance = np.maximum(variance, 0) + _imagined_variance(value, largest, authors, SHARE)
    loudest = np.full(cells.n_groups, plain.max())
    return Shares(cells, Spread(value, variance, _freedom(largest, loudest)), inside, weight)


def share_difference(this: Shares, before: Shares) -> Spread:
    """This share minus the one before, for each group; authors who are in both are paired."""
    groups = this.cells.n_groups
    _, here, there = np.intersect1d(this.cells.key, before.cells.key, assume_unique=True, return_indices=True)
    paired = (
        total(this.cells.group[here], this.inside[here] * before.inside[there], groups)
        - before.spread.value * total(this.cells.group, this.inside * before.weight[this.cells.author], groups)
        - this.spread.value * total(before.cells.group, before.inside * this.weight[before.cells.author], groups)
        + this.spread.value * before.spread.value * (this.weight * before.weight).sum()
    )
    return _steady(_subtract(this.spread, before.spread, paired), this, before)


def _steady(moved: Spread, this: Shares, before: Shares) -> Spread:
    """The difference with each variance halfway to what all groups have in common.

    A group's own variance is small just when its loudest authors happen to be away, so that too many falls look clear.
    In common is how much more an author weighs than a post: the ratio of all groups' variances to p (1 - p), taken at
    the share p of both periods together.
    """
    now, then = (total(found.cells.group, found.cells.part, found.cells.n_groups) for found in (this, before))
    both: Floats = (now + then) / max((now + then).sum(), 1.0)
    common, own = np.zeros_like(both), this.spread.variance + before.spread.variance
    for found in (this, before):
        value = found.spread.value
        common += found.spread.variance.sum() / max((value * (1 - value)).sum(), 1e-12) * both * (1 - both)
    with np.errstate(invalid="ignore"):
        scale = np.where((common > 0) & (len(both) > 1), (1 + common / own) / 2, 1.0)
    return Spread(moved.value, moved.variance * scale, moved.freedom)


def _subtract(this: Spread, before: Spread, paired: Floats) -> Spread:
    """The difference, with degrees of freedom by Satterthwaite."""
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = this.variance + before.variance
        freedom = whole**2 / (this.variance**2 / this.freedom + before.variance**2 / before.freedom)
    return Spread(this.value - before.value, np.maximum(whole - 2 * paired, 0), freedom)


def total(group: Any, values: Any, n_groups: int) -> Floats:
    """The sum of the values in each group."""
    return np.bincount(group, np.asarray(values, float), n_groups).astype(np.float64)


def _loudest(group: Ints, weight: Floats, n_groups: int) -> Floats:
    """The largest weight of each group; 0 where there is none."""
    found: Floats = np.zeros(n_groups)
    np.maximum.at(found, group, weight)
    return found


LOUD = 0.65
"""Part of a loud author's whole pull by which their residual is corrected at least (benchmarks/estimates.py: 'one loud author')."""


def _leverage(weight: Floats) -> Floats:
    """By how much each author's residual is corrected.

    An author with the share w of the posts pulls the figure to themselves: their residual is (1 - w) of their distance from the
    others, and its variance too small by 1 - w (the 'CR2' correction). Of one who outweighs all others the residual tells the
    error itself, which is residual / (1 - w), and not how authors vary; from w = 0.58 on `LOUD` of that is taken, if more.
    """
    left = np.maximum(1 - weight, 1e-9)
    corrected: Floats = np.maximum(1 / np.sqrt(left), LOUD / left)
    return corrected


def _imagined_variance(value: Floats, largest: Floats, authors: Ints, answers: tuple[float, ...]) -> Floats:
    """Variance of one imagined author for every answer, of the geometric mean of plain and size-biased mean size."""
    away = sum((answer - value) ** 2 for answer in answers)
    return np.asarray(largest / authors * away, float)


def _freedom(largest: Floats, loudest: Floats) -> Floats:
    """One less than the number of equal authors that would weigh the same, and at least one.

    largest: the sum of squared weights. loudest: the largest weight. The loudest author's error is bounded by their own residual,
    so that quantiles need not allow for a single author behind it: the others are counted alone where that gives more.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (1 - loudest) ** 2 / np.maximum(largest - loudest**2, 1e-12)
        others = np.where(loudest < 1 - 1e-9, others, 0.0)
        found: Floats = np.maximum(np.maximum(1 / largest, others) - 1, 1.0)
    return found
