"""A disk that can stop at any operation: the process is killed, the power goes, or there is no room left.

Python's ways to change a file are counted where they lie in one folder. At the operation that was chosen the process is as good as
killed: that operation and every later one does nothing and raises `Killed`, so that no clean-up of the code reaches the disk. What
the power takes besides is told by two rules of journalling filesystems: of the names that were made, moved and removed since the
last sync of anything the newest ones are undone, back to a moment chosen at random; a file whose last change was not synced may be
cut. DuckDB and Arrow write from C++ and are not counted operation by operation (`tests/simulation/kills.py` does that); DuckDB's own
files are taken for synced, since it syncs them itself, and its commits and checkpoints are operations here (`databases.py`).
"""

import errno
import os
import random
import resource
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path

NO_ROOM = {"open", "write", "send", "mkdir", "create"}
"""Operations that need room."""


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
        self._undo: list[Callable[[], object]] = []
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
        return path.startswith(self.root) and (not path.endswith(".lock") or path.endswith("/.lock"))

    def barrier(self) -> None:
        """Something was synced: names that were changed before it are on the disk."""
        self._undo.clear()

    def synced(self, descriptor: int) -> None:
        """A file or folder was synced, and with it the journal."""
        self._is_synced(os.fstat(descriptor))
        self.barrier()

    def can_undo(self, undo: Callable[[], object]) -> None:
        """How the last change of a name is undone."""
        self._undo.append(undo)

    def keep(self, path: str) -> str | None:
        """Another name for a file that is about to lose its own; None where there is no file."""
        if not Path(path).is_file() or Path(path).is_symlink():
            return None
        kept = self.stash / f"{self.chooser.getrandbits(64):016x}"
        kept.hardlink_to(path)
        return str(kept)

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
    return (
        path.name.endswith((".lock", ".wal"))
        or path.name == "warehouse.duckdb"
        or ".spill" in str(path)
        or path.parent.name == "outside"
    )


@contextmanager
def room(size: int):
    """No file of this process can grow beyond so many bytes: what a full disk is to DuckDB and Arrow, which write from C++."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
