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
GONE_REASONS = {  # by the last part of the error's type; other errors are about a field of a post that is there
    "resource-not-found": "deleted",
    "not-authorized-for-resource": "forbidden",
    "disallowed-resource": "forbidden",
    "resource-unavailable": "removed",
}
MOST = 2**63


def unknown_keys(page: dict[str, Any]) -> Iterator[str]:
    """Keys of the page's posts, and kinds of errors about posts, that this mapping does not know."""
    for record in records(page):
        yield from (key for key in record if key not in KNOWN) if isinstance(record, dict) else ()
    yield from (f"errors: {kind}" for kind, _ in post_errors(page) if kind not in GONE_REASONS)


def records(page: dict[str, Any]) -> list[Any]:
    """What the page gives as its own posts: a list, one, or none."""
    found = page.get("data")
    if isinstance(found, dict):
        return [found]
    return found if isinstance(found, list) else []


def users_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts that the page gives beside its posts."""
    return _objects(_object(page.get("includes")).get("users"))


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The posts of one page; those that it only includes (quoted, answered) are not heard, only looked up."""
    page = item.payload
    included = _object(page.get("includes"))
    users = {str(user.get("id")): user for user in users_of(page)}
    others = {str(p.get("id")): p for name in ("tweets", "posts") for p in _objects(included.get(name))}
    for record in records(page):
        yield _post(record, users, others, item, key)
    for kind, post_id in post_errors(page):
        if kind in GONE_REASONS and post_id:
            yield Gone(source=SOURCE, post_id=post_id, gone_at=item.fetched_at, reason=GONE_REASONS[kind])


def newest_of(record: Any) -> str | None:
    """The id of a post's newest wording, where the record holds an older one."""
    history = _history(record) if isinstance(record, dict) else []
    return history[-1] if history and history[-1] != _id(record.get("id")) else None


def time_of(record: Any) -> datetime | None:
    """When the record was posted, if it says so in a way that can be read."""
    given = record.get("created_at") if isinstance(record, dict) else None
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else moment and moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def post_errors(page: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """(kind, id) of every error about a post."""
    for error in _objects(page.get("errors")):
        if error.get("resource_type") in ("tweet", "post"):
            yield str(error.get("type", "")).rsplit("/", 1)[-1], _id(error.get("resource_id") or error.get("value"))


def error_ids(page: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Every error of the page with the id of the post that it is about."""
    for error in _objects(page.get("errors")):
        yield error, _id(error.get("resource_id") or error.get("value"))


def _post(record: Any, users: dict[str, Any], others: dict[str, Any], item: RawItem, key: AuthorKey) -> Post | Refusal:
    if not isinstance(record, dict):
        return _refusal(None, "data", "the record is not an object", record)
    own_id = _id(record.get("id"))
    if own_id is None:
        return _refusal(str(record["id"]) if record.get("id") else None, "id", "no usable 'id'", record)
    post_id = next(iter(_history(record)), own_id)
    created_at = _created_at(record, post_id, own_id)
    if created_at is None:
        return _refusal(post_id, "created_at", "no usable 'created_at', and the id holds no time", record)
    references = _objects(record.get("referenced_tweets") or record.get("referenced_posts"))
    by_type = {str(r.get("type")): id_ for r in references if (id_ := _id(r.get("id")))}
    repost_of = next((id_ for type_, id_ in by_type.items() if type_ in REPOSTED), None)
    text = _text(others.get(repost_of, record) if repost_of else record)
    if text is None:
        return _refusal(post_id, "text", "no usable 'text'", record)
    parent = by_type.get("replied_to")
    conversation = _id(record.get("conversation_id"))
    author = _id(record.get("author_id"))
    user = users.get(str(author), {})
    handle = user.get("username") or record.get("username")
    metrics = _object(record.get("public_metrics"))
    lang = record.get("lang")
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=Kind.REPOST if repost_of else Kind.REPLY if parent else Kind.POST,
        thread_id=conversation if conversation != post_id else None,
        parent_id=parent,
        text=text,
        lang=lang if isinstance(lang, str) and lang not in NO_LANGUAGE else None,
        author_id=key.author(SOURCE, author),
        handle_id=key.handle(SOURCE, handle if isinstance(handle, str) else None),
        author_groups=("verified",) if user.get("verified") else (),
        tags=_tags(record),
        url=f"https://x.com/i/web/status/{own_id}",
        created_at=created_at,
        edited_at=_time_of_id(own_id) if own_id != post_id else None,
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
    long = _object(record.get("note_tweet") or record.get("note_post"))
    text = long.get("text") or record.get("text")
    return html.unescape(text) if isinstance(text, str) else None


def _created_at(record: dict[str, Any], post_id: str, own_id: str) -> datetime | None:
    """When it was first posted: an edit's own time is in `edited_at`."""
    return (time_of(record) if own_id == post_id else None) or _time_of_id(post_id)


def _time_of_id(post_id: str) -> datetime | None:
    number = int(post_id)
    if number < FIRST_TIMED_ID:
        return None
    return datetime.fromtimestamp(((number >> 22) + EPOCH_MS) / 1000, UTC)


def _count(metrics: dict[str, Any], *names: str) -> int | None:
    """The first of the counts that is given; 0 stays 0, and what is not given is None."""
    given = next((metrics[name] for name in names if metrics.get(name) is not None), None)
    return given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < MOST else None


def _tags(record: dict[str, Any]) -> tuple[str, ...]:
    found = _objects(_object(record.get("entities")).get("hashtags"))
    return tuple(str(entry["tag"]) for entry in found if entry.get("tag"))


def _history(record: dict[str, Any]) -> list[str]:
    """Ids of all wordings, the first one first."""
    given = record.get("edit_history_tweet_ids") or record.get("edit_history_post_ids")
    return [id_ for entry in given if (id_ := _id(entry))] if isinstance(given, list) else []


def _id(value: Any) -> str | None:
    """An id as text; ids are numbers of 63 bits."""
    text = str(value) if isinstance(value, str | int) else ""
    return text if text.isascii() and text.isdigit() and len(text) < 20 and int(text) < MOST else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _refusal(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
