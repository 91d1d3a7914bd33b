"""The published snapshot: a copy that appears whole, is switched to in one step, and is never written again.

What older publications left is removed afterwards, in a step of its own: a new snapshot stands even where an old one does not go.
"""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from voxpop import durable
from voxpop.errors import RetentionError, WarehouseError
from voxpop.warehouse import spill

log = logging.getLogger("voxpop.warehouse")
POINTER = "current"
SNAPSHOT = ".duckdb"
WEEKS = "weeks"
"""The folder of past states that were made from a snapshot."""

FIGURES = "figures"
"""The folder of figures that the explorer computed from snapshots, with the quotes beside them."""


def publish(con: duckdb.DuckDBPyConnection, warehouse: Path, folder: Path) -> Path:
    """Copy the warehouse and switch readers to the copy; its path.

    The checkpoint empties the write-ahead log, without which the copy would be torn.
    """
    con.execute("force checkpoint")
    place = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{SNAPSHOT}"
    try:
        with durable.replacing(place) as fresh:
            shutil.copyfile(warehouse, fresh)
            fresh.chmod(fresh.stat().st_mode & 0o444)  # for whom it is there, to read
        durable.write(folder / POINTER, place.name)
    except OSError as error:
        place.unlink(missing_ok=True)
        raise WarehouseError(
            f"{folder}: the snapshot cannot be written: {error.strerror}. Readers keep the last one"
        ) from error
    return place


def adopt(place: Path) -> None:
    """Switch readers to a snapshot that was published elsewhere and lies in their folder; others go."""
    try:
        place.chmod(place.stat().st_mode & 0o444)
        durable.write(place.parent / POINTER, place.name)
    except OSError as error:
        raise WarehouseError(
            f"{place}: cannot be published here: {error.strerror}. Readers keep the last one"
        ) from error
    retain(place, 1)


def retain(place: Path, keep: int, *, erasing: bool = False) -> None:
    """Remove what older publications left beside the published snapshot: all but `keep` of them, and what dead readers spilled.

    Readers that have an older snapshot open keep it: removing a file does not take it from a process that has it open.
    `erasing`: nothing but the published snapshot may stay, since it may hold what was erased; not even what living readers spilled,
    whose query then ends with an error. `RetentionError` names what could not be removed, after all else was; an ordinary
    publication tolerates what other tools' readers spilled.
    """
    folder = place.parent
    useless = [path for path in spill.find_spills(folder) if erasing or spill.is_dead(path)]  # tells by the snapshots
    stays: list[tuple[Path, OSError]] = []
    figures = [path for path in (folder / FIGURES,) if erasing and path.exists()]
    for path in (*find_old(place, 1 if erasing else keep), *figures):
        _remove(path, stays)
    spills: list[tuple[Path, OSError]] = []
    for path in useless:
        _remove(path, spills)
    if erasing:
        stays += spills
    elif spills:
        log.warning("%s: what a reader spilled cannot be removed: %s", folder, _say(spills))
    if stays:
        raise RetentionError(folder, place.name, _say(stays), erasing=erasing)


def find_old(place: Path, keep: int) -> list[Path]:
    """What no reader needs: surplus snapshots, past states made from older ones, what an interrupted publication left."""
    folder = place.parent
    others = [
        path for path in sorted(folder.glob(f"*{SNAPSHOT}")) if path != place
    ]  # a clock set back names ours first
    old = others[: max(0, len(others) - keep + 1)]
    kept = {f"{path.name}.wal" for path in (place, *others[len(old) :])}
    logs = [path for path in folder.glob(f"*{SNAPSHOT}.wal") if path.name not in kept]
    leftovers = [path for path in folder.glob(f"*{durable.TEMPORARY}") if not path.is_dir() or path.is_symlink()]
    return [*(path for path in (folder / WEEKS,) if path.exists()), *leftovers, *logs, *old]


def past_states(folder: Path) -> list[Path]:
    """The files of past states that were made from the newest snapshot."""
    return sorted((folder / WEEKS).glob(f"*{SNAPSHOT}"))


def newest(folder: Path) -> Path:
    """The snapshot that readers should open."""
    pointer = folder / POINTER
    try:
        name = pointer.read_bytes().decode("ascii").strip()
    except FileNotFoundError:
        raise WarehouseError(f"{folder}: nothing has been published yet. Run `voxpop load` first") from None
    except UnicodeDecodeError:
        name = ""
    except OSError as error:
        raise WarehouseError(f"{pointer}: cannot be read: {error.strerror}. Run `voxpop publish`") from error
    if not name.endswith(SNAPSHOT) or Path(name).name != name:
        raise WarehouseError(
            f"{pointer}: names no snapshot of this folder. Run `voxpop publish`, which writes it again"
        )
    return folder / name


def _remove(path: Path, stays: list[tuple[Path, OSError]]) -> None:
    try:
        durable.delete(path)
    except OSError as error:
        stays.append((path, error))


def _say(stays: list[tuple[Path, OSError]]) -> str:
    return "; ".join(f"{path.name} ({error.strerror or error})" for path, error in stays)
