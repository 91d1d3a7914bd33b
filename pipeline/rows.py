"""Files of rows in and out: CSV, JSONL and Parquet, a batch at a time."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from voxpop import durable
from voxpop.collectors.wire.bounded import is_deeper
from voxpop.collectors.wire.charsets import is_utf8
from voxpop.collectors.wire.letters import TWICE_RE2, Utf8, mend_twice
from voxpop.collectors.wire.tables import Delimited, Dialect, Sheet, check_columns
from voxpop.config import Limits
from voxpop.config import file as config_file
from voxpop.errors import ConfigError, UnknownColumnError, UsageError

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
SHEETS = {".xlsx": "sheet", ".xlsm": "sheet", ".xls": "sheet", ".ods": "sheet"}
READ = {**FORMATS, ".tsv": "csv", **SHEETS}
"""What can be read; written are the first ones."""
BATCH = 20_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def format_of(path: Path, formats: dict[str, str] = FORMATS) -> str:
    """'csv', 'jsonl' or 'parquet', by the file's name; 'sheet' too where a file is read."""
    try:
        return formats[path.suffix.lower()]
    except KeyError:
        raise UsageError(f"{path}: the name must end in {', '.join(formats)}") from None


def read_rows(
    path: Path, required: str, notes: list[str] | None = None, limits: Limits | None = None
) -> Iterator[pa.Table]:
    """The file in batches, decoded and cut into cells as an archive's; every column of a table is text.

    `notes` takes in words what was guessed about letters, delimiters and quotation marks. Raises `UsageError` where the
    file or the column is not there, and for the first row that cannot be read or is larger than the limits allow.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    notes = [] if notes is None else notes
    readers = {"csv": _read_csv, "jsonl": _read_jsonl, "parquet": _read_parquet, "sheet": _read_sheet}
    chosen = limits or _limits_here()
    rows = 0
    for batch in readers[format_of(path, READ)](path, required, notes, chosen):
        if required not in batch.column_names:
            raise UnknownColumnError.of_file(path, required, batch.column_names)
        _check_texts(batch[required], path, rows, chosen)
        rows += batch.num_rows
        yield batch


def _limits_here() -> Limits:
    """The limits of the configuration that is at hand, else the usual ones: files are read without a configuration too."""
    place = Path(os.environ.get(config_file.CONFIG_VARIABLE) or "voxpop.yaml")
    try:
        return config_file.read(place)[0].limits if place.is_file() else Limits()
    except ConfigError:  # of no concern to a file
        return Limits()


def _check_texts(texts: pa.ChunkedArray, path: Path, before: int, limits: Limits) -> None:
    if not pa.types.is_string(texts.type) or not texts.nbytes > limits.post_characters:
        return
    sizes = pc.fill_null(pc.utf8_length(texts), 0)
    if (most := pc.max(sizes).as_py() or 0) > limits.post_characters:
        row = before + pc.index(sizes, most).as_py() + 1
        raise UsageError(
            f"{path}: text {row:,} has {most:,} letters; limits.post_characters allows {limits.post_characters:,}"
        )


def _read_csv(path: Path, required: str, notes: list[str], limits: Limits) -> Iterator[pa.Table]:
    with path.open("rb") as file:
        letters = Utf8(file)
        usual = "\t" if path.suffix.lower() == ".tsv" else ","
        table = Delimited(letters, Dialect(usual=usual, wanted=(required,), limits=limits), path)
        yield from _batches(table, path, required)
        notes += [note for note in (*table.notes, letters.note()) if note]


def _read_sheet(path: Path, required: str, notes: list[str], limits: Limits) -> Iterator[pa.Table]:
    with path.open("rb") as file:
        table = Sheet(file, Dialect(wanted=(required,), limits=limits), path)
        yield from _batches(table, path, required)
        notes += table.notes


def _batches(table: Delimited | Sheet, path: Path, required: str) -> Iterator[pa.Table]:
    """The pieces of a table; what is no row stops the reading, so that none is left out in silence."""
    schema = pa.schema([(name, pa.string()) for name in table.names])
    empty = True
    for piece in table.pieces():
        if piece.broken and required in table.names:
            first = piece.broken[0]
            raise UsageError(f"{path}: row {first.number} cannot be read: {first.problem}")
        batch = pa.table(piece.columns, schema=schema)
        for start in range(0, batch.num_rows, BATCH):
            empty = False
            yield _mended(batch.slice(start, BATCH), required)
    if empty:
        yield schema.empty_table()


def _mended(batch: pa.Table, column: str) -> pa.Table:
    """The rows with the texts as they were meant: decoded once, and without NUL."""
    if column not in batch.column_names:
        return batch
    texts = pc.replace_substring(batch[column], "\0", "\ufffd")
    twice = pc.match_substring_regex(texts, TWICE_RE2)
    if pc.any(twice).as_py():
        texts = pa.chunked_array(
            [[None if text is None else mend_twice(text) for text in texts.to_pylist()]], pa.string()
        )
    return batch.set_column(batch.schema.get_field_index(column), column, texts)


def _read_jsonl(path: Path, required: str, notes: list[str], limits: Limits) -> Iterator[pa.Table]:
    """The lines twice: a first time for which columns there are and of what type, since any line may bring a new one."""
    schema = pa.schema([])
    for rows in _json_lines(path, notes, limits):
        schema = _join(schema, pa.schema(_column_of(name, rows) for name in _names(rows)))
        check_columns(path, len(schema), limits)
    empty = True
    for rows in _json_lines(path, [], limits):
        empty = False
        batch = pa.table([_values(rows, column) for column in schema], schema=schema)
        text = required in schema.names and pa.types.is_string(schema.field(required).type)
        yield _mended(batch, required) if text else batch
    if empty:
        yield schema.empty_table()


def _json_lines(path: Path, notes: list[str], limits: Limits) -> Iterator[list[dict[str, Any]]]:
    with path.open("rb") as file:
        letters = Utf8(file)
        rows: list[dict[str, Any]] = []
        for number, line in _lines(letters.stream, path, limits):
            if not line.strip():
                continue
            try:
                row = json.loads(line if is_utf8(line) else letters.mend([line])[0])
            except json.JSONDecodeError as error:
                raise UsageError(f"{path}:{number}: this line is not JSON: {error.msg}") from None
            except RecursionError:
                raise UsageError(f"{path}:{number}: nested deeper than limits.depth allows ({limits.depth})") from None
            if not isinstance(row, dict):
                raise UsageError(f"{path}:{number}: this line is not a JSON object")
            rows.append(row)
            if len(rows) == BATCH:
                yield rows
                rows = []
        if rows:
            yield rows
        notes += [note for note in (letters.note(),) if note]


def _lines(stream: IO[bytes], path: Path, limits: Limits) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(limits.record + 1):
        number += 1
        if len(line) > limits.record:
            raise UsageError(
                f"{path}:{number}: this line is longer than limits.record_mb allows ({limits.record_mb} MB)"
            )
        if is_deeper(line.decode("latin-1"), limits.depth):
            raise UsageError(f"{path}:{number}: nested deeper than limits.depth allows ({limits.depth})")
        yield number, line


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _column_of(name: str, rows: list[dict[str, Any]]) -> pa.Field:
    try:
        kind = pa.array([row.get(name) for row in rows]).type
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError):
        kind = pa.string()
    return pa.field(name, kind)


def _join(known: pa.Schema, new: pa.Schema) -> pa.Schema:
    """Columns of both; one whose types do not go together is text."""
    fields = {column.name: column for column in known}
    for column in new:
        earlier = fields.get(column.name, column)
        try:
            both = pa.unify_schemas([pa.schema([earlier]), pa.schema([column])], promote_options="permissive")
            fields[column.name] = both.field(0)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            fields[column.name] = pa.field(column.name, pa.string())
    return pa.schema([pa.field(c.name, pa.string()) if pa.types.is_null(c.type) else c for c in fields.values()])


def _values(rows: list[dict[str, Any]], column: pa.Field) -> pa.Array:
    """One column of rows; where values are of several types it holds their JSON text, so that nothing is lost."""
    values = [row.get(column.name) for row in rows]
    if pa.types.is_string(column.type):
        values = [v if v is None or isinstance(v, str) else json.dumps(v) for v in values]
        values = [v if v is None else v.encode("utf-8", "replace").decode() for v in values]
    return pa.array(values, column.type)


def _read_parquet(path: Path, required: str, notes: list[str], limits: Limits) -> Iterator[pa.Table]:
    del required, notes
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise UsageError(f"{path}: this is not a Parquet file: {error}") from None
    with file:
        check_columns(path, len(file.schema_arrow), limits)
        if file.metadata.num_rows == 0:
            yield file.schema_arrow.empty_table()
        for batch in file.iter_batches(BATCH):
            yield pa.Table.from_batches([batch])


class TableWriter:
    """Writes batches to a file that appears whole when the block ends, or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.format = format_of(path)
        self._temporary = durable.beside(path)
        self._file: IO[str] | None = None
        self._parquet: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self

    def write(self, table: pa.Table) -> None:
        """Append a batch."""
        if self.format == "parquet":
            if self._parquet is None:
                self._parquet = pq.ParquetWriter(self._temporary, table.schema)
            self._parquet.write_table(table.cast(self._parquet.schema))
            return
        first = self._file is None
        if self._file is None:
            self._file = self._temporary.open("w", encoding="utf-8", newline="")
        if self.format == "csv":
            sheet = csv.writer(self._file)
            if first:
                sheet.writerow(map(_cell, table.column_names))
            sheet.writerows(map(_cell, row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True))
        else:
            self._file.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in table.to_pylist())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for open_file in (self._file, self._parquet):
            if open_file is not None:
                open_file.close()
        if kind is None and self._temporary.exists():
            durable.move(self._temporary, self.path)
        else:
            durable.remove(self._temporary)


def _cell(value: object) -> object:
    """A value for a spreadsheet: text that a program would run as a formula gets an apostrophe before it."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
