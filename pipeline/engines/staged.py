"""What an engine is given and gives back: numbered parts in a folder that every worker sees, checked row for row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from voxpop import durable
from voxpop.errors import VoxpopError
from voxpop.pipeline.engines.work import FOUND, STAGED

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.engines.work import Setup

PART_ROWS = 16_384
"""Rows of a part, which is a task of its own: with the encoder about a minute, so that little is lost where a worker dies."""


class LostRowsError(VoxpopError):
    """What an engine gave back is not one row for each that it was given."""

    def __init__(self, folder: Path, part: int, given: int, back: int) -> None:
        self.folder, self.part, self.given, self.back = folder, part, given, back
        super().__init__(
            f"{folder}: of part {part} with {given:,} rows {back:,} came back. Every worker must see this folder under this path "
            "(a shared disk); nothing was kept, so run it again"
        )


class Engine(Protocol):
    """Runs `read_batches` over the parts of a folder."""

    def read(self, parts: Parts, setup: Setup) -> None:
        """Leave in `parts.found`, for part N, one or more Parquet files of `FOUND` in a folder `part=N`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A folder of parts: the words in `staged`, what was read in them in `found`."""

    folder: Path

    @property
    def staged(self) -> Path:
        """The folder of what is to be read."""
        return self.folder / "staged"

    @property
    def found(self) -> Path:
        """The folder of what was read."""
        return self.folder / "found"

    def add(self, number: int, rows: pa.Table) -> None:
        """Stage the columns key, text and lang as a part; its rows are numbered in this order."""
        places = pa.array(range(rows.num_rows), pa.int32())
        columns = [
            pa.repeat(pa.scalar(number, pa.int32()), rows.num_rows),
            places,
            *(rows[n] for n in STAGED.names[2:]),
        ]
        pq.write_table(pa.table(columns, schema=STAGED), self.place(number), compression="zstd")

    def place(self, number: int) -> Path:
        """The file of a part."""
        return self.staged / f"{number:06d}.parquet"

    def numbers(self) -> list[int]:
        """The parts there are."""
        return sorted(int(path.stem) for path in self.staged.glob("[0-9]*.parquet"))

    def read(self, number: int) -> pa.Table:
        """What was found in a part, in the order of its rows; `LostRowsError` where a row is missing or there twice."""
        given = pq.read_metadata(self.place(number)).num_rows
        if not given:
            return FOUND.empty_table().drop_columns(["part", "row"])
        paths = sorted((self.found / f"part={number}").glob("[!._]*.parquet"))
        tables = [pq.read_table(path, partitioning=None) for path in paths]
        if not tables:
            raise LostRowsError(self.folder, number, given, 0)
        names = [name for name in FOUND.names if name != "part"]  # the folder's name says it
        found = pa.concat_tables([table.select(names) for table in tables]).sort_by("row")
        if not found["row"].combine_chunks().equals(pa.array(range(given), pa.int32())):
            raise LostRowsError(self.folder, number, given, pc.count_distinct(found["row"]).as_py())
        return found.drop_columns(["row"]).cast(pa.schema([FOUND.field(name) for name in names if name != "row"]))


@contextmanager
def parts_in(folder: Path) -> Iterator[Parts]:
    """An empty folder of parts, gone when the block ends: it holds words of people."""
    parts = Parts(folder)
    durable.remove(folder)
    try:
        for place in (parts.staged, parts.found):
            place.mkdir(parents=True)
        yield parts
    finally:
        durable.remove(folder)


def cut(tables: Iterable[pa.Table], rows: int = PART_ROWS) -> Iterator[pa.Table]:
    """The same rows in tables of this many, the last one of fewer."""
    held: list[pa.Table] = []
    n_held = 0
    for table in tables:
        held.append(table)
        n_held += table.num_rows
        while n_held >= rows:
            whole = pa.concat_tables(held)
            yield whole.slice(0, rows)
            held, n_held = [whole.slice(rows)], n_held - rows
    if n_held:
        yield pa.concat_tables(held)
