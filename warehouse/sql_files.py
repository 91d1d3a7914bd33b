"""The SQL of the warehouse, kept in files: one select each, and the comments of what has no migration."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def query(name: str, folder: str = "queries") -> str:
    """The SQL in FOLDER/NAME.sql."""
    return (files("voxpop.warehouse") / folder / f"{name}.sql").read_text(encoding="utf-8")
