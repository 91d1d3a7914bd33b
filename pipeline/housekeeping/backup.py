"""Backup and restore: one folder with everything that cannot be made again, its checksums, and nothing secret.

Held under the writer's lock, so the tables and the landed fetches belong together; what lands meanwhile is loaded later.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from voxpop import durable, warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError
from voxpop.pipeline.erasure import ledger
from voxpop.pipeline.erasure.forget import settle
from voxpop.pipeline.erasure.mirrored import bring_waiting
from voxpop.pipeline.erasure.outside import note_backup
from voxpop.pipeline.housekeeping import saved, staging
from voxpop.pipeline.housekeeping.saved import BackupError, verify

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

__all__ = ["BackupError", "backup", "restore", "verify"]
LEFT_OUT = (durable.TEMPORARY, f".*{durable.TEMPORARY}", ".*.lock")
"""Names that no backup needs: what was being written, and locks."""


def backup(workspace: Workspace, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Files and bytes saved; the folder appears whole, or not at all, and takes an older one's place in one step.

    What others landed and copied to the mirror is brought here first; a warning says where that could not be.
    Raises `UsageError` for a place that holds something else than a backup of ours, or data.
    """
    durable.recover(folder)
    saved.refuse_place(workspace, folder, force=force)
    bring_waiting(workspace)
    try:
        with warehouse.writer(workspace.warehouse_path) as writer:
            note_backup(workspace, folder)
            with durable.replacing_folder(folder) as fresh:
                fresh.mkdir(mode=0o700)
                writer.copy(fresh / saved.WAREHOUSE)
                _copy(workspace, fresh)
                names = sorted(path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file())
                files = {name: saved.fingerprint(fresh / name) for name in names}
                facts = {
                    "made_at": datetime.now(UTC).isoformat(),
                    "author_key": AuthorKey(workspace.secrets.author_key()).salt,
                    "holds": [*saved.folders(workspace), *saved.decisions(workspace)],
                    "files": files,
                }
                (fresh / saved.MANIFEST).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    except (OSError, shutil.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise BackupError(folder, f"cannot be written: {said}. Nothing was kept; make room and run it again") from error
    return {"files": len(files), "bytes": sum(size for size, _ in files.values())}


def _copy(workspace: Workspace, fresh: Path) -> None:
    """Copy what is no table: folders of data, decisions, and the configuration, which is there to be read."""
    for name, place in saved.folders(workspace).items():
        if place.is_dir():
            shutil.copytree(place, fresh / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name, place in (saved.decisions(workspace) | {saved.CONFIG: workspace.lines.path}).items():
        if place.is_file():
            shutil.copyfile(place, fresh / name)


def restore(workspace: Workspace, folder: Path, *, force: bool = False) -> dict[str, int]:
    """Files and bytes restored, and posts erased again; a fresh snapshot is published. Cut off, it is run again with --force.

    Who was forgotten is written down before anything is replaced, and leaves the backup's copy before that takes its place.
    """
    durable.recover(folder)
    facts = verify(folder)
    key = AuthorKey(workspace.secrets.author_key())
    if facts["author_key"] != key.salt:
        raise UsageError(
            f"{folder} was made with another VOXPOP_AUTHOR_KEY; put the line of the old installation into .env first"
        )
    filled = staging.find_filled(workspace, folder)
    if filled and not force:
        raise UsageError(f"{filled[0]} is not empty; --force replaces what is there")
    with warehouse.writing(workspace.warehouse_path), _restoring(folder):
        known = ledger.gather(workspace, key.salt)
        ledger.note(workspace, key.salt, known)
        staged = staging.fill(workspace, folder, facts)
        again = staging.erase(staged, known, key)
        staging.put_in_place(workspace, staged, folder, facts)
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.publish(workspace.snapshots, erasing=True)
    settle(workspace)
    ledger.note(workspace, key.salt, warehouse.Known())
    sizes = [size for size, _ in facts["files"].values()]
    return {"files": len(sizes), "bytes": sum(sizes), "posts erased again": again}


@contextmanager
def _restoring(folder: Path) -> Iterator[None]:
    """Turns a disk that is full or cannot be written into an error that says what to do."""
    try:
        yield
    except (OSError, shutil.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise BackupError(folder, f"cannot be restored: {said}. Make room and run it again with --force") from error
