"""An archive's raw columns as posts, a batch at a time; each row becomes a post or a refusal with its number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.parents import place_inner
from voxpop.collectors.archive.rows import Rows, each, short
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.wire.html_text import unescape
from voxpop.post import (
    COUNTS,
    FLAGS,
    GONE_SCHEMA,
    IDS,
    LISTS,
    POST_SCHEMA,
    QUARANTINE_SCHEMA,
    TIMES,
    WORDS,
    Mapped,
)


class ArchiveMapping:
    """The rules of one channel, applied to any number of batches."""

    def __init__(self, settings: ArchiveSettings, channel: str, key: AuthorKey) -> None:
        self.settings = settings
        self.key = key
        self.source = settings.as_source or "archive"
        self.prefix = "" if settings.as_source else f"{channel}/"

    def created(self, table: pa.Table) -> pa.Array:
        """When each row was written; null where that cannot be read."""
        return Rows(table, self.settings).time("created_at")

    def map(self, table: pa.Table) -> Mapped:
        """Every row as a post or a refusal, in the order of the file."""
        rows = Rows(table, self.settings)
        posts = self._placed(rows)
        kept = np.ones(len(rows), dtype=bool)
        kept[list(rows.refused)] = False
        return Mapped(
            posts=posts.filter(pa.array(kept)).cast(POST_SCHEMA),
            refused=self._refusals(table, rows.refused),
            gone=GONE_SCHEMA.empty_table(),
        )

    def _placed(self, rows: Rows) -> pa.Table:
        """The posts, those within records with their parents; these are mapped in the same way."""
        return place_inner(self._posts(rows), rows, self._placed)

    def _posts(self, rows: Rows) -> pa.Table:
        columns: dict[str, pa.Array] = {"source": pa.array([self.source] * len(rows), pa.string())}
        for name in IDS:
            columns[name] = pc.binary_join_element_wise(self.prefix, rows.text(name), "")
        rows.refuse("post_id", columns["post_id"].is_null(), lambda _: "the id is empty")
        for name in TIMES:
            columns[name] = rows.time(name)
        rows.refuse("created_at", columns["created_at"].is_null(), lambda i: self._no_time(rows, i))
        columns |= {name: rows.whole(name) for name in COUNTS}
        columns |= {name: rows.truth(name) for name in FLAGS}
        columns |= {name: rows.listed(name) for name in LISTS}
        columns |= {name: rows.text(name) for name in ("title", *WORDS)}
        columns["kind"] = rows.kind()
        text = rows.text("text", strip=False).fill_null("")
        if self.settings.unescape_html:
            text, columns["title"] = (each(values, unescape) for values in (text, columns["title"]))
        columns["text"] = pc.if_else(columns["deleted_at"].is_valid(), "", text)
        columns |= self._authors(rows)
        return pa.table({name: columns[name] for name in POST_SCHEMA.names})

    def _authors(self, rows: Rows) -> dict[str, pa.Array]:
        """Hashes; where only the public name is known, it also tells the authors apart."""
        handles = each(rows.text("handle"), lambda name: self.key.handle(self.source, name))
        if not rows.has("author"):
            return {"author_id": handles, "handle_id": handles}
        authors = each(rows.text("author"), lambda name: self.key.author(self.source, self.prefix + name))
        return {"author_id": pc.coalesce(authors, handles), "handle_id": handles}

    def _no_time(self, rows: Rows, row: int) -> str:
        written = rows.column("created_at")[row].as_py()
        wanted = {"iso": "an ISO time such as 2026-11-16T08:00:00"}.get(
            self.settings.time_format, self.settings.time_format
        )
        if written is None or written == "":
            return "the time is empty"
        return f"{short(written)} is no time; time_format asks for {wanted}"

    def _refusals(self, table: pa.Table, refused: Mapping[int, tuple[str, str]]) -> pa.Table:
        order = sorted(refused)
        broken = table.take(pa.array(order, pa.int64())).to_pylist()
        columns: dict[str, Any] = {
            "source": [self.source] * len(order),
            "item_id": [f"{row['_file']}:{row['_row']}" for row in broken],
            "field": [refused[i][0] for i in order],
            "reason": [f"row {row['_row']}: {refused[i][1]}" for i, row in zip(order, broken, strict=True)],
            "payload": [json.dumps({k: v for k, v in row.items() if v is not None}, default=str) for row in broken],
        }
        return pa.table(columns, schema=QUARANTINE_SCHEMA)
