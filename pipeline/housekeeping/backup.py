"""Backup and restore: one folder with everything that cannot be made again, its checksums, and nothing secret.

Held under the writer's lock, so the tables and the landed fetches belong together; what lands meanwhile is loaded later.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError, VoxpopError, WarehouseError
from voxpop.pipeline.erasure.forget import settle

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.backup")
MANIFEST = "manifest.json"
BLOCK = 1 << 22
LEFT_OUT = (durable.TEMPORARY, f".*{durable.TEMPORARY}", ".*.lock")
"""Names that no backup needs: what was being written, and locks."""


class BackupError(VoxpopError):
    """A backup cannot be written, or is not whole."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


def backup(workspace: Workspace, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Files and bytes saved; the folder appears whole, or not at all."""
    if folder.exists() and not force:
        raise UsageError(f"{folder} exists already; choose another folder, or --force replaces it")
    try:
        with durable.replacing_folder(folder) as fresh:
            fresh.mkdir()
            with warehouse.writer(workspace.warehouse_path) as writer:
                writer.copy(fresh / "warehouse.duckdb")
                for name, place in _folders(workspace).items():
                    if place.is_dir():
                        shutil.copytree(place, fresh / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
            files = {str(path.relative_to(fresh)): _fingerprint(path) for path in _files(fresh)}
            facts = {
                "made_at": datetime.now(UTC).isoformat(),
                "author_key": AuthorKey(workspace.secrets.author_key()).salt,
                "files": files,
            }
            (fresh / MANIFEST).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    except (OSError, shutil.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise BackupError(folder, f"cannot be written: {said}. Nothing was kept; make room and run it again") from error
    return {"files": len(files), "bytes": sum(size for size, _ in files.values())}


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is there and as it was; `BackupError` says which is not."""
    try:
        facts: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(folder, f"is no backup: {error}") from error
    for name, (size, checksum) in facts["files"].items():
        path = folder / name
        if not path.is_file() or list(_fingerprint(path)) != [size, checksum]:
            raise BackupError(path, "is missing or damaged; this backup cannot be restored whole")
    return facts


def restore(workspace: Workspace, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Files and bytes restored, and erased again; a fresh snapshot is published. Cut off, it is run again with --force."""
    facts = verify(folder)
    key = AuthorKey(workspace.secrets.author_key())
    if facts["author_key"] != key.salt:
        raise UsageError(
            f"{folder} was made with another VOXPOP_AUTHOR_KEY; put the line of the old installation into .env first"
        )
    filled = [place for place in (workspace.warehouse_path, *_folders(workspace).values()) if _holds(place)]
    if filled and not force:
        raise UsageError(f"{filled[0]} is not empty; --force replaces what is there")
    erased = _tombstones(workspace)
    with warehouse.writing(workspace.warehouse_path):
        for name, place in _folders(workspace).items():
            if (folder / name).is_dir():
                with durable.replacing_folder(place) as fresh:
                    shutil.copytree(folder / name, fresh)
            else:
                durable.remove(place)
        with durable.replacing(workspace.warehouse_path) as fresh:
            shutil.copyfile(folder / "warehouse.duckdb", fresh)
            workspace.warehouse_path.with_name(f"{workspace.warehouse_path.name}.wal").unlink(missing_ok=True)
    with warehouse.writer(workspace.warehouse_path) as writer:
        again = writer.erasures.erase_again(erased, key.salt, workspace.config.company.time_zone)
        writer.publish(workspace.snapshots, keep=1)
    settle(workspace)
    sizes = [size for size, _ in facts["files"].values()]
    return {"files": len(sizes), "bytes": sum(sizes), "posts erased again": again}


def _tombstones(workspace: Workspace) -> dict[str, frozenset[str]]:
    """What was erased here since the backup was made, and must not come back with it."""
    if not workspace.warehouse_path.exists():
        return {}
    try:
        with warehouse.writer(workspace.warehouse_path) as writer:
            return writer.erasures.read_tombstones()
    except WarehouseError as error:
        log.warning("what was erased since the backup was made cannot be read and may come back: %s", error)
        return {}


def _folders(workspace: Workspace) -> dict[str, Path]:
    return {
        "landing": workspace.landing.root,
        "reports": workspace.reports,
        "labels": workspace.labels.root,
        "deliveries": workspace.deliveries,
    }


def _holds(place: Path) -> bool:
    return place.is_file() or (place.is_dir() and any(place.iterdir()))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _fingerprint(path: Path) -> tuple[int, str]:
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return path.stat().st_size, digest.hexdigest()
