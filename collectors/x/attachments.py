"""What stands beside the words of an X post: where its links lead, pictures and what is said of them, polls, places, marks."""

from __future__ import annotations

import re
from typing import Any

MEDIA = {"photo": "photo", "video": "video", "animated_gif": "gif"}
BY_KEY = {"3": "photo", "7": "video", "13": "video", "16": "gif"}
"""The first part of a media key, which says the kind where the page does not give the medium itself."""
MARKS = {"paid_partnership": "paid_partnership", "matched_media_notes": "community_note", "withheld": "withheld"}
OWN_MEDIA = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/\w+/status/\d+/(?:photo|video)/\d+")
LINK_ALONE = re.compile(r"\s*(?:https?://t\.co/\S+\s*)*")
Record = dict[str, Any]


def links_of(entities: Record) -> tuple[str, ...]:
    """Where the links lead, each once; those to the post's own pictures are none."""
    entries = entities.get("urls")
    if not isinstance(entries, list):
        return ()
    told: dict[str, None] = {}
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("media_key"):
            continue
        target = entry.get("unwound_url") or entry.get("expanded_url") or entry.get("url")
        if isinstance(target, str) and target and not OWN_MEDIA.fullmatch(target):
            told[target] = None
    return tuple(told)


def media_of(record: Record, media: dict[str, Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(kinds, descriptions) of what the post shows."""
    attached = record.get("attachments")
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    if not isinstance(keys, list):
        return (), ()
    kinds: list[str] = []
    said: dict[str, str] = {}
    for key in map(str, keys):
        one = media.get(key, {})
        kind = MEDIA.get(str(one.get("type"))) or BY_KEY.get(key.partition("_")[0], "photo")
        kinds.append(kind)
        alt = one.get("alt_text")
        if isinstance(alt, str) and alt.strip():
            said[key] = alt.strip()
    told = record.get("media_metadata")
    for entry in told if isinstance(told, list) else ():
        alt = entry.get("alt_text") if isinstance(entry, dict) else None
        if isinstance(alt, str) and alt.strip():
            said.setdefault(str(entry.get("media_key")), alt.strip())
    return tuple(kinds), tuple(said.values())


def poll_of(record: Record, polls: dict[str, Record]) -> tuple[str, ...]:
    """The options of its poll, in their order."""
    attached = record.get("attachments")
    ids = attached.get("poll_ids") if isinstance(attached, dict) else None
    if not isinstance(ids, list):
        return ()
    lists = [polls.get(str(number), {}).get("options") for number in ids]
    options = [one for found in lists if isinstance(found, list) for one in found if isinstance(one, dict)]
    return tuple(label for one in options if isinstance(label := one.get("label"), str) and label)


def place_of(record: Record, places: dict[str, Record]) -> str | None:
    """The name of the place, else 'latitude,longitude', else the place's id."""
    geo = record.get("geo")
    if not isinstance(geo, dict):
        return None
    name = places.get(str(geo.get("place_id")), {}).get("full_name")
    if isinstance(name, str) and name:
        return name
    point = geo.get("coordinates")
    pair = point.get("coordinates") if isinstance(point, dict) else None
    if isinstance(pair, list) and len(pair) == 2 and all(isinstance(n, int | float) for n in pair):
        return f"{pair[1]},{pair[0]}"
    return str(geo["place_id"]) if geo.get("place_id") else None


def marks_of(record: Record, user: Record) -> tuple[str, ...]:
    """Marks of X: who may answer, paid for, with a note of the community, withheld somewhere, a parody."""
    may_answer = record.get("reply_settings", "everyone")
    told = [] if may_answer == "everyone" or not isinstance(may_answer, str) else [f"replies:{may_answer}"]
    told += [mark for name, mark in MARKS.items() if record.get(name)]
    if user.get("parody") is True:
        told.append("parody")
    return tuple(told)


def visibility_of(record: Record, user: Record) -> str | None:
    """'followers' where X says so of the post or of its account; None: it says nothing, as of most posts."""
    scopes = record.get("scopes")
    followers = isinstance(scopes, dict) and scopes.get("followers") is True
    return "followers" if followers or user.get("protected") is True else None


def article_of(record: Record, text: str) -> tuple[str | None, str]:
    """(title, text) with the article that the post carries; the post itself is then mostly a link to it."""
    article, titled = record.get("article"), record.get("article_title")
    parts = [part for part in (article, titled) if isinstance(part, dict)]
    title = next((t for part in parts if isinstance(t := part.get("title"), str) and t.strip()), None)
    words = [part.get(name) for part in parts for name in ("plain_text", "text", "preview_text")]
    body = next((word for word in words if isinstance(word, str) and word.strip()), None)
    if body is None or body in text:
        return title, text
    return title, body if LINK_ALONE.fullmatch(text) else f"{text}\n\n{body}"
