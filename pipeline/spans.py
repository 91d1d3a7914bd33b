"""Times, windows and weeks as people write them: a day begins at midnight in the company's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

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
    return Week.of((until - timedelta(microseconds=1)).date() + timedelta(days=1)).back(1)


def weeks_between(workspace: Workspace, start: str | None, end: str | None) -> list[Week]:
    """The whole weeks of a span, the oldest first; where none is whole, or no start is given, its last whole one."""
    last = last_week_of(workspace, end) if end else last_whole_week(workspace)
    first = last
    if start:
        day = moment(start, workspace).astimezone(workspace.config.company.zone).date()
        first = Week.of(day) if day.weekday() == 0 else Week.of(day).back(-1)
    found = [last.back(n) for n in range((last.monday - first.monday).days // 7, -1, -1)]
    return found or [last]


def moment(text: str, workspace: Workspace) -> datetime:
    """A point in time as a person writes it: a day starts at midnight in the company's time zone."""
    try:
        if len(text) == len("2026-11-16"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=workspace.config.company.zone)
        found = datetime.fromisoformat(text)
    except ValueError:
        msg = f"'{text}' is not a time; write 2026-11-16 or 2026-11-16T08:00+01:00"
        raise UsageError(msg) from None
    return found if found.tzinfo else found.replace(tzinfo=workspace.config.company.zone)


def window_between(workspace: Workspace, start: str, end: str | None) -> Window:
    """The window between two written times; the end is not included and defaults to now."""
    return Window(moment(start, workspace), moment(end, workspace) if end else datetime.now(UTC))
