"""The published snapshot: a copy that appears whole, is switched to in one step, and is never written again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from voxpop import durable
from voxpop.errors import WarehouseError

POINTER = "current"


def publish(con: duckdb.DuckDBPyConnection, warehouse: Path, folder: Path, keep: int) -> Path:
    """Copy the warehouse and switch readers to the copy; its path.

    The checkpoint empties the write-ahead log, without which the copy would be torn. Readers that have an older
    snapshot open keep it: removing a file does not take it from a process that has it open.
    """
    con.execute("force checkpoint")
    place = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.duckdb"
    try:
        with durable.replacing(place) as fresh:
            shutil.copyfile(warehouse, fresh)
            fresh.chmod(0o444)
        durable.write(folder / POINTER, place.name)
    except OSError as error:
        place.unlink(missing_ok=True)
        raise WarehouseError(
            f"{folder}: the snapshot cannot be written: {error.strerror}. Readers keep the last one"
        ) from error
    shutil.rmtree(folder / "weeks", ignore_errors=True)  # made from an older one
    for leftover in folder.glob(f"*{durable.TEMPORARY}"):
        leftover.unlink(missing_ok=True)
    older = [path for path in sorted(folder.glob("*.duckdb")) if path != place]  # a clock set back names it before them
    for old in older[: max(0, len(older) - keep + 1)]:
        old.unlink(missing_ok=True)
    return place


def newest(folder: Path) -> Path:
    """The snapshot that readers should open."""
    try:
        return folder / (folder / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise WarehouseError(f"{folder}: nothing has been published yet. Run `voxpop load` first") from None
