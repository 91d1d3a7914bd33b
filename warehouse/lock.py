"""One writer at a time, over processes: a lock on a file beside the warehouse."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voxpop.errors import WarehouseError

log = logging.getLogger("voxpop.warehouse")
WAIT_SECONDS = 600.0
SILENT_SECONDS = 2.0  # a wait that is longer is told


@contextmanager
def writing(warehouse: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the only right to write; the system gives it back when the process ends, however it ends."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    path = warehouse.with_name(f"{warehouse.name}.lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, path, wait)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    begin = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = time.monotonic() - begin
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "?"
            if waited >= wait:
                raise WarehouseError(
                    f"{path.with_suffix('')}: process {holder} has been writing for over {wait:.0f} seconds. "
                    "Wait for it to end, then run this again"
                ) from None
            if waited >= SILENT_SECONDS and not told:
                log.warning("%s: process %s is writing; waiting for it", path.with_suffix(""), holder)
                told = True
            time.sleep(0.05)
        else:
            return
