"""What a backup holds and where it belongs; its manifest, with the checksum of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from voxpop.errors import UsageError, VoxpopError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

MANIFEST = "manifest.json"
WAREHOUSE = "warehouse.duckdb"
CONFIG = "voxpop.yaml"
BLOCK = 1 << 22


class BackupError(VoxpopError):
    """A backup cannot be written, or is not whole."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


def folders(workspace: Workspace) -> dict[str, Path]:
    """The folders that a backup holds, by their names in it."""
    return {
        "landing": workspace.landing.root,
        "reports": workspace.reports,
        "labels": workspace.labels.root,
        "deliveries": workspace.deliveries,
    }


def decisions(workspace: Workspace) -> dict[str, Path]:
    """The files of what people decided, and of what was learned from their labels, by their names in a backup."""
    return {path.name: path for path in (workspace.theme_decisions, workspace.demand_decisions, workspace.adaptation)}


def fingerprint(path: Path) -> tuple[int, str]:
    """Size and checksum of a file."""
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return path.stat().st_size, digest.hexdigest()


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is there and as it was; `BackupError` says which is not."""
    facts = read_manifest(folder)
    for name, (size, checksum) in facts["files"].items():
        path = folder / name
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise BackupError(folder, f"is no backup of ours: it names a file outside, '{name}'")
        if not path.is_file() or list(fingerprint(path)) != [size, checksum]:
            raise BackupError(path, "is missing or damaged; this backup cannot be restored whole")
    return facts


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a backup; `BackupError` where the folder is none."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not (isinstance(facts["author_key"], str) and isinstance(facts["files"], dict) and facts["made_at"]):
            raise ValueError("its manifest lacks what ours have")  # noqa: TRY301  said like all else that is wrong
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(folder, f"is no backup: {error}") from error
    known: dict[str, Any] = facts
    return known


def refuse_place(workspace: Workspace, folder: Path, *, force: bool) -> None:
    """Raise `UsageError` where a backup may not be written: over what is no backup of ours, or in the data itself."""
    place = folder.resolve()
    base = workspace.config.base_dir.resolve()
    targets = [workspace.config.path(target.path) for target in workspace.config.delivery.targets if target.path]
    own = [workspace.snapshots, *folders(workspace).values(), *targets]
    for data in own:
        if place == data or data in place.parents:
            raise UsageError(f"{folder} lies in {data}, which holds data; choose a folder outside, --force or not")
    for data in (base, workspace.warehouse_path, *own):
        if place == data or place in data.parents:
            raise UsageError(
                f"{folder} holds data of this installation ({data}); choose a folder of its own, --force or not"
            )
    if not (folder.exists() or folder.is_symlink()):
        return
    if not force:
        raise UsageError(f"{folder} exists already; choose another folder, or --force replaces it")
    if folder.is_symlink() or not folder.is_dir():
        raise UsageError(f"{folder} is no folder; choose another place")
    if any(folder.iterdir()):
        try:
            read_manifest(folder)
        except BackupError as error:
            raise UsageError(
                f"{folder} is not empty and is no backup of Voxpop's, so --force does not replace it: remove it yourself"
            ) from error
