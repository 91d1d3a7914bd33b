"""Times, windows and weeks as people write them: a day begins at midnight in the company's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from voxpop.config.written import days_meant, not_a_day
from voxpop.errors import UsageError
from voxpop.window import Week, Window

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def last_whole_week(workspace: Workspace, now: datetime | None = None) -> Week:
    """The company's week that ended last."""
    today = (now or datetime.now(UTC)).astimezone(workspace.config.company.zone).date()
    return Week.of(today).back(1)


def last_week_of(workspace: Workspace, end: str) -> Week:
    """The last week that was whole at the end of a span."""
    until = moment(end, workspace).astimezone(workspace.config.company.zone)
    return Week.of(until.date()).back(1)


def weeks_between(workspace: Workspace, start: str | None, end: str | None) -> list[Week]:
    """The whole weeks of a span, the oldest first; where none is whole, or no start is given, the last that ended before.

    None where a span begins in the middle of its last whole week: that week is not heard whole by it.
    """
    last = last_week_of(workspace, end) if end else last_whole_week(workspace)
    if not start:
        return [last]
    begin = moment(start, workspace)
    if last.window(workspace.config.company.time_zone).end <= begin:
        return [last]
    first = Week.of(begin.astimezone(workspace.config.company.zone).date())
    if first.window(workspace.config.company.time_zone).start < begin:
        first = first.back(-1)
    return [last.back(n) for n in range((last.monday - first.monday).days // 7, -1, -1)]


def moment(text: str, workspace: Workspace) -> datetime:
    """A point in time as a person writes it: a day starts at midnight in the company's time zone."""
    try:
        if len(text) == len("2026-11-16"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=workspace.config.company.zone)
        found = datetime.fromisoformat(text)
    except ValueError:
        meant = f"; {not_a_day(text).partition('; ')[2]}" if days_meant(text) else ""
        msg = f"'{text}' is not a time; write 2026-11-16 or 2026-11-16T08:00+01:00{meant}"
        raise UsageError(msg) from None
    return found if found.tzinfo else found.replace(tzinfo=workspace.config.company.zone)


def window_between(workspace: Workspace, start: str, end: str | None) -> Window:
    """The window between two written times; the end is not included and defaults to now."""
    return Window(moment(start, workspace), moment(end, workspace) if end else datetime.now(UTC))
