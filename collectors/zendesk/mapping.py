"""A ticket of Zendesk with what came with it as our posts; pure mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.json_paths import moment as time_of
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "zendesk"
STAFF = frozenset({"agent", "admin"})
DONE = frozenset({"solved", "closed"})
FILES = {"image": "photo", "video": "video", "audio": "audio"}
SCORES = frozenset({"good", "bad"})


def moment(written: Any) -> Any:
    """The time in UTC; None where it is none."""
    return time_of(written, "iso")


def is_deleted(ticket: dict[str, Any]) -> bool:
    """Whether the export says that the ticket is gone."""
    return ticket.get("status") == "deleted"


PARTS = {  # what belongs to a ticket: (in its id, where its words are, where its writer is, what it is)
    "comment": ("", "plain_body", "author_id", Kind.REPLY),
    "side": ("side/", "body", "actor", Kind.REPLY),
    "rating": ("rating/", "comment", "requester_id", Kind.REVIEW),
}


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The ticket or the part of one as a post; or that it is gone."""
    payload, host = item.payload, _words(item.payload.get("host"))
    if gone := _words(payload.get("gone")):
        yield Gone(source=SOURCE, post_id=gone, gone_at=item.fetched_at, reason="deleted")
        return
    ticket, part = payload.get("ticket"), next((name for name in PARTS if isinstance(payload.get(name), dict)), None)
    number = _number(payload.get("of") if part else ticket.get("id") if isinstance(ticket, dict) else None)
    if host is None or number is None:
        yield _refuse(None, "id", "no usable 'id' of a ticket", payload)
        return
    thread = f"{host}/{number}"
    if part:
        yield _part(item, key, thread, part)
    elif isinstance(ticket, dict):
        if is_deleted(ticket):
            yield Gone(source=SOURCE, post_id=thread, gone_at=item.fetched_at, reason="deleted")
        else:
            yield _ticket(item, key, thread, ticket)


def _ticket(item: RawItem, key: AuthorKey, thread: str, ticket: dict[str, Any]) -> Post | Refusal:
    count, rating = _number(ticket.get("comment_count")), ticket.get("satisfaction_rating")
    replies = count - 1 if count is not None and 0 < count < 1 << 31 else None
    facts = {
        "kind": Kind.TICKET,
        "title": _words(ticket.get("subject")),
        "tags": (*_list(ticket.get("tags")), *_score(rating if isinstance(rating, dict) else {})),
        "replies": replies,
        "counts_at": None if replies is None else item.fetched_at,
        "answered": ticket.get("status") in DONE if _words(ticket.get("status")) else None,
    }
    return _post(item, key, thread, ticket, ticket.get("description"), ticket.get("submitter_id"), thread, facts)


def _part(item: RawItem, key: AuthorKey, thread: str, name: str) -> Post | Refusal:
    """Something that belongs to a ticket."""
    mark, words, writer, kind = PARTS[name]
    record: dict[str, Any] = item.payload[name]
    number = _number(record.get("id")) or _words(record.get("id"))
    if number is None:
        return _refuse(None, "id", "no usable 'id'", record)
    message, who = record.get("message"), record.get(writer)
    inside = message if name == "side" and isinstance(message, dict) else record
    text = next((inside[place] for place in (words, "body") if isinstance(inside.get(place), str)), None)
    if text is None and isinstance(inside.get("html_body"), str):
        text = html_to_text(inside["html_body"])
    author = who.get("user_id") if isinstance(who, dict) else who
    facts = {"kind": kind, "parent_id": thread, "tags": _score(record) if name == "rating" else ()}
    return _post(item, key, f"{thread}/{mark}{number}", record, text, author, thread, facts)


def _post(
    item: RawItem,
    key: AuthorKey,
    post_id: str,
    record: dict[str, Any],
    text: Any,
    author: Any,
    thread: str,
    facts: dict[str, Any],
) -> Post | Refusal:
    """The record as a post, with what tickets and their parts have in common."""
    created_at, host = moment(record.get("created_at")), str(item.payload.get("host")).strip()
    if created_at is None:
        return _refuse(post_id, "created_at", "no usable 'created_at'", record)
    if not isinstance(text, str):
        return _refuse(post_id, "text", "no usable text", record)
    number, users, via = _number(author), item.payload.get("users"), record.get("via")
    user = users.get(str(number)) if isinstance(users, dict) else None
    user = user if isinstance(user, dict) else {}
    email, role, base = _words(user.get("email")), user.get("role"), _words(item.payload.get("base"))
    return Post(
        source=SOURCE,
        post_id=post_id,
        thread_id=thread,
        text=text.replace("\0", "\ufffd").strip(),
        author_id=key.author(SOURCE, f"{host}/{number}") if number and number > 0 else None,
        handle_id=key.handle(SOURCE, email),
        author_staff=role in STAFF if isinstance(role, str) else None,
        author_groups=_list(user.get("tags")),
        author_domain=email.rpartition("@")[2].lower() if email and "@" in email else None,
        community=host,
        category=_words(via.get("channel")) if isinstance(via, dict) else None,
        url=f"{base}/agent/tickets/{thread.rpartition('/')[2]}" if base else None,
        created_at=created_at,
        visibility="private",
        media=_media(record.get("attachments")),
        marks=("internal",) if record.get("public") is False or record.get("is_public") is False else (),
        **facts,
    )


def _media(attached: Any) -> tuple[str, ...]:
    """Kinds of the files that came with it."""
    files = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    return tuple(FILES.get(str(one.get("content_type")).partition("/")[0], "file") for one in files)


def _score(rating: dict[str, Any]) -> tuple[str, ...]:
    score = rating.get("score")
    return (f"csat:{score}",) if isinstance(score, str) and score in SCORES else ()


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 else None


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _list(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for part in value if (w := _words(part)))) if isinstance(value, list) else ()


def _refuse(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
