"""`voxpop check --warehouse`: what is wrong with the tables, landing, snapshots and reports, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.durable import TEMPORARY
from voxpop.errors import LandingError, VoxpopError
from voxpop.landing import SPENT
from voxpop.landing.erase import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.landing import Fetch
    from voxpop.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be; `fails`: numbers cannot be trusted until it is mended."""

    place: str
    said: str
    fails: bool


def integrity(workspace: Workspace) -> list[Problem]:
    """Every problem, the failing ones first; none is good. Every block of the file and every landed item is read."""
    found: list[Problem] = []
    with warehouse.writer(workspace.warehouse_path) as writer:
        unreadable = writer.unreadable()
        found += [Problem(f"table {table}", said, fails=True) for table, said in unreadable]
        if not unreadable:
            found += [
                Problem(f"table {one.table}", f"{one.n_rows} rows break the rule '{one.rule}'", fails=one.fails)
                for one in writer.check()
            ]
        loaded = writer.loads()
        stale = writer.findings.are_stale()
    found += _landing(workspace, loaded)
    found += _snapshots(workspace, loaded)
    if stale:
        found.append(Problem("marts", "older than the newest load; `voxpop analyze` fills them", fails=False))
    return sorted(found, key=lambda problem: (not problem.fails, problem.place))


def _landing(workspace: Workspace, loaded: set[str]) -> Iterator[Problem]:
    root = workspace.landing.root
    for fetch in workspace.landing.fetches():
        yield from _fetch(fetch)
    waiting = [fetch for fetch in workspace.landing.fetches() if fetch.fetch_id not in loaded]
    if waiting:
        yield Problem(str(root), f"{len(waiting)} fetches are not loaded; `voxpop load` does", fails=False)
    known = {channel.id for channel in workspace.config.channels}
    for folder in sorted(root.glob("[!.]*")):
        if folder.name not in known:
            yield Problem(str(folder), "belongs to no configured channel; keep it with `listen: false`", fails=False)
    leftovers = [path for path in (root / TEMPORARY).glob("*") if [part.name for part in path.glob("*")] != [SPENT]]
    if leftovers:
        said = f"{len(leftovers)} unfinished fetches, running or cut off; housekeeping removes the old ones"
        yield Problem(str(root / TEMPORARY), said, fails=False)


def _fetch(fetch: Fetch) -> Iterator[Problem]:
    try:
        held = sum(1 for _ in fetch.items()) + sum(table.num_rows for table in fetch.tables())
        told = fetch.coverage.items
    except LandingError as error:
        yield Problem(str(fetch.path), str(error), fails=True)
        return
    if held > told or (held < told and not (fetch.path / MARK).exists()):
        yield Problem(str(fetch.path), f"holds {held} items, its record says {told}", fails=True)


def _snapshots(workspace: Workspace, loaded: set[str]) -> Iterator[Problem]:
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            published = snapshot.loads()
    except VoxpopError as error:
        yield Problem(str(workspace.snapshots), str(error), fails=bool(loaded))
        return
    if published != loaded:
        said = f"the newest lacks {len(loaded - published)} loads; `voxpop publish` makes a fresh one"
        yield Problem(str(workspace.snapshots), said, fails=False)
    old = warehouse.find_old(warehouse.newest(workspace.snapshots), workspace.config.retention.snapshots)
    dead = [path for path in warehouse.find_spills(workspace.snapshots) if warehouse.is_dead(path)]
    if old or dead:
        said = f"{len(old)} unfinished or surplus files, {len(dead)} folders of dead readers; the next publish removes them"
        yield Problem(str(workspace.snapshots), said, fails=False)
