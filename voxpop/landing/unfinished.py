"""Fetches that are being written, and what killed ones left: each lies in a folder of its own, locked while its process lives.

What an unfinished fetch had paid for stays known; its items may hold words of people who were forgotten meanwhile.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from voxpop import durable
from voxpop.errors import LandingError

SPENT = "spent.json"
LOCK = ".lock"


class Held:
    """The lock in a folder that is being written, until it is let go or the process ends."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / LOCK
        self._locks = ExitStack()
        self._locks.enter_context(durable.hold(self._place))
        durable.sync(folder)  # a machine that stops must not leave words without the lock that tells that they are left

    def release(self, folder: Path | None = None) -> None:
        """Let go and leave no trace, in the place that the folder has now where it was renamed: until then it is unfinished."""
        self._locks.close()
        (folder / LOCK if folder else self._place).unlink(missing_ok=True)


def is_dead(folder: Path) -> bool:
    """Whether the process that wrote a folder has ended; False for one without a lock, which has only begun or is an older one's."""
    lock = folder / LOCK
    if not lock.exists():
        return False
    try:
        with durable.hold(lock, wait=0):
            return True
    except durable.HeldError:
        return False


def clear_dead(folder: Path) -> int:
    """How many fetches that were killed lost their items at once; what they had spent is still counted on."""
    try:
        dead = [path for path in _folders(folder) if is_dead(path)]
        for path in dead:
            _empty(path)
    except OSError as error:
        message = f"what interrupted fetches left cannot be removed: {error.strerror}. Mend it and run this again"
        raise LandingError(folder, message) from error
    return len(dead)


def sweep(folder: Path, older_than: timedelta, now: datetime) -> int:
    """How many old leftovers were removed; those that spent something this month lose their items only."""
    limit = (now - older_than).timestamp()
    removed = 0
    for path in [path for path in _folders(folder) if path.stat().st_mtime < limit]:
        if read_spent(path, f"{now:%Y%m}"):
            with suppress(OSError):  # a later tidy tries again
                _empty(path)
            continue
        shutil.rmtree(path, ignore_errors=True)
        removed += 1
    return removed


def read_spent(folder: Path, month: str = "") -> dict[str, Any] | None:
    """What an interrupted fetch had paid for, if it was of the month ('202611'; '': any)."""
    path = folder / SPENT
    if not folder.name.startswith(month):
        return None
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise LandingError(path, f"cannot be read: {error}") from error


def all_spent(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The leftovers that had paid for something, and what."""
    for path in _folders(folder):
        if spent := read_spent(path):
            yield path, spent


def _empty(folder: Path) -> None:
    """Remove all but what was spent; the folder too where that is nothing."""
    if not (folder / SPENT).exists():
        durable.delete(folder)
        return
    for part in folder.iterdir():
        if part.name != SPENT:
            durable.delete(part)


def _folders(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
