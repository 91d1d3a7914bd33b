"""What was heard of each channel, and from that: which channels and weeks may be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from voxpop.analysis.report.model import Heard
from voxpop.window import Week


@dataclass(frozen=True, slots=True)
class Listening:
    """The state of every channel on every local day; a day that no fetch touched is unknown."""

    days: Mapping[tuple[str, date], dict[str, Any]]

    @classmethod
    def of(cls, table: pa.Table) -> Listening:
        """From the mart `channel_days`."""
        return cls({(row["channel"], row["day"]): row for row in table.to_pylist()})

    def state(self, channel: str, day: date) -> Heard:
        """What is known of one day."""
        row = self.days.get((channel, day))
        return Heard(row["state"]) if row else Heard.UNKNOWN

    def whole_days(self, channel: str, week: Week) -> int:
        """How many of the seven days were heard whole."""
        return sum(self.state(channel, day) is Heard.WHOLE for day in week.days())

    def whole(self, channel: str, week: Week) -> bool:
        """Whether the whole week was heard."""
        return self.whole_days(channel, week) == len(week.days())

    def lost(self, channel: str, week: Week) -> tuple[str | None, datetime | None]:
        """Why the first unheard day of the week was lost, and since when."""
        for day in week.days():
            row = self.days.get((channel, day))
            if row and row["state"] != Heard.WHOLE:
                return row["reason"], row["lost_since"]
        return None, None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The channels and weeks that are compared: every one of these channels was heard whole in every one of them."""

    channels: tuple[str, ...]  # empty: nothing can be compared
    weeks: tuple[Week, ...]  # of the comparator; empty: nothing before was heard


def choose(
    listening: Listening, channels: Sequence[str], week: Week, asked: int, posts: Mapping[str, int]
) -> Comparison:
    """The channels and earlier weeks to compare, this week's `posts` by channel deciding what must not be lost.

    First choice: all weeks, less the channels that missed any of them. Where that would drop half of this week's posts:
    fewer weeks, then the last ones only (an installation younger than the comparator); of these the one that keeps most.
    """
    before = [week.back(n) for n in range(asked, 0, -1)]
    now = [channel for channel in channels if listening.whole(channel, week)]
    all_heard = [w for w in before if all(listening.whole(channel, w) for channel in now)]
    best = Comparison(tuple(now), ())
    most = 0.0
    for weeks in (before, all_heard, *(before[n:] for n in range(1, asked))):
        kept = tuple(c for c in now if all(listening.whole(c, w) for w in weeks))
        if not weeks or not kept:
            continue
        weight = sum(posts.get(c, 0) for c in kept) + 1e-3 * len(kept)
        if 2 * weight >= sum(posts.get(c, 0) for c in now):
            return Comparison(kept, tuple(weeks))
        if weight > most:
            best, most = Comparison(kept, tuple(weeks)), weight
    return best
