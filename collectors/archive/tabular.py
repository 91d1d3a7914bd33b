"""Tables of an archive, be they delimited text or sheets, as batches of raw columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.collectors.archive.open import open_bytes
from voxpop.collectors.wire.tables import Delimited, Piece, Sheet

if TYPE_CHECKING:
    from voxpop.collectors.archive.files import ArchiveFile


@contextmanager
def opened(file: ArchiveFile) -> Iterator[Delimited | Sheet]:
    """The table in a file, with its names."""
    if file.format == "csv":
        letters = file.utf8()
        with letters.stream:
            yield Delimited(letters, file.dialect, file.path)
        return
    with open_bytes(file.path, file.member) as raw:
        yield Sheet(io.BytesIO(raw.read()), file.dialect, file.path, file.sheet)


def batches_of(file: ArchiveFile) -> Iterator[pa.Table]:
    """The rows of a table, each with its file and number; what is no row is there with what is wrong with it."""
    with opened(file) as table:
        file.notes = table.notes
        empty = True
        for piece in table.pieces():
            empty = False
            yield batch(piece, table.names, file.name)
        if empty:
            columns = [pa.array([], pa.string()) for _ in table.names]
            yield batch(Piece(pa.array([], pa.int64()), columns), table.names, file.name)


def batch(piece: Piece, names: list[str], name: str) -> pa.Table:
    """A piece under the columns that every batch has, in the order of the file."""
    rows, broken = len(piece.numbers), piece.broken
    columns: dict[str, Any] = {
        "_file": pa.repeat(name, rows + len(broken)),
        "_row": piece.numbers,
        "_problem": pa.nulls(rows, pa.string()),
        "_raw": pa.nulls(rows, pa.string()),
        **dict(zip(names, piece.columns, strict=True)),
    }
    if broken:
        told = {
            "_row": pa.array([one.number for one in broken], pa.int64()),
            "_problem": pa.array([one.problem for one in broken], pa.string()),
            "_raw": pa.array([_storable(one.written) for one in broken], pa.string()),
        }
        nothing = pa.nulls(len(broken), pa.string())
        for column in [name for name in columns if name != "_file"]:
            columns[column] = pa.concat_arrays([columns[column], told.get(column, nothing)])
    found = pa.table(columns)
    if not broken:
        return found
    order = np.argsort(columns["_row"].to_numpy(), kind="stable")
    return found.take(pa.array(order))


def _storable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
