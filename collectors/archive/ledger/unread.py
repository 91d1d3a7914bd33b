"""What files hold that nothing reads, where that would lose words: records within records, columns that come several times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.documents.inside import RULE
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.paths import alternatives
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import LINES, ArchiveSettings
from voxpop.collectors.inner.lists import has_words

DEEPEST = 4
"""Levels of a record that are looked at."""
NUMBERED = re.compile(r"(.+)(?: \(\d+\)|\.\d+)")
"""How a further column of one name is called: `Comment (2)`, in tables of data frames `Comment.1`."""
UNREAD = "that nothing reads"

Record = dict[str, Any]


def tell_within(file: ArchiveFile, notices: int) -> list[str]:
    """Returns what of a file was read as posts of their own without being named, and what was left out as nobody's words.

    notices: rows that a program wrote by itself.
    """
    told = []
    if file.inner:
        cells = {rule.items: f" as '{rule.cell}'" for rule in file.within if rule.cell}
        lists = ", ".join(f"{items}{cells.get(items, '')} ({n:,})" for items, n in file.inner.items())
        told.append(f"read as posts of their own, with the record around as parent: {lists} ('each: []' reads none)")
    if file.private:
        told.append(
            f"{file.private:,} record{'s' * (file.private > 1)} within records left out, which are not public as they say"
        )
    if notices:
        told.append(f"{notices:,} notice{'s' * (notices > 1)} that a program wrote (somebody joined) are left out")
    return told


def tell_unread(file: ArchiveFile, batch: Any, settings: ArchiveSettings) -> str:
    """Returns what of a file nothing reads and how to read it, '' where there is nothing of the kind.

    batch: its first rows as an Arrow table.
    """
    if settings.layout:
        return ""
    read = _read(settings) | {str(rule.items) for rule in file.within}
    lines = set(batch.column_names) == set(META.names)
    lists = _in_lines(file, batch) if lines else Counter(_nested(batch))
    found = Counter({path: n for path, n in lists.items() if path not in read})
    if file.format not in LINES:
        known = list(file.names or batch.column_names)
        several = {match[1] for name in known if (match := NUMBERED.fullmatch(name))} & set(known)
        if again := [name for name in dict.fromkeys(known) if name in several and name not in read]:
            return (
                f"columns that come several times {UNREAD}: {', '.join(again)} ('each: {again[0]}' makes posts of them)"
            )
        if not found:
            return _further(known, settings, read)
    if not found:
        return ""
    first, number = next(iter(found)), sum(found.values())
    named = f"lists of records {UNREAD}: {', '.join(found)} ('each: {first}' makes posts of them)"
    return f"{named}, {number:,} record{'s' * (number > 1)} of those looked at"


def _in_lines(file: ArchiveFile, batch: pa.Table) -> Counter[str]:
    """The lists in records of JSON, and how many records with words they hold."""
    found = Counter[str]()
    for record in Rows.records(batch):
        for path, members in _lists(record, "") if RULE not in record else ():
            found[path] += members
    for path, number in file.finder.unread.items() if file.finder else ():
        found[path] = max(found[path], number)
    return found


def _further(known: list[str], settings: ArchiveSettings, read: Collection[str]) -> str:
    """The further columns of a name of which only the first is read; of tags all are."""
    columns = settings.columns.several() if settings.columns.model_fields_set else {}
    one = {path for field, paths in columns.items() if field != "tags" for path in paths}
    again = [name for name in known if (match := NUMBERED.fullmatch(name)) and match[1] in one and name not in one]
    again = [name for name in again if NUMBERED.sub(r"\1", name) not in {*read} - one]
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
            yield from (column.name for cell in cells for one in cell or () if one and has_words(one))


def _read(settings: ArchiveSettings) -> set[str]:
    """The paths that the configuration reads, and what leads to them."""
    columns = settings.columns.several() if settings.columns.model_fields_set else {}
    paths = [path for several in columns.values() for path in several] + [
        rule.items for rule in settings.rules if rule.items
    ]
    steps = [tuple(one) for path in paths for one in alternatives(path)]
    return {".".join(one[:n]) for one in steps for n in range(1, len(one) + 1)}


def _lists(record: Record, before: str, level: int = 1) -> Iterator[tuple[str, int]]:
    """The paths of a record to lists of records that hold words, and how many of these there are."""
    for key, value in record.items():
        if isinstance(value, dict) and level < DEEPEST:
            yield from _lists(value, f"{before}{key}.", level + 1)
        elif isinstance(value, list) and (members := sum(isinstance(one, dict) and has_words(one) for one in value)):
            yield before + key, members
