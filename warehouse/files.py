"""A file of DuckDB's: how it is attached, changed in transactions, and what a damaged one or a full disk raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from voxpop.errors import WarehouseError

STORAGE_VERSION = "v1.5.0"  # so that the DuckDB shell and tools of today can open the file

DISK_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.TransactionException)
"""What a full or broken disk raises; the last where a commit cannot be written."""


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Attach the file, made where there is none to write in; a damaged one is a clear error."""
    how = "read_only" if read_only else f"storage_version '{STORAGE_VERSION}'"
    try:
        con.execute(f"attach {quote(path)} as {name} ({how})")
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path}: cannot be opened: {first_line(error)}. It is damaged, on a disk that is full or cannot be read, or "
            "written by a newer DuckDB: mend the disk, install that version, or take the published snapshot "
            "(`voxpop restore --published`) or the last backup (`voxpop restore DIR`)"
        ) from error


def quote(path: Path) -> str:
    """A path as a literal of SQL, which knows no parameters where databases are attached."""
    return f"'{str(path).replace(chr(39), chr(39) * 2)}'"


def first_line(error: Exception) -> str:
    """What DuckDB says, without its advice."""
    return str(error).splitlines()[0].strip().rstrip(".!")


class Session:
    """A connection with the warehouse attached, and the only way to change it: all or nothing."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what the block did is there when it ends well, and undone where it raises."""
        self.con.execute("begin")
        try:
            yield
        except BaseException:
            try:
                self.con.execute("rollback")
            except duckdb.Error:
                self.con.interrupt()
            raise
        self.con.execute("commit")
