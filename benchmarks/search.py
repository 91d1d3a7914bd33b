"""Searching a million posts: building the index, its size, and the time of queries of each kind beside a scan with ILIKE.

    python -m benchmarks.search [--posts 1000000] [--times 5] [--json]

The posts hold 8 to 42 words, drawn with a fixed seed from 200,000 of which the n-th most frequent is n times as rare as the
first (Zipf): 'word0' is in four posts of five, as 'the' would be. The peer is what one would write first with the same
database: every word in ILIKE '% word %' over all texts, without ranking; both must find the same posts. Signatures are of
random vectors: their time does not depend on what they say.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.themes.signatures import sign

START = 1_763_251_200_000_000
VOCABULARY = 200_000
QUERIES = {
    "a rare word": (["word20000"], "{0}"),
    "a usual word": (["word300"], "{0}"),
    "a frequent word": (["word20"], "{0}"),
    "in four of five posts": (["word0"], "{0}"),
    "two words": (["word40", "word300"], "{0} {1}"),
    "three words": (["word20", "word100", "word700"], "{0} {1} {2}"),
    "one word without another": (["word300", "word1"], "{0} NOT {1}"),
    "a phrase": (["word10 word30"], '"{0}"'),
    "an audience's": (["word300"], "{0}"),
}
"""The words of each kind of query, and how they stand in its expression."""


def texts(number: int) -> list[str]:
    """So many texts."""
    rng = np.random.default_rng(7)
    share = 1 / np.arange(1, VOCABULARY + 1)
    lengths = rng.integers(8, 43, number)
    words = np.array([f"word{n}" for n in range(VOCABULARY)], dtype=object)
    drawn = words[rng.choice(VOCABULARY, size=lengths.sum(), p=share / share.sum())]
    ends = np.cumsum(lengths)
    return [" ".join(drawn[end - n : end]) for n, end in zip(lengths, ends, strict=True)]


def fill(writer: warehouse.Writer, number: int) -> None:
    """The posts, each an original of everyone, and their signatures."""
    writer.con.register("said", pa.table({"n": np.arange(number), "text": texts(number)}))
    writer.con.execute(
        "insert into posts by name select 'forum' as source, 'p' || n as post_id, 'post' as kind, 'a' || n % 99991 as author_id, "
        f"make_timestamptz({START} + n * 500000) as created_at, text, now() as first_fetched_at, now() as fetched_at, "
        "'f' as fetch_id, 'h' as content_hash from said"
    )
    writer.con.execute("insert into post_channels select source, post_id, 'forum', now() from posts")
    writer.con.execute(
        "insert into voices select source, post_id, source || '/' || post_id, 'original', null, false from posts"
    )
    writer.con.execute(
        "insert into post_audiences select 'buyers', source, post_id from posts where post_id[-1:] in ('1', '7')"
    )
    vectors = np.random.default_rng(8).standard_normal((number, 64)).astype(np.float32)
    writer.con.register("signed", pa.table({"n": np.arange(number), "bits": sign(vectors)}))
    writer.con.execute("insert into post_signatures select 'forum', 'p' || n, 'h', bits, 'random' from signed")
    for name in ("said", "signed"):
        writer.con.unregister(name)


def timed(times: int, ask: Callable[[], int]) -> tuple[float, int, float]:
    """The median in milliseconds, what was found, and the median of processor time: what others on the machine do not move."""
    spent, worked = [], []
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        found = ask()
        spent.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - busy))
    return statistics.median(spent), found, statistics.median(worked)


def count_found(snapshot: warehouse.Snapshot, expression: str, only: dict[str, str]) -> int:
    """How many posts the index finds."""
    return snapshot.find_words(expression, 20, **only).n_posts


def scanned(con: duckdb.DuckDBPyConnection, words: list[str], kind: str) -> int:
    """How many posts a scan finds."""
    like = [f"' ' || text || ' ' {'not ' * (kind.startswith('one') and n > 0)}ilike ?" for n in range(len(words))]
    if kind.startswith("an audience"):
        like.append("(source, post_id) in (select source, post_id from post_audiences where audience = 'buyers')")
    query = f"select count(*) from posts where {' and '.join(like)}"
    return con.execute(query, [f"% {word} %" for word in words]).fetchall()[0][0]


def measure(number: int, times: int) -> dict[str, Any]:
    """Everything that is printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.duckdb"
        with warehouse.writer(path) as writer:
            fill(writer, number)
            writer.con.execute("force checkpoint")
            before = path.stat().st_size
            begun = time.perf_counter()
            writer.findings.build_index()
            seconds = time.perf_counter() - begun
            writer.publish(Path(folder) / "s")
            size = path.stat().st_size - before
        snapshot = warehouse.open_snapshot(Path(folder) / "s")
        rows = {}
        for kind, (words, form) in QUERIES.items():
            only = {"audience": "buyers"} if kind.startswith("an audience") else {}
            expression = form.format(*words)
            ours = timed(times, partial(count_found, snapshot, expression, only))
            naive = timed(times, partial(scanned, snapshot.con, words, kind))
            if ours[1] != naive[1]:
                raise SystemExit(f"{kind}: the index finds {ours[1]} posts, the scan {naive[1]}")
            rows[kind] = {"posts": ours[1], "ms": ours[0], "cpu": ours[2], "scan ms": naive[0], "scan cpu": naive[2]}
        for kind, ask in (
            ("NEAR/5", lambda: snapshot.find_words("word10 NEAR/5 word30", 20).n_posts),
            ("a prefix", lambda: snapshot.find_words("word1999*", 20).n_posts),
            ("posts alike", lambda: snapshot.find_alike("forum", "p7", 20).n_posts),
        ):
            ms, n_posts, cpu = timed(times, ask)
            rows[kind] = {"posts": n_posts, "ms": ms, "cpu": cpu, "scan ms": None, "scan cpu": None}
        snapshot.close()
    return {"posts": number, "build seconds": seconds, "index MB": size / 1e6, "posts MB": before / 1e6,
            "queries": rows, "load": os.getloadavg()[0]}  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = measure(given.posts, given.times)
    if given.json:
        print(json.dumps(found))
        return
    print(f"{found['posts']:,} posts: index built in {found['build seconds']:.1f} s, {found['index MB']:.0f} MB "
          f"beside {found['posts MB']:.0f} MB; load of the machine {found['load']:.1f}")  # fmt: skip
    print(f"{'query':<28}{'posts':>10}{'ours':>10}{'processor':>11}{'ILIKE scan':>12}{'processor':>11}")
    for kind, row in found["queries"].items():
        scan = f"{row['scan ms']:>9.0f} ms{row['scan cpu']:>8.0f} ms" if row["scan ms"] else ""
        print(f"{kind:<28}{row['posts']:>10,}{row['ms']:>7.0f} ms{row['cpu']:>8.0f} ms{scan}")
    for name in ("ms", "cpu"):
        middle = statistics.median(row[name] for row in found["queries"].values())
        print(f"median of all kinds, {name}: {middle:.0f} ms")


if __name__ == "__main__":
    main()
