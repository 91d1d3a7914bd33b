"""Reading the published snapshot: never waits for a load, never holds one up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from voxpop.authorship import RULES_VERSION
from voxpop.errors import UsageError, WarehouseError
from voxpop.warehouse.files import first_line
from voxpop.warehouse.migrate import migrations
from voxpop.warehouse.publish import newest

TRIES = 5


def connect(snapshots: Path | str) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the newest snapshot, in UTC: `connect("voxpop-data/snapshots").sql("...").df()`."""
    folder = Path(snapshots)
    for attempt in range(TRIES):  # between reading the pointer and opening, the snapshot may be replaced and removed
        place = newest(folder)
        try:
            con = duckdb.connect(place, read_only=True)
        except duckdb.Error as error:
            if attempt == TRIES - 1 or not isinstance(error, duckdb.IOException):
                raise WarehouseError(
                    f"{place}: the snapshot cannot be opened: {first_line(error)}. Run `voxpop publish`"
                ) from error
        else:
            con.execute("set timezone = 'UTC'")
            return con
    raise AssertionError


@contextmanager
def open_file(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to one file, in UTC."""
    con = duckdb.connect(place, read_only=True)
    try:
        con.execute("set timezone = 'UTC'")
        yield con
    finally:
        con.close()


def has_marts(snapshots: Path, mart: str = "opinions") -> bool:
    """Whether a snapshot is published and was made after an analysis: without one there is nothing to report."""
    try:
        newest(snapshots)
    except WarehouseError:
        return False
    con = connect(snapshots)
    try:
        return bool(con.execute("from duckdb_columns() where table_name = ?", [mart]).fetchall())
    finally:
        con.close()


def is_current(snapshots: Path) -> bool:
    """Whether the newest snapshot has the tables of this version, and the words in it were told by its rules."""
    con = connect(snapshots)
    try:
        (version,) = con.execute("select max(version) from schema_version").fetchall()[0]
        rules = con.execute("select version from text_rules").fetchall()
    except duckdb.CatalogException:
        return False
    finally:
        con.close()
    return bool(version == migrations()[-1][0] and rules == [(RULES_VERSION,)])


def sql(snapshots: Path | str, query: str) -> pa.Table:
    """The result of one statement that can neither write nor reach a file or the network."""
    con = connect(snapshots)
    try:
        con.execute("set enable_external_access = false; set lock_configuration = true")
        result = con.sql(query)
        return pa.table({}) if result is None else result.to_arrow_table()
    except duckdb.Error as error:
        raise UsageError(f"the query failed: {error}") from None
    finally:
        con.close()
