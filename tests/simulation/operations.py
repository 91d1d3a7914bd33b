"""Python's ways to change a file, put through a `Disk`: each is counted, can be the last, and can be undone."""

# These are the calls that pathlib makes; a function that gives nothing back where the real one is called gives that back.
# ruff: noqa: PTH112, PTH114, PTH118, PTH115, RET503

import builtins
import io
import os
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.simulation.disk import Disk, Killed
from voxpop import durable

WRITES = set("wax+")
"""Letters of the modes in which a file is opened for writing."""

_REAL = {
    name: getattr(os, name)
    for name in ("replace", "rename", "unlink", "remove", "rmdir", "mkdir", "fsync", "open", "chmod", "sendfile")
}
_OPEN, _STREAM, _PARQUET, _EXCHANGE = io.open, pa.OSFile, pq.ParquetWriter, durable._exchange


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
