"""Where records within others belong: their parents, threads, kinds, and the constants of their rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.documents.inside import RULE, rule_of
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.files import META
from voxpop.collectors.archive.paths import AROUND
from voxpop.collectors.archive.rows import Rows
from voxpop.post import POST_SCHEMA, Kind

if TYPE_CHECKING:
    from collections.abc import Callable


def place_inner(posts: pa.Table, rows: Rows, mapped: Callable[[Rows], pa.Table]) -> pa.Table:
    """The posts with what records within others take from their place.

    The parent of such a record is the record around it and its thread that record's thread, unless it says otherwise. It is a
    reply, unless its rule says what it is. `mapped` maps the records around.
    """
    rules, records = rows.rules, rows.parsed
    inner = [place for place, record in enumerate(records) if RULE in record] if rules else []
    if not inner:
        return posts
    around = [json.dumps(records[place].get(AROUND), ensure_ascii=False, default=_as_landed) for place in inner]
    different = {line: place for place, line in enumerate(dict.fromkeys(around))}
    blank = {"_file": [""] * len(different), "_row": [0] * len(different), "_problem": [None] * len(different)}
    above = mapped(Rows(pa.table({**blank, "_raw": list(different)}, schema=META), rows.settings))
    ids, threads = above["post_id"].to_pylist(), above["thread_id"].to_pylist()
    own = {name: posts[name].to_pylist() for name in ("parent_id", "thread_id")}
    changed: dict[str, dict[int, Any]] = {"parent_id": {}, "thread_id": {}, "kind": {}}
    for place, line in zip(inner, around, strict=True):
        parent, rule = different[line], rule_of(records[place], rules)
        changed["parent_id"][place] = own["parent_id"][place] or ids[parent]
        changed["thread_id"][place] = own["thread_id"][place] or threads[parent] or ids[parent]
        if rows.settings.columns.kind is None:
            changed["kind"][place] = Kind.REPLY.value
        for name, constant in rule.constants.items():
            changed.setdefault(name, {})[place] = constant
    for name, values in changed.items():
        if values:
            posts = posts.set_column(posts.schema.get_field_index(name), name, _with(posts[name], name, values))
    return posts


def _as_landed(rule: Each) -> dict[str, Any]:
    return rule.told()


def _with(column: pa.ChunkedArray, name: str, values: dict[int, Any]) -> pa.Array:
    """The column with some values in place of its own."""
    kind = POST_SCHEMA.field(name).type
    mask = pa.array([place in values for place in range(len(column))])
    new = pa.array([values[place] for place in sorted(values)], kind)
    return pc.replace_with_mask(column.cast(kind).combine_chunks(), mask, new)
