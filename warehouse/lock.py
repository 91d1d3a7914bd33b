"""One writer at a time, over processes: a lock on a file beside the warehouse."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from voxpop.durable import HeldError, hold
from voxpop.errors import WarehouseError

log = logging.getLogger("voxpop.warehouse")
WAIT_SECONDS = 600.0
SILENT_SECONDS = 2.0
"""A wait that is longer is logged, with the process that is waited for."""


@contextmanager
def writing(warehouse: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the only right to write; the system gives it back when the process ends, however it ends."""
    lock = warehouse.with_name(f"{warehouse.name}.lock")
    with ExitStack() as stack:
        try:
            stack.enter_context(hold(lock, min(wait, SILENT_SECONDS)))
        except HeldError:
            if wait > SILENT_SECONDS:
                log.warning("%s: process %s is writing; waiting for it", warehouse, _holder(lock))
            try:
                stack.enter_context(hold(lock, max(0.0, wait - SILENT_SECONDS)))
            except HeldError:
                raise WarehouseError(
                    f"{warehouse}: process {_holder(lock)} has been writing for over {wait:.0f} seconds. "
                    "Wait for it to end, then run this again"
                ) from None
        with suppress(OSError):  # who waits reads it; on a full disk the work itself says so
            lock.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield


def _holder(lock: Path) -> str:
    """The process that wrote its id last; '?' where it has not done so yet."""
    return lock.read_text(encoding="ascii", errors="replace").strip() or "?"
