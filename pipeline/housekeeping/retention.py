"""Keeping: ask the sources again for known posts, keep to the retention, clear what a crash left."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import clock, warehouse
from voxpop.collectors.base import rechecks_source
from voxpop.coverage import FetchLog
from voxpop.errors import WarehouseError
from voxpop.landing import erase as landing_erase
from voxpop.pipeline.collect.budget import spending
from voxpop.pipeline.collect.fetch import record
from voxpop.pipeline.erasure.forget import settle
from voxpop.pipeline.load.fetches import load
from voxpop.pipeline.report.run import index
from voxpop.window import Week, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voxpop.collectors.base import Collector
    from voxpop.config import Channel
    from voxpop.landing import Fetch
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.keep")
MONTH = timedelta(days=31)
CRASHED = timedelta(hours=6)  # a fetch that has not been committed for so long never will be
HELD = timedelta(days=1)  # between the clock and the newest fetch; more is said where something would be erased
NOT_A_WINDOW = timedelta(seconds=1)


def sweep(workspace: Workspace, channel_id: str, now: datetime | None = None) -> dict[str, Any]:
    """Counts; what the source says now of the channel's recent posts has landed."""
    moment = now or datetime.now(UTC)
    channel = workspace.channel(channel_id)
    with spending(workspace, channel) as [(usd, posts)]:
        collector = workspace.collector(channel, budget_usd=usd, budget_posts=posts)
        if rechecks_source(collector) and (one := _for_all(workspace, channel)) != channel_id:
            return {"asked": 0, "by": one}
        post_ids = _due(workspace, collector, moment)
        if not post_ids or not collector.can_recheck:
            return {"asked": 0}
        notes = FetchLog(cursor=dict(workspace.landing.last_cursor(channel_id)))
        window = Window(moment - NOT_A_WINDOW, moment)
        landed = record(workspace, channel, window, notes, collector.recheck(post_ids, notes), recheck=True)
    return {"asked": len(post_ids), "items": landed.items, "outcome": landed.outcome, "fetch_id": landed.fetch_id}


def _for_all(workspace: Workspace, channel: Channel) -> str:
    """The channel that re-checks the posts of all channels of its source."""
    same = [one for one in workspace.config.channels if one.source == channel.source and one.listen]
    return next(one.id for one in same if rechecks_source(workspace.collector(one)))


def _due(workspace: Workspace, collector: Collector, now: datetime) -> list[str]:
    """The posts that it is time to ask for again; none where nothing is published."""
    try:
        snapshot = warehouse.open_snapshot(workspace.snapshots)
    except WarehouseError:
        return []
    with snapshot:
        if rechecks_source(collector):
            posts = snapshot.rows("sweep/source", {"source": collector.source})
        else:
            asked = {"channel": collector.channel.id, "now": now, "costs": collector.costs}
            posts = snapshot.rows("sweep/posts", asked)
    due: list[str] = posts["post_id"].to_pylist()
    return due


def tidy(
    workspace: Workspace, reported: Iterable[Mapping[str, Any]] = (), *, trust_clock: bool = False
) -> dict[str, int]:
    """Counts; what the sweep found (`reported`) is loaded, what is gone or too old has left every place, leftovers of crashes too.

    What is too old is told by `clock.settled`, so that a clock that jumped erases nothing; `trust_clock`: by the clock.
    """
    counts = load(workspace, reported)
    ours = datetime.now(UTC)
    now = ours if trust_clock else _settled(workspace, ours)
    near = ours if ours - now < clock.SETTLED else now  # for what is no loss a few days early: it is in the tables
    counts["leftovers"] = workspace.landing.sweep(CRASHED, near)
    counts["expired posts"] = _expire_posts(workspace, now)
    counts["expired"] = _expire_landing(workspace, near)
    counts["expired reports"] = _expire_reports(workspace, now)
    return counts | settle(workspace)


def _settled(workspace: Workspace, ours: datetime) -> datetime:
    """The moment by which ages are counted; said where it is not the clock's."""
    now = clock.settled(ours, workspace.landing.sightings())
    if ours - now > HELD:
        log.warning(
            "sweep: the clock says %s UTC, the fetches vouch for %s only, %s earlier: ages are counted by that, so that a wrong "
            "clock erases nothing. If the clock is right, `voxpop land` first, or `voxpop sweep --trust-clock`",
            f"{ours:%Y-%m-%d %H:%M}",
            f"{now:%Y-%m-%d %H:%M}",
            clock.say(ours - now),
        )
    return now


def _expire_posts(workspace: Workspace, now: datetime) -> int:
    """How many posts and other wordings were older than the retention."""
    retention = workspace.config.retention
    rules = [
        warehouse.Expiry(before=now - timedelta(days=rule.days), sources=rule.source, kinds=rule.kind)
        for rule in retention.posts
    ]
    if retention.versions_days:
        rules.append(warehouse.Expiry(before=now - timedelta(days=retention.versions_days), versions=True))
    if not rules:
        return 0
    with warehouse.writer(workspace.warehouse_path) as writer:
        erased = writer.erasures.expire(rules, workspace.config.company.time_zone)
    return sum(erased.counts.get(table, 0) for table in ("posts", "post_versions")) if erased else 0


def _expire_landing(workspace: Workspace, now: datetime) -> int:
    """How many fetches' items were older than the retention; the records that are still counted on stay."""
    expired = 0
    with warehouse.writer(workspace.warehouse_path) as writer:
        loaded = writer.loads()
    for channel in workspace.config.channels:
        days = workspace.config.retention.landing_limit(channel.source)
        fetches = workspace.landing.fetches(channel.id) if days else []
        counted_on = _find_needed(fetches, now)
        for fetch in fetches:
            if fetch.fetch_id not in loaded or fetch.coverage.ended_at >= now - timedelta(days=days or 0):
                continue
            expired += fetch.holds_items
            if fetch.fetch_id not in counted_on:
                workspace.landing.remove(fetch)
            elif fetch.holds_items:
                landing_erase.empty(fetch)
    return expired


def _find_needed(fetches: list[Fetch], now: datetime) -> set[str]:
    """The newest holds the cursor, the latest window says what was heard, those of this month say what was spent."""
    month = [fetch.fetch_id for fetch in fetches if fetch.coverage.started_at >= now - MONTH]
    latest = sorted(fetches, key=lambda fetch: (not fetch.coverage.recheck, fetch.coverage.window.end, fetch.fetch_id))
    return {fetch.fetch_id for fetch in (*fetches[-1:], *latest[-1:])} | set(month)


def _expire_reports(workspace: Workspace, now: datetime) -> int:
    """How many weeks' reports were older than the retention."""
    days = workspace.config.retention.reports_days
    if days is None:
        return 0
    limit = now.date() - timedelta(days=days)
    old = [
        path.parent for path in workspace.reports.glob("*/*/report.json") if Week.parse(path.parent.name).sunday < limit
    ]
    for folder in old:
        shutil.rmtree(folder)
    if old:
        index(workspace)
    return len(old)
