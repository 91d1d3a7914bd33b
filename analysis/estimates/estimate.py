"""Net sentiment and shares as estimates: value, 95% interval, posts, authors, and what may be said of a change.

Input are rows of the mart `author_weeks` (or any rows with its columns): counts of one author's posts. Without labels
figures are at the level of predicted labels and intervals cover the sampling of authors. With a `Correction` (rows then
hold its corrected counts) they are at the level of true labels and cover the classifier's errors too.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from voxpop.analysis.estimates.correction import MILLIONTHS, PROBABILITIES, Correction
from voxpop.analysis.estimates.false_discovery import adjusted_alpha
from voxpop.analysis.estimates.ratio import (
    NET,
    SHARE,
    Cells,
    Ratios,
    Spread,
    difference,
    ratios,
    share_difference,
    shares,
    total,
)
from voxpop.analysis.estimates.values import Change, Estimate, Verdict

SMALLEST_NET = 3  # points of net sentiment worth a sentence
SMALLEST_SHARE = 2  # points of share
MIN_AUTHORS = 30
NOTHING = Change(value=None, low=None, high=None, verdict=Verdict.NEW)


def net_sentiment(rows: pd.DataFrame, id_: str = "net", correction: Correction | None = None) -> Estimate | None:
    """Net sentiment of all rows: positive minus negative posts over scored posts, in points (-100 to 100).

    rows: one row for each author (or author, week and channel) with `author_id`, `n_scored`, `n_negative`, `n_positive`; with
    a `correction` also the sums of probabilities `p_negative`, `p_neutral`, `p_positive` in millionths.
    Returns None where no post was scored. The 95% interval covers the sampling of authors, and with a `correction` (whose
    `correct_counts` the rows have been through) also what its labels leave unsure.

    >>> week = pd.DataFrame({"author_id": range(40), "n_scored": 1, "n_negative": [1, 0] * 20, "n_positive": [0, 0, 0, 1] * 10})
    >>> level = net_sentiment(week)
    >>> round(level.value), level.n_posts, level.n_authors
    (-25, 40, 40)
    >>> level.low < -25 < level.high
    True
    """
    return next(iter(net_by(rows, None, id_, correction).values()), None)


def share(rows: pd.DataFrame, part: str, whole: str, id_: str = "share") -> Estimate | None:
    """The sum of the column `part` over the sum of the column `whole`, in percent (0 to 100).

    rows: as for `net_sentiment`, with both columns. Returns None where the whole is empty.
    """
    found = ratios(_cells(rows, None, part, whole)[0], SHARE)
    return next(iter(_estimates(found, [id_], (0.0, 100.0)).values()), None)


def net_by(
    rows: pd.DataFrame, by: str | None, id_: str = "net", correction: Correction | None = None
) -> dict[Hashable, Estimate]:
    """Net sentiment for every value of the column `by` (None: of all rows under the key None), in sorted order.

    Rows without a value belong to none, and values without a scored post are left out. The estimates are called
    `{id_}.{value}`; otherwise as `net_sentiment`.
    """
    cells, names = _cells(_balance(rows), by, "balance", "n_scored")
    ids = [id_ if by is None else f"{id_}.{name}" for name in names]
    found = ratios(cells, NET)
    if correction:
        found = replace(found, spread=found.spread.widen(correction.variance(_means(rows, by, names))))
    by_id = _estimates(found, ids, (-100.0, 100.0))
    return {name: by_id[i] for name, i in zip(names, ids, strict=True) if i in by_id}


def change(
    this: pd.DataFrame, before: pd.DataFrame, min_authors: int = MIN_AUTHORS, correction: Correction | None = None
) -> Change:
    """Net sentiment of this period minus that of the one before, in points.

    Both tables are as for `net_sentiment`. Authors who posted in both periods are paired: what they have in common is no
    part of the error of the difference (`voxpop.analysis.estimates.ratio.difference`). The verdict is `TOO_FEW` where
    either period has fewer than `min_authors` authors, `NEW` where nobody was heard before, else what the rounded interval allows.
    """
    return _single(_difference(this, before, correction), SMALLEST_NET, min_authors)


def share_change(
    this: pd.DataFrame, before: pd.DataFrame, part: str, whole: str, min_authors: int = MIN_AUTHORS
) -> Change:
    """One share minus the same share before, authors who are in both paired."""
    return _single(_pair(this, before, part, whole, SHARE), SMALLEST_SHARE, min_authors)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """The share of one group in all posts, before and now."""

    name: Hashable
    share: Estimate
    before: float | None  # None: nothing to compare with
    n_before: int
    change: Change


def share_changes(
    this: pd.DataFrame, before: pd.DataFrame, by: str, min_authors: int = MIN_AUTHORS, id_: str = "share"
) -> list[GroupShare]:
    """Every group's share of all posts now, and its change against before; groups are the values of the column `by`.

    Both tables hold `author_id`, `n_posts` and `by`; rows without a value count in the whole only. A change is clear only
    after the false discovery rate over all groups is held at 5% (`adjusted_alpha`), and its interval is as wide as that
    needs. Returns the groups in sorted order; none where nobody posted in this period.
    """
    rows = pd.concat([this, before], ignore_index=True)
    author, _ = pd.factorize(rows["author_id"])
    group, names = pd.factorize(rows[by], sort=True)  # -1: no group; counts in the whole only
    cut, n_authors = len(this), int(author.max(initial=-1)) + 1
    posts = rows["n_posts"].to_numpy(float)
    now, then = (
        shares(
            _sum_cells(group[s], author[s], posts[s], (len(names), n_authors)), total(author[s], posts[s], n_authors)
        )
        for s in (slice(None, cut), slice(cut, None))
    )
    moved = share_difference(now, then)
    heard = [int(np.count_nonzero(found.weight)) for found in (now, then)]
    verdict = _too_little(heard[0], heard[1], min_authors)
    alpha = adjusted_alpha(moved.p_values())
    low, high = now.spread.interval(bounds=(0.0, 1.0))
    posts_now, posts_then = (total(f.cells.group, f.cells.part, len(names)) for f in (now, then))
    authors = np.bincount(now.cells.group, minlength=len(names))
    return [
        GroupShare(
            name=name,
            share=Estimate(
                id=f"{id_}.{name}",
                value=100 * float(now.spread.value[n]),
                low=100 * float(low[n]),
                high=100 * float(high[n]),
                n_posts=int(posts_now[n]),
                n_authors=int(authors[n]),
            ),
            before=100 * float(then.spread.value[n]) if heard[1] else None,
            n_before=int(posts_then[n]),
            change=verdict or _judge(moved, n, SMALLEST_SHARE, alpha),
        )
        for n, name in enumerate(names)
        if heard[0]
    ]


def together(
    changes: list[tuple[pd.DataFrame, pd.DataFrame]],
    min_authors: int = MIN_AUTHORS,
    correction: Correction | None = None,
) -> list[Change]:
    """Changes of net sentiment of several audiences, judged as one family by their false discovery rate.

    changes: for each audience its rows now and before, as for `change`. Returns one change for each, in their order.
    """
    found = [_difference(this, before, correction) for this, before in changes]
    verdicts = [_too_little(_heard(this), _heard(before), min_authors) for this, before, _ in found]
    p = [float(moved.p_values()[0]) for (_, _, moved), verdict in zip(found, verdicts, strict=True) if verdict is None]
    alpha = adjusted_alpha(p)
    return [v or _judge(moved, 0, SMALLEST_NET, alpha) for (_, _, moved), v in zip(found, verdicts, strict=True)]


def judge(value: float, low: float, high: float, smallest: int) -> Verdict:
    """What the rounded figures allow to be said: clear only if zero lies outside, and worth saying from `smallest` up."""
    if round(low) <= 0 <= round(high):
        return Verdict.UNCLEAR
    if abs(round(value)) < smallest:
        return Verdict.LITTLE
    return Verdict.UP if value > 0 else Verdict.DOWN


def usual_range(history: list[float], least: int = 6) -> tuple[float, float] | None:
    """The 10th and 90th percentile of the weeks before; None where there are fewer than `least` of them."""
    if len(history) < least:
        return None
    low, high = np.percentile(history, [10, 90])
    return float(low), float(high)


def _single(found: tuple[Ratios, Ratios, Spread], smallest: int, least: int) -> Change:
    now, then, moved = found
    return _too_little(_heard(now), _heard(then), least) or _judge(moved, 0, smallest, 0.05)


def _difference(
    this: pd.DataFrame, before: pd.DataFrame, correction: Correction | None
) -> tuple[Ratios, Ratios, Spread]:
    now, then, moved = _pair(_balance(this), _balance(before), "balance", "n_scored", NET)
    if correction and len(this) and len(before):
        moved = moved.widen(correction.variance(_means(this, None, [None]) - _means(before, None, [None])))
    return now, then, moved


def _means(rows: pd.DataFrame, by: str | None, names: list[Hashable]) -> Any:
    """The mean probabilities of each group's scored posts."""
    columns = [*PROBABILITIES, "n_scored"]
    if by is None:
        sums = rows[columns].sum().to_numpy(float)[None, :]
    else:
        sums = rows.groupby(by, observed=True)[columns].sum().reindex(names).to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, :3] / MILLIONTHS / sums[:, 3:]


def _pair(
    this: pd.DataFrame, before: pd.DataFrame, part: str, whole: str, answers: tuple[float, ...]
) -> tuple[Ratios, Ratios, Spread]:
    columns = ["author_id", part, whole]
    author, names = pd.factorize(pd.concat([this[columns], before[columns]], ignore_index=True)["author_id"])
    sides = []
    for rows, codes in ((this, author[: len(this)]), (before, author[len(this) :])):
        sides.append(
            ratios(_sum_cells(np.zeros(len(rows), int), codes, rows[part], (1, len(names)), rows[whole]), answers)
        )
    return sides[0], sides[1], difference(sides[0], sides[1])


def _heard(found: Ratios) -> int:
    return int(found.n_authors[0])


def _too_little(now: int, then: int, least: int) -> Change | None:
    """Why no change may be given, if that is so: too few authors in either period, or no period before."""
    if now < least or 0 < then < least:
        return Change(value=None, low=None, high=None, verdict=Verdict.TOO_FEW)
    return NOTHING if then == 0 else None


def _judge(moved: Spread, n: int, smallest: int, alpha: float) -> Change:
    low, high = moved.interval(alpha, (-2.0, 2.0) if smallest == SMALLEST_NET else (-1.0, 1.0))
    value, low_n, high_n = (100 * float(side[n]) for side in (moved.value, low, high))
    return Change(value=value, low=low_n, high=high_n, verdict=judge(value, low_n, high_n, smallest))


def _balance(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(balance=rows["n_positive"] - rows["n_negative"])


def _cells(rows: pd.DataFrame, by: str | None, part: str, whole: str) -> tuple[Cells, list[Hashable]]:
    author, authors = pd.factorize(rows["author_id"])
    names: list[Hashable] = [None]
    group = np.zeros(len(rows), int)
    if by is not None:
        group, found = pd.factorize(rows[by], sort=True)
        names = list(found)
    return _sum_cells(group, author, rows[part], (len(names), len(authors)), rows[whole]), names


def _sum_cells(group: Any, author: Any, part: Any, size: tuple[int, int], whole: Any = None) -> Cells:
    """Cells of the rows that belong to a group; `size` is how many groups and authors there are."""
    inside = np.asarray(group) >= 0
    parts = np.asarray(part, float)[inside]
    wholes = parts if whole is None else np.asarray(whole, float)[inside]
    return Cells.of(np.asarray(group)[inside], np.asarray(author)[inside], parts, wholes, size=size)


def _estimates(found: Ratios, ids: list[str], bounds: tuple[float, float]) -> dict[str, Estimate]:
    low, high = found.spread.interval(bounds=(bounds[0] / 100, bounds[1] / 100))
    posts = total(found.cells.group, found.cells.whole, found.cells.n_groups)
    return {
        id_: Estimate(
            id=id_,
            value=100 * float(found.spread.value[n]),
            low=100 * float(low[n]),
            high=100 * float(high[n]),
            n_posts=int(posts[n]),
            n_authors=int(found.n_authors[n]),
        )
        for n, id_ in enumerate(ids)
        if posts[n] > 0
    }
