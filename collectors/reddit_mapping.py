"""Reddit things to posts: submissions (t3) and comments (t1), as the API gives them.

Fields: https://www.reddit.com/dev/api
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "reddit"
SITE = "https://www.reddit.com"
GONE_TEXT = {"[deleted]": "deleted", "[removed]": "removed", "[ Removed by Reddit ]": "removed"}
KINDS = {"t1": "comment", "t3": "submission"}


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The post in one thing, or that it is gone."""
    thing = item.payload
    if "missing" in thing:
        for fullname in thing["missing"]:
            yield Gone(source=SOURCE, post_id=str(fullname), gone_at=item.fetched_at, reason="deleted")
        return
    facts = thing.get("data")
    if thing.get("kind") not in KINDS or not isinstance(facts, dict):
        yield _refusal(None, "kind", f"a thing of kind '{thing.get('kind')}' is neither submission nor comment", thing)
        return
    yield _post(str(thing["kind"]), facts, item, key)


def _post(kind: str, facts: dict[str, Any], item: RawItem, key: AuthorKey) -> Post | Refusal | Gone:
    bare_id = facts.get("id")
    if not bare_id:
        return _refusal(None, "id", "no usable 'id'", facts)
    fullname = str(facts.get("name") or f"{kind}_{bare_id}")
    created = facts.get("created_utc")
    if not isinstance(created, int | float) or isinstance(created, bool):
        return _refusal(fullname, "created_utc", "no usable 'created_utc'", facts)
    text = facts.get("body") if kind == "t1" else facts.get("selftext", "")
    if text is None or not isinstance(text, str):
        return _refusal(fullname, "body" if kind == "t1" else "selftext", "no text", facts)
    author = facts.get("author")
    removed = GONE_TEXT.get(text.strip()) or ("removed" if facts.get("removed_by_category") else None)
    if removed:
        return Gone(source=SOURCE, post_id=fullname, gone_at=item.fetched_at, reason=removed)
    hidden = author in (None, "[deleted]")
    link = facts.get("link_id")
    crossposted = facts.get("crosspost_parent")
    counts = {name: _count(facts, name) for name in ("score", "num_comments", "num_crossposts", "view_count")}
    return Post(
        source=SOURCE,
        post_id=fullname,
        kind=_kind(kind, facts, crossposted, text),
        thread_id=str(link) if kind == "t1" and link else None,
        parent_id=facts.get("parent_id"),
        title=facts.get("title"),
        text=text,
        author_id=None if hidden else key.author(SOURCE, facts.get("author_fullname") or author),
        handle_id=None if hidden else key.handle(SOURCE, author),
        author_flair=facts.get("author_flair_text") or None,
        author_groups=(str(facts["distinguished"]),) if facts.get("distinguished") else (),
        community=facts.get("subreddit"),
        category=facts.get("link_flair_text") or None,
        url=f"{SITE}{facts['permalink']}" if facts.get("permalink") else None,
        created_at=datetime.fromtimestamp(created, UTC),
        edited_at=_edited(facts.get("edited")),
        replies=counts["num_comments"],
        reposts=counts["num_crossposts"],
        views=counts["view_count"],
        votes=None if facts.get("score_hidden") or facts.get("hide_score") else counts["score"],
        counts_at=item.fetched_at,
        repost_of=crossposted,
    )


def _kind(kind: str, facts: dict[str, Any], crossposted: str | None, text: str) -> Kind:
    if kind == "t1":
        return Kind.REPLY
    if crossposted and not text.strip():
        return Kind.REPOST
    return Kind.QUESTION if str(facts.get("title", "")).rstrip().endswith("?") else Kind.POST


def _edited(value: Any) -> datetime | None:
    """False: never edited; True: edited, when is not known."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return datetime.fromtimestamp(value, UTC)


def _count(facts: dict[str, Any], name: str) -> int | None:
    value = facts.get(name)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _refusal(item_id: str | None, field: str, reason: str, record: Any) -> Refusal:
    payload = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=payload)
