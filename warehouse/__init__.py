"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""

from voxpop.warehouse.as_of import restore
from voxpop.warehouse.audiences import try_audiences, try_brand
from voxpop.warehouse.authors.people import know as know_people
from voxpop.warehouse.authors.quoting import know as know_quotes
from voxpop.warehouse.erase import GONE, REQUEST, RETENTION, Erased, Expiry, GonePost, Request
from voxpop.warehouse.erase_proof import find_traces
from voxpop.warehouse.load import LoadBatch, LoadCounts
from voxpop.warehouse.lock import writing
from voxpop.warehouse.publish import newest
from voxpop.warehouse.quarantine import Quarantined
from voxpop.warehouse.search import Found, by_likeness, by_words
from voxpop.warehouse.snapshot import connect, has_marts, is_current, open_file, sql
from voxpop.warehouse.sql_files import query
from voxpop.warehouse.writer import Writer, rows_of, writer

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
    "find_traces",
    "has_marts",
    "is_current",
    "know_people",
    "know_quotes",
    "newest",
    "open_file",
    "query",
    "restore",
    "rows_of",
    "sql",
    "try_audiences",
    "try_brand",
    "writer",
    "writing",
]
