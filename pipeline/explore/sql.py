"""Looking without touching: SQL and the coverage ledger, on the newest published snapshot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.errors import UsageError, WarehouseError
from voxpop.pipeline.spans import moment

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.pipeline.workspace import Workspace

COUNTS = ("new", "edited", "gone")  # of a fetch, once it is loaded
COVERAGE = [
    "started_at", "channel", "window_start", "window_end", "requests", "items", *COUNTS, "outcome", "gaps", "cost_usd", "reason",
]  # fmt: skip


def sql(workspace: Workspace, query: str) -> pa.Table:
    """The query's result; it can neither write nor open files."""
    return warehouse.sql(workspace.snapshots, query)


def coverage(workspace: Workspace, start: str | None, end: str | None) -> tuple[list[str], list[list[Any]]]:
    """The ledger of fetches whose window touches the span, oldest first, from landing: also what is not loaded yet."""
    since = moment(start, workspace) if start else None
    until = moment(end, workspace) if end else None
    loaded = _count_loaded(workspace)
    rows = []
    for fetch in workspace.landing.fetches():
        record = fetch.coverage
        if (since and record.window.end <= since) or (until and record.window.start >= until):
            continue
        gaps = "; ".join(f"{gap.start:%m-%d %H:%M} to {gap.end:%m-%d %H:%M} {gap.reason}" for gap in record.gaps)
        values = (
            record.started_at,
            record.channel,
            record.window.start,
            record.window.end,
            record.requests,
            record.items,
        )
        counts = loaded.get(fetch.fetch_id, [None] * len(COUNTS))
        rows.append([*values, *counts, record.outcome, gaps, record.cost_usd, record.reason])
    return COVERAGE, sorted(rows, key=lambda row: row[0])


def _count_loaded(workspace: Workspace) -> dict[str, list[int]]:
    """What the newest snapshot says of each fetch: posts new, edited, gone; nothing before the first."""
    try:
        snapshot = warehouse.open_snapshot(workspace.snapshots)
    except WarehouseError:
        return {}
    with snapshot:
        rows = snapshot.records("coverage/counts")
    return {row["fetch_id"]: [row[f"n_{name}"] for name in COUNTS] for row in rows}


def coverage_days(workspace: Workspace, start: str | None, end: str | None) -> list[dict[str, Any]]:
    """Each channel and local day of the span by its worst hour, of what is loaded and analyzed."""
    if not warehouse.has_marts(workspace.snapshots, "channel_hours"):
        raise UsageError(
            "no snapshot holds the hours of the channels yet: run `voxpop load` and `voxpop analyze` first"
        )
    span = {
        "time_zone": workspace.config.company.time_zone,
        "since": moment(start, workspace) if start else datetime(1970, 1, 1, tzinfo=UTC),
        "until": moment(end, workspace) if end else datetime.now(UTC),
    }
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        rows: list[dict[str, Any]] = snapshot.records("coverage/days", span)
    return rows
