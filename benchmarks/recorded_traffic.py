"""Recorded answers through the mappings: how many records became posts, were refused and why, or are gone; how fast.

    python -m benchmarks.recorded_traffic [--folder ../shared/traffic] [--json] [--beside FOLDER] [--facts]

The recordings are no part of Voxpop. Times are those of the mapping alone: files are read and parsed before. `--beside` maps
the same payloads with the checkout of another commit in FOLDER (with an environment of its own in .venv), the two in turn.
`--facts` reads every post a second time, in another way, and prints where the two readings differ.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import made_traffic
from benchmarks.second_reader import READERS
from benchmarks.traffic import (
    READ_AT,
    Payload,
    askbot_questions,
    feed_payloads,
    forum_posts,
    issues,
    questions,
    reddit_things,
    statuses,
    x_pages,
)
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.discourse import mapping as discourse_posts
from voxpop.collectors.feed import entries as feed_entries
from voxpop.collectors.reddit import mapping as reddit_mapping
from voxpop.collectors.registry import collector_class
from voxpop.collectors.x import mapping as x_mapping
from voxpop.config import Channel
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

WINDOW = Window(datetime(2000, 1, 1, tzinfo=UTC), READ_AT)
KEY = AuthorKey(b"key")
FEED = feed_entries.FeedSettings(url="https://blog.example/feed")
ROUNDS = 7
TURNS = 5  # each checkout maps so often, in turn; the fastest time of each counts
Mapping = Callable[[RawItem, AuthorKey], Iterator[Post | Refusal | Gone]]
OPTIONS = {
    "x": {"query": "acme"},
    "reddit": {"subreddit": "acme"},
    "discourse": {"url": "https://f.example"},
    "feed": {"url": "https://blog.example/feed"},
    "mastodon": {"url": "https://m.example", "tag": "acme"},
    "github": {"repository": "o/r"},
    "stackexchange": {"site": "stackoverflow"},
    "askbot": {"url": "https://ask.example"},
    "bluesky": {"query": "acme"},
    "hackernews": {"query": "acme"},
    "zendesk": {"url": "https://acme.zendesk.com"},
    "djangohelpdesk": {"url": "https://desk.example"},
}
MADE = {
    "bluesky": made_traffic.bluesky,
    "hackernews": made_traffic.hackernews,
    "zendesk": made_traffic.zendesk,
    "djangohelpdesk": made_traffic.djangohelpdesk,
}
WORKER = Path(__file__).with_name("mapping_worker.py")


def by_collector(source: str) -> Mapping:
    """The mapping of a source that is asked through its collector."""
    channel = Channel.model_validate({"id": "c", "source": source, **OPTIONS[source]})
    collector = collector_class(source)(channel, Context(KEY, dict[str, str]().__getitem__, Path(), lambda: READ_AT))

    def mapped(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
        del key  # the collector has it
        return collector.to_posts(item)

    return mapped


SOURCES: dict[str, tuple[Callable[[Path, list[str] | None], Iterator[tuple[str, Payload]]], Mapping]] = {
    "x": (x_pages, x_mapping.posts_of),
    "reddit": (reddit_things, reddit_mapping.posts_of),
    "discourse": (forum_posts, discourse_posts.posts_of),
    "feed": (feed_payloads, partial(feed_entries.post_of, settings=FEED)),
    "mastodon": (statuses, by_collector("mastodon")),
    "github": (issues, by_collector("github")),
    "stackexchange": (questions, by_collector("stackexchange")),
    "askbot": (askbot_questions, by_collector("askbot")),
}


def count(source: str, folder: Path, rounds: int = 1) -> dict[str, Any]:
    """Of one source: files, answers, records, posts, those gone by reason, refused by field and reason, broken, and speed."""
    read, posts_of = SOURCES[source]
    broken: list[str] = []
    answers = list(read(folder, broken))
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
        "broken": broken,
        "left out": sum(not found for found in records),
        "records a second": round(len(flat) / statistics.median(seconds)),
    }


def payloads(folder: Path) -> dict[str, tuple[dict[str, str], list[Payload]]]:
    """Source -> (options, payloads): the recorded ones, and made ones where none were recorded."""
    recorded = {source: [payload for _, payload in read(folder, None)] for source, (read, _) in SOURCES.items()}
    told = recorded | {source: make() for source, make in MADE.items()}
    return {source: (OPTIONS[source], found) for source, found in told.items()}


def compare(folder: Path, beside: Path) -> int:
    """Print the posts a CPU second of this checkout and of another one."""
    told = json.dumps(payloads(folder))
    here = Path(__file__).resolve().parents[1]
    best: dict[Path, dict[str, tuple[int, float]]] = {here: {}, beside.resolve(): {}}
    for _ in range(TURNS):
        for place, found in best.items():
            python = Path(sys.executable) if place == here else place / ".venv" / "bin" / "python"
            done = subprocess.run([python, WORKER], cwd=place, input=told, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{place}: {done.stderr.strip().splitlines()[-1]}")
                return 1
            for source, (posts, seconds) in json.loads(done.stdout).items():
                if source not in found or seconds < found[source][1]:
                    found[source] = (posts, seconds)
    ours, theirs = best.values()
    print(f"{'source':<16}{'posts':>8}{'here':>12}{'beside':>12}{'ratio':>8}  (posts a CPU second)")
    for source, (posts, seconds) in ours.items():
        their_posts, their_seconds = theirs[source]
        speeds = posts / seconds, their_posts / their_seconds
        print(f"{source:<16}{posts:>8,}{speeds[0]:>12,.0f}{speeds[1]:>12,.0f}{speeds[0] / speeds[1]:>8.2f}")
    return 0


def differences(source: str, folder: Path) -> tuple[int, list[str]]:
    """How many facts of recorded posts were read by a second reader, and where the mapping says something else."""
    read, posts_of = SOURCES[source]
    compared, wrong = 0, []
    for name, payload in read(folder, None):
        item = RawItem(source=source, channel="c", fetched_at=READ_AT, window=WINDOW, payload=payload)
        posts = [record for record in posts_of(item, KEY) if isinstance(record, Post)]
        told = list(READERS[source](payload))
        if len(posts) != len(told):
            wrong.append(f"{name}: {len(posts)} posts, {len(told)} by the second reader")
            continue
        for post, facts in zip(posts, told, strict=True):
            compared += len(facts)
            wrong += [
                f"{name}: {post.post_id}: {field} is {getattr(post, field)!r}, {value!r} by the second reader"
                for field, value in facts.items()
                if getattr(post, field) != value
            ]
    return compared, wrong


def compare_facts(folder: Path) -> int:
    """Print how many facts of each source agree."""
    found = {source: differences(source, folder) for source in READERS}
    for source, (compared, wrong) in found.items():
        print(f"{source}: {compared:,} facts, {len(wrong):,} differences")
        print("\n".join(f"  {line[:200]}" for line in wrong[:20])) if wrong else None
    return int(any(wrong for _, wrong in found.values()))


def main(arguments: list[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "traffic")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--beside", type=Path, help="a checkout of another commit, with its .venv")
    parser.add_argument("--facts", action="store_true", help="hold every fact to a second reader")
    given = parser.parse_args(arguments)
    if not given.folder.exists():
        parser.error(f"{given.folder}: no such folder; the recordings are no part of Voxpop")
    if given.facts:
        return compare_facts(given.folder)
    if given.beside:
        return compare(given.folder, given.beside)
    found = [count(source, given.folder, ROUNDS) for source in SOURCES]
    if given.json:
        print(json.dumps(found))
        return 0
    numbers = [name for name in found[0] if name not in ("source", "gone", "refused", "broken")]
    print(f"{'source':<10}" + "".join(f"{name:>17}" for name in numbers))
    for row in found:
        print(f"{row['source']:<10}" + "".join(f"{row[name]:>17,}" for name in numbers))
    for row in found:
        for said in row["broken"]:
            print(f"{row['source']}: left out, {said}")
        for kind in ("gone", "refused"):
            for reason, times in row[kind].items():
                print(f"{row['source']}: {times:,} {kind}, {reason}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
