"""Where readers of snapshots put what does not fit into memory, and how it leaves once they have died.

DuckDB spills beside the file that it reads and, killed, leaves that there for good. Our readers spill into a folder of their own,
whose name says which process made it; other tools leave `NAME.duckdb.tmp`. What is spilled are rows, so an erasure takes all of it.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
import tempfile
import time
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

SPILL, AS_OF = ".spill-", ".as-of-"
"""What the folders of living processes begin with: what a reader spilled, and a past state that is being built."""
FOUND = ".found-"
"""What the folders begin with that one process leaves to another: what an analysis found, until it is written."""
OTHERS = ".duckdb.tmp"
"""What the folders end in that other tools spill to."""
FLOCK = "hhqqi4x"
"""Linux's `struct flock`: type, whence, start, length, process."""
FORSAKEN = 86_400.0
"""Seconds without a change after which a folder counts as dead whose process cannot be asked for."""


def mark(prefix: str) -> str:
    """How the name of a folder begins that belongs to this process."""
    return f"{prefix}{_host()}-{os.getpid()}-"


def spill_beside(con: duckdb.DuckDBPyConnection, snapshots: Path) -> None:
    """Let a reader spill into a folder of its own, made when it is needed: of the snapshots, else of the system."""
    folder = snapshots if os.access(snapshots, os.W_OK) else tempfile.gettempdir()
    con.execute("set temp_directory = $place", {"place": f"{folder}/{mark(SPILL)}{uuid4().hex[:8]}"})


def find_spills(snapshots: Path) -> list[Path]:
    """The folders in which processes spill or build, living or dead."""
    names = (f"{SPILL}*", f"{AS_OF}*", f"{FOUND}*", f"*{OTHERS}")
    return sorted(path for name in names for path in snapshots.glob(name) if path.is_dir() and not path.is_symlink())


def is_dead(folder: Path) -> bool:
    """Whether nobody uses the folder any more.

    A process of this machine is asked for by its number, another tool's reader by the lock that it holds on the snapshot; where
    neither can tell, the folder counts as dead a day after its last change.
    """
    if folder.name.endswith(OTHERS):
        snapshot = folder.with_name(folder.name.removesuffix(".tmp"))
        return not _is_read(snapshot) if snapshot.is_file() else _is_forsaken(folder)
    if folder.name.startswith(FOUND):
        return _is_forsaken(folder)
    host, _, rest = folder.name.removeprefix(SPILL).removeprefix(AS_OF).rpartition("-")[0].rpartition("-")
    return not _is_alive(int(rest)) if host == _host() and rest.isdigit() else _is_forsaken(folder)


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9.]", "_", socket.gethostname()) or "_"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_forsaken(folder: Path) -> bool:
    try:
        changed = max(path.lstat().st_mtime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # somebody works in it
        return False
    return abs(time.time() - changed) > FORSAKEN


def _is_read(snapshot: Path) -> bool:
    """Whether another process has the file open with DuckDB, which locks what it reads; True where that cannot be asked."""
    import fcntl

    if sys.platform != "linux":
        return not _is_forsaken(snapshot.with_name(f"{snapshot.name}.tmp"))
    asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    try:
        with snapshot.open("rb") as file:
            answer: bytes = fcntl.fcntl(file, fcntl.F_GETLK, asked)
    except OSError:
        return True
    return bool(struct.unpack(FLOCK, answer)[0] != fcntl.F_UNLCK)
