"""Tables of an archive, be they delimited text or sheets, as batches of raw columns."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.collectors.archive.cells import repeated
from voxpop.collectors.archive.documents.rules import IN_CELL
from voxpop.collectors.archive.open import BLOCK, open_bytes
from voxpop.collectors.archive.paths import steps_of
from voxpop.collectors.wire.bounded import say_size
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.tables import Delimited, Piece, Sheet
from voxpop.collectors.wire.tables.several import OneTable
from voxpop.config.limits import MB
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from voxpop.collectors.archive.files import ArchiveFile

REPEATED = re.compile(r"(?: \(\d+\)|\.\d+)$")


@contextmanager
def opened(file: ArchiveFile) -> Iterator[Delimited | Sheet]:
    """The table in a file, with its names."""
    if file.format == "csv":
        letters = file.utf8()
        if file.table:
            one = OneTable(letters.stream, file.table)
            letters.stream = io.BufferedReader(one, BLOCK)
        with letters.stream:
            try:
                yield Delimited(letters, file.dialect, file.path)
            except UsageError:
                if file.table and one.seen and file.table.lower() not in map(str.lower, one.seen):
                    raise UsageError(f"{file.path}: no table '{file.table}'; it has: {', '.join(one.seen)}") from None
                raise
        return
    with open_bytes(file.path, file.member, file.limits) as raw:
        most = file.limits.sheet_mb * MB
        whole = raw.read(most + 1)
        if len(whole) > most:
            raise UsageError(f"{file.path}: a sheet of more than the {say_size(most)} that limits.sheet_mb allows")
        yield Sheet(io.BytesIO(whole), file.dialect, file.path, file.sheet)


def batches_of(file: ArchiveFile) -> Iterator[pa.Table]:
    """The rows of a table, each with its file and number; what is no row is there with what is wrong with it."""
    with opened(file) as table:
        file.notes = table.notes
        empty = True
        for piece in table.pieces():
            empty = False
            yield batch(piece, table.names, file.name)
        if empty:
            columns = [pa.array([], pa.string()) for _ in table.names]
            yield batch(Piece(pa.array([], pa.int64()), columns), table.names, file.name)


def records_of_table(file: ArchiveFile, key: tuple[str, ...]) -> Iterator[pa.Table]:
    """The rows of a table as records, with the cells of repeated columns as records within them."""
    with opened(file) as table:
        file.notes = table.notes
        bases = bases_of(table.names)
        for piece in table.pieces():
            found: list[tuple[str, int, str | None, str]] = [
                (file.name, one.number, one.problem, _storable(one.written)) for one in piece.broken
            ]
            rows = zip(*(column.to_pylist() for column in piece.columns), strict=True)
            for number, cells in zip(piece.numbers.to_pylist(), rows, strict=True):
                record = record_of(table.names, bases, cells)
                whole = "/".join(str(record.get(name) or "") for name in key)
                for rule in file.within:
                    if not rule.cell:
                        parse_cell(record, rule.items)
                    elif rule.items in record:
                        record[rule.items] = [_inner(cell, rule.cell, whole) for cell in _listed(record[rule.items])]
                told, inside = file.parted(record)
                found.append((file.name, number, None, told))
                found += [(f"{file.name}#{place}", number, None, inner) for place, inner in inside]
            found.sort(key=lambda one: one[1])
            names = ("_file", "_row", "_problem", "_raw")
            kinds = (pa.string(), pa.int64(), pa.string(), pa.string())
            yield pa.table({n: pa.array([one[i] for one in found], kinds[i]) for i, n in enumerate(names)})


def bases_of(names: list[str]) -> dict[str, str]:
    """Column -> the first of its name."""
    bases = {name: name for name in names}
    for base in dict.fromkeys(REPEATED.sub("", name) for name in names):
        bases |= dict.fromkeys(repeated(names, base), base) if base in bases else {}
    return bases


def records_of_parquet(file: ArchiveFile, batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The rows of a Parquet file as records, with the records within them."""
    for rows in batches:
        found: list[tuple[int, str, str]] = []
        numbers = rows["_row"].to_pylist()
        for number, record in zip(numbers, rows.drop_columns(["_file", "_row"]).to_pylist(), strict=True):
            for rule in file.within:
                parse_cell(record, rule.items)
            told, inside = file.parted(json.loads(json.dumps(record, ensure_ascii=False, default=_plain)))
            found.append((number, file.name, told))
            found += [(number, f"{file.name}#{place}", inner) for place, inner in inside]
        columns = {
            "_file": pa.array([one[1] for one in found], pa.string()),
            "_row": pa.array([one[0] for one in found], pa.int64()),
            "_problem": pa.nulls(len(found), pa.string()),
            "_raw": pa.array([one[2] for one in found], pa.string()),
        }
        yield pa.table(columns)


def _plain(value: Any) -> Any:
    """A value that JSON does not know, as text: times as ISO writes them."""
    if isinstance(value, bytes):
        return decode(value).text
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def record_of(names: list[str], bases: dict[str, str], cells: tuple[str, ...]) -> dict[str, Any]:
    """A row as a record; columns of one name are a list."""
    record: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        base = bases[name]
        if base != name:
            record[base] = [*_listed(record[base]), *([cell] if cell.strip() else [])]
        else:
            record[name] = cell
    return record


def parse_cell(record: dict[str, Any], items: str | None) -> None:
    """Read the records that a cell holds as JSON, or as Python writes lists, which data frames do."""
    first = steps_of(items or "")[:1]
    cell = record.get(first[0]) if first else None
    if not isinstance(cell, str) or cell.lstrip()[:1] not in {"[", "{"}:
        return
    for read in (json.loads, ast.literal_eval):
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            record[first[0]] = read(cell)
            return


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value.strip() else []


def _inner(cell: str, pattern: str, whole: str) -> dict[str, str]:
    """The fields of a cell; what follows the last mark belongs to the last field. Its id is its row's and a hash of it."""
    digest = hashlib.blake2b(cell.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return {"post_id": f"{whole}/{digest}", **(fields_of(cell.strip(), pattern) or {"text": cell})}


def fields_of(cell: str, pattern: str) -> dict[str, str] | None:
    """The fields of a cell by how it is written: '{created_at};{author};{text}'; None where it is written otherwise."""
    names = IN_CELL.findall(pattern)
    marks = [re.escape(mark) for mark in IN_CELL.split(pattern)[::2]]
    groups = [f"(?P<{name}>.*{'' if name in {'text', names[-1]} else '?'})" for name in names]
    written = "".join(part for pair in zip_longest(marks, groups, fillvalue="") for part in pair)
    found = re.fullmatch(written, cell, re.DOTALL)
    return found.groupdict() if found else None


def batch(piece: Piece, names: list[str], name: str) -> pa.Table:
    """A piece under the columns that every batch has, in the order of the file."""
    rows, broken = len(piece.numbers), piece.broken
    columns: dict[str, Any] = {
        "_file": pa.repeat(name, rows + len(broken)),
        "_row": piece.numbers,
        "_problem": pa.nulls(rows, pa.string()),
        "_raw": pa.nulls(rows, pa.string()),
        **dict(zip(names, piece.columns, strict=True)),
    }
    if broken:
        told = {
            "_row": pa.array([one.number for one in broken], pa.int64()),
            "_problem": pa.array([one.problem for one in broken], pa.string()),
            "_raw": pa.array([_storable(one.written) for one in broken], pa.string()),
        }
        nothing = pa.nulls(len(broken), pa.string())
        for column in [name for name in columns if name != "_file"]:
            columns[column] = pa.concat_arrays([columns[column], told.get(column, nothing)])
    found = pa.table(columns)
    if not broken:
        return found
    order = np.argsort(columns["_row"].to_numpy(), kind="stable")
    return found.take(pa.array(order))


def _storable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def joined(schemas: list[pa.Schema]) -> pa.Schema:
    """The columns of several files; one whose types do not go together is text."""
    fields: dict[str, pa.Field] = {}
    for column in (column for schema in schemas for column in schema):
        known = fields.get(column.name, column)
        try:
            both = pa.unify_schemas([pa.schema([known]), pa.schema([column])], promote_options="permissive").field(0)
            loses = (
                pa.types.is_decimal(both.type) and known.type != column.type
            )  # not every number fits in the wider one
            fields[column.name] = pa.field(column.name, pa.string()) if loses else both
        except pa.ArrowException:
            fields[column.name] = pa.field(column.name, pa.string())
    return pa.schema(list(fields.values()))


def cast(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """The column in the type that all files share; what has no text of its own as JSON."""
    if pa.types.is_string(kind) and (pa.types.is_nested(values.type) or pa.types.is_binary(values.type)):
        told = [None if v is None else json.dumps(v, default=str) for v in values.to_pylist()]
        return pa.chunked_array([pa.array(told, pa.string())])
    return values.cast(kind)


def under(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the columns of the schema; what the file lacks is null."""
    columns = []
    for wanted in schema:
        found = (
            table.column(wanted.name) if wanted.name in table.column_names else pa.nulls(table.num_rows, wanted.type)
        )
        columns.append(found if found.type == wanted.type else cast(found, wanted.type))
    return pa.table(columns, schema=schema)
