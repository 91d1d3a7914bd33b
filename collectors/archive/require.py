"""What the configuration names must be in the files: columns, and paths into records checked to their end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.documents.inside import RULE, inner_path
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.paths import alternatives, closest, missing_step, reach
from voxpop.collectors.archive.rows import Rows, chosen
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.errors import UsageError

LOOK = 1_000
"""Records of a JSON file in which a configured key must occur."""
REQUIRED = ("post_id", "text", "created_at")
ALIKE = 0.6  # how like a known key a missing one must be to count as misspelt where it may be absent

Record = dict[str, Any]


def require_columns(file: ArchiveFile, settings: ArchiveSettings, known: list[str]) -> None:
    """Raises `UsageError` where a table lacks a configured column."""
    _own_names(file, known)
    for field, column in [*_wanted(settings), *(("'only'", column) for column in settings.only)]:
        if column not in known and not ("." in column and column.split(".")[0] in known):
            raise _missing(file, column, field, column, known)


def require_paths(file: ArchiveFile, settings: ArchiveSettings) -> None:
    """Raises `UsageError` where a path leads nowhere in the first records of a JSON or XML file.

    What a post must have, and what 'only' asks for, must be in one of them. JSON leaves out what is empty, so another field's key
    may be absent, but not where a key much like it stands in its place.
    """
    whole = next(replace(file).batches(pa.schema([]))).slice(0, LOOK)
    kept = chosen(whole, settings.only, settings.each)
    records = [record for record in Rows.records(kept if kept.num_rows else whole) if record]
    if not records:
        return
    _own_names(file, [key for record in records if RULE not in record for key in record])
    everything = [record for record in Rows.records(whole) if record]
    for path in settings.only:
        _check(file, [*everything, *_inside(everything)], path, "'only'", strict=True, taken=())
    outer = [record for record in records if RULE not in record]
    taken = [path for _, path in _wanted(settings)]
    for field, path in _wanted(settings):
        inner = [record for record in records if RULE in record]
        if inner and any(reach(one, inner_path(path, settings.each[one[RULE]])) is not None for one in inner):
            continue
        if outer:
            _check(file, outer, path, field, strict=field in REQUIRED, taken=taken)
    for number, rule in enumerate(settings.each):
        if rule.items:
            _check(file, everything, rule.items, "'each'", strict=False, taken=taken)
        inner = [record for record in records if record.get(RULE) == number]
        for field, path in rule.columns.used().items() if rule.columns and inner else ():
            _check(file, inner, path, f"each.{field}", strict=field in REQUIRED, taken=taken)


def _wanted(settings: ArchiveSettings) -> list[tuple[str, str]]:
    return list(settings.columns.used().items()) if settings.columns.model_fields_set else []


def _inside(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if RULE in record)


def _check(
    file: ArchiveFile, records: list[Record], path: str, field: str, *, strict: bool, taken: Iterable[str]
) -> None:
    missing = missing_step(records, path)
    if missing is None:
        return
    step, known = missing
    if not strict:
        free = {steps[-1] for other in taken for steps in alternatives(other)}
        if closest(step, [key for key in known if key not in free], ALIKE) is None:
            return
    raise _missing(file, step, field, path, [key for key in known if not key.startswith("^")])


def _own_names(file: ArchiveFile, known: list[str]) -> None:
    for name in set(known) & set(META.names):
        raise UsageError(f"{file.path}: a column is called '{name}', which Voxpop needs itself; rename it")


def _missing(file: ArchiveFile, step: str, field: str, path: str, known: list[str]) -> UsageError:
    close = closest(step, known)
    hint = f"did you mean '{path.removesuffix(step)}{close}'? " if close else ""
    place = f" ('{step}' is not there)" if step != path else ""
    told = f"{file.path}: no column '{path}' for {field}{place}; {hint}It has: {', '.join(dict.fromkeys(known))}"
    lists = file.shape.lists if file.shape else []
    if len(lists) > 1 and file.shape and file.shape.kind in {"document", "xml"}:
        told += f". The file's lists: {file.shape.told()}; 'items' says which one to read"
    return UsageError(told)


def sample(post: Record) -> str:
    """One mapped row, for a look: when, whose hash, and the words."""
    words = " ".join(f"{post['title'] or ''} {post['text']}".split())
    return json.dumps(
        {"post_id": post["post_id"], "created_at": f"{post['created_at']:%Y-%m-%d %H:%M}", "text": words[:80]},
        ensure_ascii=False,
    )
