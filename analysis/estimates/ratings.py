"""Mean ratings with their intervals: people are the sample, and one with thirty ratings is one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voxpop.analysis.estimates.estimate import NOTHING, judge
from voxpop.analysis.estimates.ratio import Cells, Ratios, difference, ratios
from voxpop.analysis.estimates.values import Change, Estimate, Verdict

STEPS = 5
"""Into how many steps a scale is parted; a scale of five stars has one for each."""

WORTH = 50.0
"""A fiftieth of its scale is the smallest change of a mean that is worth a sentence: a tenth of a star of five."""


def mean_rating(rows: pd.DataFrame, scale: float | None, id_: str = "rating") -> Estimate | None:
    """The mean over people of each one's mean rating, in units of the scale, with its 95% interval.

    rows: `author_id`, `rating`, `n_ratings`, in any number of rows a person. scale: the best that could be given; None: unknown, and the
    interval is that of the sample alone. Returns None where nobody rated. `n_posts` counts ratings.

    >>> rows = pd.DataFrame({"author_id": ["a", "a", "b"], "rating": [1.0, 2.0, 5.0], "n_ratings": 1})
    >>> mean_rating(rows, 5.0).value
    3.25
    """
    if rows.empty:
        return None
    found = _ratios(_people(rows), scale)
    low, high = found.spread.interval(bounds=(0.0, scale or np.inf))
    return Estimate(
        id=id_,
        value=float(found.spread.value[0]),
        low=float(low[0]),
        high=float(high[0]),
        n_posts=int(rows["n_ratings"].sum()),
        n_authors=int(found.n_authors[0]),
    )


def rating_change(this: pd.DataFrame, before: pd.DataFrame, scale: float | None, min_authors: int) -> Change:
    """The mean of this period minus that of the one before, in units of the scale; people in both are paired."""
    now, then = (int(rows["author_id"].nunique()) for rows in (this, before))
    if now < min_authors or 0 < then < min_authors:
        return Change(value=None, low=None, high=None, verdict=Verdict.TOO_FEW)
    if then == 0:
        return NOTHING
    names = {name: n for n, name in enumerate(pd.unique(pd.concat([this["author_id"], before["author_id"]])))}
    sides = [_ratios(_people(rows), scale, names) for rows in (this, before)]
    moved = difference(sides[0], sides[1])
    low, high = moved.interval()
    value, low_, high_ = float(moved.value[0]), float(low[0]), float(high[0])
    part = WORTH / (scale or STEPS)
    return Change(value=value, low=low_, high=high_, verdict=judge(value * part, low_ * part, high_ * part, 1))


def spread_ratings(rows: pd.DataFrame, scale: float) -> list[float]:
    """The percentage of people at each of the `STEPS` steps of the scale, lowest first; one person's ratings share one vote.

    >>> rows = pd.DataFrame({"author_id": ["a", "a", "b"], "rating": [1.0, 2.0, 5.0], "n_ratings": 1})
    >>> spread_ratings(rows, 5.0)
    [25.0, 25.0, 0.0, 0.0, 50.0]
    """
    vote = rows["n_ratings"] / rows.groupby("author_id", observed=True)["n_ratings"].transform("sum")
    at = step_of(rows["rating"], scale)
    held = np.bincount(at, vote.to_numpy(float), STEPS)
    return [float(100 * one / held.sum()) for one in held]


def step_of(rating: pd.Series, scale: float) -> NDArray[np.int64]:
    """The step of each rating, 0 to `STEPS` - 1; what lies between two steps belongs to the higher one."""
    up = np.ceil(rating.to_numpy(float) / scale * STEPS - 1e-9)
    return np.asarray(np.clip(up - 1, 0, STEPS - 1), np.int64)


def _people(rows: pd.DataFrame) -> pd.Series:
    sums = (
        rows.assign(sum=rows["rating"] * rows["n_ratings"])
        .groupby("author_id", observed=True)[["sum", "n_ratings"]]
        .sum()
    )
    return sums["sum"] / sums["n_ratings"]


def _ratios(people: pd.Series, scale: float | None, names: dict[object, int] | None = None) -> Ratios:
    author = np.arange(len(people)) if names is None else np.array([names[name] for name in people.index])
    size = (1, len(people) if names is None else len(names))
    answers = (scale / STEPS, scale) if scale else ()
    return ratios(
        Cells.of(np.zeros(len(people), int), author, people.to_numpy(float), np.ones(len(people)), size=size), answers
    )
