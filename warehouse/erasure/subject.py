"""All that the tables keep on somebody: the rows of their posts in every table, and those that bear a hash of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from voxpop.warehouse.sql_files import query

if TYPE_CHECKING:
    from voxpop.warehouse.snapshot import Snapshot

LEFT_OUT = frozenset({"vector", "bits"})
"""Columns of numbers that say nothing to a person; that they are kept is told by the table's other columns."""


def read_subject(snapshot: Snapshot, names: Iterable[str]) -> dict[str, pa.Table]:
    """The rows on somebody who has any of the names (hashes of ids and handles), by table; tables without one are left out."""
    con = snapshot.con
    hashes = find_names(con, names)
    con.execute(f"create or replace temp table subject_posts as {query('subject/posts')}", {"names": sorted(hashes)})
    found: dict[str, pa.Table] = {}
    for (table,) in con.execute(query("erase/places")).fetchall():
        same = "s.source = t.source and s.post_id = t.post_id"
        rows = con.sql(f'select t.* from "{table}" as t semi join subject_posts as s on {same}').to_arrow_table()
        found[table] = rows
    for table, column in list_hash_columns(con):
        if table == "tombstones":  # what says that somebody is to be refused is nothing that is kept on them
            continue
        rows = con.sql(
            f'select * from "{table}" where "{column}" in (select unnest($names))', params={"names": sorted(hashes)}
        )
        found[table] = rows.to_arrow_table() if table not in found else found[table]
    return {
        table: rows.select([name for name in rows.column_names if name not in LEFT_OUT])
        for table, rows in sorted(found.items())
        if rows.num_rows
    }


def find_names(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> set[str]:
    """The hashes of the same people: a handle leads to ids, and these to the people's other handles."""
    known = set(names)
    for _ in range(2):
        known |= {row[0] for row in con.execute(query("erase/identities"), {"names": sorted(known)}).fetchall()}
    return known


def list_hash_columns(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(table, column) of every table that names people by their hashes and holds no single posts."""
    return [(table, column) for table, column in con.execute(query("erase/people_places")).fetchall()]
