"""Delimited text read row by row where quotation marks do not add up: a broken row costs itself and never its neighbours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from voxpop.collectors.wire.bounded import TooLong
from voxpop.collectors.wire.tables.dialect import Dialect
from voxpop.collectors.wire.tables.piece import Broken

RAW_LIMIT = 100_000  # letters of a broken record that are kept
MOST_LINES, FEW_LINES = 10_000, 100  # of one row, before and after many turned out to be never closed
MANY = 20
NULL = ("\\N", "\\\\N")
"""How dumps of databases write 'no value' where a backslash escapes; without this csv would read the letter N."""
FACT = re.compile(r"\d+$|\d{1,4}[-/.]\d")  # a number, a date: what a row has and a line of text has not

Found = tuple[list[list[str]], list[int], list[Broken], int]


class Irregular:
    """Reads rows one by one; knows the number of the next one, and how many cells a row has."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._most = dialect.limits.record
        csv.field_size_limit(self._most)
        self.width: int | None = None
        self.number = 1
        self._never_closed = 0

    def first(self, block: bytes, rows: int) -> tuple[list[list[str]], int]:
        """The first rows of a block, whatever their width, and how many bytes they take."""
        lines = _lines(block)
        found: list[list[str]] = []
        place = 0
        while len(found) < rows and place < len(lines):
            cells, taken, problem = self._record(lines, place)
            if problem:
                cells, taken = self._plain(lines[place]), 1
            found.append(cells)
            place += taken
        return found, _size(lines[:place])

    def read(self, block: bytes, enough: int, *, ended: bool) -> Found | None:
        """Rows of at least so many bytes; None where the block ends inside a row and more of the file is needed."""
        lines = _lines(block)
        if not ended and lines and not lines[-1].endswith("\n"):
            lines.pop()
        rows: list[list[str]] = []
        numbers: list[int] = []
        broken: list[Broken] = []
        place = used = 0
        while place < len(lines) and used < enough:
            cells, taken, problem = self._record(lines, place)
            if problem and not ended and place + taken >= len(lines) and len(block) <= self._most:
                break  # it may close further on
            if (problem or len(cells) != self.width or taken > 1) and (
                split := self._split(lines[place : place + taken], cells, problem)
            ):
                taken, problem = 1, split
            size = _size(lines[place : place + taken])
            problem = problem or (TooLong.of("", size, self._most).problem if size > self._most else "")
            if problem:
                broken.append(Broken(self.number, problem, "".join(lines[place : place + taken])[:RAW_LIMIT]))
            elif len(cells) == self.width:
                rows.append(cells)
                numbers.append(self.number)
            elif cells:
                written = "".join(lines[place : place + taken])[:RAW_LIMIT]
                broken.append(Broken(self.number, self.width_problem(len(cells)), written))
            self.number += 1
            used += size
            place += taken
        return (rows, numbers, broken, used) if used or ended else None

    def width_problem(self, cells: int) -> str:
        """What is wrong with a row of so many cells."""
        return f"{cells} cells where the header has {self.width}"

    def may_hold_rows(self, cell: str, between: int) -> bool:
        """Whether a line inside a cell has as many delimiters as a row."""
        mark = str(self.dialect.delimiter)
        return any(line.count(mark) >= between for line in cell.split("\n")[1:]) or (between == 1 and mark in cell)

    def _record(self, lines: list[str], place: int) -> tuple[list[str], int, str]:
        """The cells of one record, how many lines it takes, and what is wrong with it ('' where nothing is)."""
        taken = 0
        limit = FEW_LINES if self._never_closed > MANY else MOST_LINES

        def feed() -> Iterator[str]:
            nonlocal taken
            for at in range(place, min(place + limit, len(lines))):
                taken += 1
                yield lines[at].replace(*NULL) if no_values and NULL[0] in lines[at] else lines[at]

        dialect = self.dialect
        no_values = dialect.escape == "\\"
        reader = csv.reader(
            feed(),
            delimiter=str(dialect.delimiter),
            quotechar=None if dialect.plain else dialect.quote,
            quoting=csv.QUOTE_NONE if dialect.plain else csv.QUOTE_MINIMAL,
            escapechar=dialect.escape,
            strict=True,
        )
        try:
            return next(reader), taken, ""
        except StopIteration:
            return [], max(taken, 1), ""
        except csv.Error as error:
            self._never_closed += taken == limit
            return [], taken, f"not readable as CSV: {error}"

    def _split(self, lines: list[str], cells: list[str], problem: str) -> str:
        """Why only the first of several lines is one record: others are rows of their own; '' where they are not."""
        if len(lines) < 2:
            return ""
        first = self._plain(lines[0])
        whole = not problem and len(cells) == self.width
        for line in lines[1:]:
            row = self._alone(line)
            if len(row) == self.width and (not whole or _alike(first, row)):
                return problem or "a quotation mark opens here, and what closes it stands in a row of its own"
        return ""

    def _alone(self, line: str) -> list[str]:
        """The cells of a line by itself, whichever way it is a row."""
        cells, _, problem = self._record([line], 0)
        return cells if not problem and len(cells) == self.width else self._plain(line)

    def _plain(self, line: str) -> list[str]:
        """The cells of a line with quotation marks as letters."""
        return line.rstrip("\r\n").split(str(self.dialect.delimiter))


def _alike(first: list[str], row: list[str]) -> bool:
    """Whether a line has numbers and dates where another one has them."""
    facts = [place for place, cell in enumerate(first) if FACT.match(cell.strip().strip('"'))]
    return len(first) == len(row) and bool(facts) and all(FACT.match(row[p].strip().strip('"')) for p in facts)


def _lines(block: bytes) -> list[str]:
    return list(io.StringIO(block.decode("utf-8", "surrogateescape"), newline=""))


def _size(lines: list[str]) -> int:
    return sum(len(line) if line.isascii() else len(line.encode("utf-8", "surrogateescape")) for line in lines)
