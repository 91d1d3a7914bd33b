"""The staff's answer in the row of what it answers: a post of ours, with the row's as parent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.fields import Columns
from voxpop.post import POST_SCHEMA, Kind


def replied(settings: ArchiveSettings) -> ArchiveSettings:
    """The channel's keys for the answers in its rows."""
    reply = settings.reply
    if reply is None:
        return settings
    columns = Columns(
        post_id=settings.columns.post_id, text=reply.text, created_at=reply.created_at, handle=reply.handle
    )
    away: dict[str, Any] = {
        "constants": {},
        "deleted": {},
        "reply": None,
        "each": (),
        "text_after": None,
        "pieces": False,
        "kinds": {},
    }
    return settings.model_copy(update={"columns": columns, **away})


def with_replies(posts: pa.Table, rows: Rows, mapped: Callable[[Rows], pa.Table]) -> pa.Table:
    """The posts, then an answer for each of them whose row has one; posts with an answer are answered.

    `posts` are those of `rows`, in their order; an answer without a usable time is as old as what it answers.
    """
    found = mapped(rows)
    text = pc.utf8_trim_whitespace(found["text"])
    there = pc.not_equal(text, "").combine_chunks() if isinstance(text, pa.ChunkedArray) else pc.not_equal(text, "")
    number = found.num_rows
    values = {
        "source": posts["source"],
        "post_id": pc.binary_join_element_wise(
            posts["post_id"].combine_chunks(), pa.array(["reply"] * number, pa.string()), "/"
        ),
        "kind": pa.array([Kind.REPLY.value] * number),
        "parent_id": posts["post_id"],
        "thread_id": pc.coalesce(posts["thread_id"], posts["post_id"]),
        "text": found["text"],
        "author_id": found["author_id"],
        "handle_id": found["handle_id"],
        "author_staff": pa.array([True] * number),
        "community": posts["community"],
        "created_at": pc.coalesce(found["created_at"], posts["created_at"]),
    }
    empty = {"author_groups", "tags"}
    columns = {
        name: values.get(name, pa.array([[]] * number) if name in empty else pa.nulls(number))
        for name in POST_SCHEMA.names
    }
    answers = pa.table(columns).cast(POST_SCHEMA).filter(there)
    answered = pc.if_else(there, True, posts["answered"].combine_chunks())
    place = posts.schema.get_field_index("answered")
    return pa.concat_tables([posts.set_column(place, posts.schema.field(place), answered), answers])
