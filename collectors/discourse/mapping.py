"""A Discourse forum's posts and topics as our posts; pure mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.discourse.attachments import beside_of, marks_of, poll_of, reactions_of, visibility_of
from voxpop.collectors.wire.html_text import html_to_text, quote_lines
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "discourse"
REGULAR = 1  # post_type; 2 moderator action, 3 small action ('closed this topic'), 4 whisper
LIKE = 2  # id in actions_summary
QUOTE = re.compile(r"\[quote(?:=[^\]\n]{0,500})?\]((?:(?!\[quote|\[/quote\]).)*+)\[/quote\]", re.DOTALL | re.IGNORECASE)
BY_AUTHOR = re.compile(  # what the forum writes in the place of the words
    r"(?:<p>)?\((?:post|topic) (?:deleted|withdrawn|removed) by author[^()<>]{0,120}\)(?:</p>)?", re.IGNORECASE
)
DEEPEST = 8
MOST = 1 << 31  # a larger count is none


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The post in one raw item; a deletion where the forum says so; nothing for moderators' actions and whispers."""
    payload = item.payload
    host, post, topic = _words(payload.get("host")), payload.get("post"), payload.get("topic") or {}
    if not isinstance(post, dict) or not isinstance(topic, dict) or not host:
        yield _refuse(payload, None, "post", "no post in the payload")
        return
    number = post.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        yield _refuse(payload, None, "id", "no usable 'id'")
        return
    post_id = f"{host}/{number}"
    if reason := gone_reason(post):
        yield Gone(source=SOURCE, post_id=post_id, gone_at=item.fetched_at, reason=reason)
        return
    if not is_regular(post):
        return
    created_at = moment(post.get("created_at"))
    if created_at is None:
        yield _refuse(payload, post_id, "created_at", f"'created_at' is no time: {str(post.get('created_at'))[:40]}")
        return
    words = text_of(post)
    if words is None:
        yield _refuse(payload, post_id, "raw", "neither 'raw' nor 'cooked' is text")
        return
    facts = _facts(payload, post, topic, item.fetched_at, key)
    yield Post(
        source=SOURCE, post_id=post_id, text=words, created_at=created_at, edited_at=_edited(post, created_at), **facts
    )


def _facts(
    payload: dict[str, Any], post: dict[str, Any], topic: dict[str, Any], read_at: datetime, key: AuthorKey
) -> dict[str, Any]:
    """Everything beside the words and their time."""
    host, first = str(payload["host"]).strip(), post.get("post_number") == 1
    topic_id, author = _number(post.get("topic_id", topic.get("id"))), _number(post.get("user_id"))
    category, parent = _object(payload.get("category")), _number(payload.get("parent_id"))
    kind = kind_of(post, topic, category, first=first)
    beside = beside_of(post)
    return {
        "kind": kind,
        "thread_id": None if topic_id is None else f"{host}/t/{topic_id}",
        "parent_id": None if first or parent is None else f"{host}/{parent}",
        "title": _words(post.get("topic_title") or topic.get("title")) if first else None,
        "author_id": None if author is None else key.author(SOURCE, f"{host}/{author}"),
        "handle_id": key.handle(SOURCE, _words(post.get("username"))),
        "author_staff": _staff(post),
        "author_trust": _count(post.get("trust_level")),
        "author_flair": _words(post.get("flair_name")) or _words(post.get("user_title")),
        "author_groups": tuple(filter(None, [_words(post.get("primary_group_name"))])),
        "community": host,
        "category": _words(category.get("slug")) or _words(category.get("name")),
        "tags": _tags(topic.get("tags")),
        "url": _url(payload, post, topic_id),
        "likes": _likes(post),
        "replies": _count(post.get("reply_count")),
        "quotes": _count(post.get("quote_count")),
        "views": _count(post.get("reads")),
        "votes": _count(topic.get("vote_count")) if first else None,
        "counts_at": read_at,
        "answered": _answered(post, topic, kind) if first else None,
        "accepted": _accepted(post, topic),
        "links": beside.links,
        "media": beside.media,
        "alt_text": beside.alt_text,
        "poll": poll_of(post) if "polls" in post else (),
        "reactions": reactions_of(post) if "reactions" in post else (),
        "marks": marks_of(post, topic, first=first),
        "visibility": visibility_of(topic, category),
    }


def is_regular(post: dict[str, Any]) -> bool:
    """Whether somebody wrote it to be read: no whisper, no 'closed this topic'."""
    return bool(post.get("post_type", REGULAR) == REGULAR)


def gone_reason(post: dict[str, Any]) -> str | None:
    """Why the post can no longer be read; None: it can."""
    if post.get("deleted_at") or post.get("user_deleted"):
        return "deleted"
    if post.get("hidden"):  # flagged by the community: the text is withheld
        return "removed"
    words = post.get("raw") or post.get("cooked")
    return "deleted" if isinstance(words, str) and "by author" in words and BY_AUTHOR.fullmatch(words.strip()) else None


def kind_of(post: dict[str, Any], topic: dict[str, Any], category: dict[str, Any], *, first: bool) -> Kind:
    """What the post is, from what the plugins for solutions and votes add; else a post or a reply."""
    if not first:
        return Kind.ANSWER if _accepted(post, topic) else Kind.REPLY
    if topic.get("can_vote") or topic.get("vote_count"):
        return Kind.IDEA
    fields = _object(category.get("custom_fields"))
    if category.get("enable_accepted_answers") or str(fields.get("enable_accepted_answers")).lower() == "true":
        return Kind.QUESTION
    solved = (post.get("topic_accepted_answer"), topic.get("accepted_answer"), topic.get("has_accepted_answer"))
    return Kind.QUESTION if any(found is not None for found in solved) else Kind.POST


def text_of(post: dict[str, Any]) -> str | None:
    """What the author wrote: Markdown where the forum gives it, else the page's text; quoted words behind '> '."""
    raw, cooked = post.get("raw"), post.get("cooked")
    if isinstance(raw, str) and raw.strip():
        return _quotes(raw.replace("\0", "\ufffd")).strip()
    return html_to_text(cooked) if isinstance(cooked, str) else raw if isinstance(raw, str) else None


def moment(written: Any) -> datetime | None:
    """The time in UTC; None where it is none. The forum always names a zone."""
    try:
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _quotes(raw: str) -> str:
    """'[quote]' blocks as quoted lines, inner ones first."""
    for _ in range(DEEPEST):
        raw, found = QUOTE.subn(lambda match: f"\n{quote_lines(match[1])}\n", raw)
        if not found:
            break
    return raw


def _refuse(payload: dict[str, Any], item_id: str | None, field: str, reason: str) -> Refusal:
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=json.dumps(payload, default=str))


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _staff(post: dict[str, Any]) -> bool | None:
    told = [post.get(name) for name in ("staff", "moderator", "admin")]
    return None if all(value is None for value in told) else any(value is True for value in told)


def _likes(post: dict[str, Any]) -> int | None:
    """The forum leaves an action out that nobody has done: with a summary and no like in it, nobody liked."""
    actions = post.get("actions_summary")
    if not isinstance(actions, list):
        return None
    likes = [a.get("count") for a in actions if isinstance(a, dict) and a.get("id") == LIKE]
    return (_count(likes[0]) or 0) if likes else 0


def _tags(tags: Any) -> tuple[str, ...]:
    """Names of tags: words in older forums, objects since 2026."""
    named = [tag.get("name") if isinstance(tag, dict) else tag for tag in tags] if isinstance(tags, list) else []
    return tuple(tag for tag in named if isinstance(tag, str))


def _edited(post: dict[str, Any], created_at: datetime) -> datetime | None:
    """`updated_at` also moves when the forum renders a post again; only a second version is an edit."""
    updated = moment(post.get("updated_at"))
    return updated if (_count(post.get("version")) or 1) > 1 and updated and updated > created_at else None


def _accepted(post: dict[str, Any], topic: dict[str, Any]) -> bool | None:
    if isinstance(post.get("accepted_answer"), bool):
        return bool(post["accepted_answer"])
    answer = topic.get("accepted_answer")
    return post.get("post_number") == answer.get("post_number") if isinstance(answer, dict) else None


def _answered(post: dict[str, Any], topic: dict[str, Any], kind: Kind) -> bool | None:
    """Whether a question has an accepted answer; the forum names one only where there is one."""
    told = [post.get("topic_accepted_answer"), topic.get("has_accepted_answer"), topic.get("accepted_answer")]
    return any(told) if kind == Kind.QUESTION or any(value is not None for value in told) else None


def _url(payload: dict[str, Any], post: dict[str, Any], topic_id: int | None) -> str | None:
    if topic_id is None:
        return None
    slug = post.get("topic_slug") or "-"
    return (
        f"{payload.get('base') or 'https://' + str(payload['host'])}/t/{slug}/{topic_id}/{post.get('post_number', 1)}"
    )
