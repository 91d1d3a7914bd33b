"""Sheets of Excel and OpenDocument files as pieces of text columns, with the rows numbered as the program shows them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from voxpop.collectors.wire.bounded import say_size
from voxpop.collectors.wire.tables.dialect import Dialect, header_in
from voxpop.collectors.wire.tables.piece import LABELS, Piece, check_columns, labels_in, names_of, passed_over
from voxpop.config import Limits
from voxpop.config.limits import MB
from voxpop.errors import UsageError

SHEETS = ("xlsx", "xlsm", "xlsb", "xls", "ods")
ROWS, HEAD = 20_000, 60  # rows of a piece, and those in which the header is looked for
DIGITS = 15  # a program for tables keeps so many digits of a number


class Sheet:
    """One sheet of a file, held in memory; the first that is not hidden, or the one that is named or numbered."""

    def __init__(self, file: IO[bytes], dialect: Dialect, place: object, sheet: str | int | None = None) -> None:
        try:
            _check_size(file, place, dialect.limits)
            book = CalamineWorkbook.from_filelike(file)
            self._sheet, self.notes = _chosen(book, place, sheet)
            check_columns(place, self._sheet.width, dialect.limits)
        except CalamineError as error:
            raise UsageError(f"{place}: this sheet cannot be read: {error}") from None
        head = [[_text(cell, whole_days=True) for cell in row] for row in islice(self._sheet.iter_rows(), HEAD)]
        self._header = dialect.header or (header_in(head, dialect.wanted),)
        if len(head) < self._header[-1] or not any(head[self._header[-1] - 1]):
            raise UsageError(
                f"{place}: the sheet '{self._sheet.name}' is empty or its row {self._header[-1]} is no header"
            )
        if self._header[-1] > 1 and not dialect.header:
            self.notes.append(f"row {self._header[-1]} is taken for the header; what stands before it is passed over")
        self.names = names_of([head[number - 1] for number in self._header], dialect.wanted)
        self._skip = self._header[-1] + dialect.skip_rows
        self.notes += passed_over(head[self._header[-1] : self._skip])
        first = head[self._skip : self._skip + dialect.label_rows]
        labels = labels_in(first, self.names, dialect.times)
        self.notes += passed_over(first[:labels], LABELS)
        self._skip += labels

    def pieces(self) -> Iterator[Piece]:
        """The rows that are not empty."""
        days = self._whole_days()
        numbers: list[int] = []
        rows: list[list[Any]] = []
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            if number <= self._skip or not any(cell != "" for cell in row):
                continue
            numbers.append(number)
            rows.append(row)
            if len(rows) == ROWS:
                yield self._piece(numbers, rows, days)
                numbers, rows = [], []
        yield self._piece(numbers, rows, days)

    def _piece(self, numbers: list[int], rows: list[list[Any]], days: list[bool]) -> Piece:
        width = len(self.names)
        columns = [
            pa.array([_text(row[place], whole_days=days[place]) for row in rows], pa.string()) for place in range(width)
        ]
        return Piece(pa.array(numbers, pa.int64()), columns)

    def _whole_days(self) -> list[bool]:
        """Which columns hold dates without an hour: where one has an hour, midnight is an hour too."""
        found = [True] * len(self.names)
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            if number > self._skip:
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime) and cell.time() != time():
                        found[place] = False
        return found


def _check_size(file: IO[bytes], place: object, limits: Limits) -> None:
    """Raises `UsageError` where the parts of a zipped sheet are larger, unpacked, than the limits allow."""
    if not zipfile.is_zipfile(file):
        return
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts:
            size = sum(one.file_size for one in parts.infolist())
    except zipfile.BadZipFile as error:
        raise UsageError(f"{place}: this sheet cannot be read: {error}") from None
    file.seek(0)
    if size > limits.sheet_mb * MB:
        raise UsageError(
            f"{place}: {say_size(size)} once it is unpacked; limits.sheet_mb allows {limits.sheet_mb:,} MB"
        )


def _chosen(book: CalamineWorkbook, place: object, sheet: str | int | None) -> tuple[CalamineSheet, list[str]]:
    shown = [
        meta.name
        for meta in book.sheets_metadata
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]
    known = book.sheet_names
    if isinstance(sheet, int) and 1 <= sheet <= len(known):
        name = known[sheet - 1]
    elif sheet is None:
        filled = [name for name in shown or known if book.get_sheet_by_name(name).height]
        name = next(iter(filled or known), "")
    else:
        name = str(sheet)
    if name not in known:
        raise UsageError(f"{place}: no sheet '{name}'; it has: {', '.join(known)}")
    others = [other for other in known if other != name]
    notes = [f"sheet '{name}' is read, and not: {', '.join(others)}"] if others and sheet is None else []
    return book.get_sheet_by_name(name), notes


def _text(cell: Any, *, whole_days: bool) -> str:
    """A cell as a file of text would hold it; a number of more digits than the program keeps says so by its 'E+'."""
    if isinstance(cell, str):
        return cell.replace("_x000D_", "\r") if "_x000D_" in cell else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        if abs(cell) >= 10**DIGITS:
            return f"{cell:.15E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if whole_days and cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat() if whole_days else f"{cell.isoformat()} 00:00:00"
    return cell.isoformat() if isinstance(cell, time) else str(cell)
