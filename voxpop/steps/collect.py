"""Landing: one fetch of one channel, with its record in the coverage ledger whatever happens."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop.coverage import Coverage, FetchLog, Outcome
from voxpop.errors import CollectorError, MissingSecretError, VoxpopError
from voxpop.post import RawItem
from voxpop.steps.budget import spending
from voxpop.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from voxpop.config import Channel
    from voxpop.steps.workspace import Workspace

log = logging.getLogger("voxpop.collect")
FIRST_LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Landed:
    """What one fetch left behind."""

    channel: str
    fetch_id: str
    window: str
    items: int
    outcome: str
    reason: str

    @property
    def complete(self) -> bool:
        """Whether the whole window was heard."""
        return self.outcome == Outcome.COMPLETE


def listened(workspace: Workspace) -> list[str]:
    """The channels that are listened to."""
    return [channel.id for channel in workspace.config.channels if channel.listen]


def next_window(workspace: Workspace, channel_id: str, now: datetime | None = None) -> Window | None:
    """From where the channel was last heard to the last full minute; None when there is nothing to ask for yet."""
    end = (now or datetime.now(UTC)).replace(second=0, microsecond=0)
    start = heard_until(workspace, channel_id) or end - FIRST_LOOK_BACK
    return Window(start, end) if start < end else None


def catch_up(workspace: Workspace, channel_id: str, window: Window) -> Window:
    """The window, begun earlier where the time just before it was missed (an outage, a paused scheduler)."""
    heard = heard_until(workspace, channel_id)
    if heard is None or heard >= window.start:
        return window
    return Window(max(heard, window.start - FIRST_LOOK_BACK), window.end)


def heard_until(workspace: Workspace, channel_id: str) -> datetime | None:
    """Up to when the channel was heard without a gap that asking again could close; None: never asked."""
    records = [fetch.coverage for fetch in workspace.landing.fetches(channel_id) if not fetch.coverage.recheck]
    if not records:
        return None
    latest = max(records, key=lambda record: (record.window.end, record.fetch_id))
    return min([latest.window.end, *(gap.start for gap in latest.gaps if not gap.for_good)])


def land(workspace: Workspace, channel_id: str, window: Window) -> Landed:
    """Fetch one window of one channel into landing; a fetch that ends early is kept with its gaps."""
    channel = workspace.channel(channel_id)
    with spending(workspace, channel) as (usd, posts):
        collector = workspace.collector(channel, budget_usd=usd, budget_posts=posts)
        notes = FetchLog(cursor=dict(workspace.landing.last_cursor(channel_id)))
        tables = collector.fetch_tables(window, notes)
        return record(workspace, channel, window, notes, collector.fetch(window, notes) if tables is None else tables)


def record(
    workspace: Workspace,
    channel: Channel,
    window: Window,
    notes: FetchLog,
    pulled: Iterator[RawItem] | Iterator[pa.Table],
    *,
    recheck: bool = False,
) -> Landed:
    """Land what is pulled, with its line of the ledger. A re-check asks for posts, not for a window: it has no gaps."""
    started_at = datetime.now(UTC)
    items = 0
    reason = ""
    with workspace.landing.open(channel.source, channel.id, window) as writer:
        try:
            for got in pulled:
                items += writer.add(got) if isinstance(got, RawItem) else writer.add_table(got)
        except (CollectorError, MissingSecretError) as error:
            notes.outcome = Outcome(getattr(error, "outcome", Outcome.FORBIDDEN))
            reason = str(error)
            if not notes.gaps and not recheck:
                notes.gap(window.start, window.end, notes.outcome.value)
            log.warning("%s: %s", channel.id, reason)
        if recheck:
            notes.gaps.clear()
        coverage = Coverage(
            fetch_id=writer.fetch_id,
            source=channel.source,
            channel=channel.id,
            window=window,
            started_at=started_at,
            ended_at=datetime.now(UTC),
            items=items,
            requests=notes.requests,
            retries=notes.retries,
            posts_read=notes.posts_read,
            cost_usd=notes.cost_usd,
            outcome=notes.outcome.value,
            reason=reason,
            gaps=tuple(notes.gaps),
            cursor=notes.cursor,
            unknown_keys=notes.unknown_keys,
            notes=tuple(notes.notes),
            recheck=recheck,
        )
        writer.commit(coverage)
    log.info("%s: %d items of %s, %s", channel.id, items, window, notes.outcome.value)
    return Landed(channel.id, coverage.fetch_id, str(window), items, coverage.outcome, reason)


def check(workspace: Workspace) -> list[tuple[str, bool, str]]:
    """Try every channel once: (channel, works, what was found)."""
    found = []
    for channel in workspace.config.channels:
        if not channel.listen:
            found.append((channel.id, True, "not listened to"))
            continue
        try:
            found.append((channel.id, True, workspace.collector(channel).probe()))
        except VoxpopError as error:
            found.append((channel.id, False, str(error)))
    return found
