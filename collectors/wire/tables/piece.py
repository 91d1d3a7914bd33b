"""Some rows of a table, and those that are none; what any reader of tables gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from voxpop.config import Limits
from voxpop.errors import UsageError


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that is no row: its number, what is wrong with it, and how it is written."""

    number: int
    problem: str
    written: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows in the order of the file. `numbers` are those of a spreadsheet: the first line is 1, empty lines count."""

    numbers: pa.Array
    columns: list[pa.Array]
    broken: list[Broken] = field(default_factory=list)


def check_columns(place: object, width: int, limits: Limits) -> None:
    """Raises `UsageError` where a table has more columns than the limits allow."""
    if width > limits.columns:
        raise UsageError(f"{place}: {width:,} columns, and limits.columns allows {limits.columns:,}")


def names_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns, from one or several rows of headers.

    A name over several columns holds for all of them ('Q1' above 'Yes' and 'No': 'Q1 / Yes', 'Q1 / No'), a repeated name
    is 'Comment (2)', 'Comment (3)', a column without one is 'column 5'.
    """
    width = max(map(len, rows), default=0)
    levels = [[*row, *[""] * (width - len(row))] for row in rows]
    for level in levels[:-1]:
        for place in range(1, width):
            level[place] = level[place].strip() or level[place - 1]
    names: list[str] = []
    known: dict[str, int] = {}
    for place in range(width):
        parts = dict.fromkeys(bare for level in levels if (bare := level[place].strip()))
        base = " / ".join(parts) or f"column {place + 1}"
        name = base
        while name in known:
            known[base] += 1
            name = f"{base} ({known[base]})"
        known[name] = 1
        names.append(name)
    return names
