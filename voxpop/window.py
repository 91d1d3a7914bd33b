"""A span of time with a start and an end, and the company's weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from voxpop.errors import UsageError


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open span [start, end) in UTC; never empty.

    Raises `UsageError` where a moment has no time zone, or where the end is not later than the start.

    >>> from datetime import datetime
    >>> window = Window(datetime.fromisoformat("2026-11-16T00:00+01:00"), datetime.fromisoformat("2026-11-17T00:00+01:00"))
    >>> str(window)
    '2026-11-15T23:00:00Z/2026-11-16T23:00:00Z'
    >>> [str(day) for day in window.days()]
    ['2026-11-15T23:00:00Z/2026-11-16T00:00:00Z', '2026-11-16T00:00:00Z/2026-11-16T23:00:00Z']
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            moment: datetime = getattr(self, name)
            if moment.tzinfo is None:
                msg = f"Window {name} {moment.isoformat()} has no time zone; write for example {moment.isoformat()}+00:00."
                raise UsageError(msg)
            object.__setattr__(self, name, moment.astimezone(UTC))
        if self.start >= self.end:
            msg = f"The window is empty: it starts {self.start:%Y-%m-%d %H:%M} and ends {self.end:%Y-%m-%d %H:%M} UTC."
            raise UsageError(msg)

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def days(self) -> list[Window]:
        """The window cut at midnight UTC, oldest first."""
        cuts = [self.start]
        midnight = datetime.combine(self.start.date() + timedelta(days=1), time(), UTC)
        while midnight < self.end:
            cuts.append(midnight)
            midnight += timedelta(days=1)
        cuts.append(self.end)
        return [Window(a, b) for a, b in pairwise(cuts)]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%dT%H:%M:%SZ}/{self.end:%Y-%m-%dT%H:%M:%SZ}"


def union(windows: Iterable[Window]) -> list[Window]:
    """The same moments in as few windows as it takes, oldest first; windows that meet become one."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda one: one.start):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def minus(windows: Iterable[Window], holes: Iterable[Window]) -> list[Window]:
    """The moments of the windows that lie in none of the holes, oldest first."""
    left = union(windows)
    for hole in union(holes):
        parts = [
            (start, end)
            for one in left
            for start, end in ((one.start, min(one.end, hole.start)), (max(one.start, hole.end), one.end))
            if start < end
        ]
        left = union(Window(start, end) for start, end in parts)
    return left


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One reporting week (wave): seven local days of the company, named by its ISO week, such as 2026-W47.

    >>> week = Week.parse("2026-11-18")
    >>> str(week), str(week.back(4)), week.sunday.isoformat()
    ('2026-W47', '2026-W43', '2026-11-22')
    >>> str(Week.parse("2026-W43").window("Europe/Berlin"))
    '2026-10-18T22:00:00Z/2026-10-25T23:00:00Z'
    """

    monday: date

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read '2026-W47' or any date 'YYYY-MM-DD' inside the week."""
        try:
            if "W" in text:
                year, week = text.split("-W")
                return cls(date.fromisocalendar(int(year), int(week), 1))
            return cls.of(date.fromisoformat(text))
        except ValueError:
            msg = f"'{text}' is not a week; write it as 2026-W47, or as a date inside it, 2026-11-18."
            raise UsageError(msg) from None

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that holds a local day."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def sunday(self) -> date:
        """Last day of the week."""
        return self.monday + timedelta(days=6)

    def back(self, weeks: int) -> Week:
        """The week that many weeks earlier."""
        return Week(self.monday - timedelta(weeks=weeks))

    def days(self) -> list[date]:
        """The seven local days."""
        return [self.monday + timedelta(days=n) for n in range(7)]

    def window(self, time_zone: str) -> Window:
        """The week as a span of time; 167 or 169 hours long when the clocks change."""
        zone = ZoneInfo(time_zone)
        start = datetime.combine(self.monday, time(), zone)
        end = datetime.combine(self.monday + timedelta(days=7), time(), zone)
        return Window(start, end)

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"
