"""Is an audience really heard? Silent, nearly silent, or heard through one place only; told apart from not listening.

Somebody who was never there cannot fall silent: a silence is told only where at least `EXPECTED` authors would have spoken had
it gone on as before (at nine, a Poisson silence comes once in eight thousand), and only over weeks in which every channel of
the audience was collected whole. What was not collected is an outage and is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

RECENT, EARLIER = 4, 8  # weeks
FEW = 3  # authors in the recent weeks
EXPECTED = 9.0


class Thin(StrEnum):
    """How an audience is badly heard."""

    NEVER = "never heard"
    SILENT = "silent"
    FEW = "few authors"
    ONE_CHANNEL = "one channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way in which an audience is badly heard."""

    thin: Thin
    n_authors: int  # in the recent weeks
    n_weeks: int  # silent for, or looked at
    channel: str | None = None  # the only one heard
    lost: tuple[str, ...] = ()  # channels that were heard before
    usual: float = 0.0  # authors a week before


def findings(
    rows: pd.DataFrame, whole: Callable[[str, date], bool], channels: Sequence[str], monday: date
) -> list[Finding]:
    """From rows (week, channel, author_id) of one audience up to the week of `monday`; empty: heard well, or not listened to."""
    recent = [monday - timedelta(weeks=n) for n in range(RECENT)]
    earlier = [monday - timedelta(weeks=n) for n in range(RECENT, RECENT + EARLIER)]
    listened = [channel for channel in channels if all(whole(channel, week) for week in recent)]
    if not listened:
        return []
    rows = rows[["week", "channel", "author_id"]].drop_duplicates().astype({"week": object})
    now = rows[rows["week"].isin(recent)]
    n_authors = int(now["author_id"].nunique())
    if rows.empty:
        return [Finding(thin=Thin.NEVER, n_authors=0, n_weeks=RECENT)]
    silent = _silence(rows, whole, channels, monday)
    if silent:
        return [silent]
    found = []
    if n_authors <= FEW and len(listened) == len(channels):
        found.append(Finding(thin=Thin.FEW, n_authors=n_authors, n_weeks=RECENT))
    heard = [channel for channel in listened if (now["channel"] == channel).any()]
    if len(heard) == 1:
        usual = {c: _mean(rows[rows["channel"] == c], [w for w in earlier if whole(c, w)]) for c in listened}
        lost = tuple(c for c in listened if c not in heard and RECENT * usual[c] >= EXPECTED)
        if lost:
            found.append(
                Finding(thin=Thin.ONE_CHANNEL, n_authors=n_authors, n_weeks=RECENT, channel=heard[0], lost=lost)
            )
    return found


def _silence(
    rows: pd.DataFrame, whole: Callable[[str, date], bool], channels: Sequence[str], monday: date
) -> Finding | None:
    """Returns the number of silent weeks in a row up to this one, if a run that long is unlikely by chance; else 0."""
    last = rows["week"].max()
    silent = []
    week = monday
    while week > last and all(whole(channel, week) for channel in channels):
        silent.append(week)
        week -= timedelta(weeks=1)
    if not silent or week > last:  # not all of the silence was listened to
        return None
    before = [last - timedelta(weeks=n) for n in range(EARLIER)]
    usual = _mean(rows, [w for w in before if all(whole(channel, w) for channel in channels)])
    if len(silent) * usual < EXPECTED:
        return None
    return Finding(thin=Thin.SILENT, n_authors=0, n_weeks=len(silent), usual=usual)


def _mean(rows: pd.DataFrame, weeks: Sequence[date]) -> float:
    """Authors a week over these weeks."""
    if not weeks:
        return 0.0
    inside = rows[rows["week"].isin(weeks)]
    return float(inside.groupby("week", observed=True)["author_id"].nunique().sum()) / len(weeks)
