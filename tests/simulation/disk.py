"""A disk that can stop at any operation: the process is killed, the power goes, or there is no room left.

Python's ways to change a file are counted where they lie in one folder. At the operation that was chosen the process is as good as
killed: that operation and every later one does nothing and raises `Killed`, so that no clean-up of the code reaches the disk. What
the power takes besides is told by two rules of journalling filesystems: of the names that were made, moved and removed since the
last sync of anything the newest ones are undone, back to a moment chosen at random; a file whose last change was not synced may be
cut. DuckDB and Arrow write from C++ and are not counted operation by operation (`tests/simulation/kills.py` does that); DuckDB's own
files are taken for synced, since it syncs them itself, and its commits and checkpoints are operations here (`databases.py`).
"""

import builtins
import errno
import io
import os
import random
import resource
import shutil
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop import durable

WRITES = set("wax+")
NO_ROOM = {"open", "write", "send", "mkdir", "create"}
"""Operations that need room."""

_REAL = {
    name: getattr(os, name)
    for name in ("replace", "rename", "unlink", "remove", "rmdir", "mkdir", "fsync", "open", "chmod", "sendfile")
}
_OPEN, _STREAM, _PARQUET, _EXCHANGE = io.open, pa.OSFile, pq.ParquetWriter, durable._exchange


class Killed(BaseException):
    """The process ends here; nothing that runs afterwards counts."""


class Disk:
    """The operations in one folder: counted, stopped, and undone where the power goes."""

    def __init__(self, root: Path, stash: Path, chooser: random.Random) -> None:
        self.root, self.stash, self.chooser = str(root), stash, chooser
        self.done = 0
        self.last: int | None = None
        self.full: int | None = None
        self.dead = False
        self.where = ""
        self._undo: list[Callable[[], None]] = []
        self._synced: dict[int, tuple[int, int]] = {}
        stash.mkdir(parents=True, exist_ok=True)
        self.settle()

    def settle(self) -> None:
        """All that is there now is on the disk for good."""
        self._undo.clear()
        for path in self._files():
            self._is_synced(path.stat())

    def begin(self, *, last: int | None = None, full: int | None = None) -> None:
        """Count anew: the process is killed at operation `last`, and there is no room from operation `full` on."""
        self.done, self.last, self.full, self.dead, self.where = 0, last, full, False, ""

    def end(self) -> None:
        """The process is over; the next one is alive and has room."""
        self.begin()

    def operation(self, kind: str, path: str = "") -> None:
        """Called before each operation; raises where it does not come about any more."""
        if self.dead:
            raise Killed(self.where)
        self.done += 1
        if self.done == self.last:
            self.dead, self.where = True, f"{kind} {path.removeprefix(self.root)} (operation {self.done})"
            raise Killed(self.where)
        if self.full is not None and self.done >= self.full and kind in NO_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    def holds(self, path: str) -> bool:
        """Whether a path is one of this folder's that matter; of locks nothing outlives a process."""
        return path.startswith(self.root) and not path.endswith(".lock")

    def barrier(self) -> None:
        """Something was synced: names that were changed before it are on the disk."""
        self._undo.clear()

    def synced(self, descriptor: int) -> None:
        """A file or folder was synced, and with it the journal."""
        self._is_synced(os.fstat(descriptor))
        self.barrier()

    def can_undo(self, undo: Callable[[], None]) -> None:
        """How the last change of a name is undone."""
        self._undo.append(undo)

    def keep(self, path: str) -> str | None:
        """Another name for a file that is about to lose its own; None where there is no file."""
        if not os.path.isfile(path) or os.path.islink(path):
            return None
        kept = str(self.stash / f"{self.chooser.getrandbits(64):016x}")
        os.link(path, kept)
        return kept

    def lose_power(self) -> str:
        """Take back what was not synced; in words, what was lost."""
        lost = self.chooser.randint(0, len(self._undo))
        for undo in reversed(self._undo[len(self._undo) - lost :]):
            with suppress(FileNotFoundError, NotADirectoryError):
                undo()
        cut = []
        for path in self._files():
            was = path.stat()
            if self._synced.get(was.st_ino) != (was.st_mtime_ns, was.st_size) and not _syncs_itself(path):
                how = self.chooser.choice(("whole", "half", "empty"))
                if how != "whole" and was.st_size:
                    os.truncate(path, was.st_size // 2 if how == "half" else 0)
                    cut.append(path.name)
        self.settle()
        return f"{lost} names undone, cut: {', '.join(cut) or 'none'}"

    def _is_synced(self, was: os.stat_result) -> None:
        self._synced[was.st_ino] = (was.st_mtime_ns, was.st_size)

    def _files(self) -> list[Path]:
        return sorted(path for path in Path(self.root).rglob("*") if path.is_file() and not path.is_symlink())


def _syncs_itself(path: Path) -> bool:
    return path.name.endswith((".lock", ".wal")) or path.name == "warehouse.duckdb" or ".spill" in str(path)


@contextmanager
def room(size: int):
    """No file of this process can grow beyond so many bytes: what a full disk is to DuckDB and Arrow, which write from C++."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class _File:
    """A file open for writing; a kill leaves half of what was being written."""

    def __init__(self, file, path: str, disk: Disk) -> None:
        self._file, self._path, self._disk = file, path, disk

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __iter__(self):
        return iter(self._file)

    def write(self, content):
        try:
            self._disk.operation("write", self._path)
        except Killed:
            if self._disk.where.startswith("write"):
                self._file.write(content[: len(content) // 2])
            raise
        return self._file.write(content)

    def close(self):
        self._file.close()


@contextmanager
def installed(disk: Disk):
    """Python's ways to change files go through the disk while the block runs."""
    fakes = _fakes(disk)
    for name in _REAL:
        setattr(os, name, fakes[name])
    io.open = builtins.open = fakes["io.open"]
    pa.OSFile, pq.ParquetWriter, durable._exchange = fakes["stream"], fakes["parquet"], fakes["exchange"]
    shutil._USE_CP_SENDFILE = True
    try:
        yield
    finally:
        for name, real in _REAL.items():
            setattr(os, name, real)
        io.open = builtins.open = _OPEN
        pa.OSFile, pq.ParquetWriter, durable._exchange = _STREAM, _PARQUET, _EXCHANGE


def _place(path, dir_fd=None) -> str:
    name = os.fsdecode(path) if not isinstance(path, int) else os.readlink(f"/proc/self/fd/{path}")
    return name if dir_fd is None else os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), name)


def _fakes(disk: Disk) -> dict[str, Callable]:
    def move(src, dst, **given):
        old, new = _place(src), _place(dst)
        if not disk.holds(new):
            return _REAL["replace"](src, dst, **given)
        disk.operation("rename", new)
        kept = disk.keep(new)
        _REAL["replace"](src, dst, **given)

        def undo():
            _REAL["replace"](new, old)
            if kept:
                _REAL["replace"](kept, new)

        disk.can_undo(undo)

    def unlink(path, *, dir_fd=None):
        place = _place(path, dir_fd)
        if not disk.holds(place):
            return _REAL["unlink"](path, dir_fd=dir_fd)
        disk.operation("unlink", place)
        kept = disk.keep(place)
        _REAL["unlink"](path, dir_fd=dir_fd)
        if kept:
            disk.can_undo(partial(_REAL["replace"], kept, place))

    def rmdir(path, *, dir_fd=None):
        place = _place(path, dir_fd)
        if disk.holds(place):
            disk.operation("rmdir", place)
            disk.can_undo(partial(_REAL["mkdir"], place))
        _REAL["rmdir"](path, dir_fd=dir_fd)

    def mkdir(path, mode=0o777, *, dir_fd=None):
        place = _place(path, dir_fd)
        if disk.holds(place) and not os.path.isdir(place):
            disk.operation("mkdir", place)
            disk.can_undo(partial(_remove_all, place))
        _REAL["mkdir"](path, mode, dir_fd=dir_fd)

    def fsync(descriptor):
        if disk.holds(_place(descriptor if isinstance(descriptor, int) else descriptor.fileno())):
            disk.operation("fsync", _place(descriptor))
            _REAL["fsync"](descriptor)
            disk.synced(descriptor)
        else:
            _REAL["fsync"](descriptor)

    def open_low(path, flags, mode=0o777, *, dir_fd=None):
        place = _place(path, dir_fd)
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR | os.O_TRUNC) and disk.holds(place):
            disk.operation("open", place)
            if not os.path.lexists(place):
                disk.can_undo(partial(_remove_all, place))
        return _REAL["open"](path, flags, mode, dir_fd=dir_fd)

    def chmod(path, mode, **given):
        place = _place(path)
        if disk.holds(place):
            disk.operation("chmod", place)
        _REAL["chmod"](path, mode, **given)

    def send(out, *given, **more):
        place = _place(out)
        if not disk.holds(place):
            return _REAL["sendfile"](out, *given, **more)
        try:
            disk.operation("send", place)
        except Killed:
            if disk.where.startswith("send"):
                source, offset, count = given
                _REAL["sendfile"](out, source, offset, min(count, os.fstat(source).st_size // 2))
            raise
        return _REAL["sendfile"](out, *given, **more)

    def open_high(file, mode="r", *given, **more):
        if isinstance(file, int) or not WRITES & set(mode) or not disk.holds(place := _place(file)):
            return _OPEN(file, mode, *given, **more)
        disk.operation("open", place)
        if not os.path.lexists(place):
            disk.can_undo(partial(_remove_all, place))
        return _File(_OPEN(file, mode, *given, **more), place, disk)

    def stream(path, mode="r", *given, **more):
        if "w" in mode and disk.holds(_place(path)):
            disk.operation("create", _place(path))
        return _STREAM(path, mode, *given, **more)

    def parquet(where, *given, **more):
        if isinstance(where, str | Path) and disk.holds(_place(where)):
            disk.operation("create", _place(where))
        return _PARQUET(where, *given, **more)

    def exchange(one, other):
        disk.operation("exchange", str(other))
        done = _EXCHANGE(one, other)
        if done:
            disk.can_undo(partial(_EXCHANGE, one, other))
        return done

    return {
        "replace": move, "rename": move, "unlink": unlink, "remove": unlink, "rmdir": rmdir, "mkdir": mkdir, "fsync": fsync,
        "open": open_low, "chmod": chmod, "sendfile": send, "io.open": open_high, "stream": stream, "parquet": parquet,
        "exchange": exchange,
    }  # fmt: skip


def _remove_all(place: str) -> None:
    """Remove a file or folder past the counting."""
    if os.path.isdir(place) and not os.path.islink(place):
        for entry in list(os.scandir(place)):
            _remove_all(entry.path)
        _REAL["rmdir"](place)
    else:
        _REAL["unlink"](place)
