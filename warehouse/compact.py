"""Compaction: a fresh copy takes the place of the warehouse, so that deleted words leave the disk.

DuckDB marks deleted rows as free and leaves their bytes until something else is written over them. Killed at any moment,
the old file or the new one is there, whole: the copy is synced before it is renamed over the old file.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from voxpop.errors import WarehouseError

STORAGE_VERSION = "v1.5.0"  # so that the DuckDB shell and tools of today can open the file

DISK_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.TransactionException)
"""What a full or broken disk raises; the last where a commit cannot be written."""


def compact(path: Path) -> tuple[int, int]:
    """Bytes before and after; the caller holds the lock and has the file closed."""
    fresh = path.with_name(f"{path.name}.fresh")
    logs = [path.with_name(f"{path.name}.wal"), fresh.with_name(f"{fresh.name}.wal")]
    before = path.stat().st_size
    try:
        clear(path)
        _copy(path, fresh)
        _sync(fresh)
        if logs[0].exists():
            raise WarehouseError(f"{logs[0]}: the write-ahead log is not empty after a checkpoint; nothing was changed")
        fresh.replace(path)
        _sync(path.parent)
    except OSError as error:
        clear(path)
        raise WarehouseError(
            f"{path}: cannot be compacted: {error.strerror}. The old file stands; make room"
        ) from error
    except duckdb.Error as error:
        clear(path)
        said = str(error).splitlines()[0]
        raise WarehouseError(f"{path}: cannot be compacted: {said}. The old file stands; make room") from error
    return before, path.stat().st_size


def clear(path: Path) -> None:
    """Remove what an interrupted compaction left."""
    for name in (f"{path.name}.fresh", f"{path.name}.fresh.wal"):
        path.with_name(name).unlink(missing_ok=True)


def _copy(path: Path, fresh: Path) -> None:
    con = duckdb.connect()
    try:
        con.execute(f"attach {quoted(path)} as old (storage_version '{STORAGE_VERSION}')")
        con.execute("force checkpoint old")
        con.execute(f"attach {quoted(fresh)} as fresh (storage_version '{STORAGE_VERSION}')")
        con.execute("copy from database old to fresh")
        con.execute("force checkpoint fresh")
        con.execute("detach fresh")
        con.execute("detach old")
    finally:
        con.close()


def quoted(path: Path) -> str:
    """A path as a literal of SQL, which knows no parameters where databases are attached."""
    return f"'{str(path).replace(chr(39), chr(39) * 2)}'"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
