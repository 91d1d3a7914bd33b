"""Holds the newest snapshot open for many readers at once, and lets go of it as soon as a newer one is published.

Every request leases what is open; a newer publication is opened for the requests that follow, and the older one is closed when its last
lease ends. So publishing never waits, and what was forgotten is gone from the pages with the publication that forgets it.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from voxpop import warehouse
from voxpop.errors import ConfigError, VoxpopError, WarehouseError
from voxpop.pipeline.serve.rests import Rests
from voxpop.pipeline.serve.shelf import Shelf
from voxpop.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from pathlib import Path

log = logging.getLogger("voxpop.serve")

READERS = 4
"""Queries that run at once; further requests wait for one of them to end."""

MEMORY = "300MB"
"""What DuckDB may use for all readers together; what does not fit is spilled beside the snapshot."""

THREADS = 2
KEPT_BYTES = 48_000_000
"""Size of the finished pages that are kept of one snapshot, as written."""

KEPT_VALUES = 2_000
"""Values (choices of posts, texts) that are kept of one snapshot."""

KEPT_FIGURES = 600
"""Reports and histories that are kept in memory over all snapshots; a report takes about 0.2 MB."""

T = TypeVar("T")


class Kept:
    """Values that are computed once, also when several ask at the same time; the least used ones go first.

    A value that cannot be computed is not kept: the error goes to everybody who waited for it.
    """

    def __init__(self, most: int, size: Callable[[Any], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._full = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made now where it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                value: T = self._values[key]
                return value
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._values:
                    made: T = self._values[key]
                    return made
            try:
                value = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            self._keep(key, value)
            return value

    def clear(self) -> None:
        """Let every value go."""
        with self._lock:
            self._values.clear()
            self._full = 0

    def _keep(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._values[key] = value
            self._full += self._size(value)
            while self._full > self._most and len(self._values) > 1:
                _, old = self._values.popitem(last=False)
                self._full -= self._size(old)


@dataclass
class Opened:
    """One open snapshot: connections to ask it by, and what was computed from it."""

    workspace: Workspace
    place: Path
    tables: warehouse.Snapshot
    values: Kept = field(default_factory=lambda: Kept(KEPT_VALUES))
    figures: Kept = field(default_factory=lambda: Kept(KEPT_FIGURES))
    """Values by what they rest on, so that they outlive the snapshot."""
    pages: Kept = field(default_factory=lambda: Kept(KEPT_BYTES, len))
    heavy: threading.Lock = field(default_factory=threading.Lock)
    """Held while a report is computed: two at once would take twice the memory and be no sooner done."""
    fingerprint: str = ""
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    """Of this snapshot and configuration as this process has them, for copies that browsers keep."""
    leases: int = 0
    retired: bool = False

    def __post_init__(self) -> None:
        """Connections for several readers, which share DuckDB's memory."""
        self.shelf = Shelf.beside(self.workspace.snapshots)
        self._free: list[warehouse.Snapshot] = []
        self._readers: list[warehouse.Snapshot] = []
        self._slots = threading.Semaphore(READERS)
        self._lock = threading.Lock()
        con = self.tables.con
        con.execute(f"set memory_limit = '{MEMORY}'")
        con.execute(f"set threads = {THREADS}")

    @property
    def rests(self) -> Rests:
        """What its figures rest on."""

        def read() -> Rests:
            with self.asking() as tables:
                return Rests.of(self.workspace, tables)

        return self.values.get("rests", read)

    @contextmanager
    def asking(self) -> Iterator[warehouse.Snapshot]:
        """A connection of the caller's own for some queries."""
        with self._slots:
            with self._lock:
                reader = self._free.pop() if self._free else None
            reader = reader or self._connect()
            try:
                yield reader
            finally:
                with self._lock:
                    self._free.append(reader)

    def _connect(self) -> warehouse.Snapshot:
        reader = warehouse.Snapshot(self.tables.con.cursor())
        reader.con.execute("set timezone = 'UTC'")
        reader.set_time_zone(self.workspace.config.company.time_zone)
        reader.know_quotes(self.workspace.config)
        self._readers.append(reader)
        return reader

    def interrupt(self) -> None:
        """End the queries that run, with an error for whoever asked."""
        for reader in list(self._readers):
            with suppress(warehouse.QueryError):
                reader.con.interrupt()

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            for reader in self._free:
                reader.close()
            self._free.clear()
        self.tables.close()


class Keeper:
    """The snapshot that requests are answered from; `lease` gives the newest one.

    `watched`: somebody calls `refresh` now and then, so that a request need not wait for a new snapshot to be read.
    """

    def __init__(self, workspace: Workspace, *, watched: bool = False) -> None:
        self._workspace, self._watched = workspace, watched
        self._changed = _changed(workspace)
        self._now: Opened | None = None
        self._lock = threading.Lock()
        self._opening = threading.Lock()

    @contextmanager
    def lease(self) -> Iterator[Opened]:
        """What is open; it stays open until the block ends. `WarehouseError` where nothing was published yet.

        A snapshot whose file was removed, as an erasure removes it, answers no further request.
        """
        now = self._now
        if now is None or not self._watched or not now.place.exists():
            self.refresh()
        with self._lock:
            opened = self._now
            if opened is None:
                raise WarehouseError(f"{self._workspace.snapshots}: nothing can be read. Run `voxpop publish`")
            opened.leases += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.leases -= 1
                done = opened.retired and opened.leases == 0
            if done:
                opened.close()

    def refresh(self, prepare: Callable[[Opened, Callable[[], bool]], None] | None = None) -> None:
        """Open what was published since, and what voxpop.yaml says now; where that cannot be read, the last good one stays.

        `prepare` reads of a new snapshot what most pages need, while the old one still answers; it goes on while the function that it
        is given says so, which is until the file of the old one is gone.
        """
        with self._opening:
            workspace, now = self._read_again(), self._now
            try:
                place = warehouse.newest(workspace.snapshots)
                if now is not None and now.place == place and now.workspace is workspace:
                    return
                opened = _open(workspace)
            except VoxpopError as error:
                if now is None:
                    raise
                log.warning("the newest snapshot cannot be read, the last one stays: %s", error)
                return
            if now is not None:
                opened.figures = now.figures
            if now is not None and now.workspace is workspace and now.fingerprint == opened.fingerprint:
                opened.values = now.values  # nothing that they were computed from is another
            if prepare is not None:
                prepare(opened, lambda: now is None or now.place.exists())
            with self._lock:
                self._now = opened
                unused = now is not None and now.leases == 0
                if now is not None:
                    now.retired = True
            if now is not None and unused:
                now.close()

    def _read_again(self) -> Workspace:
        """The configuration, read again where its file has changed; a file with mistakes changes nothing."""
        changed = _changed(self._workspace)
        if changed != self._changed:
            self._changed = changed
            try:
                self._workspace = Workspace.open(self._workspace.lines.path)
            except ConfigError as error:
                log.warning("voxpop.yaml has mistakes, what it said before still holds: %s", error)
        return self._workspace

    def interrupt(self) -> None:
        """End the queries that run; for the end of the server."""
        now = self._now
        if now is not None:
            now.interrupt()

    def close(self) -> None:
        """Let the snapshot go."""
        with self._lock:
            now, self._now = self._now, None
        if now is not None:
            with suppress(VoxpopError):
                now.close()


def _open(workspace: Workspace) -> Opened:
    """The newest snapshot, and which file it is: tried again where another one was published meanwhile."""
    while True:
        place = warehouse.newest(workspace.snapshots)
        tables = warehouse.open_snapshot(workspace.snapshots)
        if warehouse.newest(workspace.snapshots) == place:
            break
        tables.close()
    try:
        tables.know_quotes(workspace.config)
    except VoxpopError:
        tables.close()
        raise
    log.info("reading %s", place.name)
    opened = Opened(workspace, place, tables)
    try:
        opened.fingerprint = tables.fingerprint()
    except warehouse.QueryError as error:
        tables.close()
        raise WarehouseError("the snapshot was published by another version of Voxpop. Run `voxpop analyze`") from error
    return opened


def _changed(workspace: Workspace) -> int:
    try:
        return workspace.lines.path.stat().st_mtime_ns
    except OSError:
        return 0
