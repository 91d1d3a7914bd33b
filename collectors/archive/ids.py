"""The ids of an archive's posts: one column, several columns, or what the row says."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.documents.inside import RULE, read_field, rule_of, without_lists
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.files import META
from voxpop.collectors.archive.paths import AROUND, getter
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.inner.lists import is_spoken

CHANGING = (
    "likes",
    "replies",
    "reposts",
    "quotes",
    "views",
    "votes",
    "counts_at",
    "edited_at",
    "deleted_at",
    "author_trust",
)
"""Fields that change while the post stays the same: no part of a row's own id."""
PARTS = "\x1f"
UNNAMED = "rows have no id (a time is none): each is known by a hash of what it says; two that say all the same are one"


def linked(rows: Rows, name: str, key: AuthorKey) -> pa.Array:
    """The id of another post; of several columns, where the last is filled, hashed as the id that it names."""
    paths = rows.settings.columns.several().get(name, ())
    if len(paths) < 2:
        return rows.name(name)
    parts = [rows.name_at(name, path).to_pylist() for path in paths]
    return pa.array([_hashed(key, row) if row[-1] else None for row in zip(*parts, strict=True)], pa.string())


def ids(rows: Rows, key: AuthorKey) -> pa.Array:
    """The id of each post; of several columns and of whole rows a keyed hash, so that it tells nothing about them."""
    paths = id_paths(rows.settings)
    if rows.parsed and rows.rules:
        return _of_records(rows, paths, key)
    if len(paths) == 1:
        return rows.name("post_id")
    if not paths:
        told = _tables(rows) if not rows.parsed else [_said(record, rows) for record in rows.parsed]
        return pa.array([key.author("archive-row", one) for one in told], pa.string())
    parts = [rows.name_at("post_id", path).to_pylist() for path in paths]
    return pa.array([_hashed(key, row) for row in zip(*parts, strict=True)], pa.string())


def id_paths(settings: ArchiveSettings) -> tuple[str, ...]:
    """The columns by which a post is known; none where there is no id, or where the time of writing was to be one."""
    paths = settings.columns.several().get("post_id", ())
    return () if paths == settings.columns.several().get("created_at") else paths


def _of_records(rows: Rows, paths: tuple[str, ...], key: AuthorKey) -> pa.Array:
    """Ids where records stand within records, each with columns of its own."""
    if len(paths) == 1 and all(len(_own_paths(rule)) < 2 for rule in rows.rules):
        return rows.name("post_id")
    found: list[str | None] = []
    for record in rows.parsed:
        own = _own_paths(rule_of(record, rows.rules)) if RULE in record else ()
        wanted = own or paths
        if not wanted:
            found.append(key.author("archive-row", _said(record, rows)))
        elif len(wanted) == 1:
            value = _part(record, wanted[0], rows, own=bool(own))
            found.append(None if value is None else str(value).strip() or None)
        else:
            found.append(_hashed(key, [_told(_part(record, path, rows, own=bool(own))) for path in wanted]))
    return pa.array(found, pa.string())


def _part(record: dict[str, Any], path: str, rows: Rows, *, own: bool) -> Any:
    """A part of an id: by the rule's own path, else by the channel's."""
    return getter(path)(record) if own else read_field(record, "post_id", path, rows.rules)


def _own_paths(rule: Each) -> tuple[str, ...]:
    return rule.columns.several().get("post_id", ()) if rule.columns else ()


def _told(value: Any) -> str | None:
    return None if value is None else str(value).strip() or None


def _hashed(key: AuthorKey, parts: Any) -> str | None:
    """The hash of some parts; None where all of them are empty."""
    return key.author("archive-id", PARTS.join(part or "" for part in parts)) if any(parts) else None


def _tables(rows: Rows) -> list[str]:
    """What each row of a table says, without what changes."""
    changing = {
        column for name, columns in rows.settings.columns.several().items() if name in CHANGING for column in columns
    }
    names = [name for name in rows.table.column_names if name not in META.names and name not in changing]
    cells = [rows.table.column(name).to_pylist() for name in names]
    return [PARTS.join("" if cell is None else str(cell) for cell in row) for row in zip(*cells, strict=True)]


def _without_empty_lists(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the lists that nobody has answered in yet."""
    return {
        key: _without_empty_lists(value) if isinstance(value, dict) else value
        for key, value in record.items()
        if value not in (None, []) or not is_spoken(key)
    }


def _said(record: dict[str, Any], rows: Rows) -> str:
    """What a record says, without what changes."""
    changing = {columns[0] for name, columns in rows.settings.columns.several().items() if name in CHANGING}
    bare = without_lists(record, rows.settings.rules)
    if rows.settings.each != ():
        bare = _without_empty_lists(bare)
    kept = {name: value for name, value in bare.items() if name not in changing and name != AROUND}
    if RULE in kept:
        kept[RULE] = 0  # whichever rule found it
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
