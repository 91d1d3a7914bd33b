"""Loading a fetch: new posts, the same again, a tenth of them edited; seconds, posts a second, memory, and publishing.

    python -m benchmarks.load [--posts 1000000] [--fetches 10] [--json]

With more than one fetch, each brings as many new posts as the one before, and only we are measured: what does a row cost in
the last against the first, and how much memory does the whole process hold.

The peers are what one would write first with the same database: a table with a primary key, and INSERT OR REPLACE from Arrow
or INSERT ON CONFLICT DO UPDATE from pandas.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop import warehouse
from voxpop.coverage import Coverage
from voxpop.post import POST_SCHEMA, Mapped
from voxpop.warehouse import LoadBatch
from voxpop.window import Window

START = datetime(2026, 11, 16, tzinfo=UTC)


def posts(number: int) -> pa.Table:
    """So many posts of 25 words."""
    rng = np.random.default_rng(7)
    words = np.array([f"word{n}" for n in range(5_000)])
    texts = [" ".join(row) for row in words[rng.integers(0, len(words), (number, 25))]]
    columns = {
        "source": pa.array(["forum"] * number),
        "post_id": pc.binary_join_element_wise("p", pa.array(np.arange(number)).cast(pa.string()), ""),
        "kind": pa.array(["post"] * number),
        "text": pa.array(texts),
        "author_id": pa.array(np.arange(number) % 99_991).cast(pa.string()),
        "created_at": pa.array(np.arange(number) * 500_000 + int(START.timestamp() * 1e6), pa.timestamp("us", "UTC")),
    }
    empty = {field.name: pa.nulls(number, field.type) for field in POST_SCHEMA}
    return pa.table({**empty, **columns}).select(POST_SCHEMA.names).cast(POST_SCHEMA)


def later(table: pa.Table, number: int) -> pa.Table:
    """The same words as other posts, written later; their ids grow with time, as those of platforms do."""
    ids = pc.binary_join_element_wise(f"{number:03d}", table["post_id"], "-")
    ended = START + timedelta(weeks=1)
    return table.set_column(table.schema.get_field_index("post_id"), table.schema.field("post_id"), ids).set_column(
        table.schema.get_field_index("created_at"),
        table.schema.field("created_at"),
        pc.add(table["created_at"], (ended - START) * number).cast(table["created_at"].type),
    )


def batch(number: int, table: pa.Table) -> LoadBatch:
    """The table as a fetch."""
    nothing = Mapped.of([])
    coverage = Coverage(
        fetch_id=f"f{number}", source="forum", channel="forum", window=Window(START, START + timedelta(days=7)),
        started_at=START, ended_at=START + timedelta(hours=number), items=table.num_rows, requests=1, retries=0, cost_usd=0.0,
        outcome="complete", reason="", gaps=(), cursor={}, unknown_keys={}, notes=(),
    )  # fmt: skip
    return LoadBatch(
        fetch_id=coverage.fetch_id, coverage=coverage, posts=table, refused=nothing.refused, gone=nothing.gone
    )


def edited(table: pa.Table) -> pa.Table:
    """A tenth of the posts with another text."""
    some = table.take(pa.array(np.arange(0, table.num_rows, 10)))
    place = some.schema.get_field_index("text")
    return some.set_column(place, some.schema.field(place), pc.binary_join_element_wise(some["text"], "edited", " "))


def ours(folder: Path, table: pa.Table) -> dict[str, float]:
    """Seconds of each kind of load, and of publishing."""
    path, found = folder / "w.duckdb", {}
    for number, (name, rows) in enumerate((("new", table), ("again", table), ("edited", edited(table)))):
        with warehouse.writer(path) as writer:
            begin = time.perf_counter()
            counts = writer.load(batch(number, rows))
            found[name] = time.perf_counter() - begin
            assert (counts.new, counts.edited)[name == "edited"] == (0 if name == "again" else rows.num_rows)
    with warehouse.writer(path) as writer:
        begin = time.perf_counter()
        writer.publish(folder / "snapshots")
        found["publish"] = time.perf_counter() - begin
    return found


def growing(folder: Path, table: pa.Table, fetches: int) -> dict[str, float]:
    """Seconds of each load into a warehouse that grows."""
    found = {}
    for number in range(fetches):
        rows = later(table, number)
        with warehouse.writer(folder / "w.duckdb") as writer:
            begin = time.perf_counter()
            counts = writer.load(batch(number, rows))
            found[f"fetch {number + 1}"] = time.perf_counter() - begin
            assert counts.new == rows.num_rows
    return found


def insert_or_replace(folder: Path, table: pa.Table) -> dict[str, float]:
    """The same rows into a table with a primary key; no versions, no ledger, no quarantine."""
    return _upsert(folder, table, "insert or replace into posts from given", lambda rows: rows)


def pandas_on_conflict(folder: Path, table: pa.Table) -> dict[str, float]:
    """The same from a DataFrame, as a script would."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in POST_SCHEMA.names if name not in ("source", "post_id"))
    upsert = f"insert into posts from given on conflict (source, post_id) do update set {changed}"
    return _upsert(folder, table, upsert, lambda rows: rows.to_pandas())


def _upsert(folder: Path, table: pa.Table, sql: str, form: Callable[[pa.Table], Any]) -> dict[str, float]:
    found = {}
    con = duckdb.connect(folder / "p.duckdb")
    con.register("given", table.slice(0, 0))
    con.execute("create table posts as from given")
    con.execute("alter table posts add primary key (source, post_id)")
    for name, rows in (("new", table), ("again", table), ("edited", edited(table))):
        begin = time.perf_counter()
        con.register("given", form(rows))
        con.execute(sql)
        found[name] = time.perf_counter() - begin
    con.close()
    return found


WAYS = {"voxpop": ours, "insert or replace": insert_or_replace, "pandas, on conflict": pandas_on_conflict}


def measure(way: str, number: int, fetches: int, out: Connection) -> None:
    """In a process of its own, for the memory."""
    with tempfile.TemporaryDirectory() as folder:
        table = posts(number)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = growing(Path(folder), table, fetches) if fetches > 1 else WAYS[way](Path(folder), table)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out.send({"seconds": found, "more MB": round((peak - before) / 1024), "MB": round(peak / 1024)})


def main(arguments: list[str] | None = None) -> int:
    """Measure both ways and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--fetches", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    for way in list(WAYS)[: 1 if given.fetches > 1 else None]:
        here, there = mp.get_context("spawn").Pipe()
        process = mp.get_context("spawn").Process(target=measure, args=(way, given.posts, given.fetches, there))
        process.start()
        process.join()
        found: dict[str, Any] = here.recv() if here.poll() else {"seconds": {}, "more MB": "failed", "MB": "failed"}
        if given.json:
            print(json.dumps({"way": way, "posts": given.posts, **found}))
            continue
        print(
            f"{way}, {given.posts:,} posts; {found['more MB']} MB more than the posts themselves, {found['MB']} MB in all"
        )
        for name, seconds in found["seconds"].items():
            rows = given.posts // 10 if name == "edited" else given.posts
            print(f"  {name:<10}{seconds:8.2f} s {rows / seconds:>12,.0f} posts a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
