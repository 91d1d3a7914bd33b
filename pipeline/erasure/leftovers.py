"""What killed processes left beside the data, with words of posts in it: unfinished restores and backups, spilled tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.errors import VoxpopError
from voxpop.pipeline.erasure import outside
from voxpop.pipeline.housekeeping import saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace


class LeftoverError(VoxpopError):
    """What a killed process left cannot be removed, and may hold words of posts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: what a killed process left cannot be removed. Remove it, then run `voxpop forget`")


def clear(workspace: Workspace) -> int:
    """How many leftovers were removed. The caller holds the writer's lock, so that nobody is at work on them.

    Raises `LeftoverError` for one that stays.
    """
    left = list(_unfinished(workspace))
    for path in left:
        _remove(path)
    return len(left) + outside.clear_unfinished(workspace)


def clear_readings(workspace: Workspace) -> int:
    """How many files of readings were removed: they hold no names, so nothing tells whose words one of their hashes stands for."""
    found = sorted(workspace.readings.iterdir()) if workspace.readings.is_dir() else []
    for path in found:
        _remove(path)
    return len(found)


def clear_staged(workspace: Workspace) -> None:
    """Remove what a restore that was cut off left beside the data."""
    for place in _places(workspace):
        if durable.beside(place).exists():
            _remove(durable.beside(place))


def _unfinished(workspace: Workspace) -> Iterator[Path]:
    for place in _places(workspace):
        durable.recover(place)
        yield from durable.leftovers(place)
    spilled = workspace.warehouse_path.with_name(f"{workspace.warehouse_path.name}.spill")
    if spilled.exists():  # of a writer that was killed: whoever holds the lock has none open
        yield spilled
    for target in workspace.config.delivery.targets:  # folders of reports: each week's appears whole
        if target.path:
            yield from workspace.config.path(target.path).rglob(f".*{durable.TEMPORARY}")
    yield from workspace.reports.rglob(f".*{durable.TEMPORARY}")


def _places(workspace: Workspace) -> tuple[Path, ...]:
    return (workspace.warehouse_path, workspace.snapshots, *saved.folders(workspace).values())


def _remove(path: Path) -> None:
    durable.remove(path)
    if path.exists():
        raise LeftoverError(path)
