"""Columns of a table by their names and paths: nested ones, repeated ones, JSON in a cell, the first that is filled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.paths import MAY_BE_ABSENT, alternatives, reach
from voxpop.collectors.archive.words import joined, listed, named, pieces
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from voxpop.collectors.archive.settings import ArchiveSettings

TAGS = re.compile(r"(?:<[^<>]+>)+")  # as dumps of Stack Exchange before 2024 write tags: <import><crm>

LONG = ("extended_tweet.full_text", "note_tweet.text")  # beside a text that is cut, in records of X
HASHTAGS = re.compile(r"\s*#\w+(?:[\s,;]+#\w+)*\s*")


def column_of(table: pa.Table, path: str) -> pa.Array:
    """The column of a name or path; raises `UsageError` where there is none."""
    if path in table.column_names:
        return whole(table.column(path))
    choices = [".".join(steps) for steps in alternatives(path)]
    if len(choices) > 1 or path.endswith(MAY_BE_ABSENT):
        there = [name for name in choices if name in table.column_names or name.split(".")[0] in table.column_names]
        if there:
            return first_filled([column_of(table, name) for name in there])
        if path.endswith(MAY_BE_ABSENT):
            return pa.nulls(table.num_rows, pa.string())
    steps = alternatives(path)[0]
    if (named := ".".join(steps)) in table.column_names:
        return whole(table.column(named))
    count = next((n for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in table.column_names), 0)
    first, rest = ".".join(steps[:count]), steps[count:]
    if not rest or not count:
        raise UsageError(f"the archive landed without a column '{path}'; it has: {', '.join(table.column_names)}")
    column = whole(table.column(first))
    if pa.types.is_string(column.type) or pa.types.is_null(column.type):  # a cell that holds JSON
        return each(column, lambda cell: _in_cell(cell, ".".join(rest)))
    return _part_of(column, rest)


def _part_of(column: pa.Array, steps: Sequence[str]) -> pa.Array:
    """A part of a nested column; a key that holds a dot may take several steps. What is a list or no struct is told value by value."""
    if not steps:
        return column
    kind = column.type
    names = [kind.field(place).name for place in range(kind.num_fields)] if pa.types.is_struct(kind) else []
    for length in range(1, len(steps) + 1):
        if (name := ".".join(steps[:length])) in names:
            return _part_of(pc.struct_field(column, [name]), steps[length:])
    path = ".".join(steps)
    found = [None if value is None else reach(value, path) for value in column.to_pylist()]
    return pa.array([None if value is None else text_of(value) for value in found], pa.string())


def _in_cell(cell: str, path: str) -> str | None:
    try:
        found = reach(json.loads(cell), path)
    except (ValueError, RecursionError):
        return None
    return None if found is None else text_of(found)


def whole_text_at(path: str, table: pa.Table) -> str:
    """The path of a text, behind those of the whole one where X cut it: `extended_tweet` in streams, `note_tweet` in long posts."""
    raw = table["_raw"] if "_raw" in table.column_names else pa.chunked_array([[]], pa.string())
    names = [name.split(".")[0] for name in table.column_names]
    long = [one for one in LONG if one.split(".")[0] in names]
    long = long or [one for one in LONG if pc.any(pc.match_substring(raw, f'"{one.split(".")[0]}"')).as_py()]
    cut = [choice for choice in path.split("|") if long and choice.rpartition(".")[2] in {"text", "full_text"}]
    starts = dict.fromkeys(choice.removesuffix(choice.rpartition(".")[2]) for choice in cut)
    return "|".join([*(f"{before}{one}" for before in starts for one in long), path])


def whole(values: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    found = values.combine_chunks()
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return found.dictionary_decode() if pa.types.is_dictionary(found.type) else found


def first_filled(columns: Sequence[pa.Array]) -> pa.Array:
    """Of several columns, in each row the first that is not empty."""
    texts = [column if pa.types.is_string(column.type) else column.cast(pa.string()) for column in columns]
    return pc.coalesce(
        *(pc.if_else(pc.equal(pc.utf8_trim_whitespace(one), ""), pa.scalar(None, pa.string()), one) for one in texts)
    )


def repeated(names: Sequence[str], path: str) -> list[str]:
    """The columns of one name: 'Labels', 'Labels (2)', and 'Labels.1' as data frames write them; the path itself where there is only one."""
    if path not in names:
        return [path]
    numbered = re.compile(rf"{re.escape(path)} \(\d+\)")
    there = set(names)
    framed: list[str] = []
    while (
        name := f"{path}.{len(framed) + 1}"
    ) in there:  # from 1 on without a gap: a number that only looks so is none
        framed.append(name)
    return [path, *(name for name in names if numbered.fullmatch(name)), *framed]


def each(values: pa.Array, change: Callable[[str], Any], kind: pa.DataType | None = None) -> pa.Array:
    """The change of every different text, made once; null stays null."""
    different = values.dictionary_encode()
    changed = pa.array([change(value) for value in different.dictionary.to_pylist()], kind or pa.string())
    return changed.take(different.indices)


def as_column(values: list[Any]) -> pa.Array:
    """Values of JSON as a column; mixed ones as text."""
    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        return pa.array([None if value is None else text_of(value) for value in values], pa.string())


def of_parts(value: Any) -> str | None:
    """A nested value as text: the words of its parts, else its JSON."""
    if value is None:
        return None
    words = joined(value)
    return json.dumps(value, default=str) if words is None else text_of(words)


def text_of(value: Any) -> str:
    """Text that can be stored: halves of a character pair, which JSON may hold, become the replacement character."""
    written = value if isinstance(value, str) else joined(value) if isinstance(value, list | dict) else None
    written = json.dumps(value) if written is None else written
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def own_words(texts: pa.Array, settings: ArchiveSettings) -> pa.Array:
    """The texts as their writers had them: parts joined, breaks as breaks, a machine's translation left out."""
    if settings.pieces:
        texts = each(texts, pieces)
    for written in settings.breaks:
        texts = pc.replace_substring(texts, written, "\n")
    after, before = settings.text_after, settings.text_before
    if after is not None:
        texts = each(texts, lambda text: text.partition(after)[2].strip() if after in text else text)
    if before is not None:
        texts = each(texts, lambda text: text.partition(before)[0].rstrip() or text if before in text else text)
    return texts


def json_object(line: str) -> tuple[dict[str, Any], str]:
    """The JSON object in a line, or an empty one and what is wrong."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, f"not readable as JSON: {str(error)[:200]}"
    return (record, "") if isinstance(record, dict) else ({}, "this line is JSON but no object")


def parts_of(value: Any, cut: str) -> list[str] | None:
    """The parts of a list, or of text cut at the separator; empty ones do not count."""
    if value is None or isinstance(value, dict):
        return None
    value = found if isinstance(value, str) and (found := listed(value)) is not None else value
    if isinstance(value, list):
        parts = [text_of(named(part)) for part in value if part is not None]
    else:
        text = text_of(value)
        parts = text[1:-1].split("><") if TAGS.fullmatch(text) else text.split(cut)
        if HASHTAGS.fullmatch(text):
            parts = [part.lstrip("#") for part in re.split(r"[\s,;]+", text)]
    return [bare for part in parts if (bare := part.replace("\0", "\ufffd").strip())] or None
