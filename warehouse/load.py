"""One fetch into the tables: rows, refusals, deletions and the ledger together.

The state after any number of loads in any order is the same: of each post the row of the newest fetch stands (ties
go to the higher fetch id), other wordings are versions, a deletion holds until a newer fetch gives the post again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from voxpop.authorship.columns import quoting, with_own_words
from voxpop.coverage import Coverage
from voxpop.warehouse import doubt
from voxpop.warehouse import search_index as index
from voxpop.warehouse.erasure import allow
from voxpop.warehouse.sql_files import insert, query

MEMORY = "1300MB"
"""What a load may hold besides the fetch itself; more goes to files beside the warehouse."""

GONE_CHANGES = (
    "blank_posts",
    "delete_gone_versions",
    "posts_known_again",
    "versions_known_again",
    "delete_gone_demands",
    "delete_gone_askings",
    "delete_gone_meanings",
)
"""What deletions change, in this order."""

APART = {"window", "gaps", "cursor"}
"""Fields of `Coverage` that are no column of the ledger: two columns, a table of their own, and of use to the next fetch only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBatch:
    """One fetch, mapped: tables of `POST_SCHEMA`, `QUARANTINE_SCHEMA` and `GONE_SCHEMA`."""

    fetch_id: str
    coverage: Coverage
    posts: pa.Table
    refused: pa.Table
    gone: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCounts:
    """What one load changed."""

    new: int = 0
    edited: int = 0
    repeated: int = 0
    refused: int = 0
    gone: int = 0
    erased: int = 0  # refused, because they were erased


@contextmanager
def bound_memory(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A load takes no more than `MEMORY`, however large the warehouse has become."""
    con.execute("set memory_limit = $limit", {"limit": MEMORY})
    try:
        yield
    finally:
        con.execute("reset memory_limit")


def load(con: duckdb.DuckDBPyConnection, batch: LoadBatch, salt: str | None = None) -> LoadCounts:
    """Load inside the caller's transaction; nothing is left to do for a fetch that is in."""
    if con.execute("select 1 from loads where fetch_id = ?", [batch.fetch_id]).fetchone():
        return LoadCounts()
    posts = with_own_words(batch.posts)
    con.register("batch_posts", posts)
    con.register("batch_refused", batch.refused)
    con.register("batch_gone", batch.gone)
    try:
        erased = allow(con, salt)
        doubt.heed(con, batch.coverage)  # before its rows are held against theirs
        counts = _load_posts(con, batch, erased)
        batch = replace(batch, coverage=replace(batch.coverage, notes=(*batch.coverage.notes, *_repeats(con, batch))))
        _load_gone(con)
        facts = {**_when(batch), "channel": batch.coverage.channel}
        con.execute(f"insert into quarantine by name {query('load/quarantine')}", facts)
        con.execute("drop table temp.incoming_posts")
    finally:
        for name in ("batch_posts", "batch_refused", "batch_gone"):
            con.unregister(name)
    _store_coverage(con, batch, counts, quoting(posts))
    insert(con, "loads", {"fetch_id": batch.fetch_id, "loaded_at": datetime.now(UTC)})
    return counts


def _repeats(con: duckdb.DuckDBPyConnection, batch: LoadBatch) -> list[str]:
    """In words, how many rows of the fetch bear one id and differ: these are no repeats."""
    distinct = con.execute("select count(*) from incoming_posts").fetchall()[0][0]
    if distinct == batch.posts.num_rows:
        return []
    authors, words = con.execute(query("load/repeats")).fetchall()[0]
    notes = []
    if authors:
        notes.append(f"{authors:,} rows bear an id that a row of another author has: the ids do not tell posts apart")
    if words:
        notes.append(f"{words:,} rows bear an id that another row has, and say other words: the newest wording stands")
    return notes


def load_again(
    con: duckdb.DuckDBPyConnection, batch: LoadBatch, quarantined: list[str], salt: str | None
) -> LoadCounts:
    """Load what a fetch that is in gives now that its refused records can be read, and take these out of quarantine.

    What it gave before changes nothing: loads of the same rows under the same fetch leave the tables as they are.
    """
    con.register("batch_posts", with_own_words(batch.posts))
    con.register("batch_gone", batch.gone)
    try:
        erased = allow(con, salt)
        counts = _load_posts(con, batch, erased)
        _load_gone(con)
        con.execute("drop table temp.incoming_posts")
    finally:
        for name in ("batch_posts", "batch_gone"):
            con.unregister(name)
    con.execute(query("load/delete_quarantined"), {"ids": quarantined})
    counted = {"new": counts.new, "edited": counts.edited, "read": len(quarantined), "fetch_id": batch.fetch_id}
    con.execute(query("load/count_again"), counted)
    return counts


def _load_posts(con: duckdb.DuckDBPyConnection, batch: LoadBatch, erased: int) -> LoadCounts:
    con.execute(f"create or replace temp table incoming_posts as {query('load/incoming')}", _when(batch))
    counts = _count(con, batch, erased)
    con.execute(f"create or replace temp table incoming_versions as {query('load/versions')}")
    con.execute(query("load/delete_versions"))
    con.execute("insert into post_versions by name from incoming_versions")
    con.execute("drop table temp.incoming_versions")
    con.execute(query("load/delete_posts"))
    con.execute(f"insert into posts by name {query('load/posts')}")
    con.execute(query("load/delete_current"))
    con.execute(query("load/first_seen"))
    channel = {"channel": batch.coverage.channel}
    values = {**channel, "fetched_at": batch.coverage.ended_at}
    con.execute(f"create or replace temp table incoming_channels as {query('load/channels')}", values)
    con.execute(query("load/delete_channels"), channel)
    con.execute("insert into post_channels by name select * from incoming_channels")
    con.execute("drop table temp.incoming_channels")
    return counts


def note_gone(con: duckdb.DuckDBPyConnection, gone: pa.Table) -> None:
    """Heed deletions at the sources that no fetch of this warehouse told (`GONE_SCHEMA`), inside the caller's transaction."""
    con.register("batch_gone", gone)
    try:
        con.execute(
            "create or replace temp table incoming_posts as "
            "select source, post_id, fetched_at, deleted_at from posts limit 0"
        )
        _load_gone(con)
        con.execute("drop table temp.incoming_posts")
    finally:
        con.unregister("batch_gone")


def _load_gone(con: duckdb.DuckDBPyConnection) -> None:
    """Note deletions and blank what is gone, also where the post itself comes later or came late."""
    con.execute(f"create or replace temp table incoming_gone as {query('load/gone')}")
    con.execute(query("load/delete_gone"))
    con.execute("insert into gone by name select *, null as erased_at from incoming_gone")
    con.execute(f"create or replace temp table touched as {query('load/touched')}")
    for change in GONE_CHANGES:
        con.execute(query(f"load/{change}"))
    marts = "select table_name from duckdb_tables() where table_name in ('opinion_posts', 'opinions')"
    for (mart,) in con.execute(marts).fetchall():
        con.execute(query(f"load/blank_{mart}"))
    con.execute("drop table temp.touched")
    if index.is_there(con):
        index.forget_gone(con)
    con.execute("drop table temp.incoming_gone")


def _when(batch: LoadBatch) -> dict[str, Any]:
    return {"fetch_id": batch.fetch_id, "fetched_at": batch.coverage.ended_at}


def _count(con: duckdb.DuckDBPyConnection, batch: LoadBatch, erased: int) -> LoadCounts:
    new, edited, deleted = con.execute(query("load/counts")).fetchall()[0]
    return LoadCounts(
        new=new,
        edited=edited,
        repeated=batch.posts.num_rows - erased - new - edited,
        refused=batch.refused.num_rows,
        gone=batch.gone.num_rows + deleted,
        erased=erased,
    )


def _store_coverage(
    con: duckdb.DuckDBPyConnection, batch: LoadBatch, counts: LoadCounts, words: dict[str, int]
) -> None:
    """The fetch's line of the ledger: every field that the collector told, and what the load counted."""
    told = {one.name: getattr(batch.coverage, one.name) for one in fields(batch.coverage) if one.name not in APART}
    counted = {f"n_{name}": number for name, number in asdict(counts).items() if name != "erased"}
    window, keys = batch.coverage.window, json.dumps(batch.coverage.unknown_keys, sort_keys=True)
    row = {**told, **counted, "window_start": window.start, "window_end": window.end, "unknown_keys": keys}
    lists = {name: list(told[name]) for name in ("notes", "doubted")}
    insert(con, "coverage", {**row, **words, **lists})
    for gap in batch.coverage.gaps:
        insert(con, "coverage_gaps", {"fetch_id": batch.fetch_id, **asdict(gap)})
