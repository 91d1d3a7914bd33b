"""X pages to posts, in both of the API's vocabularies: tweet.* until 2026, post.* since.

Fields: https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.x.attachments import (
    article_of,
    links_of,
    marks_of,
    media_of,
    place_of,
    poll_of,
    visibility_of,
)
from voxpop.collectors.x.withheld import is_notice
from voxpop.language_codes import language_code
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "x"
EPOCH_MS = 1288834974657  # 2010-11-04, the zero of ids that hold their time
FIRST_TIMED_ID = 29_700_859_247
KNOWN = frozenset(
    """article article_title attachments author_id card_uri community_id connected_lists context_annotations conversation_id
    created_at display_text_range edit_controls edit_history_tweet_ids edit_history_post_ids entities geo id
    in_reply_to_user_id lang matched_media_notes media_metadata non_public_metrics note_request_suggestions note_tweet note_post organic_metrics paid_partnership
    possibly_sensitive promoted_metrics public_metrics referenced_tweets referenced_posts reply_settings scopes source
    suggested_source_links suggested_source_links_with_counts text username withheld matching_rules""".split()  # noqa: SIM905
)
GONE_REASONS = {  # by the last part of the error's type; other errors are about a field of a post that is there
    "resource-not-found": "deleted",
    "not-authorized-for-resource": "forbidden",
    "disallowed-resource": "forbidden",
    "resource-unavailable": "removed",
}
MOST = 2**63
SHORT = 19  # figures of an id that is surely below 2**63


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page gives beside its posts."""

    users: dict[str, dict[str, Any]]
    posts: dict[str, dict[str, Any]]  # answered, quoted, reposted; also the other wordings of edited ones
    first_ids: dict[str, str]
    media: dict[str, dict[str, Any]]
    polls: dict[str, dict[str, Any]]
    places: dict[str, dict[str, Any]]

    def first(self, post_id: str | None) -> str | None:
        """The id under which we keep a post, by the id of any of its wordings that the page tells."""
        return self.first_ids.get(post_id, post_id) if post_id else None

    def names(self, *records: dict[str, Any]) -> set[str]:
        """The names of who wrote these, in small letters, where the page tells them."""
        told = [self.users.get(str(r.get("author_id")), {}).get("username") or r.get("username") for r in records]
        return {name.lower() for name in told if isinstance(name, str)}


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
    first = _first_ids([*(r for r in records(page) if isinstance(r, dict)), *others.values()])
    media = {str(one.get("media_key")): one for one in _objects(included.get("media"))}
    polls, places = ({str(one.get("id")): one for one in _objects(included.get(name))} for name in ("polls", "places"))
    beside = Beside(users, others, first, media, polls, places)
    for record in records(page):
        yield _post(record, beside, item, key)
    for kind, post_id in post_errors(page):
        if kind in GONE_REASONS and post_id:
            yield Gone(source=SOURCE, post_id=post_id, gone_at=item.fetched_at, reason=GONE_REASONS[kind])


def _first_ids(wordings: list[dict[str, Any]]) -> dict[str, str]:
    """Id of a later wording -> id of the first one, for every post of the page that was edited."""
    edited = [history for wording in wordings if len(history := _history(wording)) > 1]
    return {later: history[0] for history in edited for later in history[1:]}


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


def _post(record: Any, beside: Beside, item: RawItem, key: AuthorKey) -> Post | Refusal | Gone:
    if not isinstance(record, dict):
        return _refusal(None, "data", "the record is not an object", record)
    own_id = _id(record.get("id"))
    if own_id is None:
        return _refusal(str(record["id"]) if record.get("id") else None, "id", "no usable 'id'", record)
    history = _history(record)
    post_id = history[0] if history else own_id
    created_at = _created_at(record, post_id, own_id)
    if created_at is None:
        return _refusal(post_id, "created_at", "no usable 'created_at', and the id holds no time", record)
    referenced = record.get("referenced_tweets") or record.get("referenced_posts")
    by_type = {str(r.get("type")): id_ for r in _objects(referenced) if (id_ := _id(r.get("id")))} if referenced else {}
    repost_of = by_type.get("retweeted") or by_type.get("reposted")
    worded = beside.posts.get(repost_of, record) if repost_of else record
    text = _text(worded)
    if text is None:
        return _refusal(post_id, "text", "no usable 'text'", record)
    author = _id(record.get("author_id"))
    user = beside.users.get(str(author), {})
    handle = user.get("username") or record.get("username")
    if ("withheld" in text or "unavailable" in text) and is_notice(worded, text, beside.names(record, worded)):
        return Gone(source=SOURCE, post_id=post_id, gone_at=item.fetched_at, reason="withheld")
    parent = by_type.get("replied_to")
    conversation = beside.first(_id(record.get("conversation_id")))
    metrics = _object(record.get("public_metrics"))
    entities = _object(_long(worded).get("entities") or worded.get("entities"))
    title, text = article_of(worded, text) if "article" in worded or "article_title" in worded else (None, text)
    attached = worded.get("attachments") or "media_metadata" in worded
    media, alt_text = media_of(worded, beside.media) if attached else ((), ())
    community = record.get("community_id")
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=Kind.REPOST if repost_of else Kind.REPLY if parent else Kind.POST,
        thread_id=conversation if conversation != post_id else None,
        parent_id=beside.first(parent),
        title=title,
        text=text,
        lang=language_code(record.get("lang")),
        author_id=key.author(SOURCE, author),
        handle_id=key.handle(SOURCE, handle if isinstance(handle, str) else None),
        author_groups=_verified(user),
        community=community if isinstance(community, str) and community else None,
        tags=_tags(entities),
        url=f"https://x.com/i/web/status/{own_id}",
        created_at=created_at,
        edited_at=_time_of_id(own_id) if own_id != post_id else None,
        likes=_count(metrics, "like_count"),
        replies=_count(metrics, "reply_count"),
        reposts=_count(metrics, "retweet_count", "repost_count"),
        quotes=_count(metrics, "quote_count"),
        views=_count(metrics, "impression_count"),
        counts_at=item.fetched_at if metrics else None,
        repost_of=beside.first(repost_of),
        quote_of=beside.first(by_type.get("quoted")),
        links=links_of(entities) if "urls" in entities else (),
        media=media,
        alt_text=alt_text,
        poll=poll_of(worded, beside.polls) if attached else (),
        marks=marks_of(record, user),
        sensitive=sensitive if isinstance(sensitive := record.get("possibly_sensitive"), bool) else None,
        visibility=visibility_of(record, user),
        place=place_of(record, beside.places) if "geo" in record else None,
        bookmarks=_count(metrics, "bookmark_count"),
        author_followers=_count(_object(user.get("public_metrics")), "followers_count"),
    )


def _long(record: dict[str, Any]) -> dict[str, Any]:
    """The long text with its entities, where the post has one."""
    return _object(record.get("note_tweet") or record.get("note_post"))


def _text(record: dict[str, Any]) -> str | None:
    """The long text where there is one, with its entities as characters."""
    text = _long(record).get("text") or record.get("text")
    if not isinstance(text, str):
        return None
    return html.unescape(text) if "&" in text else text


def _created_at(record: dict[str, Any], post_id: str, own_id: str) -> datetime | None:
    """When it was first posted: an edit's own time is in `edited_at`."""
    return (time_of(record) if own_id == post_id else None) or _time_of_id(post_id)


def _time_of_id(post_id: str) -> datetime | None:
    number = int(post_id)
    if number < FIRST_TIMED_ID:
        return None
    return datetime.fromtimestamp(((number >> 22) + EPOCH_MS) / 1000, UTC)


def _count(metrics: dict[str, Any], name: str, newer: str = "") -> int | None:
    """The count under its name, or under its newer one; 0 stays 0, and what is not given is None."""
    given = metrics.get(name)
    if given is None and newer:
        given = metrics.get(newer)
    return given if type(given) is int and -MOST < given < MOST else None


def _tags(entities: dict[str, Any]) -> tuple[str, ...]:
    """Those of the whole text: of a long one, the entities beside it know the first 280 characters."""
    found = entities.get("hashtags")
    return tuple(str(entry["tag"]) for entry in _objects(found) if entry.get("tag")) if found else ()


def _verified(user: dict[str, Any]) -> tuple[str, ...]:
    """'verified' and as what: blue (paid for), business, government."""
    kind = user.get("verified_type")
    told = (kind,) if isinstance(kind, str) and kind not in ("", "none") else ()
    return ("verified", *told) if user.get("verified") or told else ()


def _history(record: dict[str, Any]) -> list[str]:
    """Ids of all wordings, the first one first."""
    given = record.get("edit_history_tweet_ids") or record.get("edit_history_post_ids")
    return [id_ for entry in given if (id_ := _id(entry))] if isinstance(given, list) else []


def _id(value: Any) -> str | None:
    """An id as text; ids are numbers of 63 bits."""
    if type(value) is str and len(value) < SHORT and value.isdigit() and value.isascii():
        return value
    text = str(value) if isinstance(value, str | int) else ""
    return text if text.isascii() and text.isdigit() and len(text) < 20 and int(text) < MOST else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _refusal(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
