"""Files as platforms write them: Reddit dumps, X account archives, exports of Discourse. Their posts are those of the API.

Each record is put into the shape that the platform's own collector maps, so that a post is the same post whichever way it came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from voxpop import plugins
from voxpop.authors import AuthorKey
from voxpop.collectors.archive.cells import json_object
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.archive.times import INSTANT
from voxpop.collectors.discourse import mapping as discourse_posts
from voxpop.collectors.reddit import dump
from voxpop.collectors.reddit import mapping as reddit_mapping
from voxpop.collectors.x import archived
from voxpop.collectors.x import mapping as x_mapping
from voxpop.plugins import Group, PluginError
from voxpop.post import Gone, Kind, Mapped, Post, RawItem, Refusal
from voxpop.window import Window

Record = dict[str, Any]
REPOSTED = "RT @"  # an archive of an account holds reposts as text only


@dataclass(frozen=True, slots=True)
class Layout:
    """How one platform writes its files."""

    source: str
    inside: tuple[str, ...]  # which files of a zip hold posts
    created: Callable[[Record], datetime | None]
    seen: Callable[[Record], datetime | None]  # when the counts were so
    payload: Callable[[Record, ArchiveSettings], Record]  # as the platform's collector lands it
    posts: Callable[[RawItem, AuthorKey], Iterator[Post | Refusal | Gone]]
    has: tuple[str, ...]  # paths that tell a list of its records from other lists of a document
    each: tuple[str, ...] = ()  # lists of records within records
    beside: tuple[str, ...] = ()  # files that tell who wrote all of it, and when it was made


class LayoutMapping:
    """The rules of one layout, applied to any number of batches; the counterpart of `ArchiveMapping`."""

    def __init__(self, settings: ArchiveSettings, channel: str, key: AuthorKey) -> None:
        self.settings, self.channel, self.key = settings, channel, key
        self.layout = layout_named(str(settings.layout))
        self.source = self.layout.source

    def created(self, table: pa.Table) -> pa.Array:
        """When each record was written; null where that cannot be read."""
        return pa.array([self.layout.created(json_object(line)[0]) for line in table["_raw"].to_pylist()], INSTANT)

    def answered(self, table: pa.Table) -> None:
        """None: these files hold no answers within their rows."""

    def map(self, table: pa.Table) -> Mapped:
        """Every record as a post, a deletion or a refusal, in the order of the file."""
        return Mapped.of(record for row in table.to_pylist() for record in self._records(row))

    def _records(self, row: Record) -> Iterator[Post | Refusal | Gone]:
        record, problem = json_object(row["_raw"] or "")
        problem = row["_problem"] or problem
        if problem:
            yield self._refusal(row, "row", problem)
            return
        created = self.layout.created(record)
        seen = self.layout.seen(record) or created or datetime.fromtimestamp(0, UTC)
        window = Window(seen, seen + timedelta(seconds=1))
        payload = self.layout.payload(record, self.settings)
        item = RawItem(source=self.source, channel=self.channel, fetched_at=seen, window=window, payload=payload)
        for found in self.layout.posts(item, self.key):
            yield self._refusal(row, found.field, found.reason) if isinstance(found, Refusal) else _repost(found)

    def _refusal(self, row: Record, field: str, reason: str) -> Refusal:
        return Refusal(
            source=self.source,
            item_id=f"{row['_file']}:{row['_row']}",
            field=field,
            reason=f"row {row['_row']}: {reason}",
            payload=json.dumps({name: value for name, value in row.items() if value is not None}, default=str),
        )


def _repost(found: Post | Gone) -> Post | Gone:
    if isinstance(found, Post) and found.source == x_mapping.SOURCE and found.text.startswith(REPOSTED):
        return replace(found, kind=Kind.REPOST)
    return found


def _reddit_payload(record: Record, settings: ArchiveSettings) -> Record:
    del settings
    return dump.thing_of(record)


def _x_seen(record: Record) -> datetime | None:
    return discourse_posts.moment(record.get("generationDate"))


def _x_payload(record: Record, settings: ArchiveSettings) -> Record:
    del settings
    return archived.page_of(record)


def _discourse_created(record: Record) -> datetime | None:
    return discourse_posts.moment(record.get("created_at"))


def _discourse_seen(record: Record) -> datetime | None:
    return discourse_posts.moment(record.get("updated_at"))


def _discourse_payload(record: Record, settings: ArchiveSettings) -> Record:
    topic = {"id": record.get("topic_id"), "title": record.get("topic_title"), "slug": record.get("topic_slug")}
    category = {"slug": record.get("category_slug") or record.get("category_name")}
    return {"host": settings.site, "post": record, "topic": topic, "category": category}


LAYOUTS = {
    "reddit": Layout(
        reddit_mapping.SOURCE,
        ("*.jsonl", "*.ndjson"),
        dump.created_at,
        dump.seen_at,
        _reddit_payload,
        reddit_mapping.posts_of,
        has=("id|data.id", "created_utc|data.created_utc"),
        each=("data.replies.data.children",),
    ),
    "x": Layout(
        x_mapping.SOURCE,
        ("*data/tweet.js", "*data/tweets.js", "*data/tweet-part*.js", "*data/tweets-part*.js"),
        archived.created_at,
        _x_seen,
        _x_payload,
        x_mapping.posts_of,
        has=("created_at|tweet.created_at",),
        beside=("account.js", "manifest.js"),
    ),
    "discourse": Layout(
        discourse_posts.SOURCE,
        ("*.json", "*.jsonl"),
        _discourse_created,
        _discourse_seen,
        _discourse_payload,
        discourse_posts.posts_of,
        has=("id", "created_at"),
    ),
}


def layout_named(name: str) -> Layout:
    """The layout of this name: one of ours, else one that a package brings (docs/plugins.md).

    Raises `PluginError` where what the package brings is no `Layout`.
    """
    if name in LAYOUTS:
        return LAYOUTS[name]
    brought = plugins.load(Group.LAYOUT, name)
    if not isinstance(brought, Layout):
        raise PluginError(
            Group.LAYOUT, name, plugins.package_of(Group.LAYOUT, name), f"it must be a {Layout.__module__}.Layout"
        )
    return brought
