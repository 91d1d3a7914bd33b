"""How a delimited file is written: the mark between cells, quotes, escapes, where the header stands; told by its first lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from voxpop.collectors.wire.tables.piece import choices
from voxpop.config import Limits

MARKS = (",", ";", "\t", "|")
SEP_LINE = re.compile(r"^\ufeff?\"?sep=(.)\"?\r?\n?$", re.IGNORECASE)
LOOK = 200  # lines by which a dialect is told
SURE = 3  # so many cells with marks that close nothing are no accident; text between tabs is mostly without quotation
DEEPEST = 50  # rows in which the header is looked for
Quoting = Literal["auto", "quoted", "none"]
"""'quoted': quotation marks around a cell are no part of it; 'none': they are letters; 'auto': told by the first lines."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written; None and 'auto' are told by its first lines."""

    delimiter: str | None = None
    quoting: Quoting = "auto"
    quote: str = '"'
    escape: str | None = None
    header: tuple[int, ...] = ()  # numbers of the rows that name the columns; (): the first that holds what is wanted
    skip_rows: int = 0  # rows behind the header that are no answers: labels, JSON, 'Response'
    label_rows: int = 0  # at most so many rows behind the header are labels: those that hold no time
    times: tuple[str, ...] = ()  # the columns that tell when a row was written
    usual: str = ","  # the delimiter where nothing tells another
    wanted: tuple[str, ...] = ()  # names of columns that must be there: they tell the delimiter
    limits: Limits = field(default_factory=Limits)

    @property
    def plain(self) -> bool:
        """Whether quotation marks are letters."""
        return self.quoting == "none"


def resolve(asked: Dialect, lines: Sequence[str]) -> tuple[Dialect, list[str]]:
    """The dialect with nothing left open, and what was found out, in words."""
    notes: list[str] = []
    found = asked
    hint = SEP_LINE.match(lines[0]) if lines else None
    if hint:
        found = replace(found, delimiter=found.delimiter or hint[1])
        notes.append(f"its first line says that cells stand between '{hint[1]}'")
    if found.delimiter is None:
        delimiter = _delimiter(found, lines)
        if delimiter != found.usual:
            notes.append(f"cells are taken to stand between {shown(delimiter)}")
        found = replace(found, delimiter=delimiter)
    if not found.header:
        number = header_in(list(rows_of(lines[:LOOK], found)), found.wanted, after=1 if hint else 0)
        found = replace(found, header=(number,))
        if number > (2 if hint else 1):
            notes.append(f"row {number} is taken for the header; what stands before it is passed over")
    if found.quoting == "auto" and found.escape is None:
        plain = _is_plain(found, lines)
        found = replace(found, quoting="none" if plain else "quoted")
        if plain:
            notes.append("quotation marks are taken for letters, since they do not close")
    return replace(found, quoting="quoted" if found.quoting == "auto" else found.quoting), notes


def shown(delimiter: str) -> str:
    """A delimiter as a person reads it."""
    return {"\t": "tabs", ",": "commas", ";": "semicolons", " ": "spaces"}.get(delimiter, f"'{delimiter}'")


def rows_of(lines: Iterable[str], dialect: Dialect) -> Iterable[list[str]]:
    """The rows of some lines, as far as they can be read."""
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter or dialect.usual,
        quotechar=None if dialect.plain else dialect.quote,
        quoting=csv.QUOTE_NONE if dialect.plain else csv.QUOTE_MINIMAL,
        escapechar=dialect.escape,
        strict=False,
    )
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def header_in(rows: Sequence[Sequence[str]], wanted: Sequence[str], after: int = 0) -> int:
    """The number of the row that names the columns: the one that holds what is wanted, else the first that is not empty.

    First rows of half the cells that others have, or fewer, are titles where all that follows is wider.
    """
    best, most = 0, int(len(wanted) != 1)
    for number, row in enumerate(rows[:DEEPEST], start=1):
        if number > after and (held := _named(row, wanted)) > most:
            best, most = number, held
    if best:
        return best
    widths = {number: _filled(row) for number, row in enumerate(rows, start=1) if number > after}
    first = next((number for number, width in widths.items() if width), 0)
    wide = next((number for number, width in widths.items() if first and width >= 2 * widths[first]), 0)
    behind = [width for number, width in widths.items() if number > wide and width]
    if wide and len(behind) > 1 and all(width > widths[first] for width in behind):
        return wide
    return first or after + 1


def _named(row: Sequence[str], wanted: Sequence[str]) -> int:
    cells = {cell.strip().lstrip("\ufeff") for cell in row}
    return sum(path in cells or any(name in cells for name in choices(path)) for path in wanted)


def _filled(row: Sequence[str]) -> int:
    """How many cells a row has up to the last that is filled."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _delimiter(asked: Dialect, lines: Sequence[str]) -> str:
    """The mark whose cells hold the names that are asked for, else the one that gives most lines the header's width.

    Where no mark gives any of the names, that is for the person to mend, who is to see the columns as they are.
    """
    best, most = asked.usual, (0, 0)
    for mark in dict.fromkeys((asked.usual, *MARKS)):
        rows = list(rows_of(lines[:LOOK], replace(asked, delimiter=mark)))
        number = asked.header[-1] if asked.header else header_in(rows, asked.wanted)
        header = rows[number - 1] if len(rows) >= number else []
        even = sum(len(row) == len(header) for row in rows[number:]) if len(header) > 1 else 0
        told = (_named(header, asked.wanted), even)
        if told > most:
            best, most = mark, told
    return best


def _is_plain(dialect: Dialect, lines: Sequence[str]) -> bool:
    """Whether all lines are rows with quotation marks as letters, more than with marks around cells, and most marks are odd."""
    if not any(dialect.quote in line for line in lines):
        return False
    plain = [row for row in rows_of(lines[dialect.header[-1] - 1 :], replace(dialect, quoting="none")) if row]
    width = len(plain[0]) if plain else 0
    if width < 2 or any(len(row) != width for row in plain) or _quoted_rows(dialect, lines, width) >= len(plain):
        return False
    marked = [cell for row in plain for cell in row if dialect.quote in cell]
    whole = [cell for cell in marked if len(cell) > 1 and cell[0] == cell[-1] == dialect.quote]
    odd = len(marked) - len(whole)
    return odd > len(whole) and (odd >= SURE or dialect.delimiter == "\t")


def _quoted_rows(dialect: Dialect, lines: Sequence[str], width: int) -> int:
    """How many rows of the header's width there are before the first that cannot be read."""
    found = 0
    try:
        reader = csv.reader(
            lines[dialect.header[-1] - 1 :], delimiter=str(dialect.delimiter), quotechar=dialect.quote, strict=True
        )
        for row in reader:
            found += len(row) == width
    except csv.Error:
        pass
    return found
