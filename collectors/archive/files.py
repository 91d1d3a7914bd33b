"""An archive's files as batches of raw columns, with the file and row of each; nothing is interpreted here."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.collectors.archive.documents.finder import Finder, Parted
from voxpop.collectors.archive.documents.inside import within
from voxpop.collectors.archive.documents.long_posts import LongPosts, with_whole_text
from voxpop.collectors.archive.documents.reader import look_at, records_of
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.documents.shape import Shape, Wants, no_such_list
from voxpop.collectors.archive.open import DAMAGED, open_bytes
from voxpop.collectors.archive.paths import steps_of
from voxpop.collectors.archive.settings import LINES
from voxpop.collectors.archive.tabular import batches_of, opened, records_of_parquet, records_of_table, under
from voxpop.collectors.wire.bounded import SHOWN, TooLong, is_deeper
from voxpop.collectors.wire.charsets import mixed
from voxpop.collectors.wire.letters import Utf8
from voxpop.collectors.wire.tables import Dialect, check_columns, numbered
from voxpop.config import Limits
from voxpop.errors import CollectorError, UsageError

BATCH_ROWS = 20_000
BLANK = "\r\n\t \ufeff\x1e"
BATCH_CHARACTERS = 16_000_000
BATCH_BYTES = 128 << 20  # of a Parquet file
META = pa.schema([("_file", pa.string()), ("_row", pa.int64()), ("_problem", pa.string()), ("_raw", pa.string())])
"""Beside a file's own columns: where the row stands, what is wrong with it, and its line (JSONL, broken CSV)."""


@dataclass(slots=True)
class ArchiveFile:
    """One file of an archive, opened again for every pass."""

    path: Path
    name: str  # as the configuration reaches it; part of the identity of refused rows
    format: str
    dialect: Dialect
    encoding: str
    member: str | None = None  # the file inside a zip
    beside: str = ""  # JSON of facts that belong to every record of the file, `"account":{...}`
    wants: Wants = field(default_factory=Wants)
    rules: tuple[Each, ...] = ()  # records within records, as the configuration or the layout says
    marks: tuple[Any, ...] | None = None  # what lands with a record for each of these; None: the rule's number
    finder: Finder | None = None  # of those that nobody names
    inner: Counter[str] = field(default_factory=Counter)  # of these, how many in each list, in one pass
    private: int = 0  # of these, how many say that they are the staff's own, and are left out
    shape: Shape | None = None  # of JSON and XML, once it was looked at
    empty: str = ""  # that it holds no records, once it was read
    sheet: str | int | None = None  # of a spreadsheet
    table: str | None = None  # of a file of several tables
    letters: Utf8 | None = None  # what was found out about its charset, once it was opened
    names: list[str] = field(default_factory=list)  # of a table's columns
    long_posts: LongPosts = field(default_factory=dict)  # of X: whole texts that stand in another file
    notes: list[str] = field(default_factory=list)  # what was found out about how it is written

    @property
    def limits(self) -> Limits:
        """How much of it is read at most."""
        return self.dialect.limits

    @property
    def within(self) -> tuple[Each, ...]:
        """How records within records are read: as is said, else as was found."""
        return self.rules or self.found

    @property
    def found(self) -> tuple[Each, ...]:
        """How records within records that nobody named are read."""
        return tuple(self.finder.rules) if self.finder else ()

    def parted(self, record: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """A record as JSON, and the records within it, each with its place."""
        told = json.dumps(record, ensure_ascii=False)
        if self.finder is None:
            found = within(record, self.rules, self.marks)
            return told, [(place, json.dumps(inner, ensure_ascii=False)) for place, inner, _ in found]
        return self._counted(self.finder.parted(record, told))

    def _counted(self, parted: Parted) -> tuple[str, list[tuple[str, str]]]:
        self.inner.update(parted.lists)
        self.private += parted.private
        return parted.line, parted.inner

    def schema(self) -> pa.Schema:
        """Its own columns; JSON has none, its records are kept whole."""
        if self.format in LINES:
            return pa.schema([])
        if self.format == "parquet":
            with self._parquet() as file:
                check_columns(self.path, len(file.schema_arrow), self.limits)
                self.names = numbered(file.schema_arrow.names)
                fields = [field.with_name(name) for field, name in zip(file.schema_arrow, self.names, strict=True)]
                return pa.schema([] if self.within else fields)
        try:
            with opened(self) as table:
                self.notes, self.names = table.notes, table.names
                return pa.schema([] if self.within else [(name, pa.string()) for name in table.names])
        except (*DAMAGED, EOFError) as error:
            raise UsageError(f"{self.path}: cannot be read: {error}") from None

    def batches(self, schema: pa.Schema) -> Iterator[pa.Table]:
        """The rows under `META` and `schema`, which may hold more columns than this file has."""
        self.inner, self.private = Counter(), 0
        try:
            for batch in self._ways():
                yield under(batch, pa.schema([*META, *schema]))
        except (*DAMAGED, EOFError, pa.ArrowException) as error:
            raise CollectorError("archive", f"{self.path} is damaged or cannot be read further: {error}") from error

    def none(self, schema: pa.Schema) -> pa.Table:
        """A batch without rows."""
        return pa.schema([*META, *schema]).empty_table()

    def _ways(self) -> Iterator[pa.Table]:
        if self.format in LINES:
            return self._records(records_of(self))
        if self.format == "parquet":
            return records_of_parquet(self, self._parquet_batches()) if self.within else self._parquet_batches()
        return records_of_table(self, self.wants.ids) if self.within else batches_of(self)

    def look(self) -> Shape:
        """How the records of a JSON or XML file are reached; raises `ValueError` where it is neither."""
        self.shape = self.shape or look_at(self)
        return self.shape

    def _records(self, written: Iterable[tuple[int, str]]) -> Iterator[pa.Table]:
        """JSON as it is written; what is read before a file turns out to be damaged is given first."""
        batch, records, deepest = _Batch(self), 0, self.limits.depth
        lone = self.format == "xml"
        plain = not (self.beside or self.rules or self.long_posts)
        try:
            for number, line in written:
                bare = line.strip(BLANK)
                if bare.endswith("},") or bare.startswith(",{"):  # a list's elements without the list
                    bare = bare.strip(",")
                if type(line) is TooLong:
                    batch.add_broken(number, line, line.problem)
                elif not bare:
                    continue
                elif len(bare) > deepest and is_deeper(bare, deepest):
                    batch.add_broken(number, bare, f"nested deeper than the {deepest} that limits.depth allows")
                elif plain and not (self.finder and (lone or "[" in bare) and self.finder.may_hold(bare)):
                    batch.numbers.append(number)
                    batch.raw.append(bare)
                    batch.characters += len(bare)
                else:
                    told = with_whole_text(bare, self.long_posts) if self.long_posts else bare
                    told, inside = self._counted(self.finder.within(told)) if self.finder else (told, [])
                    batch.add_line(number, f'{{{self.beside},"record":{told}}}' if self.beside else told)
                    if self.rules:
                        inside = batch.inner_of(bare)
                    for place, inner in inside:
                        batch.places[len(batch.numbers)] = place
                        batch.add_line(number, inner)
                records += 1
                if batch.characters >= BATCH_CHARACTERS or len(batch.numbers) >= BATCH_ROWS:
                    yield batch.table()
                    batch = _Batch(self)
        except (*DAMAGED, EOFError):
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
            about = file.metadata
            size = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
            rows_at_once = max(1, min(BATCH_ROWS, BATCH_BYTES * max(1, about.num_rows) // max(1, size)))
            for batch in file.iter_batches(rows_at_once):
                rows = pa.array(range(number, number + batch.num_rows), pa.int64())
                number += batch.num_rows
                meta = {"_file": pa.array([self.name] * batch.num_rows, pa.string()), "_row": rows}
                yield pa.table(
                    {**meta, **dict(zip(numbered(batch.schema.names), map(_whole_texts, batch.columns), strict=True))}
                )

    def _parquet(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(f"{self.path}: this is not a Parquet file: {error}") from None

    def text(self) -> io.TextIOWrapper:
        """The text of the file; bytes that are not UTF-8 come as lone surrogates and are mended per record."""
        return io.TextIOWrapper(self.utf8().stream, encoding="utf-8", errors="surrogateescape", newline="")

    def utf8(self) -> Utf8:
        """The bytes of the file as UTF-8."""
        try:
            raw = open_bytes(self.path, self.member, self.limits)
            self.letters = Utf8(raw, None if self.encoding == "auto" else self.encoding)
        except (*DAMAGED, EOFError) as error:
            raise UsageError(f"{self.path}: cannot be read: {error}") from None
        return self.letters


class _Batch:
    """Records gathered until they are enough for one table."""

    def __init__(self, file: ArchiveFile) -> None:
        self.file = file
        self.numbers: list[int] = []
        self.raw: list[str] = []
        self.problems: dict[int, str] = {}
        self.places: dict[int, str] = {}  # of records within others: where they stand in them
        self.characters = 0

    def add_line(self, number: int, line: str) -> None:
        """A record as it is written."""
        self.numbers.append(number)
        self.raw.append(line)
        self.characters += len(line)

    def add_broken(self, number: int, beginning: str, problem: str) -> None:
        """A record that is refused."""
        self.problems[len(self.numbers)] = problem
        self.add_line(number, beginning[:SHOWN])

    def inner_of(self, line: str) -> list[tuple[str, str]]:
        """The records within a line's record, with their places; one that does not even name a list is not parsed for it."""
        keys = [steps_of(rule.items)[-1:] for rule in self.file.rules if rule.items]
        if not any(not key or not key[0].isascii() or key[0] in line for key in keys):
            return []
        try:
            return self.file.parted(json.loads(line))[1]
        except (ValueError, RecursionError):
            return []  # refused as a row

    def table(self) -> pa.Table:
        """The batch under `META` and the file's columns."""
        files = [self.file.name] * len(self.numbers)
        for row, place in self.places.items():
            files[row] = f"{self.file.name}#{place}"
        columns: dict[str, Any] = {
            "_file": pa.array(files, pa.string()),
            "_row": pa.array(self.numbers, pa.int64()),
            "_problem": pa.array([self.problems.get(row) for row in range(len(files))], pa.string())
            if self.problems
            else pa.nulls(len(files), pa.string()),
        }
        columns["_raw"] = _strings(self.raw, self.file.letters.mend if self.file.letters else None)
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


def _whole_texts(column: pa.Array) -> pa.Array:
    """The column with texts that are UTF-8; some programs write other bytes into columns of text."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary()).to_pylist()
        return pa.array([None if value is None else mixed(value) for value in raw], pa.string())
    return column


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
