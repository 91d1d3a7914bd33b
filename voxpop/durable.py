"""Files that outlive a crash: written beside and renamed into place, synced, and appended to under a lock.

A reader sees the old file or the new one, never a part. What is being written is called `.NAME.tmp` and lies beside its
place, so that the rename is one step; a backup leaves such names out, and the next write takes the place of a leftover.
A folder is exchanged for its successor in one step, so that nobody finds the place empty.
Storage of objects (`pyarrow.fs`) has neither that step nor a lock, so that landing and snapshots lie on a file system.
"""

from __future__ import annotations

import ctypes
import errno
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
HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux: https://man7.org/linux/man-pages/man2/rename.2.html."""
CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What a file system says that cannot exchange two names."""


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
    """The same for a folder, which the block makes; the two change places in one step, then the old one goes."""
    fresh = beside(path)
    remove(fresh)
    recover(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield fresh
        sync_tree(fresh)
        swap(fresh, path)
    except BaseException:
        remove(fresh)
        raise
    remove(fresh)


def swap(fresh: Path, path: Path) -> None:
    """Put a file or folder into its place, durably; what was there is afterwards where the fresh one was.

    Both lie on one file system. Where that can exchange two names in one step, the place is never empty. Elsewhere it is so
    between two renames, and `recover` brings back what was there if the process is killed then.
    """
    if not path.exists():
        fresh.rename(path)
    elif not _exchange(fresh, path):
        aside = _aside(path)
        remove(aside)
        path.rename(aside)
        fresh.rename(path)
        aside.rename(fresh)
    sync(path.parent)


def recover(path: Path) -> None:
    """Bring back what a killed `swap` had moved aside, where nothing had taken its place yet."""
    aside = _aside(path)
    if not aside.exists():
        return
    if path.exists():
        remove(aside)
    else:
        aside.rename(path)
        sync(path.parent)


def leftovers(path: Path) -> list[Path]:
    """What a killed process may have left beside a file or folder: unfinished ones, and one on its way out."""
    return [place for place in (beside(path), _aside(path)) if place.exists()]


def sync_tree(folder: Path) -> None:
    """Return only when all files and folders in a folder are on the disk."""
    for part in sorted(folder.rglob("*")):
        if not part.is_symlink():
            sync(part)
    sync(folder)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.old{TEMPORARY}")


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where this system or file system cannot."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(HERE, os.fsencode(one.absolute()), HERE, os.fsencode(other.absolute()), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


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


def delete(path: Path) -> None:
    """Remove it as `remove` does; `OSError` where anything of it stays."""
    if not path.is_dir() or path.is_symlink():
        path.unlink(missing_ok=True)
        return

    def refuse(_: object, __: str, failed: tuple[type[BaseException], BaseException, object]) -> None:
        if not isinstance(failed[1], FileNotFoundError):  # its owner removed it meanwhile
            raise failed[1]

    shutil.rmtree(path, onerror=refuse)


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
