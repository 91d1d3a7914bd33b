"""What was erased, as keyed hashes in a file beside the warehouse: it outlives the warehouse, and no backup brings it back."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.errors import VoxpopError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.erase")
FILE = "erased.json"
GONE = "gone"


def place_of(workspace: Workspace) -> Path:
    """Where it is written down."""
    return workspace.warehouse_path.with_name(FILE)


def read(workspace: Workspace, salt: str) -> warehouse.Known:
    """What is written down of this key's hashes; nothing where there is no file. `WarehouseError` where it is damaged."""
    told = _told(place_of(workspace))
    try:
        return warehouse.Known(
            tombstones=frozenset((kind, one) for kind, hashes in told.get(salt, {}).items() for one in hashes),
            gone={(s, i): (datetime.fromisoformat(at), why) for s, i, at, why in told.get(GONE, ())},
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise _damaged(place_of(workspace)) from error


def note(workspace: Workspace, salt: str, known: warehouse.Known) -> None:
    """Write down what is known, beside what is there; of posts gone at their sources only what is given now."""
    path = place_of(workspace)
    told = _told(path)
    both = known | warehouse.Known(tombstones=read(workspace, salt).tombstones)
    told[salt] = {kind: sorted(hashes) for kind, hashes in sorted(both.by_kind().items())}
    gone = [[s, i, at.isoformat(), why] for (s, i), (at, why) in sorted(known.gone.items())]
    fresh = {**{name: held for name, held in told.items() if name != GONE}, **({GONE: gone} if gone else {})}
    text = json.dumps(fresh, indent=1) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        try:
            durable.write(path, text)
        except OSError as error:
            said = f"cannot be written: {error.strerror or error}. Make room and run it again"
            raise WarehouseError(f"{path}: {said}") from error


def gather(workspace: Workspace, salt: str) -> warehouse.Known:
    """What the file, the warehouse and every snapshot know; those that cannot be read are said.

    Raises `WarehouseError` where the warehouse cannot be read and nothing else can tell who was erased.
    """
    written = place_of(workspace).exists()
    known = read(workspace, salt)
    unreadable: list[VoxpopError] = []
    heard = written
    for path in _files(workspace):
        try:
            known |= warehouse.read_known(path)
            heard = True
        except WarehouseError as error:
            unreadable.append(error)
    if unreadable and not heard:
        raise WarehouseError(
            f"{unreadable[0]}. So nobody knows who was forgotten since the backup was made. Mend the disk; or move the file "
            "away, and forget those people again after the restore"
        )
    for unread in unreadable:
        log.warning("%s. What was erased is known from elsewhere", unread)
    return known


def _files(workspace: Workspace) -> Iterable[Path]:
    files = [workspace.warehouse_path, *sorted(workspace.snapshots.glob("*.duckdb"))]
    return [path for path in files if path.is_file()]


def _told(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(told, dict):
        raise _damaged(path)
    return told


def _damaged(path: Path) -> WarehouseError:
    return WarehouseError(
        f"{path}: it cannot be read, and says who was forgotten. Take it from a backup of the disk, or remove it"
    )
