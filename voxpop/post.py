"""The records that travel: what a source sent (`RawItem`) and what it says (`Post`)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop.quick import fill_at_once

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voxpop.window import Window


class Kind(StrEnum):
    """What a post is; 'repost' adds no words of its own."""

    POST = "post"
    REPLY = "reply"
    QUESTION = "question"
    ANSWER = "answer"
    TICKET = "ticket"
    REVIEW = "review"
    IDEA = "idea"
    ISSUE = "issue"
    PULL_REQUEST = "pull_request"
    REPOST = "repost"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One thing as the source sent it: an X page, a Reddit thing, a forum post, a feed entry, a file's row."""

    source: str
    channel: str
    fetched_at: datetime  # aware, UTC
    window: Window  # what was asked for
    payload: dict[str, Any]  # JSON as received


Level = int
"""A small whole number: 32 bits in columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public message. The key is (source, post_id). None: not reported; 0: reported as zero.

    The one source of the fields: the Arrow schema is derived from them, and `tests/warehouse/test_fields_of_post.py` holds
    the tables, the as-of copy and the mappings to them. How to add one: docs/architecture.md, 'To add a field of Post'.
    """

    source: str
    post_id: str
    kind: str = Kind.POST
    thread_id: str | None = None  # None: stands alone
    parent_id: str | None = None
    title: str | None = None
    text: str  # as written; cleaning belongs to analysis
    lang: str | None = None  # None: the source did not say
    author_id: str | None  # keyed hash, never a handle; None: the source hides or has deleted the author
    handle_id: str | None = None  # keyed hash of the public handle, to recognise configured accounts
    author_staff: bool | None = None
    author_trust: Level | None = None
    author_flair: str | None = None
    author_groups: tuple[str, ...] = ()
    author_domain: str | None = None
    community: str | None = None  # subreddit, forum, repository
    category: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    created_at: datetime  # aware, UTC
    edited_at: datetime | None = None
    deleted_at: datetime | None = None  # known to be gone; text is then empty
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    quotes: int | None = None
    views: int | None = None
    votes: int | None = None
    counts_at: datetime | None = None  # when the counts were read
    repost_of: str | None = None  # post_id at the same source
    quote_of: str | None = None
    answered: bool | None = None
    accepted: bool | None = None
    links: tuple[str, ...] = ()  # addresses that it points to, in full
    media: tuple[str, ...] = ()  # what it shows, one word each: photo, video, gif, audio, gallery, card
    alt_text: tuple[str, ...] = ()  # what its writer wrote to describe its media
    poll: tuple[str, ...] = ()  # the options; votes stay in landing
    reactions: tuple[str, ...] = ()  # by kind: 'heart:3'
    marks: tuple[
        str, ...
    ] = ()  # of the source: locked, pinned, spoiler, submitter, bot, wiki, promoted, pull_request ...
    sensitive: bool | None = None  # hidden behind a warning
    visibility: str | None = None  # public, unlisted, followers, private
    place: str | None = None  # where it was written, as its writer says
    bookmarks: int | None = None
    author_followers: int | None = None
    rating: float | None = None  # stars or a score that its writer gave
    rating_scale: float | None = None  # the best that could be given: 5 stars, 10 points


fill_at_once(Post)

OUTSIDE_STATE = frozenset(
    {
        *("source", "post_id", "author_id", "handle_id", "author_trust", "url"),
        *("created_at", "edited_at", "deleted_at"),
        *("likes", "replies", "reposts", "quotes", "views", "votes", "counts_at"),
        *("repost_of", "quote_of"),
        *("reactions", "bookmarks", "author_followers", "place"),
    }
)
"""Fields of `Post` in which a change makes no new state: the key, what stays as it is, times, and counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One record that cannot become a post, and why; it goes to quarantine and is counted."""

    source: str
    item_id: str | None
    field: str
    reason: str
    payload: str  # JSON of the refused record


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The source says that a post it once gave is deleted, removed, withheld or forbidden."""

    source: str
    post_id: str
    gone_at: datetime  # when we learned it
    reason: str  # deleted, removed, withheld, forbidden


_UTC = pa.timestamp("us", tz="UTC")

_ARROW = {
    "str": pa.string(),
    "bool": pa.bool_(),
    "int": pa.int64(),
    "float": pa.float64(),
    "Level": pa.int32(),
    "datetime": _UTC,
    "tuple[str, ...]": pa.list_(pa.string()),
}
"""How a field's type in a record is written in a column."""


def _schema_of(record: type) -> pa.Schema:
    """The columns of a record's fields, in their order; a field that may be None, or an empty list, is a nullable column."""
    columns = []
    for one in fields(record):
        kind = str(one.type).removesuffix(" | None")
        if kind not in _ARROW:
            msg = f"{record.__name__}.{one.name}: no column is known for the type '{one.type}'; add it to _ARROW"
            raise TypeError(msg)
        nullable = kind != one.type or pa.types.is_list(_ARROW[kind])
        columns.append(pa.field(one.name, _ARROW[kind], nullable=nullable))
    return pa.schema(columns)


POST_SCHEMA = _schema_of(Post)
"""Columns of a batch of posts, in the order of `Post`; times are microseconds UTC."""

STATE = tuple(name for name in POST_SCHEMA.names if name not in OUTSIDE_STATE)
"""Fields that make up a post's state: a change in one of them is a new state, and the old one becomes a version."""

IDS = ("post_id", "thread_id", "parent_id", "repost_of", "quote_of")
"""Fields that name a post at its source."""


def _of_type(*kinds: pa.DataType) -> tuple[str, ...]:
    """The fields of a post that have one of these types and no meaning of their own: what a mapping reads by type alone."""
    special = {"source", "kind", "title", "text", "author_id", "handle_id", *IDS}
    return tuple(field.name for field in POST_SCHEMA if field.type in kinds and field.name not in special)


TIMES = _of_type(_UTC)
COUNTS = _of_type(pa.int32(), pa.int64())
FLAGS = _of_type(pa.bool_())
SCORES = _of_type(pa.float64())
LISTS = _of_type(pa.list_(pa.string()))
WORDS = _of_type(pa.string())

QUARANTINE_SCHEMA = _schema_of(Refusal)
"""Columns of a batch of refused records."""

GONE_SCHEMA = _schema_of(Gone)
"""Columns of a batch of deletions learned from a source."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that holds for some of the rows: a value that could not be read, words that were mended."""

    said: str  # '{rows} values of likes are no whole numbers and count as not reported'
    rows: int
    example: str = ""

    @staticmethod
    def sentences(notes: Iterable[Note]) -> list[str]:
        """The notes of several batches as sentences, each once with the sum of its rows."""
        sums: dict[str, tuple[int, str]] = {}
        for note in notes:
            rows, example = sums.get(note.said, (0, note.example))
            sums[note.said] = (rows + note.rows, example)
        return [
            said.replace("{rows}", f"{rows:,}") + (f", such as {example}" if example else "")
            for said, (rows, example) in sums.items()
        ]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one batch of raw items became: `POST_SCHEMA`, `QUARANTINE_SCHEMA` and `GONE_SCHEMA`."""

    posts: pa.Table
    refused: pa.Table
    gone: pa.Table
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, records: Iterable[Post | Refusal | Gone]) -> Mapped:
        """Sort records into the three tables, keeping their order."""
        groups: dict[type, list[Any]] = {Post: [], Refusal: [], Gone: []}
        for record in records:
            groups[type(record)].append(record)
        return cls(
            posts=_table(groups[Post], POST_SCHEMA),
            refused=_table(groups[Refusal], QUARANTINE_SCHEMA),
            gone=_table(groups[Gone], GONE_SCHEMA),
        )


def _table(records: list[Any], schema: pa.Schema) -> pa.Table:
    return pa.table([_column([getattr(r, field.name) for r in records], field.type) for field in schema], schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_storable(value) for value in values], kind)


def _storable(value: Any) -> Any:
    """Text without halves of a character pair, which JSON can hold and no column can."""
    if isinstance(value, tuple):
        return tuple(map(_storable, value))
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
