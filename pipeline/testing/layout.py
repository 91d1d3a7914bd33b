"""What every layout keeps: each record of the file is a post or a refusal, once, and a broken one costs itself alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Collector, Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.post import Gone, Mapped, Post, Refusal
from voxpop.window import Window


@dataclass(kw_only=True)
class LayoutPlace:
    """A file of the layout, as the platform writes it; of JSON lines where a record can be spoiled by itself."""

    layout: str
    path: Path
    expected: int  # posts in the file, all of them in the window
    window: Window
    options: Mapping[str, Any] = field(default_factory=dict)  # further keys of the channel

    def collector(self, path: Path | None = None) -> Collector:
        """A fresh collector of the file, or of another one."""
        keys = {"id": "place", "source": "archive", "layout": self.layout, "path": str(path or self.path)}
        context = Context(AuthorKey(b"key"), dict[str, str]().__getitem__, Path("/"))
        return collector_class("archive")(Channel.model_validate(keys | dict(self.options)), context)

    def read(self, window: Window | None = None, path: Path | None = None) -> list[Mapped]:
        """What is in the file, batch by batch, as a run of the pipeline maps it."""
        collector, asked = self.collector(path), window or self.window
        tables = collector.fetch_tables(asked, FetchLog())
        assert tables is not None
        return [collector.map_table(table, asked.end) for table in tables]

    def records(self, window: Window | None = None) -> list[Post | Refusal | Gone]:
        """What is in the file, record by record."""
        collector = self.collector()
        items = collector.fetch(window or self.window, FetchLog())
        return [record for item in items for record in collector.to_posts(item)]


class LayoutContract:
    """Tests that every layout passes; a subclass gives a fixture `place` that yields a `LayoutPlace`."""

    def test_all_posts_once_and_none_refused(self, place: LayoutPlace) -> None:
        """The file is read whole."""
        batches = place.read()
        ids = [value for batch in batches for value in batch.posts["post_id"].to_pylist()]
        assert sorted(set(ids)) == sorted(ids)
        assert len(ids) == place.expected
        assert not [refusal for batch in batches for refusal in batch.refused.to_pylist()]

    def test_times_are_in_utc_and_authors_are_keyed(self, place: LayoutPlace) -> None:
        """No handle becomes an author's id."""
        posts = [record for record in place.records() if isinstance(record, Post)]
        assert len(posts) == place.expected
        for post in posts:
            assert post.created_at.tzinfo == UTC
            assert post.author_id is None or len(post.author_id) == 32

    def test_two_halves_are_the_whole(self, place: LayoutPlace) -> None:
        """A window that is read in two parts gives the posts of the whole."""
        middle = place.window.start + (place.window.end - place.window.start) / 2
        halves = (Window(place.window.start, middle), Window(middle, place.window.end))
        assert sum(batch.posts.num_rows for half in halves for batch in place.read(half)) == place.expected

    def test_a_broken_record_costs_itself_alone(self, place: LayoutPlace, tmp_path: Path) -> None:
        """One line that is no JSON is one refusal beside all posts."""
        if place.path.suffix not in {".jsonl", ".ndjson"}:
            return
        spoiled = tmp_path / f"spoiled{place.path.suffix}"
        shutil.copy(place.path, spoiled)
        with spoiled.open("a", encoding="utf-8") as file:
            file.write("{broken\n")
        batches = place.read(path=spoiled)
        assert sum(batch.posts.num_rows for batch in batches) == place.expected
        assert sum(batch.refused.num_rows for batch in batches) == 1
