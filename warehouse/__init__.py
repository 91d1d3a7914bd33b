"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""

from warehouse.audiences import try_audiences
from warehouse.db import Writer, rows_of, writer
from warehouse.load import LoadBatch, LoadCounts
from warehouse.read import connect, has_marts, sql
from warehouse.sql_files import query

__all__ = [
    "LoadBatch",
    "LoadCounts",
    "Writer",
    "connect",
    "has_marts",
    "query",
    "rows_of",
    "sql",
    "try_audiences",
    "writer",
]
