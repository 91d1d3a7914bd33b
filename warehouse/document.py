"""docs/schema.md, from the schema itself (`python -m voxpop.warehouse.document docs/schema.md`).

Every table, mart and view with its columns, types and comments, and a drawing of how they hang together. A key that two of
them share is a line of the drawing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from voxpop.warehouse.marts import MARTS, VIEWS, fill
from voxpop.warehouse.migrate import migrate
from voxpop.warehouse.search_index import TABLES, build

Columns = list[tuple[str, str, str | None]]

KEYS = (
    (("source", "post_id"), "posts"),
    (("fetch_id",), "coverage"),
    (("theme_id",), "themes"),
    (("post",), "search_posts"),
    (("word",), "search_words"),
    (("post_number",), "opinion_posts"),
)
"""Columns by which other tables refer to one."""

HEAD = """# Schema of the warehouse

Written by `python -m voxpop.warehouse.document docs/schema.md`; change comments in `warehouse/schema` and the folders `comments`,
not here. What the tables are for, with examples: [warehouse](warehouse.md).

Every table has its comments with it: `select table_name, column_name, comment from duckdb_columns() where not internal`.
"""


def describe() -> str:
    """The page."""
    con = duckdb.connect()
    try:
        con.execute("set timezone = 'UTC'")
        migrate(con)
        fill(con, "UTC")
        build(con)
        said = dict(con.execute("select table_name, comment from duckdb_tables()").fetchall())
        said |= dict(con.execute("select view_name, comment from duckdb_views() where not internal").fetchall())
        columns: dict[str, Columns] = {name: [] for name in said}
        listed = "select table_name, column_name, data_type, comment from duckdb_columns() where not internal"
        for table, *column in con.execute(f"{listed} order by table_name, column_index").fetchall():
            columns[table].append(tuple(column))
    finally:
        con.close()
    tables = sorted(said.keys() - {*MARTS, *VIEWS, *TABLES})
    parts = [HEAD, "## How they hang together", _drawing("Tables", tables, said, columns)]
    parts.append(_drawing("Marts, views and the index", [*MARTS, *VIEWS, *TABLES], said, columns))
    for title, names in (("Tables", tables), ("Marts", MARTS), ("Views", VIEWS), ("Index of words", TABLES)):
        parts.append(f"## {title}")
        parts += [_section(name, said[name], columns[name]) for name in names]
    return "\n".join(parts)


def _drawing(title: str, names: list[str], said: dict[str, str], columns: dict[str, Columns]) -> str:
    """An entity-relationship diagram; of each table the columns that lines are drawn by."""
    lines, boxes = [], []
    for name in names:
        mine = {column: kind for column, kind, _ in columns[name]}
        shown: dict[str, str] = {}
        for key, target in KEYS:
            if not all(column in mine for column in key):
                continue
            shown |= {column: mine[column].lower() for column in key}
            if target != name:
                many = "o|" if said[name].endswith(f"Key: {', '.join(key)}.") else "o{"
                lines.append(f'    {target} ||--{many} {name} : "{", ".join(key)}"')
        inside = "".join(f"        {kind} {column}\n" for column, kind in shown.items())
        boxes.append(f"    {name} {{\n{inside}    }}" if inside else f"    {name}")
    return "\n".join([f"{title}:", "```mermaid", "erDiagram", *lines, *boxes, "```", ""])


def _section(name: str, said: str | None, columns: Columns) -> str:
    lines = [f"### {name}", said or "", "", "| column | type | what |", "|---|---|---|"]
    lines += [f"| `{column}` | {kind.lower()} | {_cell(comment)} |" for column, kind, comment in columns]
    return "\n".join([*lines, ""])


def _cell(comment: str | None) -> str:
    return (comment or "").replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(describe(), encoding="utf-8")
