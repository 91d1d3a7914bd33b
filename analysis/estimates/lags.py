"""Two weekly series beside each other, the second shifted by some weeks: how their changes go together. Never a cause. Pure.

Levels that both drift look alike whatever they are (Yule 1926), so week-on-week changes are compared. Weeks are not independent:
the number of them that counts follows from both autocorrelations (Bartlett 1935). The intervals hold for all lags at once
(Bonferroni), since the eye picks the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

MOST_LAG = 8  # weeks
LEAST_WEEKS = 12  # changes that are there on both sides
LEVEL = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """The second series, shifted by this number of weeks."""

    weeks: int
    n: int  # changes compared
    r: float | None  # correlation, -1 to 1; None: too few weeks, or one of them never changes
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def lags(first: Sequence[float | None], second: Sequence[float | None], most: int = MOST_LAG) -> list[Lag]:
    """Correlations of the changes of two series of the same weeks; None and NaN are weeks without a value."""
    x, y = (np.diff(np.array([np.nan if v is None else v for v in series], dtype=float)) for series in (first, second))
    return [_one(x[: len(x) - lag], y[lag:], lag, most + 1) for lag in range(most + 1)]


def _one(x: Floats, y: Floats, lag: int, n_compared: int) -> Lag:
    there = ~(np.isnan(x) | np.isnan(y))
    x, y = x[there], y[there]
    n = len(x)
    if n < LEAST_WEEKS or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Lag(weeks=lag, n=n, r=None, low=None, high=None)
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    free = max(_independent(x, y) - 3, 1.0)
    from scipy.stats import norm  # costs a start of a command half a second

    half = float(norm.ppf(1 - LEVEL / n_compared / 2)) / sqrt(free)
    middle = atanh(min(max(r, -1 + 1e-9), 1 - 1e-9))
    return Lag(weeks=lag, n=n, r=r, low=tanh(middle - half), high=tanh(middle + half))


def _independent(x: Floats, y: Floats) -> float:
    """How many independent pairs these are worth, never more than there are."""
    n = len(x)
    both = sum((1 - k / n) * _auto(x, k) * _auto(y, k) for k in range(1, n // 4 + 1))
    return float(n / max(1 + 2 * both, 1.0))


def _auto(x: Floats, k: int) -> float:
    centred = x - x.mean()
    return float((centred[:-k] * centred[k:]).sum() / (centred**2).sum())
