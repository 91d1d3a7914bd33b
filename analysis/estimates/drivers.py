"""Why net sentiment moved: mix (people spoke of other things) and tone (they spoke of them differently), adding up exactly.

Net sentiment is the sum over groups of share x tone. For each group, with shares s and tones t before (0) and now (1) and
the mean net sentiment n of both periods,

    mix  = (s1 - s0) x ((t0 + t1) / 2 - n)        tone = (s0 + s1) / 2 x (t1 - t0)

and the sum of both over all groups is the change (Bennet 1920; symmetric, so that the order of the periods does not
matter). A group heard in one period only has no change of tone. Intervals are linearised over authors like those of
`voxpop.analysis.estimates.ratio`: each author's effect on a part is the part's exact derivative times what the author contributed.
It says what the change is made of, never what caused it. Docs: docs/estimates.md.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from voxpop.analysis.estimates.correction import MILLIONTHS, PROBABILITIES, Correction
from voxpop.analysis.estimates.false_discovery import adjusted_alpha
from voxpop.analysis.estimates.ratio import Floats, Ints, Spread
from voxpop.analysis.estimates.values import Estimate

REST = "rest"  # groups too small to stand alone
LEAST_POSTS = 10  # scored posts of both periods together, for a group of its own
TINY = 1e-30  # an imaginary step: (f(x + ih) / h).imag is the derivative, without rounding error


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What one group (a theme, a channel) added to the change."""

    name: Hashable  # REST: all other groups together
    mix: Estimate  # points of net sentiment; posts and authors of this period
    tone: Estimate
    total: Estimate
    clear: bool  # whether the total's rounded interval excludes zero; it is drawn for all groups at once


def drivers(
    this: pd.DataFrame,
    before: pd.DataFrame,
    by: str,
    *,
    most: int | None = None,
    correction: Correction | None = None,
    id_: str = "driver",
) -> list[Driver]:
    """Each group's part in the change of net sentiment, the largest first; empty where a period has no scored post.

    With `most`, only that many of the largest groups are kept; the others are summed as the rest.
    """
    rows = pd.concat([this, before], ignore_index=True)
    period = np.repeat([0, 1], [len(this), len(before)])  # 0: now
    scored = rows["n_scored"].to_numpy(float)
    if not scored[period == 0].sum() or not scored[period == 1].sum():
        return []
    group, names = _groups(rows[by], scored)
    found = _find(rows, period, group, names, correction, id_)
    if most is None or len(found) <= most:
        return found
    kept = [names.index(driver.name) for driver in found if driver.name != REST][:most]
    place = np.full(len(names), most)
    place[kept] = np.arange(len(kept))
    return _find(rows, period, place[group], [*(names[k] for k in kept), REST], correction, id_)


def _find(
    rows: pd.DataFrame, period: Ints, group: Ints, names: list[Hashable], correction: Correction | None, id_: str
) -> list[Driver]:
    scored = rows["n_scored"].to_numpy(float)
    balance = (rows["n_positive"] - rows["n_negative"]).to_numpy(float)
    author, _ = pd.factorize(rows["author_id"])
    cell = np.ravel_multi_index((period, group), (2, len(names)))
    sums = np.concatenate([np.bincount(cell, values, 2 * len(names)) for values in (scored, balance)]).astype(float)
    parts, slopes = _derive(sums, len(names))
    spread = _spread(parts, slopes, (scored, balance), cell, (author, period))
    if correction:
        spread = spread.widen(_labels(correction, rows, cell, slopes, len(names)))
    used = (period == 0) & (scored > 0)
    return _name_parts(spread, names, sums[: len(names)], _authors(group[used], author[used], len(names)), id_)


def _groups(column: pd.Series, scored: Floats) -> tuple[Ints, list[Hashable]]:
    """The group of each row; those with few posts, and rows without a group, belong to the rest."""
    codes, values = pd.factorize(column, sort=True)
    found: list[Hashable] = list(values)
    posts = np.bincount(codes[codes >= 0], scored[codes >= 0], len(found))
    kept = np.flatnonzero(posts >= LEAST_POSTS)
    names: list[Hashable] = [found[n] for n in kept]
    place = np.full(len(found) + 1, len(names))
    place[kept] = np.arange(len(kept))
    return place[codes], [*names, REST]


def _derive(inputs: Floats, n_groups: int) -> tuple[Floats, Floats]:
    """All parts, and how each changes with each input."""
    stepped = inputs + 1j * TINY * np.eye(len(inputs))
    found = _parts(np.vstack([inputs.astype(complex), stepped]), n_groups)
    return found[0].real, (found[1:].imag / TINY).T


def _parts(inputs: NDArray[np.complex128], n_groups: int) -> NDArray[np.complex128]:
    """Mix, tone and total of every group, from scored posts and balances now and before; one row of inputs a row."""
    now_posts, before_posts, now_balance, before_balance = np.split(inputs, np.arange(1, 4) * n_groups, axis=1)
    s1, s0 = (posts / posts.sum(axis=1, keepdims=True) for posts in (now_posts, before_posts))
    with np.errstate(invalid="ignore", divide="ignore"):
        t1, t0 = now_balance / now_posts, before_balance / before_posts
    t1, t0 = (
        np.where(now_posts == 0, np.where(before_posts == 0, 0, t0), t1),
        np.where(before_posts == 0, np.where(now_posts == 0, 0, t1), t0),
    )
    n = ((s1 * t1).sum(axis=1, keepdims=True) + (s0 * t0).sum(axis=1, keepdims=True)) / 2
    mix, tone = (s1 - s0) * ((t0 + t1) / 2 - n), (s0 + s1) / 2 * (t1 - t0)
    return np.hstack([mix, tone, mix + tone])


def _spread(
    parts: Floats,
    slopes: Floats,
    values: tuple[Floats, Floats],
    cell: Ints,
    who: tuple[Ints, Ints],
) -> Spread:
    """Variance over authors; each one's share of a period's posts corrects for the pull on the figure."""
    author, period = who
    scored, balance = values
    n_cells, n_authors = slopes.shape[1] // 2, int(author.max()) + 1
    weight = np.bincount(period * n_authors + author, scored, 2 * n_authors).reshape(2, n_authors)
    weight = weight / weight.sum(axis=1, keepdims=True)
    leverage = 1 / np.sqrt(np.maximum(1 - weight, 1e-9))[period, author]
    given = sparse.coo_array(
        (
            np.concatenate([scored, balance]) * np.tile(leverage, 2),
            (np.tile(author, 2), np.concatenate([cell, cell + n_cells])),
        ),
        shape=(n_authors, 2 * n_cells),
    ).tocsr()
    together = (given.T @ given).toarray()  # what two inputs have from the same authors
    variance: Floats = np.maximum(np.einsum("pi,ij,pj->p", slopes, together, slopes, optimize=True), 0)
    freedom = max(1 / float((weight**2).sum(axis=1).max()) - 1, 1.0)
    return Spread(parts, variance, np.full(len(parts), freedom))


def _labels(correction: Correction, rows: pd.DataFrame, cell: Ints, slopes: Floats, n_groups: int) -> Floats:
    """What the labels leave unsure: they move every balance together."""
    shares = np.stack(
        [np.bincount(cell, rows[name].to_numpy(float) / MILLIONTHS, 2 * n_groups) for name in PROBABILITIES]
    )
    return correction.variance(slopes[:, 2 * n_groups :] @ shares.T)


def _name_parts(spread: Spread, names: list[Hashable], posts: Floats, authors: Ints, id_: str) -> list[Driver]:
    n = len(names)
    totals = Spread(*(side[2 * n :] for side in (spread.value, spread.variance, spread.freedom)))
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha = adjusted_alpha(totals.p_values()[totals.variance > 0])
    low, high = spread.interval()
    low[2 * n :], high[2 * n :] = totals.interval(alpha)

    def part(kind: int, k: int) -> Estimate:
        place = kind * n + k
        value, least, largest = (100 * float(side[place]) for side in (spread.value, low, high))
        name = f"{id_}.{names[k]}.{('mix', 'tone', 'total')[kind]}"
        return Estimate(id=name, value=value, low=least, high=largest, n_posts=int(posts[k]), n_authors=int(authors[k]))

    found = [
        Driver(name=name, mix=part(0, k), tone=part(1, k), total=part(2, k), clear=part(2, k).clear)
        for k, name in enumerate(names)
        if posts[k] or spread.value[2 * n + k]
    ]
    return sorted(found, key=lambda d: (d.name == REST, -abs(d.total.value), str(d.name)))


def _authors(group: Ints, author: Ints, n_groups: int) -> Ints:
    pairs = np.unique(np.stack([group, author]), axis=1)
    return np.bincount(pairs[0], minlength=n_groups)
