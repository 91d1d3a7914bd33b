"""What the configuration names must be in the files: columns, and paths into records checked to their end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.documents.choose import chosen
from voxpop.collectors.archive.documents.inside import RULE, read_field
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.paths import AROUND, MAY_BE_ABSENT, alternatives, closest, missing_step
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import DELIMITERS, ArchiveSettings
from voxpop.collectors.wire.tables.dialect import MARKS, shown
from voxpop.errors import UsageError

LOOK = 1_000
"""Records of a JSON file in which a configured key must occur."""
REQUIRED = ("post_id", "text", "created_at")
ALIKE = 0.6  # how like a known key a missing one must be to count as misspelt where it may be absent

Record = dict[str, Any]


def require_columns(file: ArchiveFile, settings: ArchiveSettings, known: list[str]) -> None:
    """Raises `UsageError` where a table lacks a configured column."""
    _own_names(file, known)
    also = [*(("'only'", column) for column in settings.only), *(("'deleted'", column) for column in settings.deleted)]
    also += [("'each'", rule.items) for rule in settings.rules if rule.items]
    also += [(f"reply.{field}", path) for field, path in settings.reply or () if path]
    for field, column in [*_wanted(settings), *also]:
        firsts = {steps[0] for steps in alternatives(column) if steps}
        if column.endswith(MAY_BE_ABSENT):
            continue
        if column not in known and not (("." in column or "|" in column) and firsts & set(known)):
            raise UsageError(f"{file.path}: {_told(column, field, column, known)}{_other_mark(known)}")


def require_paths(file: ArchiveFile, settings: ArchiveSettings) -> None:
    """Raises `UsageError` where a path leads nowhere in the first records of a JSON or XML file.

    What a post must have, and what 'only' asks for, must be in one of them. JSON leaves out what is empty, so another field's key
    may be absent, but not where a key much like it stands in its place.
    """
    whole = next(replace(file).batches(pa.schema([]))).slice(0, LOOK)
    kept = chosen(whole, settings, file.found)
    records = [record for record in Rows.records(kept if kept.num_rows else whole) if record]
    if not records:
        return
    _own_names(file, [key for record in records if RULE not in record for key in record])
    everything = [record for record in Rows.records(whole) if record]
    missing = Missing(file)
    outer = [record for record in records if RULE not in record]
    taken = [*(path for _, path in _wanted(settings)), *settings.only, *settings.deleted]
    for path in settings.only:
        if not path.endswith(MAY_BE_ABSENT):
            missing.check(everything, path, "'only'", strict="" not in settings.only[path], taken=taken)
    for field, path in settings.reply or ():
        if path and not path.endswith(MAY_BE_ABSENT):
            missing.check(outer, path, f"reply.{field}", taken=taken)
    for path in (one for one in settings.deleted if not one.endswith(MAY_BE_ABSENT)):
        missing.check(outer, path, "'deleted'", taken=taken)
    for field, path in _wanted(settings):
        inner = [record for record in records if RULE in record]
        if any(read_field(one, field, path, settings.rules) is not None for one in inner):
            continue
        if outer and not path.endswith(MAY_BE_ABSENT):
            missing.check(outer, path, field, strict=field in REQUIRED, taken=taken)
    for number, rule in enumerate(settings.rules):
        if rule.items:
            missing.check(everything, rule.items, "'each'", taken=taken)
        inner = [record for record in records if record.get(RULE) == number]
        for field, path in rule.columns.used().items() if rule.columns and inner else ():
            missing.check(inner, path, f"each.{field}", strict=field in REQUIRED, taken=taken)
    missing.tell()


class Missing:
    """Paths that lead nowhere in a file, gathered so that one look finds every mistake."""

    def __init__(self, file: ArchiveFile) -> None:
        self.file = file
        self.found: list[str] = []

    def check(
        self, records: list[Record], path: str, field: str, *, strict: bool = False, taken: Iterable[str] = ()
    ) -> None:
        """Note a path that no record has; one that may be absent only where a key much like it stands in its place."""
        missing = missing_step(records, path)
        if missing is None:
            return
        step, known = missing
        if not strict:
            before = path[: path.find(step)]
            used = {".".join(steps) for other in taken for steps in alternatives(other)}
            free = [key for key in known if not any(f"{one}.".startswith(f"{before}{key}.") for one in used)]
            if closest(step, free, ALIKE) is None:
                return
        self.found.append(_told(step, field, path, [key for key in known if not key.startswith(AROUND)]))

    def tell(self) -> None:
        """Raise `UsageError` if any was noted."""
        if not self.found:
            return
        shape = self.file.shape
        lists = ""
        if shape is not None and shape.kind in {"document", "xml"} and len(shape.lists) > 1:
            lists = f". The file's lists: {shape.told()}; 'items' says which one to read"
        raise UsageError(f"{self.file.path}: {'; '.join(self.found)}{lists}")


def _wanted(settings: ArchiveSettings) -> list[tuple[str, str]]:
    several = settings.columns.several() if settings.columns.model_fields_set else {}
    return [(field, column) for field, columns in several.items() for column in columns]


def _own_names(file: ArchiveFile, known: list[str]) -> None:
    for name in set(known) & set(META.names):
        raise UsageError(f"{file.path}: a column is called '{name}', which Voxpop needs itself; rename it")


def _other_mark(known: list[str]) -> str:
    """What to write where the cells of the header stand between another mark than the configured one."""
    if len(known) != 1:
        return ""
    held = [mark for mark in MARKS if len(known[0].split(mark)) > 1]
    mark = max(held, key=known[0].count, default=None)
    if mark is None:
        return ""
    word = next((name for name, sign in DELIMITERS.items() if sign == mark), mark)
    return f". Its cells seem to stand between {shown(mark)}: leave out 'delimiter', or write delimiter: {word}"


def _told(step: str, field: str, path: str, known: list[str]) -> str:
    close = closest(step, known)
    listed = f"did you mean '{path.removesuffix(step)}{close}'? It has" if close else "it has"
    place = f" ('{step}' is not there)" if step != path else ""
    return f"no column '{path}' for {field}{place}; {listed}: {', '.join(dict.fromkeys(known))}"


def sample(post: Record) -> str:
    """One mapped row, for a look: when, whose hash, and the words."""
    words = " ".join(f"{post['title'] or ''} {post['text']}".split())
    return json.dumps(
        {"post_id": post["post_id"], "created_at": f"{post['created_at']:%Y-%m-%d %H:%M}", "text": words[:80]},
        ensure_ascii=False,
    )
