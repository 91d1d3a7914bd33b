"""What the posts say: voices, sentiment, themes, audiences and marts; nothing is done where nothing is new."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from voxpop import durable, warehouse
from voxpop.pipeline.analyze import inputs

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.analyze")


def analyze(
    workspace: Workspace, *, known: datetime | None = None, until: datetime | None = None, again: bool = False
) -> dict[str, int]:
    """Counts; the warehouse has the findings and a fresh snapshot is published.

    Where posts, configuration, decisions and labels are those of the last analysis and no week has closed, only the marts of
    coverage are made again, and not even these where nothing was written since; `again` analyses all the same. `known` and
    `until` are for a warehouse as it was then: what people said after `known` does not count, and `until` is now.
    """
    past = until or known
    if not past and not again and not _has_leftovers(workspace) and (said := inputs.standing(workspace)) is not None:
        return _tell(said, "nothing new")
    publish_current(workspace)
    if not past and not again and (said := _refresh(workspace)) is not None:
        return _tell(said, "no new posts")
    from voxpop.pipeline.analyze import work

    counts, current = work.conclude(workspace, work.read(workspace, known, until), past)
    if not past:
        inputs.note_standing(workspace, current, counts)
    return _tell(counts)


def read(workspace: Workspace) -> Path | None:
    """Read and think, without the writer's right: the folder of what was found, for `conclude`; None: nothing is new."""
    if inputs.standing(workspace) is not None:
        return None
    publish_current(workspace)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        if _is_read(workspace, snapshot, snapshot.records("analyze/last")):
            return None
        stored = {row["layer"] for row in snapshot.records("analyze/layer_names")}
    from voxpop.pipeline.analyze.work import read as think

    folder = workspace.snapshots / f"{warehouse.FOUND}{uuid4().hex}"
    think(workspace).save(folder, stored)
    return folder


def conclude(workspace: Workspace, folder: Path | None) -> dict[str, int]:
    """Write what `read` found: counts. Where it found nothing new, or an erasure has taken it since, it is looked for again."""
    if folder is None or not folder.is_dir():
        return analyze(workspace)
    from voxpop.pipeline.analyze.found import Found
    from voxpop.pipeline.analyze.work import conclude as write

    try:
        counts, current = write(workspace, Found.load(folder))
    finally:
        durable.remove(folder)
    inputs.note_standing(workspace, current, counts)
    return _tell(counts)


def _has_leftovers(workspace: Workspace) -> bool:
    """Whether dead readers left something that the next publication removes."""
    return any(warehouse.is_dead(path) for path in warehouse.find_spills(workspace.snapshots))


def publish_current(workspace: Workspace) -> None:
    """Publish anew where the newest snapshot is of an older version: it lacks what this one reads."""
    if not warehouse.is_current(workspace.snapshots):  # published by an older version
        with warehouse.writer(workspace.warehouse_path) as writer:
            writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)


def _is_read(workspace: Workspace, tables: inputs.Tables, last: list[dict[str, Any]]) -> bool:
    """Whether the last analysis read all that is in the tables."""
    return bool(last) and inputs.inputs_of(workspace, tables, datetime.now(UTC)).same_as(last[0]["inputs"])


def _refresh(workspace: Workspace) -> dict[str, int] | None:
    """What the last analysis said, with fresh marts of coverage, where it read all that there is; None: it did not."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        last = snapshot.records("analyze/last")
        if not _is_read(workspace, snapshot, last):
            return None
    with warehouse.writer(workspace.warehouse_path) as writer:
        if not _is_read(workspace, writer, last):  # loaded just now
            return None
        counts = inputs.said_again(last[0]["counts"])
        writer.findings.build_coverage(workspace.config.company.time_zone)
        writer.findings.note_analysis(last[0]["inputs"], last[0]["assignment"], counts)
        place = writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)
        until = inputs.inputs_of(workspace, writer, datetime.now(UTC)).until
    inputs.note_standing(workspace, inputs.Standing(place.name, until), counts)
    return counts


def _tell(counts: dict[str, int], said: str = "") -> dict[str, int]:
    told = ", ".join(f"{value} {name}" for name, value in counts.items())
    log.info("analyze: %s", f"{said} ({told})" if said else told)
    return counts
