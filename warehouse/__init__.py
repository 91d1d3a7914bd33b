"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""

from voxpop.warehouse.as_of import restore
from voxpop.warehouse.erasure import (
    GONE,
    REQUEST,
    RETENTION,
    Erased,
    Expiry,
    GonePost,
    Known,
    Request,
    find_authors,
    find_names,
    find_traces,
    list_hash_columns,
    read_known,
    read_subject,
)
from voxpop.warehouse.kept.states import State
from voxpop.warehouse.load import LoadBatch, LoadCounts
from voxpop.warehouse.lock import writing
from voxpop.warehouse.publish import FIGURES, adopt, find_old, newest, past_states
from voxpop.warehouse.quarantine import Quarantined
from voxpop.warehouse.search import Found
from voxpop.warehouse.snapshot import (
    Facts,
    QueryError,
    Snapshot,
    connect,
    has_marts,
    is_current,
    open_file,
    open_snapshot,
    rows_of,
    sql,
)
from voxpop.warehouse.spill import AS_OF, FOUND, find_spills, is_dead, mark
from voxpop.warehouse.sql_files import query
from voxpop.warehouse.writer import Writer, restoring, writer

__all__ = [
    "AS_OF",
    "FIGURES",
    "FOUND",
    "GONE",
    "REQUEST",
    "RETENTION",
    "Erased",
    "Expiry",
    "Facts",
    "Found",
    "GonePost",
    "Known",
    "LoadBatch",
    "LoadCounts",
    "Quarantined",
    "QueryError",
    "Request",
    "Snapshot",
    "State",
    "Writer",
    "adopt",
    "connect",
    "find_authors",
    "find_names",
    "find_old",
    "find_spills",
    "find_traces",
    "has_marts",
    "is_current",
    "is_dead",
    "list_hash_columns",
    "mark",
    "newest",
    "open_file",
    "open_snapshot",
    "past_states",
    "query",
    "read_known",
    "read_subject",
    "restore",
    "restoring",
    "rows_of",
    "sql",
    "writer",
    "writing",
]
