"""Emerging themes: of which more people speak in a week than the weeks before, and the season, let expect.

People are counted, not posts. What is expected of a theme is its usual share of the audience's people, so that a busy week
raises no theme; where there is a year of history, times how much the theme rose at this time of last year. The theme's own
ups and downs widen what counts as usual, and over all themes of a week false discoveries are kept under 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voxpop.analysis.estimates.false_discovery import adjusted_alpha

USUAL_WEEKS = 12
"""Weeks before that say what is usual, those in which anybody was heard."""

LEAST_WEEKS = 3
"""With fewer weeks before nothing is called emerging."""

LEAST_PEOPLE = 5
LEAST_TIMES = 1.5
"""People that an emerging theme needs, and the factor by which they must exceed the expected number."""

NEW_WEEKS = 4
"""A theme is new for this number of weeks after it was first heard."""

YEAR = 52  # weeks; the season is that week of last year with its two neighbours
STEADY = 10.0  # people added to both sides of the comparison with last year, for small numbers
SEASON = (0.5, 3.0)  # it is not believed beyond these
UNSURE = 0.5  # people added to a theme's past, as one never heard is not impossible
LEVEL = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Burst:
    """How a theme's week compares with what was expected."""

    theme_id: str
    n_authors: int
    expected: float
    season: float  # what of `expected` is the time of the year: 1 without a year of history
    p_value: float
    emerging: str | None  # 'new' or 'burst'; None: nothing out of the ordinary


def bursts(people: pd.DataFrame, totals: pd.Series, week: date) -> list[Burst]:
    """Every theme of the week, the least expected first.

    `people` has theme_id, week, n_authors; `totals` the people of each week, by week. Later weeks do not count.
    """
    usual = [w for w in sorted(totals.index) if w < week and totals[w] > 0][-USUAL_WEEKS:]
    if week not in totals.index or not totals[week]:
        return []
    by_theme = people.pivot_table(index="theme_id", columns="week", values="n_authors", aggfunc="sum", fill_value=0)
    by_theme = by_theme.reindex(columns=sorted({*by_theme.columns, *totals.index}), fill_value=0)
    heard, whole = by_theme[usual].to_numpy(float), totals[usual].to_numpy(float)
    share = (heard.sum(axis=1) + UNSURE) / max(whole.sum(), 1.0)
    spread = _spread(heard, share[:, None] * whole)
    enough = len(usual) >= LEAST_WEEKS
    found = []
    for place, theme_id in enumerate(by_theme.index):
        counts = dict(by_theme.loc[theme_id].items())
        if n_authors := int(counts[week]):
            season = _season(counts, totals, week)
            expected = float(season * share[place] * totals[week])
            p_value = _likely(n_authors, expected, spread[place], heard[place].sum() + UNSURE) if enough else 1.0
            first = min(w for w, n in counts.items() if n)
            found.append((Burst(theme_id, n_authors, expected, season, p_value, None), first))
    level = adjusted_alpha([row.p_value for row, _ in found], LEVEL)
    rows = [replace(row, emerging=_emerging(row, level, first, week)) for row, first in found]
    return sorted(rows, key=lambda row: (row.p_value, row.theme_id))


def _emerging(row: Burst, level: float, first: date, week: date) -> str | None:
    if row.p_value > level or row.n_authors < max(LEAST_PEOPLE, LEAST_TIMES * row.expected):
        return None
    return "new" if first > week - timedelta(weeks=NEW_WEEKS) else "burst"


def _spread(heard: Floats, expected: Floats) -> Floats:
    """How much more each theme goes up and down than chance alone would have it, but not less than themes do on the whole."""
    own = ((heard - expected) ** 2 / expected).sum(axis=1) / max(heard.shape[1] - 1, 1)
    spread: Floats = np.maximum(own, max(float(own.mean()) if len(own) else 1.0, 1.0))
    return spread


def _likely(n_authors: int, expected: float, spread: float, past: float) -> float:
    """The probability of this number of people or more: negative binomial, with the uncertainty that the theme's past leaves."""
    from scipy.stats import nbinom  # costs a start of a command half a second

    variance = expected * max(spread, 1.0 + 1e-9) + expected**2 / past
    success = expected / variance
    return float(nbinom.sf(n_authors - 1, expected * success / (1 - success), success))


def _season(counts: dict[date, int], totals: pd.Series, week: date) -> float:
    """How much more the theme was spoken of at this time of last year than in the weeks before that; 1: not known."""
    then = week - timedelta(weeks=YEAR)
    at, before = (
        [w for w in (then + timedelta(weeks=n) for n in weeks) if totals.get(w, 0) > 0]
        for weeks in (range(-1, 2), range(-USUAL_WEEKS - 1, -1))
    )
    if not at or len(before) < LEAST_WEEKS:
        return 1.0
    share = sum(counts.get(w, 0) for w in before) / sum(totals[w] for w in before)
    expected = share * sum(totals[w] for w in at)
    found = (sum(counts.get(w, 0) for w in at) + STEADY) / (expected + STEADY)
    return float(np.clip(found, *SEASON))
