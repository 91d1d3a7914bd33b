"""What was erased leaves landing: fetches are mapped as they were loaded, and written again without it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.errors import UsageError
from voxpop.landing import erase as landing_erase
from voxpop.post import Kind, Post, RawItem, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voxpop.collectors.base import Collector
    from voxpop.landing import Fetch
    from voxpop.landing.tombstones import Erasing
    from voxpop.pipeline.workspace import Workspace
    from voxpop.post import Mapped

REPLIES = (Kind.REPLY, Kind.ANSWER)
"""Kinds of posts whose title is that of the post that they answer."""

OWN = ["post_id", "author_id", "handle_id", "text"]

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
    doomed, others, titles = _judge(item, collector, erasing)
    if doomed and not others:
        return None
    shorter = erasing.scrub(item, titles)
    if not doomed:
        return shorter if shorter is item or _same_records(item, shorter, collector) else item
    still, _, _ = _judge(shorter, collector, erasing)
    return None if still else shorter


def _same_records(one: RawItem, other: RawItem, collector: Collector) -> bool:
    """Whether two items give posts of the same people with the same words."""
    try:
        told = [
            [(r.post_id, r.author_id, r.handle_id, r.text) for r in collector.to_posts(each) if isinstance(r, Post)]
            for each in (one, other)
        ]
    except Exception:  # noqa: BLE001  neither is a post
        return True
    return told[0] == told[1]


def _judge(item: RawItem, collector: Collector, erasing: Erasing) -> tuple[int, int, frozenset[str]]:
    """How many posts of the item are erased, how many are not, and the titles that authors of the latter gave.

    One that gives no post is judged by its names.
    """
    try:
        records = list(collector.to_posts(item))
    except Exception:  # noqa: BLE001  such items are in quarantine, and may be an erased person's all the same
        named = erasing.is_named(item.source, item.channel, item.payload)
        return (1, 0, frozenset()) if named else (0, 1, frozenset())
    doomed = sum(erasing.record(record, item.fetched_at) for record in records)
    posts = [record for record in records if isinstance(record, Post)]
    if not doomed and not posts and any(isinstance(record, Refusal) for record in records):
        doomed = int(erasing.is_named(item.source, item.channel, item.payload))  # a shell of it would be refused
    staying = [one for one in posts if not erasing.record(one, item.fetched_at)]
    titles = frozenset(one.title for one in staying if one.title and one.kind not in REPLIES)
    return doomed, len(staying), titles


def _clean_tables(fetch: Fetch, collector: Collector, erasing: Erasing) -> int:
    at = fetch.coverage.started_at
    changed = 0
    for part in fetch.tables():
        for kept in _without(part, collector, erasing, at):
            changed += _shorten_cells(kept, fetch, collector, erasing)[1] - kept.num_rows
        changed += part.num_rows
    if changed:
        parts = (
            pa.concat_tables(
                [
                    part.slice(0, 0),
                    *(
                        _shorten_cells(kept, fetch, collector, erasing)[0]
                        for kept in _without(part, collector, erasing, at)
                    ),
                ]
            )
            for part in fetch.tables()
        )
        landing_erase.replace_tables(fetch, parts)
    return changed


def _shorten_cells(rows: pa.Table, fetch: Fetch, collector: Collector, erasing: Erasing) -> tuple[pa.Table, int]:
    """Rows of people who stay, without the names, posts and titles of the erased in their cells; how many cells changed."""
    record = fetch.coverage
    item = RawItem(
        source=collector.place("")[0],
        channel=record.channel,
        fetched_at=record.started_at,
        window=record.window,
        payload={},
    )
    changed = 0
    for place, name in enumerate(rows.column_names):
        column = rows.column(name)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        cells = {
            cell: kept for cell in pc.unique(column).to_pylist() if (kept := _cell(name, cell, item, erasing)) != cell
        }
        if not cells:
            continue
        values = column.to_pylist()
        fresh = [
            _cell(name, value, item, _with_own_titles(rows, row, collector, item, erasing)) if value in cells else value
            for row, value in enumerate(values)
        ]
        shorter = rows.set_column(place, rows.schema.field(name), pa.array(fresh, column.type))
        touched = [row for row, (one, other) in enumerate(zip(values, fresh, strict=True)) if one != other]
        if not _same_posts(rows.take(touched), shorter.take(touched), collector, item):
            spoiled = [
                row for row in touched if not _same_posts(rows.slice(row, 1), shorter.slice(row, 1), collector, item)
            ]
            fresh = [values[row] if row in spoiled else cell for row, cell in enumerate(fresh)]
            shorter = rows.set_column(place, rows.schema.field(name), pa.array(fresh, column.type))
            touched = [row for row in touched if row not in spoiled]
        rows, changed = shorter, changed + len(touched)
    return rows, changed


def _same_posts(one: pa.Table, other: pa.Table, collector: Collector, item: RawItem) -> bool:
    """Whether rows are posts of the same people with the same words: who stays loses nothing, whatever somebody else was called."""
    told = (collector.map_table(rows, item.fetched_at).posts.select(OWN) for rows in (one, other))
    return bool(next(told).equals(next(told)))


def _cell(name: str, cell: str | None, item: RawItem, erasing: Erasing) -> str | None:
    """A cell without the erased in it; one of JSON is looked into."""
    if cell and cell[:1] in {"{", "["}:
        with suppress(ValueError, RecursionError):
            held = json.loads(cell)
            kept = erasing.scrub_value(name, held, item)
            return cell if kept == held else None if kept is None else json.dumps(kept, ensure_ascii=False)
    kept_text: str | None = erasing.scrub_value(name, cell, item)
    return kept_text


def _with_own_titles(rows: pa.Table, row: int, collector: Collector, item: RawItem, erasing: Erasing) -> Erasing:
    """What is to leave, but for titles that the author of a row gave: they answer nobody with it."""
    if not erasing.titles:
        return erasing
    posts = collector.map_table(rows.slice(row, 1), item.fetched_at).posts
    told = zip(posts["title"].to_pylist(), posts["kind"].to_pylist(), strict=True)
    return replace(erasing, own_titles=frozenset(title for title, kind in told if title and kind not in REPLIES))


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
