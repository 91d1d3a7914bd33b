"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""

from warehouse.db import Writer, rows_of, writer
from warehouse.load import LoadBatch, LoadCounts
from warehouse.read import connect, has_marts, sql

__all__ = ["LoadBatch", "LoadCounts", "Writer", "connect", "has_marts", "rows_of", "sql", "writer"]
