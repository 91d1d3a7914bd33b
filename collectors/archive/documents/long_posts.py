"""The whole text of long posts of X, which an account's archive keeps in a file of its own, note-tweet.js.

The file names no post: a text belongs to the post of its second, of several to the one that begins with the same words.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from voxpop.collectors.x import archived

ALIKE = 40  # letters by which two posts of one second are told apart

LongPosts = Mapping[datetime, Sequence[str]]


def long_posts(parts: Sequence[Any]) -> LongPosts:
    """The texts of the parts of note-tweet.js by the second in which they were written."""
    found: dict[datetime, list[str]] = {}
    for record in (one for part in parts if isinstance(part, list) for one in part):
        note = record.get("noteTweet") if isinstance(record, dict) else None
        core = note.get("core") if isinstance(note, dict) else None
        text = core.get("text") if isinstance(core, dict) else None
        at = _second(note.get("createdAt")) if isinstance(note, dict) else None
        if isinstance(text, str) and at is not None:
            found.setdefault(at, []).append(text)
    return found


def with_whole_text(record: str, found: LongPosts) -> str:
    """The record of a post with its whole text under 'note'; as it is where it has none, or is no JSON."""
    try:
        whole = json.loads(record)
    except (ValueError, RecursionError):
        return record
    at = archived.created_at(whole) if isinstance(whole, dict) else None
    texts = found.get(at.replace(microsecond=0), ()) if at else ()
    if not texts:
        return record
    begun = _bare(archived.tweet_of(whole).get("full_text"))
    text = next((one for one in texts if begun and _bare(one)[:ALIKE] == begun[:ALIKE]), None)
    return record if text is None else json.dumps({**whole, "note": text}, ensure_ascii=False)


def _bare(text: object) -> str:
    """A text without what differs between the two files."""
    return " ".join(html.unescape(text).split()) if isinstance(text, str) else ""


def _second(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(written)).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None
