"""What of a channel's files stands within records or cells as posts of their own, where `each` is left unset: told by their first rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.cells import as_column
from voxpop.collectors.archive.documents.finder import Finder
from voxpop.collectors.archive.documents.reader import records_of
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.ids import id_paths
from voxpop.collectors.archive.open import DAMAGED
from voxpop.collectors.archive.settings import LINES, ArchiveSettings
from voxpop.collectors.archive.tabular import REPEATED, bases_of, fields_of, parse_cell
from voxpop.collectors.archive.times import instants
from voxpop.collectors.inner.judge import Reads
from voxpop.collectors.inner.lists import Record, is_unspoken
from voxpop.collectors.wire.bounded import is_deeper
from voxpop.collectors.wire.times import Clock
from voxpop.errors import VoxpopError

LOOK = 1_000
"""Rows of a file that are looked at."""
FILES = 40
"""Files of a channel that are looked at before it is read; lists of JSON that only later ones have are found there."""
CELLS = (
    "{created_at};{who};{text}",
    "{who};{created_at};{text}",
    "{text} ({who} - {created_at})",
    "{who} ({created_at}): {text}",
    "[{created_at}] {who}: {text}",
    "{created_at} - {who}: {text}",
    "{created_at}|{who}|{text}",
)
"""How programs write a comment into one cell."""
LONGEST_NAME = 80
FILE = re.compile(r"\S.*\.\w{2,5}(?:;\s*https?://\S+)?|.*;\s*https?://\S+|https?://\S+", re.DOTALL)


def look_within(files: list[ArchiveFile], settings: ArchiveSettings, days: str | None = None) -> list[ArchiveFile]:
    """The files with what was found in them; as they are where the channel says what stands within records.

    days: the zone of dates without an hour.
    """
    bare = any(rule.cell is None and rule.columns is None for rule in settings.rules)
    if settings.layout or settings.each == () or (settings.each and not bare):
        return files
    reads = _reader(settings, days)
    finder = Finder(
        settings.columns.several(),
        reads,
        named=bool(id_paths(settings)),
        lone=any(one.format == "xml" for one in files),
    )
    for file in files[:FILES]:
        try:
            _learn(replace(file, rules=()), settings, finder, reads)
        except (*DAMAGED, EOFError, pa.ArrowException, ValueError, VoxpopError):
            continue  # the fetch says what is wrong
    if settings.each:
        return _completed(files, settings.each, finder)
    lines = any(file.format in LINES for file in files)
    return [replace(file, finder=finder) for file in files] if lines or finder.rules else files


def _completed(files: list[ArchiveFile], rules: tuple[Each, ...], finder: Finder) -> list[ArchiveFile]:
    """The files, where a rule names no more than its list, with what that list was found to hold."""
    found = {rule.items: rule for rule in finder.rules}
    whole: list[Each] = []
    for rule in rules:
        told = found.get(rule.items) if rule.cell is None and rule.columns is None else None
        if told is None or not (told.cell or told.columns):
            whole.append(rule)
        else:
            whole.append(Each.read({**told.told(), **{k: v for k, v in rule.told().items() if k != "holder"}}))
    marks = tuple(n if one is rules[n] else one.told() for n, one in enumerate(whole))
    return [replace(file, rules=tuple(whole), marks=marks) for file in files]


def _reader(settings: ArchiveSettings, days: str | None) -> Reads:
    """Whether values are times as the channel writes them."""
    orders = (settings.dates,) if settings.dates else ("day_first", "month_first")
    clocks = [Clock(settings.time_zone, days, order) for order in orders]  # type: ignore[arg-type]

    def reads(values: Sequence[Any]) -> bool:
        written = as_column(list(values))
        return any(bool(10 * instants(written, settings.time_format, one).null_count <= len(values)) for one in clocks)

    return reads


def _learn(file: ArchiveFile, settings: ArchiveSettings, finder: Finder, reads: Reads) -> None:
    if file.format in LINES:
        finder.learn(_of_lines(file))
        return
    schema = file.schema()
    batches = file.batches(schema)
    first = next(batches, file.none(schema)).slice(0, LOOK)
    if file.format != "parquet":
        _learn_cells(first, batches, settings, finder, reads)
    columns = [one.name for one in first.schema if one.name not in META.names and _may_hold(first.column(one.name))]
    if columns:
        told = first.select(columns).to_pylist()
        for record in told:
            for name in columns:
                parse_cell(record, name.replace(".", r"\."))
        whole = first.to_pylist()
        finder.learn([{**row, **record} for row, record in zip(whole, told, strict=True)])


def _of_lines(file: ArchiveFile) -> Iterator[Record]:
    for _, line in islice(records_of(file), LOOK):
        deep = len(line) > file.limits.depth and is_deeper(line, file.limits.depth)
        try:
            record = None if deep else json.loads(line.strip().strip(","))
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield record


def _may_hold(column: pa.ChunkedArray) -> bool:
    """Whether a column holds lists, nested or as text in its cells."""
    if pa.types.is_string(column.type):
        return any(cell is not None and cell.lstrip()[:1] == "[" and "{" in cell for cell in column.to_pylist())
    return bool(pa.types.is_nested(column.type))


def _learn_cells(
    first: pa.Table, batches: Iterator[pa.Table], settings: ArchiveSettings, finder: Finder, reads: Reads
) -> None:
    """Find the columns whose cells are comments: when, who and the words."""
    names = [name for name in first.column_names if name not in META.names]
    bases = bases_of(names)
    used = {path for paths in settings.columns.several().values() for path in paths} | {
        *settings.only,
        *settings.deleted,
    }
    free = {base for base in bases.values() if base not in used and not any(bases.get(path) == base for path in used)}
    again = {base for name, base in bases.items() if name != base} & free
    cells = _cells(first, bases, free)
    while any(not cells[base] for base in again) and (more := next(batches, None)) is not None:
        found = _cells(more, bases, again)
        cells |= {base: cells[base] or found[base] for base in again}
    columns = settings.columns
    who = "author" if columns.author or not columns.handle else "handle"
    for base in dict.fromkeys(bases.values()):
        if base in free and (pattern := _pattern(cells[base], who, reads)) and not is_unspoken(REPEATED.sub("", base)):
            finder.add(Each.model_validate({"items": base, "cell": pattern}))


def _cells(table: pa.Table, bases: dict[str, str], wanted: set[str]) -> dict[str, list[str]]:
    """The filled cells of each column, those of one name together."""
    found: dict[str, list[str]] = {base: [] for base in wanted}
    for name, base in bases.items():
        if base in wanted:
            found[base] += [cell for cell in table.column(name).to_pylist() if cell and cell.strip()]
    return found


def _pattern(cells: Sequence[str], who: str, reads: Reads) -> str | None:
    """How all of some cells are written; None where they are no comments."""
    for written in CELLS if cells else ():
        pattern = written.replace("{who}", f"{{{who}}}")
        told = [fields_of(cell.strip(), pattern) for cell in cells[:LOOK]]
        if not told or any(one is None for one in told):
            continue
        fields = [one for one in told if one is not None]
        named = all(0 < len(one[who].strip()) < LONGEST_NAME for one in fields)
        files = sum(FILE.fullmatch(one["text"].strip()) is not None for one in fields)
        if named and 2 * files < len(fields) and reads([one["created_at"].strip() for one in fields]):
            return pattern
    return None
