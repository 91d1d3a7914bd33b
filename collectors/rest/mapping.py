"""An item of a JSON answer as a post, by paths; pure mapping that no value can crash."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.ratings import read_rating
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.wire.beside import Beside, beside_html
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.language_codes import language_code
from voxpop.post import COUNTS, FLAGS, IDS, LISTS, TIMES, WORDS, Gone, Kind, Post, RawItem, Refusal

MOST = 1 << 31  # a larger count is none
NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.0+)?")
NOTHING = {"", "0", "false", "no", "none", "null"}
"""Words of a record that say 'not deleted'."""


def post_of(
    item: RawItem,
    record: Any,
    stream: Stream,
    key: AuthorKey,
    prefix: str,
    days: str | None = None,
    complete: Callable[[dict[str, Any], Any], None] | None = None,
) -> Post | Refusal | Gone:
    """The post, its deletion, or why it is neither.

    days: the zone of dates without an hour. complete: puts to the fields of the post, in place, what no path can say.
    """
    source, columns = item.source, stream.mapping.used()
    value = {name: found for name, path in columns.items() if (found := at(record, path)) is not None}
    number = _word(value.get("post_id"))
    if not number:
        return _refuse(source, None, "post_id", columns["post_id"], record)
    post_id = prefix + number
    if stream.deleted and _is_said(at(record, stream.deleted)):
        return Gone(source=source, post_id=post_id, gone_at=item.fetched_at, reason="deleted")
    created_at = moment(value.get("created_at"), stream.time_format, stream.time_zone, days)
    if created_at is None:
        return _refuse(source, post_id, "created_at", columns["created_at"], record)
    value = {**stream.constants, **value}
    text = value.get("text")
    if not isinstance(text, str):
        return _refuse(source, post_id, "text", columns["text"], record)
    facts: dict[str, Any] = dict.fromkeys(LISTS, ())
    for name, found in value.items():
        if read := READ.get(name):
            facts[name] = read(found)
        elif name in IDS:
            facts[name] = prefix + word if (word := _word(found)) else None
        elif name in TIMES:
            facts[name] = moment(found, stream.time_format, stream.time_zone, days)
    if "rating" in value or "rating_scale" in value:
        rating, scale = read_rating(value.get("rating"))
        facts |= {"rating": rating, "rating_scale": read_rating(value.get("rating_scale"))[0] or scale}
    author, handle = _word(value.get("author")), _word(value.get("handle"))
    if facts.get("counts_at") is None and any(facts.get(name) is not None for name in COUNTS):
        facts["counts_at"] = item.fetched_at
    if facts.get("edited_at") is not None and facts["edited_at"] <= created_at:
        facts["edited_at"] = None
    facts["kind"] = _kind(value.get("kind"), stream, replies=bool(facts.get("parent_id")))
    if stream.html:
        title = facts.get("title")
        if title and ("<" in title or "&" in title):
            facts["title"] = html_to_text(title)
        if "<" in text:
            _add(facts, beside_html(text))
        text = html_to_text(text)
    facts |= {
        "source": source,
        "post_id": post_id,
        "text": text,
        "created_at": created_at,
        "author_id": key.author(source, prefix + author) if author else key.handle(source, handle),
        "handle_id": key.handle(source, handle),
    }
    if complete is not None:
        complete(facts, record)
    return Post(**facts)


def _add(facts: dict[str, Any], found: Beside) -> None:
    """Put what a text holds beside its words to what the record says of itself."""
    for name in ("links", "alt_text"):
        if told := getattr(found, name):
            facts[name] = tuple(dict.fromkeys((*facts[name], *told)))
    facts["media"] = (*facts["media"], *found.media)


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


def _is_said(value: Any) -> bool:
    """Whether something stands there that is no word for 'no'."""
    return value.strip().lower() not in NOTHING if isinstance(value, str) else bool(value)


def _count(value: Any) -> int | None:
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = float(value)
    if type(value) is int:
        return value if -MOST < value < MOST else None
    whole = type(value) is float and math.isfinite(value) and value == int(value)
    return int(value) if whole and abs(value) < MOST else None


def _list(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(found for part in values if (found := _word(part))))


def _repeated(value: Any) -> tuple[str, ...]:
    """A list in which the same word counts each time."""
    return tuple(found for part in (value if isinstance(value, list) else [value]) if (found := _word(part)))


def _refuse(source: str, item_id: str | None, field: str, path: str, record: Any) -> Refusal:
    payload = json.dumps(record, default=str)
    return Refusal(source=source, item_id=item_id, field=field, reason=f"no usable '{path}'", payload=payload)


def _truth(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(COUNTS, _count),
    **dict.fromkeys(FLAGS, _truth),
    **dict.fromkeys(LISTS, _list),
    **dict.fromkeys(WORDS, _word),
    "title": _word,
    "lang": language_code,
    "media": _repeated,
}
"""Field of a post -> how the value of a record is read; ids and times want more than the value."""
