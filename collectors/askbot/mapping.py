"""A question, an answer or a comment of Askbot as a post; pure mapping."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.feed.entries import moment
from voxpop.collectors.wire.json_paths import moment as time_of
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "askbot"
KINDS = {"question": Kind.QUESTION, "answer": Kind.ANSWER, "comment": Kind.REPLY}


def epoch(written: Any) -> datetime | None:
    """A time of the API, seconds in a string; None where it is none."""
    return time_of(written, "unix")


def post_of(item: RawItem, key: AuthorKey) -> Post | Refusal | Gone:
    """The post in one item, or that it is gone, or why it is neither."""
    payload, host = item.payload, _words(item.payload.get("host"))
    if gone := _words(payload.get("gone")):
        return Gone(source=SOURCE, post_id=gone, gone_at=item.fetched_at, reason="deleted")
    record, kind = payload.get("record"), KINDS.get(str(payload.get("kind")))
    post_id, thread = _words(payload.get("post_id")), _words(payload.get("thread_id"))
    if not isinstance(record, dict) or kind is None or host is None or post_id is None:
        return _refuse(None, "record", payload)
    written, text = moment(payload.get("written")), payload.get("text")
    if written is None:
        return _refuse(post_id, "written", payload)
    if not isinstance(text, str):
        return _refuse(post_id, "text", payload)
    question = kind is Kind.QUESTION
    author = record.get("author")
    author = author if isinstance(author, dict) else {}
    number, name = (
        _count(author.get("id", record.get("user_id"))),
        _words(author.get("username", record.get("user_display_name"))),
    )
    staff = [record.get(f"user_is_{role}") for role in ("administrator", "moderator")]
    base, of = _words(payload.get("base")), (thread or "").rpartition("/")[2]
    own = "" if question else f"#post-id-{post_id.rpartition('/')[2]}"
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=kind,
        thread_id=thread,
        parent_id=_words(payload.get("parent_id")),
        title=_words(record.get("title")) if question else None,
        text=text.replace("\0", "\ufffd").strip(),
        author_id=None if number is None else key.author(SOURCE, f"{host}/{number}"),
        handle_id=key.handle(SOURCE, name),
        author_staff=None if all(told is None for told in staff) else any(told is True for told in staff),
        community=host,
        tags=_list(record.get("tags")) if question else (),
        url=f"{base}/question/{of}/{own}" if base and of else None,
        created_at=written,
        edited_at=_edited(record, written),
        votes=_count(record.get("score")),
        replies=_count(record.get("answer_count")) if question else None,
        views=_count(record.get("view_count")) if question else None,
        counts_at=item.fetched_at,
        answered=record["accepted_answer_id"] is not None if question and "accepted_answer_id" in record else None,
        accepted=accepted if isinstance(accepted := payload.get("accepted"), bool) else None,
    )


def _edited(record: dict[str, Any], written: datetime) -> datetime | None:
    """When it was last edited. The API's times are wrong by its server's zone; the time of writing tells by how much."""
    told, edited = epoch(record.get("added_at")), epoch(record.get("last_edited_at"))
    if told is None or edited is None:
        return None
    true = edited - (told - written.replace(microsecond=0))
    return true if true > written else None


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31 else None


def _list(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for part in value if (w := _words(part)))) if isinstance(value, list) else ()


def _refuse(post_id: str | None, field: str, payload: Any) -> Refusal:
    told = json.dumps(payload, default=str)
    return Refusal(source=SOURCE, item_id=post_id, field=field, reason=f"no usable '{field}'", payload=told)
