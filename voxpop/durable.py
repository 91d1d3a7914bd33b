"""Files that outlive a crash: written beside and renamed into place, synced, and appended to under a lock.

A reader sees the old file or the new one, never a part. What is being written is called `.NAME.tmp` and lies beside its
place, so that the rename is one step; a backup leaves such names out, and the next write takes the place of a leftover.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = ".tmp"
"""What the names of unfinished files and folders end in."""
POLL_SECONDS = 0.05


class HeldError(Exception):
    """A lock was not given back in time."""


def beside(path: Path) -> Path:
    """Where a file or folder is written before it takes its place."""
    return path.with_name(f".{path.name}{TEMPORARY}")


def sync(path: Path) -> None:
    """Return only when the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a place beside the file to write to; when the block ends well, what is there takes the file's place.

    Where nothing was written, nothing is replaced. An error inside the block, or of the disk, leaves the old file as it is.
    """
    fresh = beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield fresh
        if fresh.exists():
            move(fresh, path)
    except BaseException:
        remove(fresh)
        raise


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """The same for a folder, which the block makes; the old one goes just before the new one is renamed into its place."""
    fresh = beside(path)
    remove(fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield fresh
        for part in sorted(fresh.rglob("*")):
            sync(part)
        remove(path)
        move(fresh, path)
    except BaseException:
        remove(fresh)
        raise


def move(fresh: Path, path: Path) -> None:
    """Rename a file or folder into its place, durably: it is synced before, the folder around it afterwards."""
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Write a whole file in one step; halves of a character pair, which no file can hold, become '?'."""
    with replacing(path) as fresh:
        fresh.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", errors="replace"))


def append(path: Path, line: str, head: str = "") -> None:
    """Add a line at the end, on the disk when this returns; `head` begins a file that is empty or not there.

    What stands in the file stays as it is; a last line without its end gets one. Of processes that append at once none is lost.
    """
    with lock(path):
        add_line(path, line, head)


def add_line(path: Path, line: str, head: str = "") -> None:
    """The same for whoever holds the lock of the file already."""
    with path.open("a+", encoding="utf-8") as file:
        file.seek(0)
        before = file.read()
        start = head if not before else "" if before.endswith("\n") else "\n"
        file.write(f"{start}{line}\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the right to change a file, over processes; the lock is a file beside it, which stays."""
    with hold(path.with_name(f".{path.name.lstrip('.')}.lock")):
        yield


@contextmanager
def hold(lock: Path, wait: float = -1) -> Iterator[None]:
    """Hold a file's lock; the system gives it back when the process ends, however it ends.

    `wait` is in seconds, below 0 without end; `HeldError` where somebody else still holds it then.
    """
    from filelock import FileLock, Timeout  # costs a start of the command 20 ms, and few commands lock

    lock.parent.mkdir(parents=True, exist_ok=True)
    file_lock = FileLock(lock, timeout=wait, poll_interval=POLL_SECONDS)
    try:
        file_lock.acquire()
    except Timeout as error:
        raise HeldError(str(lock)) from error
    try:
        yield
    finally:
        file_lock.release()
