"""`voxpop check --warehouse`: what is wrong with the tables, landing, snapshots and reports, and what to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import clock, warehouse
from voxpop.decisions import demands, themes
from voxpop.durable import TEMPORARY
from voxpop.errors import LandingError, VoxpopError
from voxpop.landing import SPENT
from voxpop.landing.erase import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    found += _missing(workspace, loaded)
    found += _snapshots(workspace, loaded)
    found += _reports(workspace)
    found += _decisions(workspace)
    found += _mirror(workspace, loaded)
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


def _missing(workspace: Workspace, loaded: set[str]) -> Iterator[Problem]:
    """Fetches that are in the tables, that the retention has not taken, and that are not in landing."""
    there = {fetch.fetch_id for fetch in workspace.landing.fetches()}
    lost = sorted(loaded - there)
    if not lost:
        return
    with warehouse.writer(workspace.warehouse_path) as writer:
        ended = writer.fetches_ended(lost)
    now = clock.settled(datetime.now(UTC), workspace.landing.sightings())
    limits = {c.id: workspace.config.retention.landing_limit(c.source) for c in workspace.config.channels}
    gone = [
        fetch_id
        for fetch_id, channel, end in ended
        if channel in limits and (limits[channel] is None or end >= now - timedelta(days=limits[channel] or 0))
    ]
    if gone:
        said = (
            f"{len(gone)} loaded fetches are missing, {gone[0]} first. The tables have what they gave; they cannot be mapped "
            "again. Take them from a backup"
        )
        yield Problem(str(workspace.landing.root), said, fails=True)


def _snapshot(place: Path) -> Iterator[Problem]:
    """What is wrong with one published state: readers and reports take it as it is."""
    try:
        with warehouse.open_file(place) as snapshot:
            unreadable = snapshot.unreadable()
            broken = [] if unreadable else snapshot.check()
    except VoxpopError as error:
        yield Problem(str(place), f"{error}; `voxpop publish` makes a fresh one", fails=False)
        return
    for table, said in unreadable:
        yield Problem(str(place), f"table {table}: {said}; `voxpop publish` makes a fresh one", fails=True)
    for one in broken:
        said = f"table {one.table}: {one.n_rows} rows break the rule '{one.rule}'; `voxpop publish` makes a fresh one"
        yield Problem(str(place), said, fails=one.fails)


def _reports(workspace: Workspace) -> Iterator[Problem]:
    for path in sorted(workspace.reports.glob("*/*/report.json")):
        again = f"`voxpop report --audience {path.parent.parent.name} --week {path.parent.name}` writes it again"
        try:
            json.loads(path.read_text(encoding="utf-8"))
            empty = [name for name in ("report.html", "report.txt") if not (path.parent / name).stat().st_size]
        except (OSError, ValueError) as error:
            yield Problem(str(path.parent), f"cannot be read: {error}; {again}", fails=False)
            continue
        if empty:
            yield Problem(str(path.parent), f"{', '.join(empty)} is empty; {again}", fails=False)


def _decisions(workspace: Workspace) -> Iterator[Problem]:
    for read, path in ((themes.read, workspace.theme_decisions), (demands.read, workspace.demand_decisions)):
        try:
            read(path)
        except (VoxpopError, OSError, ValueError) as error:
            yield Problem(str(path), str(error), fails=True)


def _mirror(workspace: Workspace, loaded: set[str]) -> Iterator[Problem]:
    """Where the copies in the store differ in number from what is here."""
    mirror = workspace.config.storage.mirror
    if mirror is None:
        return
    from voxpop.pipeline.mirror.compare import compare

    try:
        told = compare(workspace, loaded)
    except VoxpopError as error:
        told = [f"cannot be compared: {error}"]
    for said in told:
        yield Problem(mirror.url, said, fails=False)


def _snapshots(workspace: Workspace, loaded: set[str]) -> Iterator[Problem]:
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            published = snapshot.loads()
    except VoxpopError as error:
        yield Problem(str(workspace.snapshots), str(error), fails=bool(loaded))
        return
    for place in (warehouse.newest(workspace.snapshots), *warehouse.past_states(workspace.snapshots)):
        yield from _snapshot(place)
    if published != loaded:
        said = f"the newest lacks {len(loaded - published)} loads; `voxpop publish` makes a fresh one"
        yield Problem(str(workspace.snapshots), said, fails=False)
    old = warehouse.find_old(warehouse.newest(workspace.snapshots), workspace.config.retention.snapshots)
    dead = [path for path in warehouse.find_spills(workspace.snapshots) if warehouse.is_dead(path)]
    if old or dead:
        said = f"{len(old)} unfinished or surplus files, {len(dead)} folders of dead readers; the next publish removes them"
        yield Problem(str(workspace.snapshots), said, fails=False)
