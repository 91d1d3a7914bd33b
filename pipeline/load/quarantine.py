"""Quarantine: what could not be read, tried again with today's mapping, mended by hand, or given up."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError
from voxpop.pipeline.erasure.tombstones import erasing_of
from voxpop.pipeline.load.fetches import batch, believed, collector_of
from voxpop.pipeline.load.privacy import mask_details

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxpop.landing import Fetch
    from voxpop.pipeline.workspace import Workspace
    from voxpop.post import Mapped

log = logging.getLogger("voxpop.quarantine")


def list_refused(workspace: Workspace, start: str = "") -> list[warehouse.Quarantined]:
    """The refused records whose id begins so, oldest first."""
    with warehouse.writer(workspace.warehouse_path) as writer:
        return writer.quarantine(start)


def one(workspace: Workspace, start: str) -> warehouse.Quarantined:
    """The record whose id begins so; `UsageError` where there is none, or more than one."""
    found = list_refused(workspace, start)
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} records in quarantine have an id that begins with '{start}'; `voxpop quarantine` lists them"
        )
    return found[0]


def dismiss(workspace: Workspace, starts: Iterable[str]) -> int:
    """How many records were given up; a fetch that gives one again brings it back."""
    ids = [one(workspace, start).id for start in starts]
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.dismiss(ids)
        writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    return len(ids)


def retry(workspace: Workspace) -> dict[str, int]:
    """Counts; every record that today's mapping can read is a post now, under the fetch that gave it, exactly once."""
    salt = AuthorKey(workspace.secrets.author_key()).salt
    counts = {"tried": 0, "mended": 0, "new": 0, "not in landing": 0}
    with warehouse.writer(workspace.warehouse_path) as writer:
        waiting = writer.quarantine("")
        erasing = erasing_of(workspace, writer.erasures.read_tombstones())
        landed = {fetch.fetch_id: fetch for fetch in workspace.landing.fetches()}
        for fetch_id in dict.fromkeys(record.fetch_id for record in waiting):
            records = [record for record in waiting if record.fetch_id == fetch_id]
            counts["tried"] += len(records)
            fetch = landed.get(fetch_id)
            if fetch is None or not fetch.holds_items:
                counts["not in landing"] += len(records)
                continue
            (fetch,) = believed(workspace, [fetch])
            mapped = batch(fetch, collector_of(workspace, fetch), erasing)
            still = {_name(*row) for row in _read_refusals(mapped.refused)}
            mended = [
                record.id for record in records if _name(record.item_id, record.field, record.payload) not in still
            ]
            if mended:
                counts["new"] += writer.load_again(mapped, mended, salt).new
                counts["mended"] += len(mended)
        writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    return counts


def fix(workspace: Workspace, start: str, changes: Iterable[str]) -> dict[str, int]:
    """Counts; the record, with some of its values set by hand (a dotted path = JSON or text), is a post now."""
    record = one(workspace, start)
    payload = json.loads(record.payload)
    if not isinstance(payload, dict):
        raise UsageError(
            f"the record is no object with fields; `voxpop quarantine --dismiss {record.id[:12]}` gives it up"
        )
    for change in changes:
        path, _, value = change.partition("=")
        _set(payload, path.split("."), value)
    fetch = next((f for f in workspace.landing.fetches(record.channel) if f.fetch_id == record.fetch_id), None)
    if fetch is None or not fetch.holds_items:
        raise UsageError(f"the fetch {record.fetch_id} is not in landing any more; the record can only be dismissed")
    (fetch,) = believed(workspace, [fetch])
    posts = _map(workspace, fetch, json.loads(record.payload), payload)
    refused = {item_id or held for item_id, _, held in _read_refusals(posts.refused)}
    if not posts.posts.num_rows or (record.item_id or record.payload) in refused:
        reasons = "; ".join(posts.refused["reason"].to_pylist()) or "it gives no post"
        raise UsageError(f"the record is still refused: {reasons}. Nothing was changed")
    salt = AuthorKey(workspace.secrets.author_key()).salt
    loaded = warehouse.LoadBatch(
        fetch_id=fetch.fetch_id, coverage=fetch.coverage, posts=posts.posts, refused=posts.refused, gone=posts.gone
    )
    with warehouse.writer(workspace.warehouse_path) as writer:
        counts = writer.load_again(loaded, [record.id], salt)
        writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
    return {"mended": 1, "new": counts.new}


def _map(workspace: Workspace, fetch: Fetch, before: Any, after: Any) -> Mapped:
    """The record as it is now, mapped inside the item that brought it: an X page, a thing of Reddit, a row of a file."""
    collector = collector_of(workspace, fetch)
    for table in fetch.tables():
        row = pa.Table.from_pylist([after], schema=table.schema)
        return mask_details(collector.map_table(row, fetch.coverage.started_at), collector.context.privacy)
    for item in fetch.items():
        changed = _exchange(item.payload, before, after)
        if changed != item.payload:
            return mask_details(collector.to_table([replace(item, payload=changed)]), collector.context.privacy)
    raise UsageError(f"{fetch.path} does not hold the record any more; it can only be dismissed")


def _exchange(value: Any, before: Any, after: Any) -> Any:
    """The value with one object in it exchanged."""
    if value == before:
        return after
    if isinstance(value, dict):
        return {name: _exchange(part, before, after) for name, part in value.items()}
    return [_exchange(part, before, after) for part in value] if isinstance(value, list) else value


def _set(payload: Any, path: list[str], value: str) -> None:
    """Set the value at a dotted path; objects on the way must be there."""
    here = payload
    for name in path[:-1]:
        if not isinstance(here, dict) or name not in here:
            raise UsageError(f"'{'.'.join(path)}' is not in the record; `voxpop quarantine --show` prints it")
        here = here[name]
    try:
        here[path[-1]] = json.loads(value)
    except ValueError:
        here[path[-1]] = value


def _read_refusals(refused: pa.Table) -> list[tuple[str | None, str, str]]:
    return list(zip(*(refused[name].to_pylist() for name in ("item_id", "field", "payload")), strict=True))


def _name(item_id: str | None, field: str, payload: str) -> tuple[str, str]:
    return (item_id or payload, field)
