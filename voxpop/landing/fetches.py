"""Landing: what sources sent, as received, in folders that appear whole and never change."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop import clock, durable, redaction
from voxpop.coverage import Coverage
from voxpop.durable import TEMPORARY
from voxpop.errors import LandingError
from voxpop.landing import unfinished
from voxpop.landing.unfinished import SPENT
from voxpop.landing.writing import Writing, without_secrets
from voxpop.post import RawItem
from voxpop.window import Window

ITEMS = "items.jsonl.zst"
TABLE = "items.parquet"
COVERAGE = "coverage.json"
STAMP = "%Y%m%dT%H%M%S.%fZ"  # how the name of a fetch begins


@dataclass(frozen=True)
class Fetch:
    """One committed fetch: its items and its coverage record."""

    path: Path

    @property
    def fetch_id(self) -> str:
        """Sortable by time."""
        return self.path.name

    @property
    def named_at(self) -> datetime:
        """When it began, by its name; the beginning of time where the name tells none."""
        try:
            return datetime.strptime(self.fetch_id.split("-")[0], STAMP).replace(tzinfo=UTC)
        except ValueError:
            return datetime(1970, 1, 2, tzinfo=UTC)

    @cached_property
    def coverage(self) -> Coverage:
        """The record beside the items."""
        path = self.path / COVERAGE
        try:
            return Coverage.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LandingError(path, f"the coverage record cannot be read: {error}") from error

    def with_record(self, record: Coverage) -> Fetch:
        """The same items under another record."""
        other = Fetch(self.path)
        other.__dict__["coverage"] = record
        return other

    def items(self) -> Iterator[RawItem]:
        """The raw items in the order received, with the record's time where our clock was wrong."""
        path = self.path / ITEMS
        if not path.exists():
            return
        record = self.coverage
        if not path.stat().st_size:
            raise LandingError(path, "the file is damaged: it is empty. Remove its folder and fetch again")
        try:
            with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
                for line in _lines(stream):
                    entry = json.loads(line)
                    yield RawItem(
                        source=record.source,
                        channel=record.channel,
                        fetched_at=record.corrected(datetime.fromisoformat(entry["fetched_at"])),
                        window=record.window,
                        payload=entry["payload"],
                    )
        except (OSError, ValueError, KeyError) as error:
            raise LandingError(path, f"the file is damaged: {error}. Remove its folder and fetch again") from error

    @property
    def holds_items(self) -> bool:
        """Whether there are items; else nothing came, or the retention has taken it and only the record is left."""
        return any((self.path / name).exists() for name in (ITEMS, TABLE))

    def tables(self) -> Iterator[pa.Table]:
        """The batches of a columnar fetch."""
        path = self.path / TABLE
        if not path.exists():
            return
        try:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    yield file.read_row_group(group)
        except (OSError, pa.ArrowInvalid) as error:
            raise LandingError(path, f"the file is damaged: {error}. Remove its folder and fetch again") from error


class Landing:
    """The folder that all collectors write to, each into folders of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open(
        self, source: str, channel: str, window: Window, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> FetchWriter:
        """A fetch to be written; it is there once it is committed, and not at all otherwise."""
        return FetchWriter(self.root, source, channel, window, clock)

    def fetches(self, channel: str | None = None, since: datetime | None = None) -> list[Fetch]:
        """The committed fetches, of one channel or of all, oldest first; `since`: only those begun then or later."""
        folders = [self.root / channel] if channel else sorted(self.root.glob("[!.]*"))
        first = f"{since:%Y%m%dT%H%M%S}" if since else ""
        found = [
            Fetch(Path(entry.path))
            for folder in folders
            if folder.is_dir()
            for entry in os.scandir(folder)
            if entry.name >= first and entry.is_dir()
        ]
        return sorted(found, key=lambda fetch: (fetch.fetch_id, fetch.path))

    def last_cursor(self, channel: str, now: datetime | None = None) -> dict[str, Any]:
        """The cursor that the channel's newest fetch left; empty before the first.

        One by a clock that was ahead is passed over, as long as it lies ahead of `now` and where the fetch before doubts it.
        """
        limit = (now or clock.now()) + clock.TOLERANCE
        fetches = self.fetches(channel)
        past = [fetch for fetch in fetches if fetch.named_at <= limit] or fetches
        if len(past) > 1 and past[-1].fetch_id in past[-2].coverage.doubted:
            past = past[:-1]
        return past[-1].coverage.cursor if past else {}

    def sightings(self, channel: str | None = None, newest: int = 25) -> list[clock.Sighting]:
        """When the last fetches of a channel, or of each channel, were made, and whether a server agreed with that time."""
        channels = [channel] if channel else [path.name for path in sorted(self.root.glob("[!.]*")) if path.is_dir()]
        return [
            clock.Sighting(fetch.fetch_id, record.ended_at, record.clock_ahead is not None)
            for name in channels
            for fetch in self.fetches(name)[-newest:]
            for record in (fetch.coverage,)
        ]

    def remove(self, fetch: Fetch) -> None:
        """Take a fetch away whole: one that was half removed could not be read, and would stop whoever reads all."""
        away = self.root / TEMPORARY / fetch.fetch_id
        away.parent.mkdir(parents=True, exist_ok=True)
        fetch.path.rename(away)
        shutil.rmtree(away)

    def sweep(self, older_than: timedelta, now: datetime | None = None) -> int:
        """How many leftovers of interrupted fetches were removed; what they spent this month is still counted on."""
        return unfinished.sweep(self.root / TEMPORARY, older_than, now or datetime.now(UTC))

    def clear_dead(self) -> int:
        """How many fetches whose process was killed lost their items, which nobody will ever read."""
        return unfinished.clear_dead(self.root / TEMPORARY)

    def count_spent_in_vain(self, channel: str, month: str, zone: tzinfo = UTC) -> tuple[float, int]:
        """Dollars and posts that the channel's interrupted fetches of a zone's month ('2026-11') had paid for."""
        spent = [
            told
            for path, told in unfinished.all_spent(self.root / TEMPORARY)
            if told["channel"] == channel and f"{Fetch(path).named_at.astimezone(zone):%Y-%m}" == month
        ]
        return sum(float(one["cost_usd"]) for one in spent), sum(int(one["posts_read"]) for one in spent)


class FetchWriter:
    """Writes one fetch under `.tmp` and renames it into place on `commit`."""

    def __init__(self, root: Path, source: str, channel: str, window: Window, clock: Callable[[], datetime]) -> None:
        self.fetch_id = f"{clock():{STAMP}}-{uuid4().hex[:8]}"
        self._source, self._channel, self._window = source, channel, window
        self._home = root / channel
        self._folder = root / TEMPORARY / self.fetch_id
        self._stream: Any = None
        self._table: pq.ParquetWriter | None = None
        self._committed = False

    def __enter__(self) -> Self:
        with self._writing():
            self._folder.mkdir(parents=True)
            self._held = unfinished.Held(self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._committed:
            self._held.release()
            with suppress(OSError):  # where the disk is full, the rest cannot be written either
                self._close()
            if (self._folder / SPENT).exists():  # gone with its items, but not what they cost
                for name in (ITEMS, TABLE):
                    (self._folder / name).unlink(missing_ok=True)
            else:
                shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, item: RawItem) -> int:
        """Append one item; how many were added."""
        with self._writing():
            if self._stream is None:
                self._stream = pa.CompressedOutputStream(pa.OSFile(str(self._folder / ITEMS), "wb"), "zstd")
            entry = {"fetched_at": item.fetched_at.isoformat(), "payload": item.payload}
            self._stream.write(
                redaction.hide(json.dumps(entry, separators=(",", ":")), words=False).encode("ascii") + b"\n"
            )
        return 1

    def add_table(self, table: pa.Table) -> int:
        """Append a batch of a columnar source; how many rows were added."""
        with self._writing():
            if self._table is None:
                self._table = pq.ParquetWriter(
                    self._folder / TABLE, table.schema, compression="zstd", use_dictionary=False
                )
            self._table.write_table(without_secrets(table))
        return int(table.num_rows)

    def named_for(self, began: datetime) -> str:
        """The fetch's id with another time; a name by a clock that is ahead would stand behind all others until then."""
        return f"{began:{STAMP}}-{self.fetch_id.split('-')[1]}"

    def spent(self, cost_usd: float, posts_read: int) -> None:
        """Note what was paid so far, so that it is known even if this fetch never commits."""
        with self._writing():
            text = json.dumps({"channel": self._channel, "cost_usd": cost_usd, "posts_read": posts_read})
            durable.write(self._folder / SPENT, text)

    def commit(self, coverage: Coverage) -> Fetch:
        """Make the fetch appear, whole and durable, with its coverage record and cursor."""
        with self._writing():
            self._close()
            (self._folder / SPENT).unlink(missing_ok=True)
            path = self._folder / COVERAGE
            path.write_text(json.dumps(redaction.hide_in(coverage.to_json()), indent=1), encoding="utf-8")
            for part in self._folder.iterdir():
                durable.sync(part)
            place = self._home / coverage.fetch_id
            self._home.mkdir(parents=True, exist_ok=True)
            durable.move(self._folder, place)
        self._held.release(place)
        self._committed = True
        return Fetch(place)

    def _close(self) -> None:
        parts, self._stream, self._table = (self._stream, self._table), None, None
        for part in parts:
            if part is not None:
                part.close()

    def _writing(self) -> Writing:
        return Writing(self._folder)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream line by line, a megabyte at a time."""
    rest = b""
    while block := stream.read(1 << 20):
        *whole, rest = (rest + bytes(block)).split(b"\n")
        yield from whole
    if rest:
        raise ValueError("the last line is cut")
