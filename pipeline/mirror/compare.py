"""`voxpop check --warehouse`: the copies in the store beside what is here, by number, name and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.store import MirrorError, Store

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from voxpop.pipeline.workspace import Workspace


def compare(workspace: Workspace, loaded: AbstractSet[str]) -> list[str]:
    """What differs, one sentence each with counts and what to do; `MirrorError` where the store cannot be read.

    `loaded`: the fetches that are in the tables. One listing and one small object are read, and no copy.
    """
    store = Store.of(workspace)
    there = copies.list_copies(store)
    here = {(one.path.parent.name, one.fetch_id): one.path for one in workspace.landing.fetches()}
    missing = [key for key in here if key not in there]
    older = [key for key, path in here.items() if key in there and not there[key].equals(path)]
    waiting = [key for key, copy in there.items() if key not in here and key[1] not in loaded and copy.marks]
    half = [key for key, copy in there.items() if key not in here and len(copy.marks) != 1]
    surplus = [key for key in there if key not in here and key[1] in loaded]
    sentences = (
        (missing, "of {n} fetches here have no copy, {first} first; `voxpop push` makes them"),
        (
            older,
            "of {n} fetches here have a copy of other files or sizes, {first} first; `voxpop push` replaces what changed here",
        ),
        (waiting, "copies wait to be loaded, {first} first; `voxpop pull landing && voxpop load`"),
        (half, "copies are unfinished, {first} first; `voxpop push` on the machine that landed them"),
        (surplus, "copies are loaded and have left landing, {first} first; `voxpop push` removes them"),
    )
    told = [f"{len(keys)} {said.format(n=len(here), first='/'.join(min(keys)))}" for keys, said in sentences if keys]
    return [*told, *_compare_snapshot(workspace, store)]


def _compare_snapshot(workspace: Workspace, store: Store) -> list[str]:
    try:
        newest = warehouse.newest(workspace.snapshots)
    except WarehouseError:
        return []
    try:
        told = copies.read_manifest(store, copies.NEWEST) if store.read(copies.NEWEST) is not None else {}
    except MirrorError as error:
        return [f"the snapshot: {error}"]
    sizes = store.sizes(copies.SNAPSHOTS)
    if newest.name not in told:
        return [f"its snapshot is {next(iter(told), 'none')}, the newest here {newest.name}; `voxpop push` copies it"]
    if sizes.get(newest.name) != newest.stat().st_size:
        return [
            f"{newest.name} has {sizes.get(newest.name, 0)} bytes there, {newest.stat().st_size} here; `voxpop push`"
        ]
    return []
