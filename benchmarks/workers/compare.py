"""Two published snapshots, table by table and row by row, all but when something was fetched."""

from __future__ import annotations

from pathlib import Path

import duckdb

from voxpop import warehouse

TIMES = {"fetch_id", "inputs"}
"""Columns beside all moments but `created_at` that tell when something was fetched."""


def compare(one: Path, other: Path) -> list[str]:
    """A line for each table: its rows, or how many differ between two folders of snapshots."""
    con = duckdb.connect()
    for name, folder in (("a", one), ("b", other)):
        con.execute(f"attach '{warehouse.newest(folder)}' as {name} (read_only)")  # our own path
    told = []
    named = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main' order by all"
    tables = [[row[0] for row in con.execute(named, [name]).fetchall()] for name in ("a", "b")]
    if tables[0] != tables[1]:
        told.append(f"DIFFERS: other tables: {sorted(set(tables[0]) ^ set(tables[1]))}")
    for table in tables[0]:
        kept = [
            f'"{column}"'
            for column, kind in con.execute(
                "select column_name, data_type from duckdb_columns() where database_name = 'a' and schema_name = 'main' and table_name = ? order by column_index",
                [table],
            ).fetchall()
            if column not in TIMES and (column == "created_at" or not kind.startswith("TIMESTAMP"))
        ]
        if not kept:
            continue
        sides = [f'select {", ".join(kept)} from {name}.main."{table}"' for name in ("a", "b")]
        rows = con.execute(f"select count(*) from ({sides[0]})").fetchone()
        differ = [con.execute(f"select count(*) from ({x} except all {y})").fetchone() for x, y in (sides, sides[::-1])]
        found = [int(one[0]) for one in (rows, *differ) if one]
        told.append(
            f"{'DIFFERS' if any(found[1:]) else 'equal'}: {table}: {found[0]} rows, {len(kept)} columns, {found[1:]} differ"
        )
        if any(found[1:]):
            for column in kept:
                each = [f'select {column} from {name}.main."{table}"' for name in ("a", "b")]
                count = con.execute(f"select count(*) from ({each[0]} except all {each[1]})").fetchone()
                if count and count[0]:
                    told.append(f"    {column}: {count[0]} values differ")
    return told
