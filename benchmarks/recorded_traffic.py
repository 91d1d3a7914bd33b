"""Recorded pages of X and Reddit through the mapping: how many are posts, refused and why, or gone; and how fast.

    python -m benchmarks.recorded_traffic [--folder ../shared/traffic] [--json]

The recordings are no part of Voxpop. Forum pages and feeds are counted in tests/collectors/test_recorded_forums.py.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors import reddit_mapping, x_mapping
from voxpop.authors import AuthorKey
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Window(datetime(2000, 1, 1, tzinfo=UTC), READ_AT)
KEY = AuthorKey(b"key")
Mapping = Callable[[RawItem, AuthorKey], Iterator[Post | Refusal | Gone]]


def x_pages(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file, page) of every recorded answer that could hold posts."""
    for path in sorted((folder / "x" / "api_v2_cassettes_tweepy").glob("*.decoded.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            body = entry["response"].get("body") or entry["response"].get("json")
            page = json.loads(body) if isinstance(body, str) else body
            if (
                isinstance(page, dict)
                and "/tweets" in entry["request"]["uri"]
                and "liking" not in entry["request"]["uri"]
            ):
                yield path.name, page
    for path in sorted((folder / "x" / "api_v2_pages_twarc").glob("*.jsonl")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
            yield path.name, json.loads(line)


def reddit_things(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file, thing) of every submission and comment in a recorded answer, answers inside answers too."""

    def things(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if value.get("kind") in ("t1", "t3") and isinstance(value.get("data"), dict):
                yield value
            for inner in value.values():
                yield from things(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from things(inner)

    for path in sorted((folder / "reddit").rglob("*.json")):
        recorded = json.loads(path.read_text(encoding="utf-8"))
        for entry in recorded.get("interactions", recorded.get("http_interactions", [])):
            body = (entry["response"].get("body") or {}).get("string") or ""
            try:
                yield from ((path.name, thing) for thing in things(json.loads(body)))
            except ValueError:
                continue  # pages of HTML and empty answers


SOURCES: dict[str, tuple[Callable[[Path], Iterator[tuple[str, dict[str, Any]]]], Mapping]] = {
    "x": (x_pages, x_mapping.posts_of),
    "reddit": (reddit_things, reddit_mapping.posts_of),
}


def count(source: str, folder: Path) -> dict[str, Any]:
    """Of one source: files, pages or things, posts, those gone by reason, refused by field and reason, posts a second."""
    read, posts_of = SOURCES[source]
    pages = list(read(folder))
    begin = time.perf_counter()
    records = [
        record
        for _, page in pages
        for record in posts_of(
            RawItem(source=source, channel="c", fetched_at=READ_AT, window=WINDOW, payload=page), KEY
        )
    ]
    seconds = time.perf_counter() - begin
    return {
        "source": source,
        "files": len({name for name, _ in pages}),
        "pages": len(pages),
        "posts": sum(isinstance(r, Post) for r in records),
        "distinct": len({r.post_id for r in records if isinstance(r, Post)}),
        "gone": dict(Counter(r.reason for r in records if isinstance(r, Gone))),
        "refused": dict(Counter(f"{r.field}: {r.reason}" for r in records if isinstance(r, Refusal))),
        "posts a second": round(len(records) / seconds),
    }


def main(arguments: list[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "traffic")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not given.folder.exists():
        parser.error(f"{given.folder}: no such folder; the recordings are no part of Voxpop")
    for source in SOURCES:
        found = count(source, given.folder)
        print(
            json.dumps(found)
            if given.json
            else "\n".join(f"{name:>16}: {value}" for name, value in found.items()) + "\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
