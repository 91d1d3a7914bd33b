"""The steps as Airflow calls them: settings from the environment, windows from the run, counts back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import warehouse
from voxpop.delivery import DeliveryError
from voxpop.errors import UsageError
from voxpop.steps import collect
from voxpop.steps.workspace import Workspace
from voxpop.window import Week, Window


def channels() -> list[str]:
    """The channels to map over."""
    return collect.listened(Workspace.open())


def audiences() -> list[str]:
    """The audiences to map over; 'everyone' is always there. None before the first analysis."""
    workspace = Workspace.open()
    return list(workspace.config.audience_ids) if warehouse.has_marts(workspace.snapshots) else []


def land(
    channel: str, params: dict[str, Any], interval_start: datetime | None, interval_end: datetime | None
) -> dict[str, Any]:
    """Land one channel: the window asked for, else the run's data interval, else since it was last heard."""
    workspace = Workspace.open()
    window = _window(workspace, channel, params, interval_start, interval_end)
    return asdict(collect.land(workspace, channel, window)) if window else {"channel": channel, "items": 0}


def load() -> dict[str, int]:
    """Load what has landed, then publish."""
    from voxpop.steps import load as step

    return step.load(Workspace.open())


def analyze() -> dict[str, int]:
    """Read the posts, write what was found, publish."""
    from voxpop.steps import analyze as step

    return step.analyze(Workspace.open())


def report(audience: str, params: dict[str, Any]) -> str:
    """The folder of one audience's report."""
    from voxpop.steps import report as step

    workspace = Workspace.open()
    asked = params.get("week")
    week = Week.parse(asked) if asked else last_whole_week(workspace)
    return str(step.report(workspace, audience, week))


def index() -> str:
    """The page that lists all reports."""
    from voxpop.steps import report as step

    return str(step.index(Workspace.open()))


def deliver(audience: str, params: dict[str, Any]) -> str:
    """What became of one audience's report; raises where a target did not take it, so that the task is retried."""
    from voxpop.steps import deliver as step

    made = step.deliver(Workspace.open(), [audience], params.get("week"))
    failed = [f"{one.target}: {one.outcome}. {one.reason}" for one in made if not one.well]
    if failed:
        raise DeliveryError("; ".join(failed))
    return ", ".join(f"{one.target}: {one.outcome}" for one in made)


def alert() -> int:
    """How many things nobody was told of yet: a rise of negative voices, a missed promise."""
    from voxpop.steps import alert as step

    found = step.alert(Workspace.open())
    failed = [f"{one.target}: {one.reason}" for _, sent in found for one in sent if not one.well]
    if failed:
        raise DeliveryError("; ".join(failed))
    return len(found)


def sweep(channel: str) -> dict[str, Any]:
    """Ask the source again for posts already known: counts, edits, deletions."""
    from voxpop.steps import keep

    return keep.sweep(Workspace.open(), channel)


def tidy() -> dict[str, int]:
    """Load what the sweep found, apply the retention, clear what a crash left."""
    from voxpop.steps import keep

    return keep.tidy(Workspace.open())


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


def _window(
    workspace: Workspace,
    channel: str,
    params: dict[str, Any],
    interval_start: datetime | None,
    interval_end: datetime | None,
) -> Window | None:
    if params.get("from"):
        return window_between(workspace, params["from"], params.get("to"))
    if interval_start and interval_end and interval_start < interval_end:
        return collect.catch_up(workspace, channel, Window(_plain(interval_start), _plain(interval_end)))
    return collect.next_window(workspace, channel)


def _plain(moment: datetime) -> datetime:
    """Airflow's pendulum times as plain ones."""
    return datetime.fromtimestamp(moment.timestamp(), UTC)
