"""What others pushed, down to this machine: fetches for those that land or load, the newest snapshot for those that read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voxpop import durable, warehouse
from voxpop.errors import UsageError, WarehouseError
from voxpop.landing import adopting
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.store import MirrorError, Store

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.mirror")


def pull_landing(workspace: Workspace) -> dict[str, int]:
    """Counts; fetches that are whole in the store and neither in landing nor loaded are in landing, each whole.

    On a machine without the warehouse, its fetches follow the store, too: one that was replaced there (an erasure) is replaced
    here, and one that has left landing for good is removed. What was never in the store stays as it is.
    One that is not what was vouched for is told of after all others have come (`MirrorError`).
    """
    store = Store.of(workspace)
    with pulling(workspace):
        if not workspace.warehouse_path.is_file():  # a disk of its own, so that nobody else's fetch is taken for dead
            workspace.landing.clear_dead()  # of one that was replaced, the older state
        return _pull(workspace, store, _loaded(workspace))


@contextmanager
def pulling(workspace: Workspace) -> Iterator[None]:
    """Keeps other processes of this machine from carrying the same fetches to the store or from it."""
    root = workspace.landing.root
    root.mkdir(parents=True, exist_ok=True)
    with durable.lock(root / "mirror"):
        yield


def _pull(workspace: Workspace, store: Store, loaded: set[str]) -> dict[str, int]:
    root = workspace.landing.root
    owner = workspace.warehouse_path.is_file()
    there = copies.list_copies(store)
    counts = {"fetches": 0, "replaced": 0, "removed": 0, "unfinished": 0}
    if not owner:
        counts["removed"] = _remove_gone(workspace, store)
    broken: list[MirrorError] = []
    for (channel, fetch_id), copy in there.items():
        place = root / channel / fetch_id
        here = place.is_dir()
        if (here and (owner or not _is_older(store, place, copy))) or (not here and owner and fetch_id in loaded):
            continue
        if len(copy.marks) != 1:
            counts["unfinished"] += 1
            continue
        try:
            _bring(store, copy, root)
        except MirrorError as error:
            broken.append(error)
            continue
        counts["replaced" if here else "fetches"] += 1
    if broken:
        came = counts["fetches"] + counts["replaced"]
        raise MirrorError(store.url, f"{came} fetches came, {len(broken)} did not: " + "; ".join(map(str, broken)))
    return counts


def _bring(store: Store, copy: copies.Copy, root: Path) -> None:
    """Put a fetch into landing as it is in the store, in place of an older one."""
    (mark,) = copy.marks
    with adopting(root, copy.channel, copy.fetch_id) as fresh:
        parts = copies.read_manifest(store, copy.name(mark))
        copies.fetch_parts(store, copy.name("")[:-1], parts, fresh)
        copies.note(store, fresh, mark)


def _is_older(store: Store, place: Path, copy: copies.Copy) -> bool:
    """Whether the copy that a fetch here was made to or from was replaced since; nobody but who has the warehouse replaces any."""
    mark, _ = copies.noted(store, place)
    return bool(copy.marks) and copy.marks != [mark or copies.mark_of(place)]


def _remove_gone(workspace: Workspace, store: Store) -> int:
    """How many fetches here went that have left landing for good where the warehouse is."""
    gone = copies.read_gone(store)
    removed = 0
    for fetch in workspace.landing.fetches() if gone else []:
        if f"{fetch.path.parent.name}/{fetch.fetch_id}" in gone:
            workspace.landing.remove(fetch)
            removed += 1
    return removed


def pull_snapshot(workspace: Workspace) -> dict[str, int]:
    """Counts; readers here have the newest snapshot of the store. It is fetched once and kept under its name.

    `UsageError` where this machine has a warehouse of its own, whose snapshots these would displace.
    """
    if workspace.warehouse_path.is_file():
        raise UsageError(
            f"{workspace.warehouse_path} publishes snapshots of its own here; a snapshot is pulled by machines that only read"
        )
    store = Store.of(workspace)
    told = store.read(copies.NEWEST)
    if told is None:
        raise MirrorError(store.url, "holds no snapshot yet. Run `voxpop push` where the warehouse is")
    parts = copies.read_manifest(store, copies.NEWEST)
    name = next(iter(parts))
    if _has(workspace, name):
        return {"snapshots": 0}
    place = workspace.snapshots / name
    with durable.replacing(place) as fresh:
        copies.fetch_part(store, f"{copies.SNAPSHOTS}/{name}", parts[name], fresh)
    warehouse.adopt(place)
    return {"snapshots": 1}


def _loaded(workspace: Workspace) -> set[str]:
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            return snapshot.loads()
    except WarehouseError:
        return set()


def _has(workspace: Workspace, name: str) -> bool:
    try:
        place = warehouse.newest(workspace.snapshots)
    except WarehouseError:
        return False
    return place.name == name and place.is_file()
