"""An archive's files as batches of raw columns, with the file and row of each; nothing is interpreted here."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.collectors.archive.documents.inside import within
from voxpop.collectors.archive.documents.reader import look_at, records_of
from voxpop.collectors.archive.documents.shape import Shape, Wants, no_such_list
from voxpop.collectors.archive.open import open_bytes
from voxpop.collectors.archive.settings import LINES, Each
from voxpop.collectors.wire.charsets import decode, mixed
from voxpop.collectors.wire.letters import Utf8
from voxpop.errors import CollectorError, UsageError

BATCH_ROWS = 20_000
BATCH_CHARACTERS = 16_000_000
CELL_LIMIT = 1 << 26  # a quote that is opened and never closed must not swallow a file into memory
RAW_LIMIT = 100_000  # how much of a broken record is kept
META = pa.schema([("_file", pa.string()), ("_row", pa.int64()), ("_problem", pa.string()), ("_raw", pa.string())])
"""Beside a file's own columns: where the row stands, what is wrong with it, and its line (JSONL, broken CSV)."""


@dataclass(slots=True)
class ArchiveFile:
    """One file of an archive, opened anew for every pass."""

    path: Path
    name: str  # as the configuration reaches it; part of the identity of refused rows
    format: str
    delimiter: str
    encoding: str
    member: str | None = None  # the file inside a zip
    beside: str = ""  # JSON of facts that belong to every record of the file, `"account":{...}`
    wants: Wants = field(default_factory=Wants)
    rules: tuple[Each, ...] = ()  # records within records
    shape: Shape | None = None  # of JSON and XML, once it was looked at
    empty: str = ""  # that it holds no records, once it was read
    letters: Utf8 | None = None  # what was found out about its charset, once it was opened

    def schema(self) -> pa.Schema:
        """Its own columns; JSON has none, its records are kept whole."""
        if self.format in LINES:
            return pa.schema([])
        if self.format == "parquet":
            with self._parquet() as file:
                return file.schema_arrow.remove_metadata()
        with self.text() as text:
            return pa.schema(
                [(name, pa.string()) for name in _header(csv.reader(text, delimiter=self.delimiter), self)]
            )

    def batches(self, schema: pa.Schema) -> Iterator[pa.Table]:
        """The rows under `META` and `schema`, which may hold more columns than this file has."""
        ways = {"csv": self._csv, "parquet": self._parquet_batches}
        try:
            for batch in self._records(records_of(self)) if self.format in LINES else ways[self.format]():
                yield _under(batch, pa.schema([*META, *schema]))
        except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, pa.ArrowException) as error:
            raise CollectorError("archive", f"{self.path} is damaged or cannot be read further: {error}") from error

    def _csv(self) -> Iterator[pa.Table]:
        csv.field_size_limit(CELL_LIMIT)
        with self.text() as text:
            lines = _Lines(text)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            names = _header(reader, self)
            batch = _Batch(self, names)
            number = 1
            while True:
                lines.forget()
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    break
                except csv.Error as error:
                    batch.add_broken(number, f"not readable as CSV: {error}", lines)
                    continue
                if len(cells) == len(names):
                    batch.add(number, cells, lines.characters)
                elif cells:
                    batch.add_broken(number, f"{len(cells)} cells where the header has {len(names)}", lines)
                if batch.full():
                    yield batch.table()
                    batch = _Batch(self, names)
            yield batch.table()

    def look(self) -> Shape:
        """How the records of a JSON or XML file are reached; raises `ValueError` where it is neither."""
        self.shape = self.shape or look_at(self)
        return self.shape

    def _records(self, written: Iterable[tuple[int, str]]) -> Iterator[pa.Table]:
        """JSON as it is written; what is read before a file turns out to be damaged is given first."""
        batch = _Batch(self, [])
        records = 0
        try:
            for number, line in written:
                bare = line.strip("\r\n\t \ufeff\x1e")
                if bare:
                    records += 1
                    batch.add_line(number, f'{{{self.beside},"record":{bare}}}' if self.beside else bare)
                    if self.rules:
                        batch.add_inner(number, bare, self.rules)
                if batch.full():
                    yield batch.table()
                    batch = _Batch(self, [])
        except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error):
            yield batch.table()
            raise
        yield batch.table()
        if not records:
            wanted = self.wants.items
            lists = no_such_list(self.look(), wanted) if wanted else f"its lists: {self.look().told()}"
            self.empty = f"{self.name} holds no records; {lists}; 'items' says which list to read"

    def _parquet_batches(self) -> Iterator[pa.Table]:
        number = 1
        with self._parquet() as file:
            for batch in file.iter_batches(BATCH_ROWS):
                rows = pa.array(range(number, number + batch.num_rows), pa.int64())
                number += batch.num_rows
                meta = {"_file": pa.array([self.name] * batch.num_rows, pa.string()), "_row": rows}
                yield pa.table({**meta, **dict(zip(batch.schema.names, batch.columns, strict=True))})

    def _parquet(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(f"{self.path}: this is not a Parquet file: {error}") from None

    def text(self) -> io.TextIOWrapper:
        """The text of the file; bytes that are not UTF-8 come as lone surrogates and are mended per record."""
        raw = open_bytes(self.path, self.member)
        try:
            self.letters = Utf8(raw, None if self.encoding == "auto" else self.encoding)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise UsageError(f"{self.path}: cannot be read: {error}") from None
        return io.TextIOWrapper(self.letters.stream, encoding="utf-8", errors="surrogateescape", newline="")


class _Lines:
    """The lines of a text, remembering those of the record that is being read."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.characters = 0
        self.kept: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        if self.characters < RAW_LIMIT:
            self.kept.append(line)
        self.characters += len(line)
        return line

    def forget(self) -> None:
        """Begin a new record."""
        self.kept = []
        self.characters = 0


class _Batch:
    """Rows gathered until they are enough for one table."""

    def __init__(self, file: ArchiveFile, names: list[str]) -> None:
        self.file = file
        self.names = names
        self.numbers: list[int] = []
        self.rows: list[list[str] | list[None]] = []
        self.raw: list[str | None] = []
        self.problems: list[str | None] = []
        self.places: dict[int, str] = {}  # of records within others: where they stand in them
        self.characters = 0

    def full(self) -> bool:
        """Whether the batch is large enough, in rows or in characters."""
        return len(self.numbers) >= BATCH_ROWS or self.characters >= BATCH_CHARACTERS

    def add(self, number: int, cells: list[str], characters: int) -> None:
        """A whole row."""
        self.numbers.append(number)
        self.rows.append(cells)
        self.raw.append(None)
        self.problems.append(None)
        self.characters += characters

    def add_line(self, number: int, line: str) -> None:
        """A line of JSON."""
        self.numbers.append(number)
        self.raw.append(line)
        self.problems.append(None)
        self.characters += len(line)

    def add_inner(self, number: int, line: str, rules: tuple[Each, ...]) -> None:
        """The records within a line's record."""
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            return  # refused as a row
        for place, inner in within(record, rules):
            self.places[len(self.numbers)] = place
            self.add_line(number, inner)

    def add_broken(self, number: int, problem: str, lines: _Lines) -> None:
        """A record that is no row, kept for quarantine."""
        raw = "".join(lines.kept)[:RAW_LIMIT]
        self.numbers.append(number)
        self.rows.append([None] * len(self.names))
        self.raw.append(raw)
        self.problems.append(problem)
        self.characters += len(raw)

    def table(self) -> pa.Table:
        """The batch under `META` and the file's columns."""
        files = [self.file.name] * len(self.numbers)
        for row, place in self.places.items():
            files[row] = f"{self.file.name}#{place}"
        columns: dict[str, Any] = {
            "_file": pa.array(files, pa.string()),
            "_row": pa.array(self.numbers, pa.int64()),
            "_problem": pa.array(self.problems, pa.string()),
        }
        cells = zip(*self.rows, strict=True) if self.rows else iter([()] * len(self.names))
        mend = self.file.letters.mend if self.file.letters else None
        columns["_raw"] = _strings(self.raw, mend)
        for name, values in zip(self.names, cells, strict=True):
            columns[name] = _strings(values, mend)
        return pa.table(columns)


def _strings(values: Any, mend: Callable[[list[bytes]], list[str]] | None) -> pa.Array:
    """The values as a column; those with bytes that were not UTF-8 in the charset that these show."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        mended = list(values)
        foreign = [i for i, value in enumerate(values) if value is not None and not _is_whole(value)]
        pieces = [values[i].encode("utf-8", "surrogateescape") for i in foreign]
        for i, text in zip(foreign, mend(pieces) if mend else map(mixed, pieces), strict=True):
            mended[i] = text
        return pa.array(mended, pa.string())


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _header(reader: Any, file: ArchiveFile) -> list[str]:
    """The names in the first row; a second column of the same name gets ' (2)'."""
    try:
        cells = next(reader)
    except (StopIteration, csv.Error):
        raise UsageError(f"{file.path}: the file is empty or its first row is no header") from None
    names: list[str] = []
    for cell in cells:
        name = decode(cell.strip().encode("utf-8", "surrogateescape")).text
        while name in names:
            name += " (2)"
        names.append(name)
    return names


def _under(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the columns of the schema; what the file lacks is null."""
    columns = []
    for wanted in schema:
        found = (
            table.column(wanted.name) if wanted.name in table.column_names else pa.nulls(table.num_rows, wanted.type)
        )
        columns.append(found if found.type == wanted.type else found.cast(wanted.type))
    return pa.table(columns, schema=schema)
