"""The steps as Airflow calls them: settings from the environment, windows from the run, counts back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voxpop import warehouse
from voxpop.pipeline import spans
from voxpop.pipeline.access import keep_private
from voxpop.pipeline.collect import fetch, heard
from voxpop.pipeline.collect.windows import left_of, next_windows, scheduled_windows
from voxpop.pipeline.deliver.senders import DeliveryError
from voxpop.pipeline.load.reported import report as report_fetches
from voxpop.pipeline.mirror import carry
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week, Window


def channels() -> list[str]:
    """The channels to map over."""
    return fetch.listened(_open())


def groups() -> list[str]:
    """What to map collecting over: channels, and with '+' those that can be asked together."""
    return ["+".join(together) for together in fetch.groups(_open())]


def audiences() -> list[str]:
    """The audiences to map over; 'everyone' is always there. None before the first analysis."""
    workspace = _open()
    return list(workspace.config.audience_ids) if warehouse.has_marts(workspace.snapshots) else []


def land(
    channels: str,
    params: dict[str, Any],
    interval_start: datetime | None,
    interval_end: datetime | None,
    begun: datetime | None = None,
) -> dict[str, Any]:
    """Land channels: the window asked for, else the run's data interval with what was missed, else since last heard.

    What a try of the same run (`begun`: when it began) has heard is not asked for again. Where a mirror is configured, what other
    machines landed is brought here first, so that nothing is asked for twice, and what landed is copied there.
    """
    workspace = _open()
    carry.bring(workspace)
    windows = [
        (channel, window)
        for channel in channels.split("+")
        for window in _windows(workspace, channel, params, interval_start, interval_end, begun)
    ]
    landed = fetch.listen(workspace, windows)
    return {
        "channels": channels,
        "items": sum(one.items for one in landed),
        "not copied": carry.send(workspace),
        **report_fetches([asdict(one) for one in landed]),
    }


def demand_heard(landed: dict[str, Any]) -> str:
    """What was left out as asked (a budget is used up, a source gives no such time), '': nothing; raises where trying again may help."""
    carry.demand_sent(landed.get("not copied", ""))
    return heard.demand_heard(landed["fetches"])


def load(landed: Iterable[dict[str, Any]] = ()) -> dict[str, int]:
    """Load what has landed, here or on machines that copied it to the mirror, then publish.

    Raises where a fetch that was reported is not here, and where the mirror could not be read; what is here is loaded then.
    """
    from voxpop.pipeline.load import fetches as step

    workspace = _open()
    with carry.brought(workspace):
        return step.load(workspace, list(landed))


def read() -> str:
    """Read the posts: the folder of what was found; '': nothing is new. Needs no place among the writers."""
    from voxpop.pipeline.analyze import run as step

    return str(step.read(_open()) or "")


def conclude(found: str) -> dict[str, int]:
    """Write what was found, publish."""
    from voxpop.pipeline.analyze import run as step

    return step.conclude(_open(), Path(found) if found else None)


def report(audience: str, params: dict[str, Any]) -> str:
    """The folder of one audience's report."""
    from voxpop.pipeline.report import run as step

    workspace = _open()
    asked = params.get("week")
    week = Week.parse(asked) if asked else spans.last_whole_week(workspace)
    return str(step.report(workspace, audience, week))


def index() -> str:
    """The page that lists all reports."""
    from voxpop.pipeline.report import run as step

    return str(step.index(_open()))


def deliver(audience: str, params: dict[str, Any]) -> str:
    """What became of one audience's report; raises where a target did not take it, so that the task is retried."""
    from voxpop.pipeline.deliver import run as step

    made = step.deliver(_open(), [audience], params.get("week"))
    failed = [f"{one.target}: {one.outcome}. {one.reason}" for one in made if not one.well]
    if failed:
        raise DeliveryError("; ".join(failed))
    return ", ".join(f"{one.target}: {one.outcome}" for one in made)


def alert() -> int:
    """How many things nobody was told of yet: a rise of negative voices, a missed promise, a channel not heard."""
    from voxpop.pipeline.deliver import alert as step

    found = step.alert(_open())
    failed = [f"{one.target}: {one.reason}" for _, sent in found for one in sent if not one.well]
    if failed:
        raise DeliveryError("; ".join(failed))
    return len(found)


def route() -> int:
    """How many posts routes sent on; raises where one may not have arrived, so that somebody looks. 0 where none is configured."""
    from voxpop.pipeline.loop.routes import send_routes

    workspace = _open()
    if not workspace.config.routes:
        return 0
    lines = [line for run in send_routes(workspace, send=True) for line in run.lines]
    if failed := [
        f"{line.delivery}: {line.outcome}. {line.reason}" for line in lines if line.message and not line.well
    ]:
        raise DeliveryError("; ".join(failed))
    return sum(line.outcome == "sent" for line in lines)


def push() -> int:
    """How many copies in the mirror were written or removed; 0 where none is configured."""
    return carry.push_all(_open())


def sweep(channel: str) -> dict[str, Any]:
    """Ask the source again for posts already known: counts, edits, deletions."""
    from voxpop.pipeline.housekeeping import retention

    told = retention.sweep(_open(), channel)
    known = [{"channel": channel, "fetch_id": told["fetch_id"], "window": "asked again"}] if "fetch_id" in told else []
    return told | report_fetches(known)


def tidy(swept: Iterable[dict[str, Any]] = ()) -> dict[str, int]:
    """Load what the sweep found, apply the retention, clear what a crash left; raises where a fetch that was reported is not here."""
    from voxpop.pipeline.housekeeping import retention

    return retention.tidy(_open(), list(swept))


def _open() -> Workspace:
    workspace = Workspace.open()
    keep_private(workspace)
    return workspace


def _windows(
    workspace: Workspace,
    channel: str,
    params: dict[str, Any],
    interval_start: datetime | None,
    interval_end: datetime | None,
    begun: datetime | None,
) -> list[Window]:
    windows = _asked(workspace, channel, params, interval_start, interval_end)
    return left_of(workspace, channel, windows, _plain(begun)) if begun else windows


def _asked(
    workspace: Workspace,
    channel: str,
    params: dict[str, Any],
    interval_start: datetime | None,
    interval_end: datetime | None,
) -> list[Window]:
    if params.get("from"):
        return [spans.window_between(workspace, params["from"], params.get("to"))]
    if interval_start and interval_end and interval_start < interval_end:
        interval = Window(_plain(interval_start), _plain(interval_end))
        return scheduled_windows(workspace, channel, interval)
    return next_windows(workspace, channel)


def _plain(moment: datetime) -> datetime:
    """Airflow's pendulum times as plain ones."""
    return datetime.fromtimestamp(moment.timestamp(), UTC)
