"""Compaction: a fresh copy takes the place of the warehouse, so that deleted words leave the disk.

DuckDB marks deleted rows as free and leaves their bytes until something else is written over them. Killed at any moment,
the old file or the new one is there, whole: the copy is synced before it is renamed over the old file.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from voxpop import durable
from voxpop.errors import WarehouseError
from voxpop.warehouse.files import attach, first_line


def compact(path: Path) -> tuple[int, int]:
    """Bytes before and after; the caller holds the lock and has the file closed."""
    log = path.with_name(f"{path.name}.wal")
    before = path.stat().st_size
    try:
        with durable.replacing(path) as fresh:
            clear(path)
            _copy(path, fresh)
            if log.exists():
                raise WarehouseError(f"{log}: the write-ahead log is not empty after a checkpoint; nothing was changed")
    except OSError as error:
        clear(path)
        raise WarehouseError(
            f"{path}: cannot be compacted: {error.strerror}. The old file stands; make room"
        ) from error
    except duckdb.Error as error:
        clear(path)
        raise WarehouseError(
            f"{path}: cannot be compacted: {first_line(error)}. The old file stands; make room"
        ) from error
    return before, path.stat().st_size


def clear(path: Path) -> None:
    """Remove what an interrupted compaction left."""
    fresh = durable.beside(path)
    for leftover in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        durable.remove(leftover)


def _copy(path: Path, fresh: Path) -> None:
    con = duckdb.connect()
    try:
        attach(con, path, "old")
        con.execute("force checkpoint old")
        attach(con, fresh, "fresh")
        con.execute("copy from database old to fresh")
        con.execute("force checkpoint fresh")
        con.execute("detach fresh")
        con.execute("detach old")
    finally:
        con.close()
