"""The newest published snapshot, opened again when another one is published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.pipeline.ask import SMALLEST_GROUP, World, open_world
from voxpop.warehouse.groups import Groups, read_groups

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


class Newest:
    """One reader of a workspace's snapshots; its callers take turns, for a connection serves one at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._turn = Lock()
        self._world: World | None = None
        self._groups: Groups | None = None

    @contextmanager
    def world(self) -> Iterator[World]:
        """The newest snapshot, to ask; nobody else asks meanwhile."""
        with self._turn:
            yield self._open()

    def groups(self) -> Groups:
        """The sums over groups of the newest snapshot."""
        with self._turn:
            world = self._open()
            if self._groups is None:
                self._groups = read_groups(world.snapshot.tables, SMALLEST_GROUP, world.least)
            return self._groups

    def close(self) -> None:
        """Let the snapshot go."""
        with self._turn:
            self._forget()

    def _open(self) -> World:
        newest = warehouse.newest(self.workspace.snapshots).name
        if self._world is None or self._world.name != newest:
            self._forget()
            self._world = open_world(Path(self.workspace.lines.path))
        return self._world

    def _forget(self) -> None:
        if self._world is not None:
            self._world.snapshot.close()
        self._world = self._groups = None
