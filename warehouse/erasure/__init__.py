"""Erasure in the tables: what is asked for and what has expired goes, keyed hashes of it stay, and a proof looks for traces."""

from voxpop.warehouse.erasure.known import Known, read_known
from voxpop.warehouse.erasure.proof import find_authors, find_traces
from voxpop.warehouse.erasure.subject import find_names, list_hash_columns, read_subject
from voxpop.warehouse.erasure.tables import GONE, REQUEST, RETENTION, Erased, Expiry, GonePost, Request, allow
from voxpop.warehouse.erasure.transactions import Erasures

__all__ = [
    "GONE",
    "REQUEST",
    "RETENTION",
    "Erased",
    "Erasures",
    "Expiry",
    "GonePost",
    "Known",
    "Request",
    "allow",
    "find_authors",
    "find_names",
    "find_traces",
    "list_hash_columns",
    "read_known",
    "read_subject",
]
