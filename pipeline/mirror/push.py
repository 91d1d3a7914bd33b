"""Landing and the published snapshot into the store; a run that is cut off anywhere leaves whole copies, and the next one the rest."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.pull import pulling
from voxpop.pipeline.mirror.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.mirror")
WORD_DAYS = 400
"""How long the word is kept that a fetch has left landing, for workers that were away."""


def push(workspace: Workspace) -> dict[str, int]:
    """Counts of what was copied, replaced after an erasure, and removed.

    Where the warehouse is, copies are replaced whose fetch an erasure changed, and removed whose fetch is loaded and left landing
    by the retention, with word for whoever pulled them; the snapshot is copied. Elsewhere (a worker) fetches are only added, and
    none that has left the store.
    """
    store = Store.of(workspace)
    with pulling(workspace):
        counts, there = _push_fetches(workspace, store)
        if workspace.warehouse_path.is_file():
            counts["removed"] = _remove_left(store, there, workspace)
            counts["snapshots"] = _push_snapshot(store, workspace)
    log.info("push: %s", ", ".join(f"{value} {name}" for name, value in counts.items()))
    return counts


def push_landing(workspace: Workspace) -> dict[str, int]:
    """The same for the fetches in landing alone, which is all that a task does that landed some."""
    with pulling(workspace):
        return _push_fetches(workspace, Store.of(workspace))[0]


def _push_fetches(workspace: Workspace, store: Store) -> tuple[dict[str, int], dict[tuple[str, str], copies.Copy]]:
    """Counts, and the copies in the store of which nothing is here."""
    counts = {"fetches copied": 0, "replaced": 0, "removed": 0, "snapshots": 0}
    there = copies.list_copies(store)
    owner = workspace.warehouse_path.is_file()
    gone = {} if owner else copies.read_gone(store)
    for fetch in workspace.landing.fetches():
        channel = fetch.path.parent.name
        copy = there.pop((channel, fetch.fetch_id), copies.Copy(channel, fetch.fetch_id))
        mark, changed = copies.noted(store, fetch.path)
        fresh = copies.mark_of(fetch.path)
        if mark is None and copy.marks == [fresh]:  # copied, and killed before it was written down
            copies.note(store, fetch.path, fresh)
            continue
        left = mark is not None or f"{channel}/{fetch.fetch_id}" in gone
        if (copy.marks == [mark] and not changed) or (not owner and (copy.marks or left)):
            continue
        counts["replaced" if copy.marks else "fetches copied"] += 1
        _put(store, copy, fetch.path, fresh)
    return counts, there


def _put(store: Store, copy: copies.Copy, folder: Path, mark: str) -> None:
    """First nothing vouches for the copy any more, then its parts are written, then the new object vouches for them."""
    for old in copy.marks:
        store.delete(copy.name(old))
    files = copies.files_of(folder)
    for gone in {*copy.parts} - {path.name for path in files}:
        store.delete(copy.name(gone))
    told = copies.manifest(files)
    for path in files:
        store.put(copy.name(path.name), path)
    store.put(copy.name(mark), told)
    copies.note(store, folder, mark)


def _remove_left(store: Store, there: dict[tuple[str, str], copies.Copy], workspace: Workspace) -> int:
    """How many copies went that are loaded and no longer in landing; those that are not loaded are another machine's."""
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            loaded = snapshot.loads()
    except WarehouseError:  # nothing is published
        return 0
    left = [copy for copy in there.values() if copy.fetch_id in loaded]
    if left:
        _leave_word(store, left)
    for copy in left:
        for part in (*copy.marks, *copy.parts):
            store.delete(copy.name(part))
    return len(left)


def _leave_word(store: Store, left: list[copies.Copy]) -> None:
    """Say first that they go: a copy that is merely not there may be lost, and is nobody's word."""
    today = datetime.now(UTC).date()
    oldest = (today - timedelta(days=WORD_DAYS)).isoformat()
    told = {name: day for name, day in copies.read_gone(store).items() if day >= oldest}
    told |= {f"{copy.channel}/{copy.fetch_id}": today.isoformat() for copy in left}
    store.put(copies.GONE, json.dumps(told).encode())


def _push_snapshot(store: Store, workspace: Workspace) -> int:
    try:
        place = warehouse.newest(workspace.snapshots)
    except WarehouseError:
        return 0
    told = copies.manifest([place])
    copied = store.read(copies.NEWEST) != told
    if copied:
        store.put(f"{copies.SNAPSHOTS}/{place.name}", place)
        store.put(copies.NEWEST, told)
    newest = copies.NEWEST.rpartition("/")[2]
    for name in store.sizes(copies.SNAPSHOTS):
        if name not in (place.name, newest):
            store.delete(f"{copies.SNAPSHOTS}/{name}")
    return int(copied)
