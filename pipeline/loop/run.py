"""Trackers as the commands use them: what a push would do, the push itself, and what became of the issues."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.errors import CollectorError
from voxpop.pipeline.loop.attempts import Attempts
from voxpop.pipeline.loop.choose import choose
from voxpop.pipeline.loop.github import GitHub
from voxpop.pipeline.loop.gitlab import GitLab
from voxpop.pipeline.loop.jira import Jira
from voxpop.pipeline.loop.linear import Linear
from voxpop.pipeline.loop.push import Push, Pushed, choose_tracker
from voxpop.pipeline.loop.tracker import Client, Made, RefusedError, State, TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from voxpop.config import Tracker
    from voxpop.pipeline.workspace import Workspace

CLIENTS: dict[str, type[Client]] = {"github": GitHub, "gitlab": GitLab, "jira": Jira, "linear": Linear}
DEMAND_ISSUES = pa.schema(
    [("tracker", pa.string()), ("issue", pa.string()), ("demand_id", pa.string()), ("url", pa.string()),
     ("state", pa.string()), ("release", pa.string()), ("read_at", pa.timestamp("us", tz="UTC"))]
)  # fmt: skip


def client_of(
    workspace: Workspace,
    tracker: Tracker,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] | None = None,
) -> Client:
    """The client of a tracker, with its token; raises `MissingSecretError` where there is none."""
    key = AuthorKey(workspace.secrets.author_key())
    context = Context(
        key, workspace.secrets.get, workspace.config.base_dir, clock, sleep, limits=workspace.config.limits
    )
    return CLIENTS[tracker.kind](tracker, key, workspace.secrets.get, context, clock)


def push(
    workspace: Workspace,
    name: str | None = None,
    *,
    send: bool = False,
    again: Collection[str] = (),
    client: Client | None = None,
) -> Pushed:
    """What became of each demand; nothing is made without `send`. After a push the states of all issues are read too."""
    return push_to(workspace, tracker_of(workspace, name), send=send, again=again, client=client)


def push_to(
    workspace: Workspace,
    tracker: Tracker,
    *,
    send: bool = False,
    again: Collection[str] = (),
    client: Client | None = None,
) -> Pushed:
    """The same to a tracker that need not be in the configuration."""
    client = client or client_of(workspace, tracker)
    attempts = Attempts.of(workspace, tracker.id)
    chosen = choose(workspace, tracker)
    run = Push(client, attempts, chosen.former, client.clock, again)
    with attempts.alone() if send else nullcontext():
        pushed = run.run(chosen.choices, send=send, live=chosen.live)
        if send:
            made = [line.made for line in pushed.lines if line.made and line.made.demands]
            _store(workspace, tracker, made, client.clock())
    return pushed


def read_states(workspace: Workspace, name: str | None = None, client: Client | None = None) -> list[tuple[Made, bool]]:
    """Every issue of ours as it is now, and whether that is news; news go into the warehouse, and a snapshot is published.

    An issue that we made and that no list has any more is asked for by itself: it is gone, or has lost its mark.
    """
    tracker = tracker_of(workspace, name)
    client = client or client_of(workspace, tracker)
    try:
        found = {made.issue: made for made in client.list_made()}
        for demand, attempt in Attempts.of(workspace, tracker.id).list_made().items():
            if attempt.issue in found:
                continue
            read = client.read(attempt.issue)
            gone = Made(
                issue=attempt.issue, number=0, demands=(demand,), url=attempt.url, state=State.GONE, release=None
            )
            found[attempt.issue] = gone if read is None else replace(read, demands=(demand,))
    except (CollectorError, RefusedError) as error:
        raise TrackerError(tracker.id, f"{error}") from error
    issues = sorted(found.values(), key=lambda made: (made.number, made.issue))
    news = _store(workspace, tracker, issues, client.clock())
    return [(made, made.issue in news) for made in issues]


def tracker_of(workspace: Workspace, name: str | None) -> Tracker:
    """The tracker that is named, or the only one."""
    trackers = {tracker.id: tracker for tracker in workspace.config.trackers}
    return trackers[choose_tracker(list(trackers), name)]


def _store(workspace: Workspace, tracker: Tracker, issues: list[Made], now: datetime) -> set[str]:
    """Add what differs from what was last read, and publish; the issues that had news."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        rows = snapshot.records("demand/marked", {"tracker": tracker.id})
    known = {(row["issue"], row["demand_id"]): (row["url"], row["state"], row["release"]) for row in rows}
    # A clock that was set back must not hide news behind what was read before.
    now = max([now, *(row["read_at"] + timedelta(microseconds=1) for row in rows)])
    fresh = [
        {
            "tracker": tracker.id,
            "issue": made.issue,
            "demand_id": demand,
            "url": made.url,
            "state": str(made.state),
            "release": made.release,
            "read_at": now,
        }
        for made in issues
        for demand in made.demands
        if known.get((made.issue, demand)) != (made.url, str(made.state), made.release or "")
    ]
    if fresh:
        with warehouse.writer(workspace.warehouse_path) as writer:
            writer.findings.note_issues(pa.Table.from_pylist(fresh, DEMAND_ISSUES))
            writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    return {str(row["issue"]) for row in fresh}
