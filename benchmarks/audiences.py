"""Sorting a million posts into 20 audiences by rules of words: seconds and posts a second, beside plain Python.

    python -m benchmarks.audiences [--posts 1000000] [--audiences 20]

The posts hold 25 words each, drawn with a fixed seed from 5,000, some far more often than others. Each rule joins a phrase,
a prefix, NEAR and NOT. The peer is what one would write first: regular expressions over each post in Python, on the first
`--peer` posts (the rest would only take longer); both must take the same posts.
"""

from __future__ import annotations

import argparse
import re
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from voxpop import warehouse
from voxpop.config import Audience, Config, Rule

START = 1_763_251_200_000_000


def texts(number: int) -> list[str]:
    """So many texts; low numbers are frequent words."""
    rng = np.random.default_rng(7)
    words = np.array([f"word{n}" for n in range(5_000)])
    return [" ".join(row) for row in words[(5_000 * rng.random((number, 25)) ** 3).astype(int)]]


def rule(k: int) -> str:
    """The expression of one audience."""
    return (
        f'("word{k} word{k + 1}" OR word{40 + k} NEAR/3 word{k} OR word{100 + k}*) AND NOT (word{2 + k} OR word{3 + k})'
    )


def plain(k: int, found: list[str]) -> set[int]:
    """The same rule as regular expressions in Python: which texts it takes."""
    wanted = re.compile(
        rf"\bword{k} word{k + 1}\b|\bword{40 + k} (?:\S+ ){{0,2}}word{k}\b|\bword{k} (?:\S+ ){{0,2}}word{40 + k}\b|\bword{100 + k}"
    )
    unwanted = re.compile(rf"\b(?:word{2 + k}|word{3 + k})\b")
    return {n for n, text in enumerate(found) if wanted.search(text) and not unwanted.search(text)}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--audiences", type=int, default=20)
    parser.add_argument("--peer", type=int, default=100_000)
    asked = parser.parse_args()
    said = texts(asked.posts)
    config = Config.model_validate(
        {
            "company": {"name": "Larkspur"},
            "channels": [{"id": "forum", "source": "archive"}],
            "audiences": [
                Audience(id=f"a{k}", name=f"A{k}", match=(Rule(words=rule(k)),)) for k in range(asked.audiences)
            ],
            "base_dir": Path(),
        }
    )
    with tempfile.TemporaryDirectory() as folder, warehouse.writer(Path(folder) / "w.duckdb") as writer:
        posts = pa.table({"n": np.arange(asked.posts), "text": said})
        writer.con.register("said", posts)
        writer.con.execute(
            "insert into posts by name select 'forum' as source, 'p' || n as post_id, 'post' as kind, 'a' as author_id, "
            f"make_timestamptz({START} + n * 500000) as created_at, text, now() as first_fetched_at, now() as fetched_at, "
            "'f' as fetch_id, 'h' as content_hash from said"
        )
        writer.con.execute("insert into post_channels select source, post_id, 'forum', now() from posts")
        begun = time.perf_counter()
        writer.findings.store_audiences(config)
        seconds = time.perf_counter() - begun
        taken = {
            k: {int(row[0][1:]) for row in writer.con.execute(
                "select post_id from post_audiences where audience = ?", [f"a{k}"]).fetchall()}
            for k in range(asked.audiences)
        }  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    peer = {k: plain(k, said[: asked.peer]) for k in range(asked.audiences)}
    peer_seconds = time.perf_counter() - begun
    same = all({n for n in taken[k] if n < asked.peer} == peer[k] for k in peer)
    print(
        f"{asked.posts:,} posts into {asked.audiences} audiences by words: {seconds:.2f} s, {asked.posts / seconds:,.0f} posts/s"
    )
    print(f"taken: {sum(map(len, taken.values())):,}; peak memory {memory:,.0f} MB, the texts themselves included")
    each = min(asked.peer, asked.posts) / peer_seconds
    print(f"plain Python, first {asked.peer:,} posts: {peer_seconds:.2f} s, {each:,.0f} posts/s; same posts: {same}")


if __name__ == "__main__":
    main()
