"""What files hold that nothing reads, where that would lose words: records within records, columns that come several times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.paths import alternatives
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import LINES, ArchiveSettings

DEEPEST = 4
"""Levels of a record that are looked at."""
NUMBERED = re.compile(r"(.+)(?: \(\d+\)|\.\d+)")
"""How a further column of one name is called: `Comment (2)`, in tables of data frames `Comment.1`."""

Record = dict[str, Any]


def tell_unread(kind: str, names: Iterable[str], batch: Any, settings: ArchiveSettings) -> str:
    """Returns what of a file nothing reads and how to read it, '' where there is nothing of the kind.

    kind: the file's format. names: its columns. batch: its first rows as an Arrow table.
    """
    if settings.layout:
        return ""
    read = _read(settings)
    if kind in LINES:
        found = dict.fromkeys(path for record in Rows.records(batch) for path in _lists(record, "") if path not in read)
    else:
        known = list(names)
        several = {match[1] for name in known if (match := NUMBERED.fullmatch(name))} & set(known)
        found = dict.fromkeys(name for name in known if name in several and name not in read)
        lists = dict.fromkeys(name for name in _nested(batch) if name not in read)
        if lists and not found:
            kind, found = "json", lists
    if not found:
        return "" if kind in LINES else _further(list(names), settings)
    what = "lists of records" if kind in LINES else "columns that come several times"
    return f"{what} that nothing reads: {', '.join(found)} ('each: {next(iter(found))}' makes posts of them)"


def _further(known: list[str], settings: ArchiveSettings) -> str:
    """The further columns of a name of which only the first is read; of tags all are."""
    columns = settings.columns.several() if settings.columns.model_fields_set else {}
    one = {path for field, paths in columns.items() if field != "tags" for path in paths}
    again = [name for name in known if (match := NUMBERED.fullmatch(name)) and match[1] in one and name not in one]
    again = [name for name in again if not any(rule.items == NUMBERED.sub(r"\1", name) for rule in settings.each)]
    if not again:
        return ""
    first = NUMBERED.sub(r"\1", again[0])
    return f"columns of a name that is read, which nothing reads: {', '.join(again)} (['{first}', '{again[0]}'] reads both)"


def _nested(batch: pa.Table) -> Iterator[str]:
    """The columns that are lists of records with words, as Parquet holds them, or such lists as JSON in a cell."""
    for column in batch.schema:
        listed = pa.types.is_list(column.type) or pa.types.is_large_list(column.type)
        if listed and pa.types.is_struct(column.type.value_type):
            cells = batch.column(column.name).to_pylist()
            if any(_has_words(one) for cell in cells for one in cell or () if one):
                yield column.name


def _read(settings: ArchiveSettings) -> set[str]:
    """The paths that the configuration reads, and what leads to them."""
    columns = settings.columns.several() if settings.columns.model_fields_set else {}
    paths = [path for several in columns.values() for path in several] + [
        rule.items for rule in settings.each if rule.items
    ]
    steps = [tuple(one) for path in paths for one in alternatives(path)]
    return {".".join(one[:n]) for one in steps for n in range(1, len(one) + 1)}


def _lists(record: Record, before: str, level: int = 1) -> Iterator[str]:
    """The paths of a record to lists of records that hold words."""
    for key, value in record.items():
        if isinstance(value, dict) and level < DEEPEST:
            yield from _lists(value, f"{before}{key}.", level + 1)
        elif isinstance(value, list) and any(isinstance(one, dict) and _has_words(one) for one in value):
            yield before + key


def _has_words(record: Record) -> bool:
    return any(isinstance(value, str) and len(value.split()) > 1 for value in record.values())
