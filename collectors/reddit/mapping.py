"""Reddit things to posts: submissions (t3) and comments (t1), as the API gives them.

Fields: https://www.reddit.com/dev/api
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.reddit.attachments import (
    captions_of,
    links_of,
    marks_of,
    media_of,
    original_of,
    poll_of,
    upvoted,
    visibility_of,
)
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "reddit"
SITE = "https://www.reddit.com"
GONE_TEXT = re.compile(
    r"\[ ?(?P<what>deleted|removed)(?: by (?P<who>user|author|reddit|moderators?|mods)(?: (?:in response to|on account of)"
    r" [^\n]{1,200})?)? ?\.?\]",
    re.IGNORECASE,
)
"""What stands in the place of a text that is gone."""
KINDS = ("t1", "t3")  # comment, submission
BY_AUTHOR = frozenset({"deleted", "author"})  # values of removed_by_category that are no moderator's doing
MOST = 2**63


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The post in one thing, or that it is gone."""
    thing = item.payload
    missing = thing.get("missing")
    if isinstance(missing, list):
        for fullname in missing:
            yield Gone(source=SOURCE, post_id=str(fullname), gone_at=item.fetched_at, reason="deleted")
        return
    facts = thing.get("data")
    if thing.get("kind") not in KINDS or not isinstance(facts, dict):
        yield _refusal(None, "kind", f"a thing of kind '{thing.get('kind')}' is neither submission nor comment", thing)
        return
    yield _post(str(thing["kind"]), facts, item, key)


def _post(kind: str, facts: dict[str, Any], item: RawItem, key: AuthorKey) -> Post | Refusal | Gone:
    bare_id = _text(facts, "id")
    if bare_id is None:
        return _refusal(None, "id", "no usable 'id'", facts)
    fullname = _text(facts, "name") or f"{kind}_{bare_id}"
    created_at = time_of(facts)
    if created_at is None:
        return _refusal(fullname, "created_utc", "no usable 'created_utc'", facts)
    text = facts.get("body") if kind == "t1" else facts.get("selftext", "")
    if not isinstance(text, str):
        return _refusal(fullname, "body" if kind == "t1" else "selftext", "no text", facts)
    removed = gone_reason(facts, text)
    if removed:
        return Gone(source=SOURCE, post_id=fullname, gone_at=item.fetched_at, reason=removed)
    author = _text(facts, "author")
    hidden = author in (None, "[deleted]")
    crossposted = _text(facts, "crosspost_parent")
    distinguished = _text(facts, "distinguished")
    permalink = _text(facts, "permalink")
    own_words = bool(text.strip())
    shown = original_of(facts) if crossposted else {}
    sensitive = facts.get("over_18")
    return Post(
        source=SOURCE,
        post_id=fullname,
        kind=_kind(kind, facts, reposts=bool(crossposted) and not own_words),
        thread_id=_text(facts, "link_id") if kind == "t1" else None,
        parent_id=_text(facts, "parent_id"),
        title=_text(facts, "title"),
        text=text if own_words else _text(shown, "selftext") or text,
        author_id=None if hidden else key.author(SOURCE, _text(facts, "author_fullname") or author),
        handle_id=None if hidden else key.handle(SOURCE, author),
        author_flair=_text(facts, "author_flair_text"),
        author_groups=(distinguished,) if distinguished else (),
        community=_text(facts, "subreddit"),
        category=_text(facts, "link_flair_text"),
        url=f"{SITE}{permalink}" if permalink else None,
        created_at=created_at,
        edited_at=time_of(facts, "edited"),  # false: never; true: when is not known
        replies=_count(facts, "num_comments") if kind == "t3" else None,  # a comment's is that of its thread
        reposts=_count(facts, "num_crossposts"),
        views=_count(facts, "view_count"),
        votes=None if facts.get("score_hidden") or facts.get("hide_score") else _count(facts, "score"),
        counts_at=item.fetched_at,
        repost_of=None if own_words else crossposted,
        quote_of=crossposted if own_words else None,
        links=links_of(facts) if kind == "t3" else (),
        media=media_of(facts) or media_of(shown) if kind == "t3" or "media_metadata" in facts else (),
        alt_text=captions_of(facts) or captions_of(shown) if "gallery_data" in facts or shown else (),
        poll=poll_of(facts) or poll_of(shown) if "poll_data" in facts or shown else (),
        reactions=upvoted(facts) if kind == "t3" else (),
        marks=marks_of(facts),
        sensitive=sensitive if isinstance(sensitive, bool) else None,
        visibility=visibility_of(facts),
    )


def gone_reason(facts: dict[str, Any], text: str) -> str | None:
    """Why the thing can no longer be read; None: it can.

    Dumps since November 2023 keep the words of what was gone within 36 hours, and say so in `_meta`; `was_initially_deleted`
    there means that the words came back.
    """
    told = text.strip() or str(facts.get("title") or "").strip()  # without a text, '[deleted by user]' is the title
    found = GONE_TEXT.fullmatch(told) if told.startswith("[") else None
    if found:
        return "deleted" if found["what"].lower() == "deleted" or found["who"] in ("user", "author") else "removed"
    meta = facts.get("_meta")
    if isinstance(meta, dict) and (
        meta.get("was_deleted_later") is True or (meta.get("removal_type") and not meta.get("was_initially_deleted"))
    ):
        return _removed(str(meta.get("removal_type") or "deleted"))
    return _removed(_text(facts, "removed_by_category"))


def _kind(kind: str, facts: dict[str, Any], *, reposts: bool) -> Kind:
    if kind == "t1":
        return Kind.REPLY
    if reposts:
        return Kind.REPOST
    return Kind.QUESTION if str(facts.get("title", "")).rstrip().endswith("?") else Kind.POST


def time_of(facts: dict[str, Any], name: str = "created_utc") -> datetime | None:
    """A time of the thing, if it can be read."""
    value = facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _removed(category: str | None) -> str | None:
    return ("deleted" if category in BY_AUTHOR else "removed") if category else None


def _text(facts: dict[str, Any], name: str) -> str | None:
    value = facts.get(name)
    return value if isinstance(value, str) and value else None


def _count(facts: dict[str, Any], name: str) -> int | None:
    value = facts.get(name)
    if type(value) is int:
        return value if -MOST < value < MOST else None
    return int(value) if type(value) is float and abs(value) < MOST else None  # false for what is no number, too


def _refusal(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
