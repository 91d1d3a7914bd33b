"""Where the files of a channel end: a silence after their last record that is much longer than theirs before was not heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from voxpop.collectors.archive.ledger.tally import Tally

RECENT = 56 * 24
"""Hours before the last record in which a file's pauses are looked for: earlier ones were of another time."""
LEAST = timedelta(hours=3)
"""A silence no longer than this is never held for the end of the files."""
FEW = 5
"""Files with records in fewer hours do not tell how long a pause is usual: no silence of theirs is held for their end."""
MORE = timedelta(days=1)
"""A last silence may be three times as long as the longest pause before it, but no more than this longer."""
MICROSECONDS = 3_600_000_000  # an hour


def hours_of(created: pa.Array) -> set[int]:
    """The hours since 1970 in which the records of a batch were written."""
    return {
        hour for hour in pc.unique(pc.divide(created.cast(pa.int64()), MICROSECONDS)).to_pylist() if hour is not None
    }


def longest_pause(hours: Collection[int]) -> int:
    """The most hours between two records that follow each other, of the last eight weeks with records; 0: none do."""
    last = max(hours, default=0)
    recent = sorted(hour for hour in hours if hour >= last - RECENT)
    return max((later - earlier for earlier, later in pairwise(recent)), default=0)


def end_of(tallies: Iterable[Tally], until: datetime, zone: ZoneInfo) -> datetime | None:
    """From when on nothing is known, since the files end before `until`; None: they reach so far, or nothing tells.

    A silence like the longest pause between two records is a silence. Of a much longer one nothing is known from the end of the
    last record's day on, or from that record on where the rest of its day would be longer than that pause as well.
    """
    found = list(tallies)
    spans = sorted((t.begin, t.end) for t in found if t.begin and t.end)
    if (
        len(spans) < len(found) or sum(t.n_hours for t in found) < FEW
    ):  # a file without a record, or of which this was not kept
        return None
    last = max(end for _, end in spans)
    pause = max([LEAST, *(timedelta(hours=t.pause) for t in found if t.end and last - t.end < timedelta(hours=RECENT))])
    reached = spans[0][1]
    for begin, end in spans[1:]:
        if last - begin < timedelta(hours=RECENT):
            pause = max(pause, begin - reached)
        reached = max(reached, end)
    if until - last <= pause + min(2 * pause, MORE):
        return None
    local = last.astimezone(zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
    return midnight if midnight - last <= pause else last
