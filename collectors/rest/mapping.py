"""An item of a JSON answer as a post, by paths; pure mapping that no value can crash."""

from __future__ import annotations

import json
import math
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.ratings import read_rating
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.post import COUNTS, FLAGS, IDS, LISTS, TIMES, WORDS, Gone, Kind, Post, RawItem, Refusal

MOST = 1 << 31  # a larger count is none


def post_of(
    item: RawItem, record: Any, stream: Stream, key: AuthorKey, prefix: str, days: str | None = None
) -> Post | Refusal | Gone:
    """The post, its deletion, or why it is neither; `days` is the zone of dates without an hour."""
    source, columns = item.source, stream.mapping.used()
    value = {name: at(record, path) for name, path in columns.items()}
    number = _word(value.get("post_id"))
    if not number:
        return _refuse(source, None, "post_id", columns["post_id"], record)
    post_id = prefix + number
    if stream.deleted and at(record, stream.deleted):
        return Gone(source=source, post_id=post_id, gone_at=item.fetched_at, reason="deleted")
    created_at = moment(value["created_at"], stream.time_format, stream.time_zone, days)
    if created_at is None:
        return _refuse(source, post_id, "created_at", columns["created_at"], record)
    text = value["text"]
    if not isinstance(text, str):
        return _refuse(source, post_id, "text", columns["text"], record)
    value = {**stream.constants, **{name: found for name, found in value.items() if found is not None}}
    facts: dict[str, Any] = {name: _count(value.get(name)) for name in COUNTS}
    facts |= {name: found if isinstance(found := value.get(name), bool) else None for name in FLAGS}
    facts |= {name: _list(value.get(name)) for name in LISTS}
    rating, scale = read_rating(value.get("rating"))
    facts |= {"rating": rating, "rating_scale": read_rating(value.get("rating_scale"))[0] or scale}
    facts |= {
        name: moment(value.get(name), stream.time_format, stream.time_zone, days)
        for name in TIMES
        if name != "created_at"
    }
    facts |= {name: prefix + found if (found := _word(value.get(name))) else None for name in IDS if name != "post_id"}
    facts |= {name: _word(value.get(name)) for name in WORDS}
    author, handle = _word(value.get("author")), _word(value.get("handle"))
    title = _word(value.get("title"))
    if any(facts[name] is not None for name in COUNTS) and facts["counts_at"] is None:
        facts["counts_at"] = item.fetched_at
    if facts["edited_at"] is not None and facts["edited_at"] <= created_at:
        facts["edited_at"] = None
    return Post(
        source=source,
        post_id=post_id,
        kind=_kind(value.get("kind"), stream, replies=bool(facts["parent_id"])),
        title=html_to_text(title) if title and stream.html else title,
        text=html_to_text(text) if stream.html else text,
        author_id=key.author(source, prefix + author) if author else key.handle(source, handle),
        handle_id=key.handle(source, handle),
        created_at=created_at,
        **facts,
    )


def _kind(word: Any, stream: Stream, *, replies: bool) -> str:
    known = stream.kinds.get(word) if isinstance(word, str) else None
    if known is None and isinstance(word, str) and word in set(Kind):
        known = Kind(word)
    return known or (Kind.REPLY if replies else Kind.POST)


def _word(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 1 << 127 else None
    return value.strip() or None if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    whole = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value) and value == int(value))
    return int(value) if whole and not isinstance(value, bool) and abs(value) < MOST else None


def _list(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(found for part in values if (found := _word(part))))


def _refuse(source: str, item_id: str | None, field: str, path: str, record: Any) -> Refusal:
    payload = json.dumps(record, default=str)
    return Refusal(source=source, item_id=item_id, field=field, reason=f"no usable '{path}'", payload=payload)
