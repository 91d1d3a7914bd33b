"""X pages to posts, in both of the API's vocabularies: tweet.* until 2026, post.* since.

Fields: https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "x"
EPOCH_MS = 1288834974657  # 2010-11-04, the zero of ids that hold their time
FIRST_TIMED_ID = 29_700_859_247
NO_LANGUAGE = frozenset({"und", "zxx", "qam", "qct", "qht", "qme", "qst", "art"})  # codes for 'cannot say'
KNOWN = frozenset(
    """article attachments author_id card_uri community_id connected_lists context_annotations conversation_id
    created_at display_text_range edit_controls edit_history_tweet_ids edit_history_post_ids entities geo id
    in_reply_to_user_id lang media_metadata non_public_metrics note_tweet note_post organic_metrics paid_partnership
    possibly_sensitive promoted_metrics public_metrics referenced_tweets referenced_posts reply_settings scopes source
    suggested_source_links suggested_source_links_with_counts text username withheld matching_rules""".split()  # noqa: SIM905
)
REPOSTED = frozenset({"retweeted", "reposted"})
GONE_REASONS = {
    "not-found": "deleted",
    "not-authorized": "forbidden",
    "withheld": "withheld",
    "resource-unavailable": "removed",
}


def unknown_keys(page: dict[str, Any]) -> Iterator[str]:
    """Keys of the page's posts that this mapping does not know."""
    for record in records(page):
        yield from (key for key in record if key not in KNOWN) if isinstance(record, dict) else ()


def records(page: dict[str, Any]) -> list[Any]:
    """What the page gives as its own posts: a list, one, or none."""
    found = page.get("data")
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The posts of one page; those that it only includes (quoted, answered) are not heard, only looked up."""
    page = item.payload
    included = page.get("includes") or {}
    users = {str(user.get("id")): user for user in included.get("users") or []}
    others = {str(p.get("id")): p for name in ("tweets", "posts") for p in included.get(name) or []}
    for record in records(page):
        yield _post(record, users, others, item, key)
    for error in page.get("errors") or []:
        if error.get("resource_type") in ("tweet", "post") and (error.get("resource_id") or error.get("value")):
            kind = str(error.get("type", "")).rsplit("/", 1)[-1]
            yield Gone(
                source=SOURCE,
                post_id=str(error.get("resource_id") or error["value"]),
                gone_at=item.fetched_at,
                reason=GONE_REASONS.get(kind, "removed"),
            )


def _post(record: Any, users: dict[str, Any], others: dict[str, Any], item: RawItem, key: AuthorKey) -> Post | Refusal:
    if not isinstance(record, dict):
        return _refusal(None, "data", "the record is not an object", record)
    own_id = record.get("id")
    if not own_id or not str(own_id).isdigit():
        return _refusal(str(own_id) if own_id else None, "id", "no usable 'id'", record)
    history = record.get("edit_history_tweet_ids") or record.get("edit_history_post_ids") or [own_id]
    post_id = str(history[0])
    created_at = _created_at(record, post_id, str(own_id))
    if created_at is None:
        return _refusal(post_id, "created_at", "no usable 'created_at', and the id holds no time", record)
    references = record.get("referenced_tweets") or record.get("referenced_posts") or []
    by_type = {str(r.get("type")): str(r.get("id")) for r in references if isinstance(r, dict)}
    repost_of = next((id_ for type_, id_ in by_type.items() if type_ in REPOSTED), None)
    text = _text(others.get(repost_of, record) if repost_of else record)
    if text is None:
        return _refusal(post_id, "text", "no usable 'text'", record)
    parent = by_type.get("replied_to")
    conversation = record.get("conversation_id")
    author = record.get("author_id")
    user = users.get(str(author), {})
    metrics = record.get("public_metrics") or {}
    lang = record.get("lang")
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=Kind.REPOST if repost_of else Kind.REPLY if parent else Kind.POST,
        thread_id=str(conversation) if conversation and str(conversation) != post_id else None,
        parent_id=parent,
        text=text,
        lang=None if lang is None or lang in NO_LANGUAGE else str(lang),
        author_id=key.author(SOURCE, author),
        handle_id=key.handle(SOURCE, user.get("username") or record.get("username")),
        author_groups=("verified",) if user.get("verified") else (),
        tags=_tags(record),
        url=f"https://x.com/i/web/status/{own_id}",
        created_at=created_at,
        edited_at=_time_of_id(str(own_id)) if str(own_id) != post_id else None,
        likes=_count(metrics, "like_count"),
        replies=_count(metrics, "reply_count"),
        reposts=_count(metrics, "retweet_count", "repost_count"),
        quotes=_count(metrics, "quote_count"),
        views=_count(metrics, "impression_count"),
        counts_at=item.fetched_at if metrics else None,
        repost_of=repost_of,
        quote_of=by_type.get("quoted"),
    )


def _text(record: dict[str, Any]) -> str | None:
    """The long text where there is one, with its entities as characters."""
    long = record.get("note_tweet") or record.get("note_post") or {}
    text = long.get("text") or record.get("text")
    return html.unescape(text) if isinstance(text, str) else None


def _created_at(record: dict[str, Any], post_id: str, own_id: str) -> datetime | None:
    """When it was first posted: an edit's own time is in `edited_at`."""
    given = record.get("created_at")
    if isinstance(given, str) and own_id == post_id:
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _time_of_id(post_id)


def _time_of_id(post_id: str) -> datetime | None:
    number = int(post_id)
    if number < FIRST_TIMED_ID:
        return None
    return datetime.fromtimestamp(((number >> 22) + EPOCH_MS) / 1000, UTC)


def _count(metrics: dict[str, Any], *names: str) -> int | None:
    """The first of the counts that is given; 0 stays 0, and what is not given is None."""
    return next((int(metrics[name]) for name in names if metrics.get(name) is not None), None)


def _tags(record: dict[str, Any]) -> tuple[str, ...]:
    found = (record.get("entities") or {}).get("hashtags") or []
    return tuple(str(entry["tag"]) for entry in found if entry.get("tag"))


def _refusal(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
