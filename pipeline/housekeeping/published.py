"""A damaged warehouse from what was published last: a snapshot is the whole warehouse as it was then.

DuckDB's checkpoint changes blocks of the file in place before the header that refers to them, so that a power cut, or a kill in the
middle of one write, can leave a file that does not open (findings/duckdb_checkpoint_in_place.sh).
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError, WarehouseError
from voxpop.pipeline.erasure import ledger
from voxpop.pipeline.erasure.forget import settle
from voxpop.pipeline.housekeeping import staging
from voxpop.pipeline.housekeeping.saved import BackupError

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace


def restore_published(workspace: Workspace, *, force: bool = False) -> dict[str, int]:
    """Put the published snapshot in the place of the warehouse; posts erased again, and bytes.

    Fetches that were loaded since it was published are still in landing, and the next `load` finds them. Who was forgotten since is
    known from `erased.json` and leaves the copy before it takes its place; cut off, it is run again. `UsageError` where the
    warehouse is in order and `force` is not given; `WarehouseError` where no snapshot can be read.
    """
    published = warehouse.newest(workspace.snapshots)
    _refuse_damaged(published)
    key = AuthorKey(workspace.secrets.author_key())
    with warehouse.writing(workspace.warehouse_path):
        if not force and _opens(workspace.warehouse_path):
            raise UsageError(
                f"{workspace.warehouse_path} can be read: nothing is to be mended. --force takes it back to the published snapshot"
            )
        if warehouse.restoring(workspace.warehouse_path).exists():
            raise WarehouseError(
                f"{workspace.warehouse_path}: a restore of a backup was cut off; finish that one first"
            )
        known = ledger.gather(workspace, key.salt)
        ledger.note(workspace, key.salt, known)
        try:
            staged = staging.fill_with(workspace, published)
            again = staging.erase(staged, known, key)
            staging.exchange_warehouse(workspace, staged)
        except (OSError, shutil.Error) as error:
            said = getattr(error, "strerror", None) or error
            raise BackupError(published, f"cannot be restored: {said}. Make room and run it again") from error
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.publish(workspace.snapshots, erasing=True)
    settle(workspace)
    return {"bytes": workspace.warehouse_path.stat().st_size, "posts erased again": again}


def _opens(path: Path) -> bool:
    """Whether every block of the file can be read."""
    if not path.is_file():
        return False
    try:
        _refuse_damaged(path)
    except WarehouseError:
        return False
    return True


def _refuse_damaged(path: Path) -> None:
    try:
        with warehouse.open_file(path) as whole:
            unreadable = whole.unreadable()
    except WarehouseError as error:
        raise WarehouseError(f"{error}, or take the last backup: `voxpop restore DIR`") from error
    for table, said in unreadable:
        raise WarehouseError(f"{path}: table {table}: {said}. Take the last backup: `voxpop restore DIR`")
