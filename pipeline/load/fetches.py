"""Landing to warehouse: map what has landed, load it exactly once, publish."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop import clock, warehouse
from voxpop.authors import AuthorKey
from voxpop.coverage import believe
from voxpop.errors import UsageError
from voxpop.pipeline.erasure.forget import settle
from voxpop.pipeline.erasure.landing import clean
from voxpop.pipeline.erasure.tombstones import erasing_of, read_payload
from voxpop.pipeline.load.privacy import mask_details
from voxpop.pipeline.load.reported import demand_here
from voxpop.pipeline.progress import progress
from voxpop.post import Mapped, Note, Refusal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from voxpop.collectors.base import Collector
    from voxpop.config import Limits
    from voxpop.coverage import Coverage
    from voxpop.landing import Fetch
    from voxpop.landing.tombstones import Erasing
    from voxpop.pipeline.workspace import Workspace
    from voxpop.post import RawItem

log = logging.getLogger("voxpop.load")
ITEMS_AT_ONCE = 5_000
LONG_SHOWN = 500
"""Letters of a post that is too long that quarantine shows."""


def load(workspace: Workspace, reported: Iterable[Mapping[str, Any]] = ()) -> dict[str, int]:
    """Counts of new, edited, repeated, refused and gone over all fetches that were not in yet; publishes.

    An erasure that was cut off is finished too. `LostFetchError` where a fetch that was `reported` as landed is not here; the
    others are loaded then.
    """
    totals = {"fetches": 0, "new": 0, "edited": 0, "repeated": 0, "refused": 0, "gone": 0, "erased": 0}
    salt = AuthorKey(workspace.secrets.author_key()).salt
    collectors: dict[str, Collector] = {}
    with warehouse.writer(workspace.warehouse_path) as writer:
        known = writer.loads()
        erasing = erasing_of(workspace, writer.erasures.read_tombstones())
        waiting = believed(workspace, (f for f in workspace.landing.fetches() if f.fetch_id not in known))
        with progress("load", unit="fetches", total=len(waiting)) as advance:
            for fetch in waiting:
                channel = fetch.coverage.channel
                collector = collectors.setdefault(channel, collector_of(workspace, fetch))
                mapped = batch(fetch, collector, erasing)
                if erasing:  # before it counts as loaded: killed in between, it would never be looked at again
                    clean(workspace, [fetch], erasing)
                counts = writer.load(mapped, salt)
                totals["fetches"] += 1
                for name in ("new", "edited", "repeated", "refused", "gone", "erased"):
                    totals[name] += getattr(counts, name)
                advance(1)
        loaded = writer.loads()
        open_erasures = writer.erasures.list_unfinished()
        if not open_erasures:
            writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    if open_erasures:  # it publishes
        settle(workspace)
    log.info("load: %s", ", ".join(f"{value} {name}" for name, value in totals.items()))
    demand_here(workspace, reported, loaded)
    return totals


def publish(workspace: Workspace) -> Path:
    """The path of a fresh snapshot; an erasure that was cut off is finished first."""
    with warehouse.writer(workspace.warehouse_path) as writer:
        open_erasures = writer.erasures.list_unfinished()
        if not open_erasures:
            return writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    settle(workspace)
    return warehouse.newest(workspace.snapshots)


def believed(workspace: Workspace, fetches: Iterable[Fetch]) -> list[Fetch]:
    """The fetches with the records that later ones leave of them: one by a clock that was ahead was made before they doubted it.

    Each fetch names all that lie ahead of it, so the one before, by name, tells whether one is doubted. Where one that is ahead of our
    clock is in the tables and nobody doubted it, our clock went back, and what was fetched after it is later.
    """
    fetches = list(fetches)
    waiting = {fetch.fetch_id for fetch in fetches}
    landed: dict[str, list[Fetch]] = {}
    for fetch in workspace.landing.fetches():
        landed.setdefault(fetch.path.parent.name, []).append(fetch)
    before = {two.fetch_id: one for fetches in landed.values() for one, two in pairwise(fetches)}
    limit = clock.now() + clock.TOLERANCE
    records: dict[str, dict[str, Coverage]] = {}
    found = []
    for fetch in fetches:
        previous = before.get(fetch.fetch_id)
        name = fetch.path.parent.name
        is_doubted = previous is not None and fetch.fetch_id in previous.coverage.doubted
        if is_doubted or (fetch.named_at > limit and not _follows_one_ahead(fetch, landed[name], waiting, limit)):
            if name not in records:
                told = believe((one.coverage for one in landed[name]), clock.now())
                records[name] = {record.fetch_id: record for record in told}
            found.append(fetch.with_record(records[name][fetch.fetch_id]))
        else:
            found.append(fetch)
    return found


def _follows_one_ahead(fetch: Fetch, landed: list[Fetch], waiting: set[str], limit: datetime) -> bool:
    """Whether an earlier fetch of the channel that lies ahead of the clock too is loaded, and no fetch doubts it."""
    ahead = [one for one in landed if one.named_at > limit and one.fetch_id < fetch.fetch_id]
    loaded = [one.fetch_id for one in ahead if one.fetch_id not in waiting]
    return bool(loaded) and not any(loaded[-1] in one.coverage.doubted for one in landed)


def collector_of(workspace: Workspace, fetch: Fetch) -> Collector:
    """The collector that can map a fetch; its channel must still be configured."""
    try:
        return workspace.collector(workspace.channel(fetch.coverage.channel))
    except UsageError as error:
        raise UsageError(
            f"{fetch.path} was landed for a channel that is gone: {error}. Keep it with `listen: false`."
        ) from error


def batch(fetch: Fetch, collector: Collector, erasing: Erasing | None = None) -> warehouse.LoadBatch:
    """One fetch, mapped by its collector; refused records of the erased are left out."""
    mapped = list(map_as_loaded(fetch, collector))
    return warehouse.LoadBatch(
        fetch_id=fetch.fetch_id,
        coverage=replace(fetch.coverage, notes=(*fetch.coverage.notes, *_told(mapped))),
        posts=pa.concat_tables([part.posts for part in mapped]),
        refused=_leave_out_erased(pa.concat_tables([part.refused for part in mapped]), fetch.coverage.channel, erasing),
        gone=pa.concat_tables([part.gone for part in mapped]),
    )


def map_as_loaded(fetch: Fetch, collector: Collector) -> Iterator[Mapped]:
    """A fetch mapped, part by part, as it is loaded: personal details are masked, posts that are too long are refused."""
    limits, privacy = collector.context.limits, collector.context.privacy
    for part in map_parts(fetch, collector):
        yield mask_details(refuse_long(part, limits), privacy)


def refuse_long(mapped: Mapped, limits: Limits) -> Mapped:
    """The same without posts of more words than the limits allow: those are refused, with their number of letters."""
    posts = mapped.posts
    size = pc.add(pc.utf8_length(posts["text"]), pc.fill_null(pc.utf8_length(posts["title"]), 0))
    long = pc.fill_null(pc.greater(size, limits.post_characters), fill_value=False)
    if not pc.any(long).as_py():
        return mapped
    refused = [
        Refusal(
            source=row["source"],
            item_id=row["post_id"],
            field="text",
            reason=f"{letters:,} letters; limits.post_characters allows {limits.post_characters:,}",
            payload=json.dumps({"text": row["text"][:LONG_SHOWN], "author_id": row["author_id"]}),
        )
        for row, letters in zip(posts.filter(long).to_pylist(), size.filter(long).to_pylist(), strict=True)
    ]
    told = pa.concat_tables([mapped.refused, Mapped.of(refused).refused])
    return replace(mapped, posts=posts.filter(pc.invert(long)), refused=told)


def _told(mapped: list[Mapped]) -> list[str]:
    """What the mapping found out about the rows, for the notes of their fetch."""
    return Note.sentences(note for part in mapped for note in part.notes)


def _leave_out_erased(refused: pa.Table, channel: str, erasing: Erasing | None) -> pa.Table:
    """The refused records that name nobody who was erased."""
    if not erasing:
        return refused
    rows = zip(
        refused["source"].to_pylist(), refused["item_id"].to_pylist(), refused["payload"].to_pylist(), strict=True
    )
    kept = [not (erasing.post(s, i) or erasing.is_named(s, channel, read_payload(payload))) for s, i, payload in rows]
    return refused.filter(pa.array(kept, pa.bool_()))


def map_parts(fetch: Fetch, collector: Collector) -> Iterator[Mapped]:
    """The fetch's posts, part by part; at least one part, empty if need be."""
    yield Mapped.of([])
    for table in fetch.tables():
        yield collector.map_table(table, fetch.coverage.started_at)
    items: Iterator[RawItem] = fetch.items()
    while part := list(islice(items, ITEMS_AT_ONCE)):
        yield _map_items(part, collector)


def _map_items(items: list[RawItem], collector: Collector) -> Mapped:
    """The items mapped; one that the mapping stumbles over goes to quarantine by itself and stops nothing."""
    try:
        return collector.to_table(items)
    except Exception as error:  # noqa: BLE001  whatever a source may send must not keep the rest from being loaded
        if len(items) > 1:
            middle = len(items) // 2
            halves = (_map_items(items[:middle], collector), _map_items(items[middle:], collector))
            return Mapped(*(pa.concat_tables(tables) for tables in zip(*map(_tables, halves), strict=True)))
        (item,) = items
        log.warning("%s: a record cannot be mapped (%s: %s)", item.channel, type(error).__name__, error)
        reason = f"cannot be mapped: {type(error).__name__}"
        payload = json.dumps(item.payload, ensure_ascii=False, sort_keys=True, default=str)
        return Mapped.of([Refusal(source=item.source, item_id=None, field="record", reason=reason, payload=payload)])


def _tables(mapped: Mapped) -> tuple[pa.Table, pa.Table, pa.Table]:
    return mapped.posts, mapped.refused, mapped.gone
