"""An archive's raw columns as posts, a batch at a time; each row becomes a post or a refusal with its number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.absent import NONE, is_yes, rounded, without
from voxpop.collectors.archive.cells import each, own_words
from voxpop.collectors.archive.documents.markup import readings
from voxpop.collectors.archive.ids import ids, linked
from voxpop.collectors.archive.parents import place_inner
from voxpop.collectors.archive.replies import replied, with_replies
from voxpop.collectors.archive.rows import Rows, short
from voxpop.collectors.archive.scores import ratings
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.archive.times import ORDER, whole_days
from voxpop.collectors.wire.times import UNREADABLE, Clock, Order, read_time, why_not
from voxpop.language_codes import language_code
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
    Kind,
    Mapped,
)

NO_TIME = UNREADABLE.problem
AS_JSON = (
    "{rows} texts are records whose words have no known key, and stand as JSON: name the key, such as 'body.words'"
)
TAGGED = "{rows} texts hold tags of HTML: with 'html: true' they are read as text"
WORDLESS = "{rows} posts have no words: they are kept, and are nobody's opinion"


def wordless(posts: pa.Table) -> int:
    """How many posts that are not deleted have neither a title nor a text."""
    empty = pc.and_(pc.equal(pc.utf8_trim_whitespace(posts["text"]), ""), posts["title"].is_null())
    return int(pc.sum(pc.and_(empty, posts["deleted_at"].is_null())).as_py() or 0)


def as_json(texts: pa.Array) -> int:
    """How many texts are a record of JSON."""
    found = pc.and_(pc.starts_with(texts, '{"'), pc.ends_with(texts, "}"))
    return pc.sum(found).as_py() or 0


def tagged(texts: pa.Array) -> int:
    """How many texts hold closing tags of HTML."""
    if not pc.any(pc.match_substring(texts, "</")).as_py():
        return 0
    return int(
        pc.sum(pc.match_substring_regex(texts, r"</(?:p|div|blockquote|a|li|ul|ol|span|b|i|em|strong)>")).as_py() or 0
    )


class ArchiveMapping:
    """The rules of one channel, applied to any number of batches."""

    def __init__(self, settings: ArchiveSettings, channel: str, key: AuthorKey, days: str | None = None) -> None:
        self.settings = settings
        self.key = key
        self.days = days  # the zone of dates without an hour: the company's
        self.source = settings.as_source or "archive"
        self.prefix = "" if settings.as_source else f"{channel}/"

    def created(self, table: pa.Table) -> pa.Array:
        """When each row was written; null where that cannot be read."""
        return Rows(table, self.settings, self._clock(table)).time("created_at")

    def answered(self, table: pa.Table) -> pa.Array | None:
        """When the staff answered in each row; None where the rows hold no answers."""
        if self.settings.reply is None:
            return None
        return Rows(table, replied(self.settings), self._clock(table)).time("created_at")

    def map(self, table: pa.Table) -> Mapped:
        """Every row as a post or a refusal, in the order of the file."""
        rows = Rows(table, self.settings, self._clock(table))
        placed = self._placed(rows)
        kept = np.ones(len(rows), dtype=bool)
        kept[list(rows.refused)] = False
        posts = placed.filter(pa.array(kept)).cast(POST_SCHEMA)
        if self.settings.reply is not None:
            posts = with_replies(
                posts, Rows(table.filter(pa.array(kept)), replied(self.settings), rows.clock), self._posts
            )
        rows.unread.add(WORDLESS, wordless(posts))
        return Mapped(
            posts=posts,
            refused=self._refusals(table, rows.refused),
            gone=GONE_SCHEMA.empty_table(),
            notes=rows.unread.notes(),
        )

    def _clock(self, table: pa.Table) -> Clock:
        """How times are meant; the order of day and month was told by the whole column when the rows landed."""
        told = (table.schema.metadata or {}).get(ORDER, b"").decode()
        order: Order | None = self.settings.dates or ("day_first" if told == "day_first" else None)
        return Clock(self.settings.time_zone, self.days, order or ("month_first" if told == "month_first" else None))

    def _placed(self, rows: Rows) -> pa.Table:
        """The posts, those within records with their parents; these are mapped in the same way."""
        return place_inner(self._posts(rows), rows, self._placed)

    def _posts(self, rows: Rows) -> pa.Table:
        columns: dict[str, pa.Array] = {"source": pa.array([self.source] * len(rows), pa.string())}
        for name in IDS:
            found = ids(rows, self.key) if name == "post_id" else linked(rows, name, self.key)
            columns[name] = pc.binary_join_element_wise(self.prefix, found, "")
        if self.settings.columns.parent_id != self.settings.columns.post_id:
            own = pc.equal(columns["parent_id"], columns["post_id"]).fill_null(
                False
            )  # as some write the first of a thread
            columns["parent_id"] = pc.if_else(own, pa.scalar(None, pa.string()), columns["parent_id"])
        rows.refuse("post_id", columns["post_id"].is_null(), lambda _: "the id is empty")
        rows.unread.add(
            "{rows} ids end in zeros behind 15 digits: a program for tables rounded them, so that several may be one",
            rounded(columns["post_id"]),
        )
        for name in TIMES:
            columns[name] = rows.time(name)
        rows.refuse("created_at", columns["created_at"].is_null(), lambda i: self._no_time(rows, i))
        columns |= {name: rows.whole(name) for name in COUNTS}
        columns |= {name: rows.truth(name) for name in FLAGS}
        columns |= {name: rows.listed(name) for name in LISTS}
        columns |= ratings(rows)
        columns |= {name: rows.text(name) for name in ("title", *WORDS)}
        columns["kind"] = rows.kind()
        columns["deleted_at"] = self._deleted(rows, columns)
        columns["lang"] = each(columns["lang"], language_code)
        text = own_words(rows.text("text", strip=False).fill_null(""), self.settings)
        for change in readings(self.settings):
            text, columns["title"] = (each(values, change) for values in (text, columns["title"]))
        if self.settings.reposts:
            again = pc.starts_with(text, self.settings.reposts)
            columns["kind"] = pc.if_else(again, Kind.REPOST.value, columns["kind"])
        rows.unread.add(AS_JSON, as_json(text))
        if not self.settings.html:
            rows.unread.add(TAGGED, tagged(text))
        if self.settings.columns.created_at:
            zone = rows.clock.days
            rows.unread.add(
                f"{{rows}} dates have no hour: each is that day in {zone}",
                whole_days(rows.column("created_at"), rows.settings.time_format),
            )
        columns["text"] = pc.if_else(columns["deleted_at"].is_valid(), "", text)
        columns |= self._authors(rows)
        return pa.table({name: columns[name] for name in POST_SCHEMA.names})

    def _deleted(self, rows: Rows, columns: Mapping[str, pa.Array]) -> pa.Array:
        """When posts were deleted; where a value says only that they were, the last time that is known of them."""
        found = columns["deleted_at"]
        for path, words in self.settings.deleted.items():
            told = rows.at(path)
            gone = without(told, tuple(map(str.lower, words))).is_null() if words else is_yes(told)
            gone = pc.and_(gone, told.is_valid())
            last = pc.coalesce(columns["edited_at"], columns["created_at"])
            found = pc.coalesce(found, pc.if_else(gone, last, pa.scalar(None, last.type)))
        return found

    def _authors(self, rows: Rows) -> dict[str, pa.Array]:
        """Hashes; where only the public name is known, it also tells the authors apart."""
        handles = each(rows.name("handle"), lambda name: self.key.handle(self.source, name))
        if not rows.has("author"):
            return {"author_id": handles, "handle_id": handles}
        authors = each(rows.name("author"), lambda name: self.key.author(self.source, self.prefix + name))
        return {"author_id": pc.coalesce(authors, handles), "handle_id": handles}

    def _no_time(self, rows: Rows, row: int) -> str:
        """Why a row has no time: it is missing, or it cannot be read."""
        written = rows.column("created_at")[row].as_py()
        time_format = self.settings.time_format
        if written is None or not str(written).strip() or str(written).strip().lower() in NONE:
            return "the time is empty"
        shown = short(written)
        problem = why_not(written, time_format, rows.clock) if isinstance(written, str) else ""
        if problem and problem != NO_TIME:
            return f"the time {shown} {problem}"
        wanted = {"iso": "an ISO time such as 2026-11-16T08:00:00", "auto": "a date in one of the common shapes"}
        hint = "; 'auto' reads it" if time_format == "iso" and problem and self._readable(written) else ""
        return f"{shown} is no time; time_format asks for {wanted.get(time_format, time_format)}{hint}"

    @staticmethod
    def _readable(written: str) -> bool:
        return read_time(written, "auto", Clock(order="day_first")) is not None

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
