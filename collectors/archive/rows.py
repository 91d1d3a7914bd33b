"""One batch of an archive's rows, read a field at a time: text, times, numbers, yes and no, lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.documents.inside import fits, read_field
from voxpop.collectors.archive.files import META
from voxpop.collectors.archive.paths import getter, reach
from voxpop.collectors.archive.settings import ArchiveSettings, Each
from voxpop.collectors.archive.times import instants
from voxpop.collectors.archive.words import joined, listed
from voxpop.errors import UsageError
from voxpop.post import IDS, Kind

EXACT = 1 << 53  # above, a decimal number no longer holds every whole number
YES, NO = {"true", "t", "yes", "y", "1", "1.0"}, {"false", "f", "no", "n", "0", "0.0"}


class Rows:
    """One batch, asked for a field at a time; rows that cannot be posts are noted in `refused`, the first reason wins."""

    def __init__(self, table: pa.Table, settings: ArchiveSettings) -> None:
        self.table = table
        self.settings = settings
        self.refused: dict[int, tuple[str, str]] = {}
        self._records: list[dict[str, Any]] | None = None
        if set(table.column_names) == set(META.names):
            self._records = self._parsed(table.column("_raw").to_pylist())
        self.refuse("row", table.column("_problem").is_valid(), lambda i: str(table.column("_problem")[i]))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def parsed(self) -> list[dict[str, Any]]:
        """The records of JSON, empty ones where a line is none; nothing where the rows are cells."""
        return self._records or []

    def has(self, field: str) -> bool:
        """Whether the configuration says where the field comes from."""
        return getattr(self.settings.columns, field) is not None or field in self.settings.constants

    def refuse(self, field: str, wrong: Any, reason: Callable[[int], str]) -> None:
        """Set the rows of a mask aside."""
        for row in np.flatnonzero(wrong.to_numpy(zero_copy_only=False)).tolist():
            if row not in self.refused:
                self.refused[row] = (field, reason(row))

    def column(self, field: str) -> pa.Array:
        """The field's raw values; nulls where nothing is configured or the batch lacks the column."""
        path = getattr(self.settings.columns, field)
        if path is None:
            constant = self.settings.constant(field)
            return pa.nulls(len(self), pa.string()) if constant is None else pa.repeat(constant, len(self))
        if self._records is not None:
            return _column(self._found(field, path))
        return _nested(self.table, path)

    def _found(self, field: str, path: str) -> list[Any]:
        """The values of records as they are; in records within others by the rules of `each`."""
        records, rules = self._records or [], self.settings.each
        return [read_field(one, field, path, rules) for one in records] if rules else list(map(getter(path), records))

    def text(self, field: str, *, strip: bool = True) -> pa.Array:
        """The field as text; empty becomes null, NUL becomes the replacement character."""
        values = self.column(field)
        if pa.types.is_floating(values.type):
            values = self._whole_numbers(field, values)
        elif pa.types.is_nested(values.type):
            values = pa.array([_of_parts(v) for v in values.to_pylist()], pa.string())
        elif pa.types.is_binary(values.type) or pa.types.is_large_binary(values.type):
            values = pa.array([None if v is None else v.decode("utf-8", "replace") for v in values.to_pylist()])
        values = pc.replace_substring(values.cast(pa.string()), "\0", "\ufffd")
        bare = pc.utf8_trim_whitespace(values)
        return pc.if_else(pc.equal(bare, ""), None, bare if strip else values).cast(pa.string())

    def time(self, field: str) -> pa.Array:
        """The field in UTC; only `created_at` may be unreadable here, the caller refuses it."""
        raw = self.column(field)
        found = instants(raw, self.settings.time_format, self.settings.time_zone)
        if field != "created_at":
            self._unreadable(field, raw, found, "is no time")
        return found

    def whole(self, field: str) -> pa.Array:
        """The field as whole numbers: null is 'not reported' and stays null."""
        raw = self.column(field)
        if not pa.types.is_integer(raw.type):
            raw = self.text(field)
            try:
                return raw.cast(pa.int64())
            except pa.ArrowInvalid:
                found = each(raw, _integer, pa.int64())
                self._unreadable(field, raw, found, "is no whole number")
                return found
        return raw.cast(pa.int64())

    def truth(self, field: str) -> pa.Array:
        """The field as yes or no."""
        raw = self.text(field)
        found = each(raw, lambda word: word.lower() in YES if word.lower() in YES | NO else None, pa.bool_())
        self._unreadable(field, raw, found, "is neither yes nor no")
        return found

    def listed(self, field: str) -> pa.Array:
        """The field as lists: lists as they are, text cut at the separator."""
        cut, kind = self.settings.tag_separator, pa.list_(pa.string())
        path = getattr(self.settings.columns, field)
        if self._records is not None and path is not None:
            return pa.array([_parts(value, cut) for value in self._found(field, path)], kind)
        raw = self.column(field)
        if pa.types.is_list(raw.type) or pa.types.is_large_list(raw.type):
            return pa.array([_parts(value, cut) for value in raw.to_pylist()], kind)
        return each(self.text(field), lambda text: _parts(text, cut), kind)

    def kind(self) -> pa.Array:
        """What the posts are; 'post' where the archive does not say."""
        raw = self.text("kind")
        found = each(raw, lambda word: word.lower() if word.lower() in set(Kind) else None)
        self._unreadable("kind", raw, found, f"is none of {', '.join(Kind)}")
        return found.fill_null(Kind.POST.value)

    def _unreadable(self, field: str, raw: pa.Array, found: pa.Array, what: str) -> None:
        given = raw.is_valid()
        if pa.types.is_string(raw.type):
            given = pc.and_(given, pc.not_equal(pc.utf8_trim_whitespace(raw), "").fill_null(False))
        self.refuse(field, pc.and_(given, found.is_null()), lambda i: f"{field} {short(raw[i].as_py())} {what}")

    def _whole_numbers(self, field: str, values: pa.Array) -> pa.Array:
        """Ids that pandas has turned into decimals; one that has lost digits is refused, not guessed."""
        numbers = values.to_numpy(zero_copy_only=False)
        values = pa.array(numbers, mask=np.isnan(numbers))
        whole = np.isfinite(numbers) & (numbers == np.floor(numbers)) & (np.abs(numbers) < EXACT)
        if field in IDS or field == "author":
            lost = np.abs(np.nan_to_num(numbers)) >= EXACT
            self.refuse(
                field, pa.array(lost), lambda i: f"{numbers[i]:.0f} is a decimal that has lost digits; keep ids as text"
            )
        as_int = pa.array(np.where(whole, numbers, 0).astype(np.int64)).cast(pa.string())
        return pc.if_else(pa.array(whole), as_int, values.cast(pa.string()))

    def _parsed(self, lines: list[str]) -> list[dict[str, Any]]:
        records = []
        for row, line in enumerate(lines):
            record, problem = json_object(line)
            if problem:
                self.refused[row] = ("row", problem)
            records.append(record)
        return records

    @staticmethod
    def records(table: pa.Table) -> list[dict[str, Any]]:
        """The JSON objects in a batch of lines; empty ones where a line is none."""
        return [json_object(line)[0] for line in table.column("_raw").to_pylist()]


def chosen(table: pa.Table, only: Mapping[str, tuple[str, ...]], rules: Sequence[Each] = ()) -> pa.Table:
    """The rows whose columns hold one of the values, in any case; rows that cannot be read stay, to be refused."""
    for path, values in only.items():
        wanted = {value.lower() for value in values}
        if set(table.column_names) == set(META.names):
            lines = table.column("_raw")
            if not rules and all(value.isascii() and value.isalnum() for value in wanted):  # written in one way only
                near = pc.match_substring_regex(lines, "|".join(sorted(wanted)), ignore_case=True)
                table = table.filter(pc.or_kleene(near, table.column("_problem").is_valid()).fill_null(True))
            kept = [_fits(line, path, wanted, rules) for line in table.column("_raw").to_pylist()]
        else:
            told = [None if v is None else str(v) for v in _nested(table, path).to_pylist()]
            kept = [value is None or value.lower() in wanted for value in told]
        table = table.filter(pc.or_(pa.array(kept, pa.bool_()), table.column("_problem").is_valid()))
    return table


def _fits(line: str | None, path: str, wanted: set[str], rules: Sequence[Each]) -> bool:
    """Whether a line's record is wanted; a line that cannot be read is, to be refused."""
    record, problem = json_object(line or "")
    return bool(problem) or fits(record, path, wanted, rules)


def each(values: pa.Array, change: Callable[[str], Any], kind: pa.DataType | None = None) -> pa.Array:
    """The change of every different text, made once; null stays null."""
    different = values.dictionary_encode()
    changed = pa.array([change(value) for value in different.dictionary.to_pylist()], kind or pa.string())
    return changed.take(different.indices)


def short(value: object, length: int = 40) -> str:
    """The value as a reason shows it."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= length else f"{shown[:length]}..."


def _parts(value: Any, cut: str) -> list[str] | None:
    """The parts of a list, or of text cut at the separator; empty ones do not count."""
    if value is None or isinstance(value, dict):
        return None
    value = found if isinstance(value, str) and (found := listed(value)) is not None else value
    parts = [_text(part) for part in value if part is not None] if isinstance(value, list) else _text(value).split(cut)
    return [bare for part in parts if (bare := part.replace("\0", "\ufffd").strip())] or None


def json_object(line: str) -> tuple[dict[str, Any], str]:
    """The JSON object in a line, or an empty one and what is wrong."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, f"not readable as JSON: {short(str(error), 200)}"
    return (record, "") if isinstance(record, dict) else ({}, "this line is JSON but no object")


def _integer(text: str) -> int | None:
    """'12' and '12.0', but neither '1.2k' nor '1,200': nothing is guessed."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < EXACT else None


def _column(values: list[Any]) -> pa.Array:
    """Values of JSON as a column; mixed ones as text."""
    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _of_parts(value: Any) -> str | None:
    """A nested value as text: the words of its parts, else its JSON."""
    if value is None:
        return None
    words = joined(value)
    return json.dumps(value, default=str) if words is None else _text(words)


def _text(value: Any) -> str:
    """Text that can be stored: halves of a character pair, which JSON may hold, become the replacement character."""
    written = value if isinstance(value, str) else joined(value) if isinstance(value, list | dict) else None
    written = json.dumps(value) if written is None else written
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _nested(table: pa.Table, path: str) -> pa.Array:
    if path in table.column_names:
        return _one(table.column(path))
    first, *rest = path.split(".")
    if first not in table.column_names or not rest:
        raise UsageError(f"the archive landed without a column '{path}'; it has: {', '.join(table.column_names)}")
    column = _one(table.column(first))
    if pa.types.is_string(column.type):  # a cell that holds JSON
        return each(column, lambda cell: _in_cell(cell, ".".join(rest)))
    return pc.struct_field(column, rest)


def _in_cell(cell: str, path: str) -> str | None:
    try:
        found = reach(json.loads(cell), path)
    except (ValueError, RecursionError):
        return None
    return None if found is None else _text(found)


def _one(values: pa.ChunkedArray) -> pa.Array:
    whole = values.combine_chunks()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
