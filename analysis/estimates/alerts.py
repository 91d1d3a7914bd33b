"""A sudden rise of negative voices: more authors with a negative post in the last day than the weeks before make likely.

The count of the last 24 hours is judged against the same hours of earlier days of the same kind (working day or weekend),
as a negative binomial: days differ more than chance alone, by how much is learned from all earlier days.
It is what `voxpop ask` judges by whether anything is wrong; what is told of itself is judged by `analysis/alarms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEVEL = 5e-4
LEAST_MOODINESS = 0.05  # days of a community are never all alike
LEAST_AUTHORS = 10
LEAST_RATIO = 2.0
LEAST_DAYS = 8  # earlier days of the same kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """What rose, and the theme that rose with it; the theme is what is spoken of, not a proven cause."""

    n_authors: int  # with a negative post in the last 24 hours
    usual: float  # mean of the days compared
    p_value: float
    theme_id: str | None
    theme_authors: int
    theme_usual: float


def spike(now: int, days: Sequence[int], others: Sequence[int] = ()) -> float | None:
    """The probability of at least this count on a usual day. None where it is no spike: too few people, too small a rise, or too few days to judge.

    `days` are of the same kind as today and give the mean; how much days differ beyond chance is learned from `others` as well.
    """
    if len(days) < LEAST_DAYS or now < LEAST_AUTHORS:
        return None
    mean = max(float(np.mean(days)), 0.5)
    if now < LEAST_RATIO * mean:
        return None
    p = tail(now, mean, _moodiness([days, others]))
    return p if p < LEVEL else None


def _moodiness(kinds: Sequence[Sequence[int]]) -> float:
    """The variance of days beyond Poisson, in squares of their mean, raised by a standard error of its own estimate."""
    kept = [np.asarray(days, float) for days in kinds if len(days) > 1]
    n = sum(len(days) - 1 for days in kept)
    means = [max(float(days.mean()), 0.5) for days in kept]
    beyond = sum(((days - m) ** 2).sum() - m * (len(days) - 1) for days, m in zip(kept, means, strict=True))
    squares = sum(m**2 * (len(days) - 1) for days, m in zip(kept, means, strict=True))
    return float(max(beyond / squares, LEAST_MOODINESS) * (1 + np.sqrt(2 / n)))


def tail(count: int, mean: float, moodiness: float) -> float:
    """P(X >= count) for a negative binomial with variance mean + moodiness x mean squared."""
    from scipy.stats import nbinom  # costs a start of a command half a second

    size = 1 / moodiness
    return float(nbinom.sf(count - 1, size, size / (size + mean)))


def find(rows: list[dict[str, Any]]) -> Spike | None:
    """The spike in rows of theme_id (None: all themes), ago (days before now, 0: the last 24 hours), same_kind, n_authors."""
    every = {row["ago"]: int(row["n_authors"]) for row in rows if row["theme_id"] is None}
    same = {row["ago"] for row in rows if row["same_kind"] and row["ago"] > 0}
    days = [count for ago, count in every.items() if ago in same]
    p = spike(every.get(0, 0), days, [count for ago, count in every.items() if ago > 0 and ago not in same])
    if p is None:
        return None
    themes = {row["theme_id"] for row in rows} - {None, "other"}

    def of(theme: str) -> tuple[int, float]:
        counts = {row["ago"]: int(row["n_authors"]) for row in rows if row["theme_id"] == theme}
        return counts.get(0, 0), sum(n for ago, n in counts.items() if ago in same) / len(days)

    rises = sorted(((of(theme), theme) for theme in themes), key=lambda r: (r[0][1] - r[0][0], r[1]))
    (theme_now, theme_usual), theme = rises[0] if rises else ((0, 0.0), None)
    if theme_now - theme_usual < LEAST_AUTHORS / 2:
        theme = None
    return Spike(
        n_authors=every[0],
        usual=float(np.mean(days)),
        p_value=p,
        theme_id=theme,
        theme_authors=theme_now,
        theme_usual=theme_usual,
    )
