"""What others pushed, down to this machine: fetches for the one that loads, the newest snapshot for those that read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from voxpop import durable, warehouse
from voxpop.errors import UsageError, WarehouseError
from voxpop.landing import adopting
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.store import MirrorError, Store

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.mirror")


def pull_landing(workspace: Workspace) -> dict[str, int]:
    """Counts; fetches that are whole in the store and neither in landing nor loaded are in landing, each whole.

    One that is not what was vouched for is told of after all others have come (`MirrorError`).
    """
    store = Store.of(workspace)
    root = workspace.landing.root
    loaded = _loaded(workspace)
    counts = {"fetches": 0, "unfinished": 0}
    broken: list[MirrorError] = []
    for (channel, fetch_id), copy in copies.list_copies(store).items():
        place = root / channel / fetch_id
        if place.is_dir() or fetch_id in loaded:
            continue
        if len(copy.marks) != 1:
            counts["unfinished"] += 1
            continue
        try:
            with adopting(root, channel, fetch_id) as fresh:
                parts = copies.read_manifest(store, copy.name(copy.marks[0]))
                copies.fetch_parts(store, copy.name("")[:-1], parts, fresh)
        except MirrorError as error:
            broken.append(error)
            continue
        counts["fetches"] += 1
    if broken:
        raise MirrorError(
            store.url, f"{counts['fetches']} fetches came, {len(broken)} did not: " + "; ".join(map(str, broken))
        )
    return counts


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
