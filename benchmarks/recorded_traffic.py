"""Recorded answers through the mappings: how many records became posts, were refused and why, or are gone; how fast.

    python -m benchmarks.recorded_traffic [--folder ../shared/traffic] [--json]

The recordings are no part of Voxpop. Times are those of the mapping alone: files are read and parsed before.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.discourse import mapping as discourse_posts
from voxpop.collectors.feed import entries as feed_entries
from voxpop.collectors.reddit import mapping as reddit_mapping
from voxpop.collectors.x import mapping as x_mapping
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Window(datetime(2000, 1, 1, tzinfo=UTC), READ_AT)
KEY = AuthorKey(b"key")
FEED = feed_entries.FeedSettings(url="https://blog.example/feed")
ROUNDS = 7
Payload = dict[str, Any]
Mapping = Callable[[RawItem, AuthorKey], Iterator[Post | Refusal | Gone]]


def x_pages(folder: Path) -> Iterator[tuple[str, Payload]]:
    """(file, page) of every recorded answer that could hold posts."""
    for path in sorted((folder / "x" / "api_v2_cassettes_tweepy").glob("*.decoded.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            body = entry["response"].get("body") or entry["response"].get("json")
            page = json.loads(body) if isinstance(body, str) else body
            address = entry["request"]["uri"]
            if isinstance(page, dict) and "/tweets" in address and "liking" not in address:
                yield path.name, page
    for path in sorted((folder / "x" / "api_v2_pages_twarc").glob("*.jsonl")):
        for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
            yield path.name, json.loads(line)


def reddit_things(folder: Path) -> Iterator[tuple[str, Payload]]:
    """(file, thing) of every submission and comment in a recorded answer, answers inside answers too."""

    def things(value: Any) -> Iterator[Payload]:
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


def forum_posts(folder: Path) -> Iterator[tuple[str, Payload]]:
    """(file, post with its topic) of every recorded Discourse page that holds posts."""
    for path in sorted((folder / "forums" / "discourse").rglob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        if path.parent.name == "spec" or not isinstance(page, dict):
            continue
        alone = [*page.get("latest_posts", []), *page.get("posts", []), page.get("post"), page]
        topic = {key: value for key, value in page.items() if key != "post_stream"}
        found: list[tuple[Payload, Payload | None]]
        found = [(post, None) for post in alone if post and ("cooked" in post or "blurb" in post)]
        found += [(post, topic) for post in page.get("post_stream", {}).get("posts", [])]
        for post, above in found:
            yield path.name, {"host": "f.example", "post": post, "topic": above, "category": None, "parent_id": None}


def feed_payloads(folder: Path) -> Iterator[tuple[str, Payload]]:
    """(file, entry with its feed); most are made for other purposes and undated, so all have a time of first sight."""
    for path in sorted((folder / "feeds").rglob("*.xml")):
        document = feed_entries.read(path.read_bytes(), "application/xml")
        for entry in document.entries:
            payload = {"host": "blog.example", "feed": document.feed, "entry": entry, "first_seen": READ_AT.isoformat()}
            yield path.name, json.loads(json.dumps(payload))


SOURCES: dict[str, tuple[Callable[[Path], Iterator[tuple[str, Payload]]], Mapping]] = {
    "x": (x_pages, x_mapping.posts_of),
    "reddit": (reddit_things, reddit_mapping.posts_of),
    "discourse": (forum_posts, discourse_posts.posts_of),
    "feed": (feed_payloads, partial(feed_entries.post_of, settings=FEED)),
}


def count(source: str, folder: Path, rounds: int = 1) -> dict[str, Any]:
    """Of one source: files, answers, records, posts, those gone by reason, refused by field and reason, and speed."""
    read, posts_of = SOURCES[source]
    answers = list(read(folder))
    items = [
        RawItem(source=source, channel="c", fetched_at=READ_AT, window=WINDOW, payload=payload)
        for _, payload in answers
    ]
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        records = [list(posts_of(item, KEY)) for item in items]
        seconds.append(time.perf_counter() - begin)
    flat = [record for found in records for record in found]
    posts = [record.post_id for record in flat if isinstance(record, Post)]
    return {
        "source": source,
        "files": len({name for name, _ in answers}),
        "answers": len(answers),
        "records": len(flat),
        "posts": len(posts),
        "distinct": len(set(posts)),
        "gone": dict(Counter(r.reason for r in flat if isinstance(r, Gone))),
        "refused": dict(Counter(f"{r.field}: {r.reason}" for r in flat if isinstance(r, Refusal))),
        "left out": sum(not found for found in records),
        "records a second": round(len(flat) / statistics.median(seconds)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "traffic")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not given.folder.exists():
        parser.error(f"{given.folder}: no such folder; the recordings are no part of Voxpop")
    found = [count(source, given.folder, ROUNDS) for source in SOURCES]
    if given.json:
        print(json.dumps(found))
        return 0
    numbers = [name for name in found[0] if name not in ("source", "gone", "refused")]
    print(f"{'source':<10}" + "".join(f"{name:>17}" for name in numbers))
    for row in found:
        print(f"{row['source']:<10}" + "".join(f"{row[name]:>17,}" for name in numbers))
    for row in found:
        for kind in ("gone", "refused"):
            for reason, times in row[kind].items():
                print(f"{row['source']}: {times:,} {kind}, {reason}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
