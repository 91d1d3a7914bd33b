"""Rules that the tables must keep: each check is a select that returns the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import duckdb

from voxpop.warehouse.marts import are_there

MARTS = "marts"
"""The checks of tables that are there only after an analysis."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: the table, what it is about, whether it stops a run, and how many rows break it."""

    table: str
    rule: str
    fails: bool
    n_rows: int


def run(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """The rules that are broken now; none is good."""
    found = []
    for table, level, rule, query in _checks():
        if table == MARTS and not are_there(con):
            continue
        rows = con.execute(f"select count(*) from ({query})").fetchall()[0][0]
        if rows:
            found.append(Finding(table, rule, level == "fail", rows))
    return found


def unreadable(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Tables of which a block cannot be read, and why; reading a block checks its checksum."""
    found = []
    tables = con.execute("select table_name from duckdb_tables() where database_name = current_database()").fetchall()
    for (table,) in tables:
        try:
            con.execute(f'select bit_xor(hash(t)) from "{table}" as t').fetchall()
        except duckdb.Error as error:
            found.append((table, str(error).splitlines()[0]))
    return found


def _checks() -> list[tuple[str, str, str, str]]:
    """(table, fail or warn, rule, select) from the files; a check begins with '-- fail: rule' or '-- warn: rule'."""
    found = []
    for path in sorted((files("voxpop.warehouse") / "checks").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".sql"):
            continue
        for block in path.read_text(encoding="utf-8").split("-- ")[1:]:
            head, _, query = block.partition("\n")
            level, _, rule = head.partition(": ")
            found.append((path.name.removesuffix(".sql"), level, rule.strip(), query.strip().rstrip(";")))
    return found
