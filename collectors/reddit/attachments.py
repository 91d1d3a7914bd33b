"""What stands beside the words of a Reddit thing: its link, pictures and captions, polls, the original of a crosspost, marks."""

from __future__ import annotations

from typing import Any

SITE = "https://www.reddit.com"
KINDS = {"Image": "photo", "AnimatedImage": "gif", "RedditVideo": "video"}
"""Values of 'e' in `media_metadata`."""
HINTS = {"image": "photo", "hosted:video": "video", "rich:video": "video"}
MARKS = {
    "locked": "locked",
    "stickied": "pinned",
    "spoiler": "spoiler",
    "is_submitter": "submitter",
    "is_original_content": "original_content",
    "promoted": "promoted",
    "quarantine": "quarantined",
}
"""Flag of Reddit -> mark."""
SEEN_BY = {"public": "public", "restricted": "public", "archived": "public", "user": "public"}
"""Type of a subreddit -> who may read it; any other is closed."""
Record = dict[str, Any]


def original_of(facts: Record) -> Record:
    """The submission that a crosspost repeats, where the answer holds it."""
    originals = facts.get("crosspost_parent_list")
    return originals[0] if isinstance(originals, list) and originals and isinstance(originals[0], dict) else {}


def links_of(facts: Record) -> tuple[str, ...]:
    """Where a link post leads, and the captions of a gallery; links inside a text stay there."""
    told: list[Any] = []
    if facts.get("is_self") is not True:
        told.append(facts.get("url_overridden_by_dest") or facts.get("url"))
    told += [item.get("outbound_url") for item in _gallery(facts)]
    found = (f"{SITE}{link}" if link.startswith("/") else link for link in told if isinstance(link, str) and link)
    return tuple(dict.fromkeys(found))


def media_of(facts: Record) -> tuple[str, ...]:
    """What it shows: the pictures of its gallery or its text, else what its link is."""
    known = facts.get("media_metadata")
    known = known if isinstance(known, dict) else {}
    listed = [known.get(str(item.get("media_id"))) for item in _gallery(facts)] or list(known.values())
    kinds = [KINDS.get(str(one.get("e")), "photo") for one in listed if isinstance(one, dict)]
    if kinds:
        return tuple(kinds)
    if facts.get("is_video") is True or facts.get("domain") == "v.redd.it":
        return ("video",)
    hint = HINTS.get(str(facts.get("post_hint"))) or ("photo" if facts.get("domain") == "i.redd.it" else None)
    if hint is None and facts.get("is_gallery") is True:
        hint = "gallery"
    return (hint,) if hint else ()


def captions_of(facts: Record) -> tuple[str, ...]:
    """What the writer wrote under the pictures of a gallery."""
    return tuple(c.strip() for item in _gallery(facts) if isinstance(c := item.get("caption"), str) and c.strip())


def poll_of(facts: Record) -> tuple[str, ...]:
    """The options of a poll."""
    poll = facts.get("poll_data")
    options = poll.get("options") if isinstance(poll, dict) else None
    texts = (one.get("text") for one in options if isinstance(one, dict)) if isinstance(options, list) else ()
    return tuple(text for text in texts if isinstance(text, str) and text)


def marks_of(facts: Record) -> tuple[str, ...]:
    """Which of Reddit's marks it bears."""
    return tuple(mark for name, mark in MARKS.items() if facts.get(name) is True)


def upvoted(facts: Record) -> tuple[str, ...]:
    """The share of votes that are up, as Reddit tells it of submissions: 'upvoted:0.97'."""
    ratio = facts.get("upvote_ratio")
    return (f"upvoted:{ratio}",) if isinstance(ratio, int | float) and not isinstance(ratio, bool) else ()


def visibility_of(facts: Record) -> str | None:
    """Whether everybody may read the subreddit; None: not told."""
    kind = facts.get("subreddit_type")
    return SEEN_BY.get(kind, "private") if isinstance(kind, str) and kind else None


def _gallery(facts: Record) -> list[Record]:
    gallery = facts.get("gallery_data")
    items = gallery.get("items") if isinstance(gallery, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
