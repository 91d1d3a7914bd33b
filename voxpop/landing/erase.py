"""Erasure in landing: the one exception to its rule that a committed fetch never changes.

Only the file of items is replaced, whole and in one step, by a copy without what was erased, or taken away by the retention;
the coverage record stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop import durable
from voxpop.errors import LandingError
from voxpop.landing.fetches import ITEMS, TABLE

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.landing.fetches import Fetch
    from voxpop.post import RawItem

MARK = "erased"
"""An empty file in a fetch that has fewer items than its coverage record says, because some were erased."""


def replace_items(fetch: Fetch, items: Iterator[RawItem]) -> None:
    """Put these items in the place of the fetch's."""
    with (
        _replacing(fetch.path / ITEMS) as fresh,
        pa.CompressedOutputStream(pa.OSFile(str(fresh), "wb"), "zstd") as stream,
    ):
        for item in items:
            entry = {"fetched_at": item.fetched_at.isoformat(), "payload": item.payload}
            stream.write(json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n")


def replace_tables(fetch: Fetch, tables: Iterator[pa.Table]) -> None:
    """Put these rows in the place of the fetch's."""
    with _replacing(fetch.path / TABLE) as fresh:
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
    durable.sync(fetch.path)


def clear(fetch: Fetch) -> None:
    """Remove what an interrupted replacement left."""
    for name in (ITEMS, TABLE):
        durable.remove(durable.beside(fetch.path / name))


@contextmanager
def _replacing(place: Path) -> Iterator[Path]:
    """Gives where to write; the fetch is marked, then the file takes the old one's place. An error leaves the old one."""
    try:
        with durable.replacing(place) as fresh:
            yield fresh
            (place.parent / MARK).touch()
    except OSError as error:
        said = f"cannot be written: {error.strerror or error}. The file is as it was; make room and run it again"
        raise LandingError(place, said) from error
