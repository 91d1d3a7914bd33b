"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""

from warehouse.as_of import restore
from warehouse.audiences import try_audiences, try_brand
from warehouse.db import Writer, rows_of, writer
from warehouse.erase import GONE, REQUEST, RETENTION, Erased, Expiry, GonePost, Request
from warehouse.find import Found, by_likeness, by_words
from warehouse.load import LoadBatch, LoadCounts
from warehouse.lock import writing
from warehouse.people import know as know_people
from warehouse.publish import newest
from warehouse.quarantine import Quarantined
from warehouse.read import connect, has_marts, open_file, sql
from warehouse.search import search
from warehouse.sql_files import query

__all__ = [
    "GONE",
    "REQUEST",
    "RETENTION",
    "Erased",
    "Expiry",
    "Found",
    "GonePost",
    "LoadBatch",
    "LoadCounts",
    "Quarantined",
    "Request",
    "Writer",
    "by_likeness",
    "by_words",
    "connect",
    "has_marts",
    "know_people",
    "newest",
    "open_file",
    "query",
    "restore",
    "rows_of",
    "search",
    "sql",
    "try_audiences",
    "try_brand",
    "writer",
    "writing",
]
