"""What stands beside the words of a forum post: links, pictures, polls, reactions by kind, marks, who may read it."""

from __future__ import annotations

from typing import Any

from voxpop.collectors.wire.beside import NOTHING, Beside, beside_html, beside_markdown
from voxpop.collectors.wire.html_text import html_to_text

TOPIC_MARKS = {"closed": "locked", "archived": "archived", "pinned": "pinned", "pinned_globally": "pinned"}
Record = dict[str, Any]


def beside_of(post: Record) -> Beside:
    """Links and pictures: of the page's text where the forum gives it, which resolves them, else of the Markdown."""
    cooked, raw = post.get("cooked"), post.get("raw")
    if isinstance(cooked, str) and cooked:
        return beside_html(cooked) if "<a " in cooked or "<img" in cooked or "<video" in cooked else NOTHING
    return beside_markdown(raw) if isinstance(raw, str) else NOTHING


def poll_of(post: Record) -> tuple[str, ...]:
    """The options of its polls, in their order."""
    polls = post.get("polls")
    if not isinstance(polls, list):
        return ()
    lists = [poll.get("options") for poll in polls if isinstance(poll, dict)]
    texts = (one.get("html") for found in lists if isinstance(found, list) for one in found if isinstance(one, dict))
    return tuple(words for text in texts if isinstance(text, str) and (words := html_to_text(text)))


def reactions_of(post: Record) -> tuple[str, ...]:
    """'heart:3' of each kind that the plugin for reactions counts; without the plugin there are likes alone."""
    told = post.get("reactions")
    found = (
        [(one.get("id"), one.get("count")) for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    )
    return tuple(f"{name}:{n}" for name, n in found if isinstance(name, str) and type(n) is int and n > 0)


def marks_of(post: Record, topic: Record, *, first: bool) -> tuple[str, ...]:
    """'wiki', 'bot', 'assigned'; of a topic's first post also 'locked', 'pinned', 'archived'."""
    told = ["wiki"] if post.get("wiki") is True else []
    number = post.get("user_id")
    told += ["bot"] if isinstance(number, int) and number < 0 else []
    if isinstance(post.get("assigned_to_user"), dict) or (first and isinstance(topic.get("assigned_to_user"), dict)):
        told.append("assigned")
    if first:
        told += [mark for name, mark in TOPIC_MARKS.items() if topic.get(name) is True]
    return tuple(dict.fromkeys(told))


def visibility_of(topic: Record, category: Record) -> str | None:
    """'private' for messages and closed categories, 'unlisted' for hidden topics; None: the answer does not say."""
    if topic.get("archetype") == "private_message" or category.get("read_restricted") is True:
        return "private"
    if topic.get("visible") is False:
        return "unlisted"
    return "public" if topic.get("archetype") == "regular" and category.get("read_restricted") is False else None
