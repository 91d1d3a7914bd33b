"""Landing and the published snapshot into the store; a run that is cut off anywhere leaves whole copies, and the next one the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.mirror")


def push(workspace: Workspace) -> dict[str, int]:
    """Counts of what was copied, replaced after an erasure, and removed.

    Where the warehouse is, copies are replaced whose fetch an erasure changed, and removed whose fetch is loaded and left landing
    by the retention; the snapshot is copied. Elsewhere (a worker) fetches are only added.
    """
    store = Store.of(workspace)
    counts = {"fetches copied": 0, "replaced": 0, "removed": 0, "snapshots": 0}
    there = copies.list_copies(store)
    owner = workspace.warehouse_path.is_file()
    for fetch in workspace.landing.fetches():
        channel = fetch.path.parent.name
        copy = there.pop((channel, fetch.fetch_id), copies.Copy(channel, fetch.fetch_id))
        mark = copies.mark_of(fetch.path)
        if copy.marks == [mark] or (copy.marks and not owner):
            continue
        counts["replaced" if copy.marks else "fetches copied"] += 1
        _put(store, copy, fetch.path, mark)
    if owner:
        counts["removed"] = _remove_left(store, there, workspace)
        counts["snapshots"] = _push_snapshot(store, workspace)
    log.info("push: %s", ", ".join(f"{value} {name}" for name, value in counts.items()))
    return counts


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


def _remove_left(store: Store, there: dict[tuple[str, str], copies.Copy], workspace: Workspace) -> int:
    """How many copies went that are loaded and no longer in landing; those that are not loaded are another machine's."""
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            loaded = snapshot.loads()
    except WarehouseError:  # nothing is published
        return 0
    left = [copy for copy in there.values() if copy.fetch_id in loaded]
    for copy in left:
        for part in (*copy.marks, *copy.parts):
            store.delete(copy.name(part))
    return len(left)


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
