"""A delimited file as pieces of columns: Arrow reads what is regular, and row by row what is not, so that each is told.

Arrow's reader takes any quotation marks as they come and loses rows by it. Here it is given only blocks whose marks open
at the start of a cell and close at its end, for which it gives what Python's csv gives, at several times the speed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from voxpop.collectors.wire.bounded import SHOWN, TooLong
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.letters import Utf8
from voxpop.collectors.wire.tables.dialect import Dialect, resolve
from voxpop.collectors.wire.tables.irregular import Irregular
from voxpop.collectors.wire.tables.piece import LABELS, Broken, Piece, check_columns, labels_in, names_of, passed_over
from voxpop.errors import UsageError

BLOCK = 1 << 22
SLOW, SLOWEST = 1 << 17, 1 << 22  # how much is read row by row before Arrow is tried again
HEAD = 1 << 18  # how much of a file tells how it is written
NEWLINE, RETURN = 10, 13
EMPTY_LINE = re.compile(rb"(?:^|\n)\r?\n")


class Delimited:
    """One delimited file, read from its start; `names` and `notes` are known at once, `pieces` gives its rows once."""

    def __init__(self, letters: Utf8, dialect: Dialect, place: object) -> None:
        self.letters = letters
        self._stream = letters.stream
        self._block = self._stream.read(HEAD)
        self._ended = not self._block
        self._most = dialect.limits.record
        head = self._block.decode("utf-8", "surrogateescape")
        lines = list(io.StringIO(head, newline=""))
        if len(lines) > 1 and len(self._block) == HEAD:
            lines.pop()  # it may be cut
        self.dialect, self.notes = resolve(dialect, lines)
        self._irregular = Irregular(self.dialect)
        self.names = self._header(place)
        self._patience = SLOW

    def pieces(self) -> Iterator[Piece]:
        """The rows in pieces of a few megabytes."""
        dialect = self.dialect
        if dialect.skip_rows:
            self.notes.extend(passed_over(self._pass(dialect.skip_rows)))
        if dialect.label_rows and self._more():
            first, _ = self._irregular.first(self._block, dialect.label_rows)
            if labels := labels_in(first, self.names, dialect.times):
                self.notes.extend(passed_over(self._pass(labels), LABELS))
        while self._more():
            regular = self._regular()
            if regular:
                piece = self._read(self._block[:regular])
                if piece is not None:
                    yield piece
                    self._block = self._block[regular:]
                    self._patience = max(SLOW, self._patience // 2)
                    continue
            yield self._row_by_row()

    def _header(self, place: object) -> list[str]:
        """The names of the columns; what stands before the header is passed over."""
        self._irregular.width = None
        wanted = self.dialect.header
        while len(self._block) < HEAD and not self._ended:
            self._fill()
        while self._block.count(b"\n") < wanted[-1] and len(self._block) <= self._most and not self._ended:
            self._fill()  # a header that is longer
        rows, used = self._irregular.first(self._block, wanted[-1])
        if len(rows) < wanted[-1] or not any(rows[wanted[-1] - 1]):
            raise UsageError(f"{place}: the file is empty or its row {wanted[-1]} is no header")
        self._block = self._block[used:]
        check_columns(place, max(len(rows[number - 1]) for number in wanted), self.dialect.limits)
        cells = [[decode(c.encode("utf-8", "surrogateescape")).text for c in rows[number - 1]] for number in wanted]
        names = names_of(cells, self.dialect.wanted)
        self._irregular.width = len(names)
        self._irregular.number = wanted[-1] + 1
        return names

    def _pass(self, rows: int) -> list[list[str]]:
        self._more()
        passed, used = self._irregular.first(self._block, rows)
        self._irregular.number += rows
        self._block = self._block[used:]
        return passed

    def _fill(self) -> None:
        block = self._stream.read(BLOCK)
        self._ended = not block
        self._block += block

    def _more(self) -> bool:
        """Whether there is something to read; a block is filled up first."""
        while len(self._block) < BLOCK and not self._ended:
            self._fill()
        return bool(self._block)

    def _regular(self) -> int:
        """How many bytes of the block are whole records whose quotation marks are regular; 0: too few to be worth it."""
        block, dialect = self._block, self.dialect
        if dialect.escape or len(self.names) < 2:
            return 0
        if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
            return 0
        quote = dialect.quote.encode()
        if dialect.plain or quote not in block:
            return len(block) if self._ended else block.rfind(b"\n") + 1
        letters = np.frombuffer(block, np.uint8)
        marks = np.flatnonzero(letters == quote[0])
        first_odd = _first_irregular(letters, marks, ord(str(dialect.delimiter)), quote[0], ended=self._ended)
        end = len(block) if first_odd is None else first_odd
        if first_odd is None and self._ended and len(marks) % 2 == 0:
            return end
        cut = end
        while (cut := block.rfind(b"\n", 0, cut)) >= 0:
            if int(np.searchsorted(marks, cut)) % 2 == 0:
                break
        return cut + 1 if cut + 1 >= SLOW or (first_odd is None and cut >= 0) else 0

    def _read(self, block: bytes) -> Piece | None:
        """A regular block, read by Arrow; None where something in it must be looked at row by row."""
        wrong: list[tuple[int, int, str]] = []

        def refuse(row: arrow_csv.InvalidRow) -> str:
            wrong.append((row.number, row.actual_columns, row.text))
            return "skip"

        whole = _is_utf8(block)  # Arrow cannot hand on rows that are not UTF-8: then a ragged one is read row by row
        try:
            table = self._parsed(block, pa.string() if whole else pa.binary(), refuse if whole else None)
        except pa.ArrowInvalid:
            return None
        return self._piece(block, table, wrong)

    def _parsed(self, block: bytes, kind: pa.DataType, refuse: object) -> pa.Table:
        places = [str(place) for place in range(len(self.names))]
        dialect = self.dialect
        return arrow_csv.read_csv(
            pa.BufferReader(block),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=places),
            arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=False if dialect.plain else dialect.quote,
                escape_char=False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(places, kind), strings_can_be_null=False, null_values=[]
            ),
        )

    def _piece(self, block: bytes, table: pa.Table, wrong: list[tuple[int, int, str]]) -> Piece | None:
        if _has_empty_rows(table) and EMPTY_LINE.search(block):
            return None  # an empty line is no row
        if not self.dialect.plain and self.dialect.quote.encode() in block and self._swallows(table):
            return None
        start, total = self._irregular.number, table.num_rows + len(wrong)
        numbers = np.arange(start, start + total)
        if wrong:
            numbers = np.delete(numbers, [number - 1 for number, _, _ in wrong])
        broken = [
            Broken(start + number - 1, self._irregular.width_problem(cells), text) for number, cells, text in wrong
        ]
        self._irregular.number += total
        return Piece(pa.array(numbers, pa.int64()), [self._strings(column) for column in table.columns], broken)

    def _swallows(self, table: pa.Table) -> bool:
        """Whether a cell holds line breaks and as many delimiters as there are between cells: perhaps rows of their own."""
        between = len(self.names) - 1
        for column in table.columns:
            breaks = pc.match_substring(column, "\n")
            if not pc.any(breaks).as_py():
                continue
            held = column.filter(breaks).cast(pa.binary())
            for cell in held.to_pylist():
                if self._irregular.may_hold_rows(cell.decode("utf-8", "surrogateescape"), between):
                    return True
        return False

    def _strings(self, column: pa.ChunkedArray) -> pa.Array:
        whole = column.combine_chunks()
        whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
        if pa.types.is_string(whole.type):
            return whole
        return mended(whole, self.letters)

    def _pass_line(self) -> Piece:
        """A line that is longer than a row may be: it is passed over and refused."""
        beginning, passed = self._block[:SHOWN], 0
        while (end := self._block.find(b"\n")) < 0 and not self._ended:
            passed += len(self._block)
            self._block = b""
            self._fill()
        used = end + 1 if end >= 0 else len(self._block)
        passed += used
        self._block = self._block[used:]
        refused = TooLong.of(beginning.decode("utf-8", "surrogateescape"), passed, self._most)
        broken = [Broken(self._irregular.number, refused.problem, str(refused))]
        self._irregular.number += 1
        return Piece(pa.array([], pa.int64()), [pa.array([], pa.string()) for _ in self.names], broken)

    def _row_by_row(self) -> Piece:
        """Some rows read one by one; more and more where the file goes on like that."""
        while True:
            found = self._irregular.read(self._block, self._patience, ended=self._ended)
            if found is not None:
                break
            if len(self._block) > self._most and b"\n" not in self._block:
                return self._pass_line()
            self._fill()
        rows, numbers, broken, used = found
        self._patience = min(2 * self._patience, SLOWEST)
        self._block = self._block[used:]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self.names)
        return Piece(pa.array(numbers, pa.int64()), [_texts(cells, self.letters) for cells in columns], broken)


def _has_empty_rows(table: pa.Table) -> bool:
    """Whether all cells of some row are empty."""
    empty = None
    for column in table.columns:
        nothing = pc.equal(pc.binary_length(column), 0)
        empty = nothing if empty is None else pc.and_(empty, nothing)
        if not pc.any(empty).as_py():
            return False
    return True


def mended(values: pa.Array, letters: Utf8) -> pa.Array:
    """A column of bytes as text; what is no UTF-8 is read in the file's charset."""
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        pieces = values.to_pylist()
        foreign = [place for place, piece in enumerate(pieces) if piece is not None and not _is_utf8(piece)]
        for place, text in zip(foreign, letters.mend([pieces[place] for place in foreign]), strict=True):
            pieces[place] = text.encode()
        return pa.array(pieces, pa.binary()).cast(pa.string())


def _texts(cells: tuple[str, ...], letters: Utf8) -> pa.Array:
    try:
        return pa.array(cells, pa.string())
    except UnicodeEncodeError:
        return mended(pa.array([cell.encode("utf-8", "surrogateescape") for cell in cells], pa.binary()), letters)


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _first_irregular(letters: np.ndarray, marks: np.ndarray, delimiter: int, quote: int, *, ended: bool) -> int | None:
    """Where the first quotation mark stands that neither opens nor closes a cell; None where all do.

    Marks with an even number open: after a delimiter, a line break, at the start, or right after the one before, which
    then stands for a mark inside the cell. Marks with an odd number close: before a delimiter, a line break or another.
    """
    if not len(marks):
        return None
    edges = np.array([delimiter, NEWLINE, RETURN], np.uint8)
    before = letters[np.maximum(marks - 1, 0)]
    after = letters[np.minimum(marks + 1, len(letters) - 1)]
    opens = np.isin(before, edges) | (marks == 0)
    doubled = np.zeros(len(marks), bool)
    doubled[1:] = marks[1:] == marks[:-1] + 1
    closes = np.isin(after, edges) | (after == quote) | (marks == len(letters) - 1)
    odd = np.arange(len(marks)) % 2 == 1
    wrong = np.where(odd, ~closes, ~(opens | doubled))
    if ended and len(marks) % 2:
        wrong[-1] = True
    places = np.flatnonzero(wrong)
    return int(marks[places[0]]) if len(places) else None


def look(letters: Utf8, dialect: Dialect, place: object, rows: int) -> tuple[Delimited, list[Piece]]:
    """The file and its first pieces, for somebody who wants to see only these."""
    table = Delimited(letters, dialect, place)
    return table, list(islice(table.pieces(), rows))
