"""What was erased leaves landing: fetches are mapped as they were loaded, and written again without it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.errors import UsageError
from voxpop.landing import erase as landing_erase
from voxpop.post import Post, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voxpop.collectors.base import Collector
    from voxpop.landing import Fetch
    from voxpop.landing.tombstones import Erasing
    from voxpop.pipeline.workspace import Workspace
    from voxpop.post import Mapped, RawItem

log = logging.getLogger("voxpop.erase")


def clean(workspace: Workspace, fetches: Iterable[Fetch], erasing: Erasing) -> dict[str, int]:
    """How many fetches were written again, and how many items or rows were taken out or shortened."""
    counts = {"landing fetches": 0, "landing items": 0}
    collectors: dict[str, Collector] = {}
    for fetch in fetches:
        landing_erase.clear(fetch)
        channel = fetch.coverage.channel
        try:
            collector = collectors.get(channel) or workspace.collector(workspace.channel(channel))
        except UsageError as error:
            raise UsageError(f"{fetch.path} cannot be searched: {error}. Keep it with `listen: false`") from error
        collectors[channel] = collector
        changed = _clean_items(fetch, collector, erasing) + _clean_tables(fetch, collector, erasing)
        counts["landing items"] += changed
        counts["landing fetches"] += bool(changed)
    return counts


def _clean_items(fetch: Fetch, collector: Collector, erasing: Erasing) -> int:
    changed = sum(_shorten(item, collector, erasing) is not item for item in fetch.items())
    if changed:  # the rare case, so that most fetches are read once and written never
        kept = (_shorten(item, collector, erasing) for item in fetch.items())
        landing_erase.replace_items(fetch, (item for item in kept if item is not None))
    return changed


def _shorten(item: RawItem, collector: Collector, erasing: Erasing) -> RawItem | None:
    """The item itself, a shorter one, or None where nothing of it may stay."""
    doomed, others = _judge(item, collector, erasing)
    if doomed and not others:
        return None
    shorter = erasing.scrub(item)
    if not doomed:
        return shorter
    still, _ = _judge(shorter, collector, erasing)
    return None if still else shorter


def _judge(item: RawItem, collector: Collector, erasing: Erasing) -> tuple[int, int]:
    """How many posts of the item are erased, and how many are not; one that gives no post is judged by its names."""
    try:
        records = list(collector.to_posts(item))
    except Exception:  # noqa: BLE001  such items are in quarantine, and may be an erased person's all the same
        return (1, 0) if erasing.is_named(item.source, item.channel, item.payload) else (0, 1)
    doomed = sum(erasing.record(record, item.fetched_at) for record in records)
    posts = sum(isinstance(record, Post) for record in records)
    if (
        not doomed and not posts and any(isinstance(record, Refusal) for record in records)
    ):  # a shell of it would be refused
        doomed = int(erasing.is_named(item.source, item.channel, item.payload))
    return doomed, posts - doomed if posts else 0


def _clean_tables(fetch: Fetch, collector: Collector, erasing: Erasing) -> int:
    at = fetch.coverage.started_at
    removed = 0
    for part in fetch.tables():
        removed += part.num_rows - sum(kept.num_rows for kept in _without(part, collector, erasing, at))
    if removed:
        parts = (
            pa.concat_tables([part.slice(0, 0), *_without(part, collector, erasing, at)]) for part in fetch.tables()
        )
        landing_erase.replace_tables(fetch, parts)
    return removed


def _without(rows: pa.Table, collector: Collector, erasing: Erasing, at: datetime) -> Iterator[pa.Table]:
    """The rows without those that give an erased post: halved until the row itself is found."""
    if not rows.num_rows:
        return
    if not _any(collector.map_table(rows, at), erasing, at):
        yield rows
    elif rows.num_rows > 1:
        middle = rows.num_rows // 2
        yield from _without(rows.slice(0, middle), collector, erasing, at)
        yield from _without(rows.slice(middle), collector, erasing, at)


def _any(mapped: Mapped, erasing: Erasing, at: datetime) -> bool:
    keys = ("source", "post_id", "author_id", "handle_id", "repost_of")
    for source, post_id, author_id, handle_id, repost_of in zip(
        *(mapped.posts[key].to_pylist() for key in keys), strict=True
    ):
        if author_id in erasing.authors or handle_id in erasing.authors:
            return True
        if erasing.post(source, post_id) or erasing.post(source, repost_of) or erasing.was_gone(source, post_id, at):
            return True
    refused = mapped.refused
    return any(map(erasing.post, refused["source"].to_pylist(), refused["item_id"].to_pylist()))
