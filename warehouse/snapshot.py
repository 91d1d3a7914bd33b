"""Reading the published snapshot: never waits for a load, never holds one up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import duckdb
import pyarrow as pa

from voxpop.authorship import RULES_VERSION
from voxpop.errors import UsageError, WarehouseError
from voxpop.warehouse import audiences, checks, search
from voxpop.warehouse.authors import people, quoting
from voxpop.warehouse.files import first_line
from voxpop.warehouse.marts import MARTS
from voxpop.warehouse.migrate import migrations
from voxpop.warehouse.publish import newest
from voxpop.warehouse.spill import spill_beside
from voxpop.warehouse.sql_files import query

if TYPE_CHECKING:
    from voxpop.config import Config, Name

FOUND = (
    "labels", "people", "post_further_themes", "post_sub_themes", "post_targets", "quarantine", "search_posts", "sub_themes",
    "theme_events", "themes",
)  # fmt: skip
"""Tables that pages and reports read beside the marts, without those that only grow until the next analysis."""

QueryError = duckdb.Error
"""What a query raises that fails while it runs: where what it spilled was removed, or memory ran out."""

TRIES = 5
Row = TypeVar("Row")


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
            spill_beside(con, folder)
            return con
    raise AssertionError


def rows_of(con: duckdb.DuckDBPyConnection, name: str, params: Mapping[str, Any] | None = None) -> pa.Table:
    """The result of a query in queries/, with its parameters."""
    try:
        return con.sql(query(name), params=dict(params or {})).to_arrow_table()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"the snapshot was published by another version of Voxpop ({first_line(error)}). Run `voxpop analyze`"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Until when the data is known, and which models read it; None before the first fetch, or the first analysis."""

    known_at: datetime | None
    sentiment_version: str | None
    themes_version: str | None


class Snapshot:
    """A read-only state of the warehouse, answered by the queries of `queries/`; used in a `with`.

    Tables that a step lends it (`lend`) and rules that it tries are there for this reader alone.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the snapshot go; its file may then be removed by a later publication."""
        self.con.close()

    def rows(self, name: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """The result of the query `queries/NAME.sql`; `WarehouseError` where another version made the snapshot."""
        return rows_of(self.con, name, params)

    def records(self, name: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The same, a dict a row."""
        records: list[dict[str, Any]] = self.rows(name, params).to_pylist()
        return records

    def no_rows(self, name: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """The columns of a query without any row, for who does not need what it would find."""
        return self.con.sql(query(name), params=dict(params or {})).limit(0).to_arrow_table()

    def read(self, kind: Callable[..., Row], name: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """The same, a `kind` a row: a dataclass or `TypedDict` whose fields are the query's columns."""
        return [kind(**row) for row in self.records(name, params)]

    def fingerprint(self) -> str:
        """What is the same in two snapshots whose marts and findings hold the same rows, in any order; rows that wait for an analysis aside."""
        said = []
        for table in (*MARTS, *FOUND):
            sums = self.con.execute(f"select count(*), sum(hash(t)) from {table} as t").fetchall()[0]
            said.append(f"{table} {sums}")
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def facts(self) -> Facts:
        """Until when the data is known, and which models read it."""
        (facts,) = self.records("report/facts")
        return Facts(**facts)

    def last_week(self) -> date | None:
        """Monday of the last week in which anybody was heard; None: nobody was yet."""
        (row,) = self.records("report/last_week")
        week: date | None = row["week"]
        return week

    def loads(self) -> set[str]:
        """The fetches that are in."""
        return set(self.rows("load/loads")["fetch_id"].to_pylist())

    def check(self) -> list[checks.Finding]:
        """Rows that break a rule of the tables; `WarehouseError` where another version made the snapshot."""
        try:
            return checks.run(self.con)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise WarehouseError(f"published by another version of Voxpop ({first_line(error)})") from error

    def unreadable(self) -> list[tuple[str, str]]:
        """Tables of which a block cannot be read, and why."""
        return checks.unreadable(self.con)

    def lend(self, name: str, table: pa.Table) -> None:
        """Let queries read a table of the caller's under a name, until the snapshot is closed or the name is lent again."""
        self.con.register(name, table)

    def set_time_zone(self, zone: str) -> None:
        """Weeks and days of queries that ask for it are those of this zone."""
        self.con.execute("set variable time_zone = ?", [zone])

    def know_people(self, given: pa.Table) -> None:
        """Join the accounts of people in what is read from here on (columns of the table `people`)."""
        people.know(self.con, given)

    def know_quotes(self, config: Config) -> None:
        """Heed what may be quoted by this configuration in what is read from here on."""
        quoting.know(self.con, config)

    def try_audiences(self, config: Config) -> tuple[int, dict[str, int]]:
        """Sort the posts by the rules of a configuration, for this reader alone; posts, and hits of each audience."""
        return audiences.try_audiences(self.con, config)

    def try_brand(self, name: Name) -> tuple[int, int]:
        """Look which posts name a brand by its rules, for this reader alone; posts, and hits."""
        return audiences.try_brand(self.con, name)

    def find_words(self, words: str, limit: int, **only: Any) -> search.Found:
        """The posts that have the words, the best first; `WordsError` says what is wrong with an expression."""
        return search.by_words(self.con, words, limit, **only)

    def find_alike(self, source: str, post_id: str, limit: int, **only: Any) -> search.Found | None:
        """The posts most like one, the nearest first; None where it is not there or no other has its words."""
        return search.by_likeness(self.con, source, post_id, limit, **only)


def open_snapshot(snapshots: Path | str) -> Snapshot:
    """The newest published snapshot of a folder; `WarehouseError` where there is none."""
    return Snapshot(connect(snapshots))


def open_file(place: Path) -> Snapshot:
    """The state in one file."""
    try:
        con = duckdb.connect(place, read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{place}: cannot be opened: {first_line(error)}. Run this again") from error
    con.execute("set timezone = 'UTC'")
    spill_beside(con, place.parent)
    return Snapshot(con)


def has_marts(snapshots: Path, mart: str = "opinions") -> bool:
    """Whether a snapshot is published and was made after an analysis: without one there is nothing to report."""
    try:
        newest(snapshots)
    except WarehouseError:
        return False
    with open_snapshot(snapshots) as snapshot:
        return bool(snapshot.con.execute("from duckdb_columns() where table_name = ?", [mart]).fetchall())


def is_current(snapshots: Path) -> bool:
    """Whether the newest snapshot has the tables of this version, and the words in it were told by its rules."""
    with open_snapshot(snapshots) as snapshot:
        try:
            applied = {version for (version,) in snapshot.con.execute("select version from schema_version").fetchall()}
            rules = snapshot.con.execute("select version from text_rules").fetchall()
        except duckdb.CatalogException:
            return False
    return applied == {number for number, *_ in migrations()} and rules == [(RULES_VERSION,)]


def sql(snapshots: Path | str, statement: str) -> pa.Table:
    """The result of one statement that can neither write nor reach a file or the network."""
    con = connect(snapshots)
    try:
        con.execute("set enable_external_access = false; set lock_configuration = true")
        result = con.sql(statement)
        return pa.table({}) if result is None else result.to_arrow_table()
    except duckdb.Error as error:
        raise UsageError(f"the query failed: {error}") from None
    finally:
        con.close()
