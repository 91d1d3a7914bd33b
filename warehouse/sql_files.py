"""The SQL of the warehouse, kept in files: one select each, and the comments of what has no migration."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb


@cache
def query(name: str, folder: str = "queries") -> str:
    """The SQL in FOLDER/NAME.sql."""
    return (files("voxpop.warehouse") / folder / f"{name}.sql").read_text(encoding="utf-8")


def insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    """One row, bound by the names of its columns: a value whose column is not there is an error."""
    columns = ", ".join(f'"{name}"' for name in row)
    con.execute(f"insert into {table} ({columns}) values ({', '.join('?' * len(row))})", list(row.values()))
