"""Maps the payloads that come on standard input with the collectors of the checkout it runs in, and tells the seconds.

Started by `benchmarks.recorded_traffic --beside`, in this checkout and in another one, of whatever release: it imports
nothing of ours but the registry, which has stood under two names.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

LEAST = 0.25  # CPU seconds that a source is mapped for


def module(name: str) -> Any:
    """A module of ours by its name of today, or of before the folders carried the layers."""
    try:
        return import_module(f"voxpop.{name}")
    except ModuleNotFoundError:
        return import_module(name)


def main() -> None:
    """Print {source: [posts, CPU seconds a round]}."""
    told = json.load(sys.stdin)
    sys.path.insert(0, str(Path.cwd()))
    registry, base = module("collectors.registry"), module("collectors.base")
    post, window = import_module("voxpop.post"), import_module("voxpop.window")
    config, authors = import_module("voxpop.config"), import_module("voxpop.authors")
    read_at = datetime(2026, 11, 23, tzinfo=UTC)
    asked = window.Window(datetime(2000, 1, 1, tzinfo=UTC), read_at)
    context = base.Context(authors.AuthorKey(b"key"), {}.__getitem__, Path.cwd(), lambda: read_at)
    found = {}
    for source, (options, payloads) in told.items():
        channel = config.Channel.model_validate({"id": "c", "source": source, **options})
        collector = registry.collector_class(source)(channel, context)
        items = [
            post.RawItem(source=source, channel="c", fetched_at=read_at, window=asked, payload=payload)
            for payload in payloads
        ]
        posts, rounds, spent, best = 0, 0, 0.0, float("inf")
        while spent < LEAST or rounds < 3:
            begin = time.process_time()
            records = [record for item in items for record in collector.to_posts(item)]
            took = time.process_time() - begin
            posts = sum(isinstance(record, post.Post) for record in records)
            rounds, spent, best = rounds + 1, spent + took, min(best, took)
        found[source] = [posts, best]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
