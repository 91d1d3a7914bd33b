"""The records that travel: what a source sent (`RawItem`) and what it says (`Post`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pyarrow as pa

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
    REPOST = "repost"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One thing as the source sent it: an X page, a Reddit thing, a forum post, a feed entry, a file's row."""

    source: str
    channel: str
    fetched_at: datetime  # aware, UTC
    window: Window  # what was asked for
    payload: dict[str, Any]  # JSON as received


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public message. The key is (source, post_id). None: not reported; 0: reported as zero."""

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
    author_trust: int | None = None
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

POST_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        ("thread_id", pa.string()),
        ("parent_id", pa.string()),
        ("title", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        ("lang", pa.string()),
        ("author_id", pa.string()),
        ("handle_id", pa.string()),
        ("author_staff", pa.bool_()),
        ("author_trust", pa.int32()),
        ("author_flair", pa.string()),
        ("author_groups", pa.list_(pa.string())),
        ("author_domain", pa.string()),
        ("community", pa.string()),
        ("category", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("url", pa.string()),
        pa.field("created_at", _UTC, nullable=False),
        ("edited_at", _UTC),
        ("deleted_at", _UTC),
        ("likes", pa.int64()),
        ("replies", pa.int64()),
        ("reposts", pa.int64()),
        ("quotes", pa.int64()),
        ("views", pa.int64()),
        ("votes", pa.int64()),
        ("counts_at", _UTC),
        ("repost_of", pa.string()),
        ("quote_of", pa.string()),
        ("answered", pa.bool_()),
        ("accepted", pa.bool_()),
    ]
)
"""Columns of a batch of posts, in the order of `Post`; times are microseconds UTC."""

QUARANTINE_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        ("item_id", pa.string()),
        pa.field("field", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("payload", pa.string(), nullable=False),  # JSON of the refused record
    ]
)
"""Columns of a batch of refused records."""


GONE_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("gone_at", _UTC, nullable=False),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
"""Columns of a batch of deletions learned from a source."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one batch of raw items became: `POST_SCHEMA`, `QUARANTINE_SCHEMA` and `GONE_SCHEMA`."""

    posts: pa.Table
    refused: pa.Table
    gone: pa.Table

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
