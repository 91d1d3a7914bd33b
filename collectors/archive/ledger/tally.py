"""What one pass over a file found: its rows, where their times lie, and the sentences of the ledger about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.ledger.ends import hours_of, longest_pause
from voxpop.collectors.archive.times import INSTANT
from voxpop.collectors.wire.ahead import SLACK, is_ahead, tell_ahead
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.collectors.archive.files import ArchiveFile


@dataclass(slots=True)
class Tally:
    """What was in one file, for the notes and for not reading an unchanged file again."""

    rows: int = 0
    left_out: int = 0  # rows that `only` does not want
    notices: int = 0  # rows that a program wrote by itself, which are left out
    within: list[str] = field(default_factory=list)  # what is said of records within records
    inside: int = 0
    answered: int = 0  # of those inside, the ones that are older, with an answer that is not
    undated: int = 0
    ahead: int = 0  # of those outside, the ones that lie after now
    unread: str = ""  # what the first rows hold that nothing reads
    first: datetime | None = None
    last: datetime | None = None
    latest: datetime | None = None  # of rows and of answers in them
    begin: datetime | None = None  # of every row, also of those that are left out
    end: datetime | None = None  # of the same
    hours: set[int] = field(default_factory=set)  # in which rows were written, while the file is read
    n_hours: int = 0  # in how many hours
    pause: int = 0  # the longest between two rows of the last weeks, in hours

    def add(
        self, created: pa.Array, inside: pa.Array, answers: pa.Array | None = None, now: datetime | None = None
    ) -> pa.Array:
        """Counts one batch and returns which of its rows land.

        created: when each row was written. inside: which of these lie in the window. answers: which rows hold an answer
        that does. now: after which no row can have been written.
        """
        self.rows += len(created)
        self.undated += created.null_count
        landing = inside
        if answers is not None:
            landing = pc.and_(pc.or_(inside, answers), created.is_valid())
            self.answered += landing.true_count - inside.true_count
        self.inside += landing.true_count
        if created.null_count < len(created):
            ends = pc.min_max(created).as_py()
            self.first = min(self.first or ends["min"], ends["min"])
            self.last = max(self.last or ends["max"], ends["max"])
            self.reach(ends["max"])
            if now is not None and is_ahead(ends["max"], now):
                later = pc.greater(created, pa.scalar(now + SLACK, INSTANT))
                self.ahead += pc.and_(later, pc.invert(inside)).true_count
        return pc.or_(landing, created.is_null())

    def see(self, created: pa.Array) -> None:
        """Note when the rows of a batch were written, whether or not they are wanted: they tell how far the file reaches."""
        ends = pc.min_max(created).as_py()
        if ends["min"] is not None:
            self.begin = min(self.begin or ends["min"], ends["min"])
            self.end = max(self.end or ends["max"], ends["max"])
            self.hours |= hours_of(created)
            self.n_hours, self.pause = len(self.hours), longest_pause(self.hours)

    def reach(self, moment: datetime | None) -> None:
        """Note a time that the file holds."""
        if moment is not None:
            self.latest = max(self.latest or moment, moment)
            self.end = max(self.end or moment, moment)

    def span(self) -> str:
        """The days it runs over."""
        return f"{self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}" if self.first and self.last else "no dated rows"

    def kept(self, state: str) -> dict[str, Any]:
        """What the channel's cursor keeps of the file."""
        told: dict[str, Any] = {"state": state, "first": _iso(self.first), "last": _iso(self.last)}
        told |= {"begin": _iso(self.begin), "end": _iso(self.end), "n_hours": self.n_hours, "pause": self.pause}
        return {**told, "latest": _iso(self.latest)} if self.latest != self.last else told

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Tally:
        """The tally that a cursor kept."""
        first, last = _moment(kept["first"]), _moment(kept["last"])
        return cls(
            first=first,
            last=last,
            latest=_moment(kept.get("latest")) or last,
            begin=_moment(kept.get("begin")),
            end=_moment(kept.get("end")),
            n_hours=int(kept.get("n_hours", 0)),
            pause=int(kept.get("pause", 0)),
        )

    def misses(self, window: Window) -> bool:
        """Whether nothing of the file lies in a window."""
        return self.first is None or self.latest is None or self.latest < window.start or self.first >= window.end

    def notes(self, file: ArchiveFile) -> list[str]:
        """The sentences about a file that was read."""
        outside = self.rows - self.inside - self.undated
        counted = f"{self.inside:,} in the window, {outside:,} outside it, {self.undated:,} without a usable time"
        notes = [f"{file.name}: {self.rows:,} rows ({self.span()}): {counted}"]
        if self.ahead and self.last:
            notes.append(f"{file.name}: {tell_ahead(self.ahead, self.last, 'rows')}")
        if self.answered:
            notes.append(f"{file.name}: {self.answered:,} of them are older, with an answer of these days")
        if self.left_out:
            notes.append(f"{file.name}: {self.left_out:,} other rows left out, as 'only' says")
        notes.extend(f"{file.name}: {told}" for told in self.within)
        if self.unread:
            notes.append(f"{file.name}: {self.unread}")
        notes.extend(f"{file.name}: {note}" for note in file.notes)
        if file.letters and (guess := file.letters.note()):
            notes.append(f"{file.name}: {guess}")
        return notes


def within(times: pa.Array, window: Window) -> pa.Array:
    """Which times lie in a window; a missing one does not."""
    start, end = pa.scalar(window.start, INSTANT), pa.scalar(window.end, INSTANT)
    return pc.and_(pc.greater_equal(times, start), pc.less(times, end)).fill_null(False)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
