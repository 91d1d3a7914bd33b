"""A snapshot as it was: at the end of a past week, or as known at a moment; made once and kept beside the snapshots."""

from __future__ import annotations

import logging
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.pipeline.analyze.closed import THEMES
from voxpop.pipeline.analyze.run import analyze, publish_current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

log = logging.getLogger("voxpop.as_of")


@contextmanager
def snapshot_of(workspace: Workspace, week: Week, known: datetime | None = None) -> Iterator[Snapshot]:
    """The snapshot that a report of the week is made from.

    The newest one for the last week that was over at the last analysis, and for later ones; for an earlier week what was
    written by its end, read with the themes of then; with `known` also only what was known then.
    """
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        (saved,) = snapshot.records("analyze/last_state", {"name": THEMES})
        if known is None and (saved["week"] is None or saved["week"] <= week.monday):
            snapshot.know_quotes(workspace.config)
            yield snapshot
            return
    with warehouse.open_file(_make_file(workspace, week, known)) as then:
        then.know_quotes(workspace.config)
        yield then


def _make_file(workspace: Workspace, week: Week, known: datetime | None) -> Path:
    """The file, made where it is not there yet; a newer snapshot makes it anew."""
    publish_current(workspace)
    newest = warehouse.newest(workspace.snapshots)
    moment = f".{known:%Y%m%dT%H%M%S.%fZ}" if known else ""
    place = workspace.snapshots / "weeks" / f"{newest.stem}.{week}{moment}.duckdb"
    if place.exists():
        return place
    log.info("%s: as it was%s", week, f", as known at {known:%Y-%m-%d %H:%M} UTC" if known else "")
    until = week.window(workspace.config.company.time_zone).end
    with tempfile.TemporaryDirectory(dir=workspace.snapshots, prefix=warehouse.mark(warehouse.AS_OF)) as name:
        folder = Path(name)
        storage = workspace.config.storage.model_copy(
            update={"warehouse": folder.resolve() / "w.duckdb", "snapshots": folder.resolve() / "s"}
        )
        then = replace(workspace, config=workspace.config.model_copy(update={"storage": storage}))
        warehouse.restore(newest, then.warehouse_path, known, until, week.monday)
        with warehouse.writer(then.warehouse_path) as writer:
            writer.publish(then.snapshots)
        analyze(then, known=known, until=until)
        place.parent.mkdir(exist_ok=True)  # a newer snapshot may have cleared it
        warehouse.newest(then.snapshots).replace(place)
    if warehouse.newest(workspace.snapshots) != newest:  # published meanwhile: what was erased since may be in ours
        place.unlink(missing_ok=True)
        return _make_file(workspace, week, known)
    return place
