"""A database in memory that holds sums over groups of people and nothing else, asked with limits.

Whoever writes SQL over posts can count a group of one by many ways: a rare word, an hour, a link, the difference of two sums. So posts
are not there. The tables are filled from the snapshot by queries that leave small groups out, and a statement runs in a database of
its own, without files, network, extensions, settings or the variables of the program, and with bounds on time, memory and rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Timer
from typing import TYPE_CHECKING, Any

import duckdb

from voxpop.errors import UsageError
from voxpop.warehouse.files import first_line

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.warehouse.snapshot import Snapshot

TABLES: Mapping[str, str] = {
    "weekly": "net sentiment, posts and people by audience and week",
    "weekly_channels": "the same by channel",
    "weekly_themes": "the same by theme",
    "weekly_names": "the same by brand, product and rival",
    "weekly_intents": "posts and people by what they want",
    "coverage_days": "how each day of each channel was heard",
    "theme_names": "the themes by name",
}
"""Table -> what it holds; each is filled by queries/groups/NAME.sql."""
SHUT = {"threads": 1, "temp_directory": "", "allow_persistent_secrets": False, "secret_directory": ""}
"""Settings under which nothing spills to a disk, and no secret of the machine is in reach."""
SAFE_INTEGER = 2**53
"""Whole numbers from here on are handed on as text: readers of JSON round them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one statement may take."""

    rows: int = 1000
    seconds: float = 5.0
    memory: str = "256MB"
    letters: int = 200_000  # of the whole result


@dataclass(frozen=True, slots=True)
class Groups:
    """The tables of one snapshot."""

    tables: Mapping[str, pa.Table]

    def sql(self, statement: str, limits: Limits | None = None) -> tuple[list[str], list[list[Any]], bool]:
        """Columns and rows of one select, and whether rows were cut off; `UsageError` says why it cannot be run."""
        bounds = limits or Limits()
        con = self._open(bounds)
        timer = Timer(bounds.seconds, con.interrupt)
        try:
            statements = con.extract_statements(statement)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UsageError("write one select statement; nothing else can be run")
            timer.start()
            result = con.execute(statements[0])
            columns = [column[0] for column in result.description or ()]
            found = result.fetchmany(bounds.rows + 1)
        except duckdb.InterruptException:
            raise UsageError(f"the query took longer than {bounds.seconds:g} seconds and was stopped") from None
        except duckdb.Error as error:
            raise UsageError(f"the query failed: {first_line(error)}") from None
        finally:
            timer.cancel()
            con.close()
        rows = [[_plain(value) for value in row] for row in found[: bounds.rows]]
        if sum(len(str(value)) for row in rows for value in row) > bounds.letters:
            raise UsageError(f"the result has more than {bounds.letters} letters; ask for less")
        return columns, rows, len(found) > bounds.rows

    def columns(self) -> dict[str, list[str]]:
        """Table -> its columns."""
        return {name: list(table.column_names) for name, table in self.tables.items()}

    def _open(self, bounds: Limits) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(":memory:", config={**SHUT, "memory_limit": bounds.memory})
        con.execute("set timezone = 'UTC'")
        for name, table in self.tables.items():
            con.register("given", table)
            con.execute(f'create table "{name}" as select * from given')
            con.unregister("given")
        con.execute("set python_enable_replacements = false")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        return con


def read_groups(snapshot: Snapshot, least: int, least_net: int) -> Groups:
    """The tables of a snapshot: groups of at least `least` people, their net sentiment from `least_net` people on."""
    bounded = {name: {"least": least} for name in TABLES if name.startswith("weekly")}
    for name in ("weekly", "weekly_channels", "weekly_themes", "weekly_names"):
        bounded[name] |= {"least_net": least_net}
    return Groups({name: snapshot.rows(f"groups/{name}", bounded.get(name)) for name in TABLES})


def _plain(value: Any) -> Any:
    """A value as JSON holds it without loss."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < SAFE_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [_plain(one) for one in value]
    return str(value)
