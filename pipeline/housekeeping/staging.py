"""A backup beside the data: filled, cleared of who was forgotten since, and only then exchanged for what is there."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.pipeline.erasure.forget import name_quarantined, settle
from voxpop.pipeline.erasure.leftovers import clear_staged
from voxpop.pipeline.erasure.tombstones import erasing_of
from voxpop.pipeline.housekeeping import saved
from voxpop.post import GONE_SCHEMA, Gone, Mapped

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.authors import AuthorKey
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.backup")


def find_filled(workspace: Workspace, folder: Path) -> list[Path]:
    """The places that hold something that a restore would replace."""
    places = [workspace.warehouse_path, *saved.folders(workspace).values()]
    filled = [place for place in places if place.is_file() or (place.is_dir() and any(place.iterdir()))]
    for name, place in saved.decisions(workspace).items():
        if place.is_file() and not _same(place, folder / name):
            filled.append(place)
    return filled


def fill(workspace: Workspace, folder: Path, facts: dict[str, Any]) -> Workspace:
    """A workspace beside the data with the files of the backup in it; what an earlier one left is gone."""
    staged = _staged(workspace)
    clear_staged(workspace)
    staged.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    places = saved.folders(staged)
    for place in places.values():
        place.mkdir(parents=True)
    for name in facts["files"]:
        top, _, rest = name.partition("/")
        if rest and top in places:
            place = places[top] / rest
        elif name == saved.WAREHOUSE:
            place = staged.warehouse_path
        else:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, place)
    return staged


def fill_with(workspace: Workspace, file: Path) -> Workspace:
    """A workspace beside the data with a copy of a file as its warehouse, and nothing else in it."""
    staged = _staged(workspace)
    clear_staged(workspace)
    staged.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    for place in saved.folders(staged).values():
        place.mkdir(parents=True)
    shutil.copyfile(file, staged.warehouse_path)
    return staged


def erase(staged: Workspace, known: warehouse.Known, key: AuthorKey) -> int:
    """How many posts left the staged data because they were erased, or deleted at their sources, since the backup."""
    gone = Mapped.of(
        Gone(source=source, post_id=post_id, gone_at=at, reason=reason)
        for (source, post_id), (at, reason) in known.gone.items()
    ).gone
    with warehouse.writer(staged.warehouse_path) as writer:
        if gone.num_rows:
            writer.note_gone(gone.cast(GONE_SCHEMA))
        named = name_quarantined(writer, erasing_of(staged, known.by_kind()))
        again = writer.erasures.erase_again(known, key.salt, staged.config.company.time_zone, quarantined=named)
        writer.publish(staged.snapshots, keep=1)
    settle(staged)
    return again


def put_in_place(workspace: Workspace, staged: Workspace, folder: Path, facts: dict[str, Any]) -> None:
    """Exchange the staged parts for those that are there, whose lock the caller holds; then the old ones go."""
    for place in saved.folders(staged).values():
        durable.sync_tree(place)
    durable.sync(staged.warehouse_path)
    mark = warehouse.restoring(workspace.warehouse_path)
    durable.write(mark, f"{folder.resolve()}\n")
    for name, place in saved.folders(workspace).items():
        durable.recover(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        durable.swap(saved.folders(staged)[name], place)
    for name, place in saved.decisions(workspace).items():
        if name in facts["files"]:
            durable.write(place, (folder / name).read_bytes())
        elif name in facts.get("holds", ()):
            durable.remove(place)
    _exchange(staged, workspace)
    durable.remove(mark)
    durable.sync(mark.parent)
    clear_staged(workspace)
    if saved.CONFIG in facts["files"] and not _same(workspace.lines.path, folder / saved.CONFIG):
        log.warning(
            "%s is another one than when the backup was made, and stays; that of the backup is %s",
            workspace.lines.path,
            folder / saved.CONFIG,
        )


def exchange_warehouse(workspace: Workspace, staged: Workspace) -> None:
    """Exchange the staged warehouse alone for the one that is there, whose lock the caller holds; then the old one goes."""
    durable.sync(staged.warehouse_path)
    _exchange(staged, workspace)
    durable.sync(workspace.warehouse_path.parent)
    clear_staged(workspace)


def _exchange(staged: Workspace, workspace: Workspace) -> None:
    durable.remove(workspace.warehouse_path.with_name(f"{workspace.warehouse_path.name}.wal"))
    durable.swap(staged.warehouse_path, workspace.warehouse_path)


def _staged(workspace: Workspace) -> Workspace:
    """The workspace whose every place is beside that of this one."""
    beside = {name: durable.beside(place) for name, place in saved.folders(workspace).items()}
    places = {
        **beside,
        "snapshots": durable.beside(workspace.snapshots),
        "warehouse": durable.beside(workspace.warehouse_path) / workspace.warehouse_path.name,
    }
    storage = workspace.config.storage.model_copy(update=places)
    return replace(workspace, config=workspace.config.model_copy(update={"storage": storage}))


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and saved.fingerprint(one) == saved.fingerprint(other)
