"""Copies that lie outside the data: backups, of which a line is kept where they were written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voxpop import durable

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

FILE = "backups.json"


def note_backup(workspace: Workspace, folder: Path) -> None:
    """Write down that a backup is made here, before it begins: one that is killed leaves words beside its place."""
    known = _read(workspace)
    known[str(folder.resolve())] = datetime.now(UTC).isoformat(timespec="seconds")
    durable.write(_file(workspace), json.dumps(known, indent=1) + "\n")


def list_backups(workspace: Workspace) -> dict[Path, datetime]:
    """The backups that are known and still there, and when each was begun last."""
    return {path: at for path, at in _places(workspace).items() if path.exists()}


def clear_unfinished(workspace: Workspace) -> int:
    """How many backups that were cut off were removed; whoever holds the writer's lock knows that none is being made."""
    unfinished = [left for path in _places(workspace) for left in durable.leftovers(path)]
    for path in _places(workspace):
        durable.recover(path)
        durable.remove(durable.beside(path))
    return len(unfinished)


def _places(workspace: Workspace) -> dict[Path, datetime]:
    return {Path(path): datetime.fromisoformat(at) for path, at in _read(workspace).items()}


def _file(workspace: Workspace) -> Path:
    return workspace.warehouse_path.with_name(FILE)


def _read(workspace: Workspace) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(_file(workspace).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known
