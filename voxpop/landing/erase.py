"""Erasure in landing: the one exception to its rule that a committed fetch never changes.

Only the file of items is replaced, whole and in one step, by a copy without what was erased, or taken away by the retention;
the coverage record stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.errors import LandingError
from voxpop.landing.fetches import ITEMS, TABLE, sync

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.landing.fetches import Fetch
    from voxpop.post import RawItem

MARK = "erased"
"""An empty file in a fetch that has fewer items than its coverage record says, because some were erased."""


def replace_items(fetch: Fetch, items: Iterator[RawItem]) -> None:
    """Put these items in the place of the fetch's."""
    fresh = _fresh(fetch.path / ITEMS)
    with (
        _replacing(fresh, fetch.path / ITEMS),
        pa.CompressedOutputStream(pa.OSFile(str(fresh), "wb"), "zstd") as stream,
    ):
        for item in items:
            entry = {"fetched_at": item.fetched_at.isoformat(), "payload": item.payload}
            stream.write(json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n")


def replace_tables(fetch: Fetch, tables: Iterator[pa.Table]) -> None:
    """Put these rows in the place of the fetch's."""
    fresh = _fresh(fetch.path / TABLE)
    with _replacing(fresh, fetch.path / TABLE):
        writer: pq.ParquetWriter | None = None
        for table in tables:
            writer = writer or pq.ParquetWriter(fresh, table.schema, compression="zstd")
            writer.write_table(table)
        if writer:
            writer.close()


def empty(fetch: Fetch) -> None:
    """Take the items away; the record of what was asked, spent and reached stays."""
    (fetch.path / MARK).touch()
    for name in (ITEMS, TABLE):
        (fetch.path / name).unlink(missing_ok=True)
    sync(fetch.path)


def clear(fetch: Fetch) -> None:
    """Remove what an interrupted replacement left."""
    for name in (ITEMS, TABLE):
        _fresh(fetch.path / name).unlink(missing_ok=True)


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


class _replacing:  # noqa: N801  read as a sentence: with _replacing(fresh, place)
    """Syncs the fresh file and renames it over the old one; an error leaves the old one."""

    def __init__(self, fresh: Path, place: Path) -> None:
        self.fresh, self.place = fresh, place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None:
            try:
                sync(self.fresh)
                (self.place.parent / MARK).touch()
                self.fresh.replace(self.place)
                sync(self.place.parent)
            except OSError as failed:
                error = failed
        if error is not None:
            self.fresh.unlink(missing_ok=True)
        if isinstance(error, OSError):
            said = f"cannot be written: {error.strerror or error}. The file is as it was; make room and run it again"
            raise LandingError(self.place, said) from error
