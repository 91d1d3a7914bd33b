"""Which windows a run asks for: the new time, a little of the time before it, and the gaps that can still be closed."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import clock
from voxpop.collectors.base import HearsFiles
from voxpop.coverage import FILES_END, believe
from voxpop.pipeline.collect.clocks import standing
from voxpop.window import Window, minus, union

if TYPE_CHECKING:
    from voxpop.coverage import Coverage
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.collect")
RECENT = timedelta(days=31)  # records of so many days are looked at first
LOOK_BACK = timedelta(days=7)  # the first run begins so far back, and a gap is tried again for so long


def next_windows(workspace: Workspace, channel_id: str, now: datetime | None = None) -> list[Window]:
    """From where the channel was last asked to the last full minute, and its open gaps; none: nothing to ask for yet."""
    end = (now or datetime.now(UTC)).replace(second=0, microsecond=0)
    records = _records(workspace, channel_id, end)
    start = max((record.asked_until for record in records), default=end - LOOK_BACK)
    found = _windows(workspace, channel_id, records, start, end)
    if not found:  # nothing to ask: by a clock that is right, because it was just asked
        for said in standing(workspace.landing, []):
            log.warning("%s: clock: %s", channel_id, said)
    return found


def scheduled_windows(workspace: Workspace, channel_id: str, interval: Window) -> list[Window]:
    """The interval of a scheduled run, begun earlier where the time before it was missed, and the channel's open gaps.

    An interval of the past, as a backfill asks for, is asked for as it is.
    """
    records = _records(workspace, channel_id, interval.end)
    asked = max((record.asked_until for record in records), default=interval.start)
    if asked >= interval.end:
        return [interval]
    start = max(min(asked, interval.start), interval.start - LOOK_BACK)
    return _windows(workspace, channel_id, records, start, interval.end)


def left_of(workspace: Workspace, channel_id: str, windows: list[Window], since: datetime) -> list[Window]:
    """What of the windows is still to be asked where fetches begun `since` have heard a part: a run tried again pays nothing twice.

    Where reading costs nothing, windows of which something is left are asked for as they are.
    """
    records = [one for one in _records(workspace, channel_id, datetime.now(UTC)) if one.started_at >= since]
    told = [
        Window(gap.start, gap.end) for one in records for gap in one.gaps if gap.for_good or gap.reason == FILES_END
    ]
    left = minus(windows, told + [part for one in records for part in heard(one)])
    if workspace.collector(workspace.channel(channel_id)).costs:
        return left
    return [one for one in windows if minus([one], minus([one], left))]


def heard_until(workspace: Workspace, channel_id: str) -> datetime | None:
    """Up to when the channel was heard without a gap that asking again could close; None: never asked."""
    records = _records(workspace, channel_id)
    if not records:
        return None
    gaps = open_gaps(records)
    return min([max(record.asked_until for record in records), *(gap.start for gap in gaps)])


def open_gaps(records: list[Coverage], since: datetime | None = None) -> list[Window]:
    """What no fetch has heard and asking again could: of each moment that lies in gaps, the newest one decides."""
    records = [record for record in records if since is None or record.window.end > since]
    unheard: list[Window] = []
    for record in records:
        for gap in record.gaps:
            part = [Window(gap.start, gap.end)]
            unheard = minus(unheard, part) if gap.for_good else [*unheard, *part]
    left = minus(unheard, [part for record in records for part in heard(record)])
    return left if since is None else [Window(max(one.start, since), one.end) for one in left if one.end > since]


def heard(record: Coverage) -> list[Window]:
    """The parts of a fetch's window that were heard."""
    return minus([record.window], [Window(gap.start, gap.end) for gap in record.gaps])


def silence(workspace: Workspace, channel_id: str, now: datetime) -> tuple[Window, Coverage] | None:
    """The time at the end of which nothing was heard of the channel though it was asked, and the newest fetch; None: there is none."""
    records = _records(workspace, channel_id, now)
    if not records:
        return None
    first = min(record.window.start for record in records)
    since = max((part.end for record in records for part in (*heard(record), *_ended(record))), default=first)
    asked = max(record.asked_until for record in records)
    return (Window(since, asked), records[-1]) if since < asked else None


def _ended(record: Coverage) -> list[Window]:
    """The parts of a fetch's window in which files end: no outage, for they were read."""
    return [Window(gap.start, gap.end) for gap in record.gaps if gap.reason == FILES_END]


def _windows(
    workspace: Workspace, channel_id: str, records: list[Coverage], start: datetime, end: datetime
) -> list[Window]:
    """Where reading costs, the gaps by themselves; else one window from the oldest gap on, which costs nothing more."""
    collector = workspace.collector(workspace.channel(channel_id))
    gaps = [Window(one.start, min(one.end, end)) for one in open_gaps(records, end - LOOK_BACK) if one.start < end]
    begin = start - (collector.overlap if records else timedelta())
    if isinstance(collector, HearsFiles) and (
        first := collector.unheard_from(workspace.landing.last_cursor(channel_id))
    ):
        ended = union(open_gaps(_records(workspace, channel_id)))  # where older files end: what follows closes it
        begin = start = min([begin, first, *(gap.start for gap in ended if gap.start <= first <= gap.end)])
    if start < end:
        gaps.append(Window(begin, end))
    if not gaps or collector.costs:
        return union(gaps)
    return [Window(min(one.start for one in gaps), max(one.end for one in gaps))]


def _records(workspace: Workspace, channel_id: str, now: datetime | None = None) -> list[Coverage]:
    """The channel's fetches of windows, in the order in which they were made.

    One by a clock that is ahead of ours counts as unheard from where the sound ones end. With `now`, as many as tell up to when it was asked and what of the last days is open: a fetch asks for no time
    after its own, so older ones matter only where the recent ones asked for older time.
    """
    for since in (now - RECENT, None) if now else (None,):
        found = believe((fetch.coverage for fetch in workspace.landing.fetches(channel_id, since)), clock.now())
        found = [record for record in found if not record.recheck]
        if since is None or any(record.asked_until >= since for record in found):
            break
    return found
