"""What is said where landing cannot be written, and what may not be: secrets that a source repeats."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from voxpop import redaction
from voxpop.errors import LandingError


class Writing:
    """Turns a full disk or a missing right into an error that names the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            message = f"cannot be written: {error.strerror or error}. Nothing of this fetch was kept; make room and run it again"
            raise LandingError(self.folder, message) from error


def without_secrets(table: pa.Table) -> pa.Table:
    """The table without any known secret in its texts; the table itself where there is none."""
    hints = redaction.hints()
    if hints is None:
        return table
    for place, field in enumerate(table.schema):
        if not (pa.types.is_string(field.type) or pa.types.is_large_string(field.type)):
            continue
        column = table.column(place)
        if pc.any(pc.match_substring_regex(column, hints)).as_py():
            cells = [None if cell is None else redaction.hide(cell, words=False) for cell in column.to_pylist()]
            table = table.set_column(place, field, pa.array(cells, field.type))
    return table
