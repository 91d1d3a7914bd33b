"""Some rows of a table, and those that are none; what any reader of tables gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from voxpop.collectors.wire.times import Clock, Order, read_time
from voxpop.config import Limits
from voxpop.errors import UsageError

PLACE = re.compile(r"column (\d+)")
TYPED = re.compile(r"\w+:[a-z]\w*(?:\(.*\))?", re.IGNORECASE)
LABELS = "since they hold labels and no time"
ORDERS: tuple[Order, Order] = ("day_first", "month_first")
_BAR = re.compile(r"(?<!\\)\|")


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


def names_of(rows: Sequence[Sequence[str]], wanted: Iterable[str] = ()) -> list[str]:
    """The names of the columns, from one or several rows of headers.

    A name over several columns holds for all of them ('Q1' above 'Yes' and 'No': 'Q1 / Yes', 'Q1 / No'), a repeated name
    is 'Comment (2)', 'Comment (3)', a column without one is 'column 5'. `wanted`: see `by_place`.
    """
    width = max(map(len, rows), default=0)
    levels = [[*row, *[""] * (width - len(row))] for row in rows]
    for level in levels[:-1]:
        for place in range(1, width):
            level[place] = level[place].strip() or level[place - 1]
    named = (dict.fromkeys(bare for level in levels if (bare := level[place].strip())) for place in range(width))
    bases = [" / ".join(parts) or f"column {place}" for place, parts in enumerate(named, 1)]
    return by_place(numbered(bases), wanted)


def numbered(names: Iterable[str]) -> list[str]:
    """The names, each once.

    >>> numbered(["Comment", "Comment", "Label"])
    ['Comment', 'Comment (2)', 'Label']
    """
    told: list[str] = []
    known: dict[str, int] = {}
    for base in names:
        name = base
        while name in known:
            known[base] += 1
            name = f"{base} ({known[base]})"
        known[name] = 1
        told.append(name)
    return told


def choices(path: str) -> list[str]:
    """The names that a path may mean, 'text|body' two of them."""
    return [name for name in _BAR.split(path) if name]


def by_place(names: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """The names, with 'column 3' in place of the third where a path asks for it and no name of the path is there.

    Some programs write the names of columns in the language of whoever made the file; only their order stays.

    >>> by_place(["Kommentar-ID", "Text"], ["Comment ID|column 1", "Text"])
    ['column 1', 'Text']
    """
    paths = [choices(path) for path in wanted]
    asked = {name for path in paths for name in path}
    if all(TYPED.fullmatch(name) for name in names):  # 'Body:text', as dumps of tables write them
        names = [name if name in asked else name.partition(":")[0] for name in names]
    found = list(names)
    for path in paths:
        if any(name in names for name in path):
            continue
        places = ((name, int(match[1])) for name in path if (match := PLACE.fullmatch(name)))
        name, place = next(((n, p) for n, p in places if 1 <= p <= len(names) and names[p - 1] not in asked), ("", 0))
        if place:
            found[place - 1] = name
    return found


def labels_in(rows: Sequence[Sequence[str]], names: Sequence[str], times: Iterable[str]) -> int:
    """How many of the first rows are labels of the columns: those before the first that holds a time."""
    places = [names.index(name) for path in times for name in choices(path) if name in names]
    for number, row in enumerate(rows):
        cells = [row[place] for place in places if place < len(row)]
        if any(read_time(cell, "auto", Clock(order=order)) for cell in cells for order in ORDERS):
            return number
    return len(rows)


def passed_over(rows: Sequence[Sequence[str]], why: str = "as 'skip_rows' says") -> list[str]:
    """Says which rows behind the header are no answers, by their first words; nothing where there are none."""
    if not rows:
        return []
    firsts = ", ".join(repr(next((cell.strip()[:30] for cell in row if cell.strip()), "")) for row in rows[:3])
    return [f"{len(rows)} row{'s' * (len(rows) > 1)} behind the header passed over, {why}: {firsts}"]
