"""A search of every text in a database file, compressed or not: which columns still hold any of some words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

from voxpop.warehouse.files import attach

AT_ONCE = 60
"""Words in one expression of RE2, whose automaton must fit its memory."""

TEXTS = """
select c.table_name, c.column_name
from duckdb_columns() as c
semi join duckdb_tables() as t on c.database_name = t.database_name and c.table_name = t.table_name
where c.database_name = 'searched' and c.data_type in ('VARCHAR', 'VARCHAR[]')
order by all
"""


def find_traces(path: Path, words: Iterable[str]) -> list[str]:
    """The columns, as table.column, that hold any of the words."""
    known = [re.escape(word) for word in sorted(words)]
    parts = ["|".join(known[start : start + AT_ONCE]) for start in range(0, len(known), AT_ONCE)]
    return sorted({place for part in parts for place in _find(path, part)})


def find_authors(path: Path, keys: str, names: Iterable[str]) -> list[str]:
    """The columns, as table.column, in whose JSON a name is the value of a key that matches a pattern."""
    either = "|".join(re.escape(name) for name in sorted(names))
    return _find(path, rf'(?i)\\*"{keys}\\*"\s*:\s*\\*"@?(?:{either})\\*"' if either else "")


def _find(path: Path, pattern: str) -> list[str]:
    """The columns that hold a match of the pattern; none of an empty one."""
    if not pattern:
        return []
    con = duckdb.connect()
    try:
        attach(con, path, "searched", read_only=True)
        found = []
        for table, column in con.execute(TEXTS).fetchall():
            held = f'select 1 from searched."{table}" where regexp_matches("{column}"::varchar, ?) limit 1'
            if con.execute(held, [pattern]).fetchall():
                found.append(f"{table}.{column}")
        return found
    finally:
        con.close()
