"""The SQL of the warehouse, kept in files: one select each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """The select in queries/NAME.sql."""
    return (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
