"""Hours of work between two moments, by the company's calendar: its days, its hours, its holidays, its clock changes.

'Time to first response' is CHAOSS's metric (https://chaoss.community/kb/metric-time-to-first-response/); counted in hours of work
it is what a person who asks on a Friday evening can fairly expect.
Holidays are listed by the company: those of a state, which the package `holidays` knows, are neither all of a company's nor only its.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from voxpop.config import Company

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When the company works."""

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(5))  # 0: Monday
    opens: time = time(9)
    closes: time = time(17)
    holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, company: Company) -> BusinessHours:
        """The company's, as configured."""
        hours = company.working_hours
        return cls(
            company.zone,
            frozenset(map(DAYS.index, hours.days)),
            hours.opens,
            hours.closes,
            frozenset(hours.holidays),
        )

    def between(self, start: datetime, end: datetime) -> float:
        """Hours of work from start to end, aware moments; 0 where the end is not later.

        From Friday at four in the afternoon to Monday at ten are two hours of work:

        >>> hours = BusinessHours(ZoneInfo("Europe/Berlin"))
        >>> hours.between(datetime.fromisoformat("2026-11-20T16:00+01:00"), datetime.fromisoformat("2026-11-23T10:00+01:00"))
        2.0
        """
        hours = 0.0
        day = start.astimezone(self.zone).date() - timedelta(days=1)  # a shift of the day before may still go on
        last = end.astimezone(self.zone).date()
        while day <= last:
            opened, closed = _shift(self, day)
            if opened < closed:
                worked = min(end.timestamp(), closed) - max(start.timestamp(), opened)
                hours += max(worked, 0.0) / 3600
            day += timedelta(days=1)
        return hours

    def works(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return day.weekday() in self.weekdays and day not in self.holidays


@lru_cache(maxsize=4096)
def _shift(calendar: BusinessHours, day: date) -> tuple[float, float]:
    """When a day's work begins and ends, in seconds since 1970; (0, 0) where nobody works."""
    if not calendar.works(day):
        return 0.0, 0.0
    opens = datetime.combine(day, calendar.opens, calendar.zone)
    last = day if calendar.opens < calendar.closes else day + timedelta(days=1)  # a night shift, or until midnight
    closes = datetime.combine(last, calendar.closes, calendar.zone)
    return opens.timestamp(), closes.timestamp()
