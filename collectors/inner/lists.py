"""Which lists stand in a record, and what the names of lists tell: whether people answer in them, or nobody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]

DEEPEST = 5
"""Keys of a record that are followed to a list."""
SPOKEN = re.compile(
    r"repl(?:y|ies)|comment|answer|respon[sd]|resp(?:uesta|osta)|r[eé]pon|reactie|rispost|kommentar|komentar|comen[t]|antwort|antwoord"
    r"|odpowied|svar|child|thread|message|conversation_?part|notes?$|posts?$|follow_?up|discussion|review|feedback"
    r"|ответ|коммент|сообщен|回复|回覆|评论|評論|留言|返信|コメント|回答|답글|댓글|コメ",
    re.IGNORECASE,
)
"""Names of lists in which people answer."""
UNSPOKEN = re.compile(
    r"revision|version|edit|histor|change|audit|activity|activities|attach|reaction|vote|likes?$|quot|referenced|retweet|repost|embed"
    r"|parent|crosspost|related|similar|linked|links?$|forward|ancestor|mention|suggest|template|draft|scheduled|option|field|metric"
    r"|merge|duplicate|worklog|translation|original|preview|macro|error|warning|system|context|best|top_|latest|featured|pinned|accepted",
    re.IGNORECASE,
)
"""Names of lists whose records are no posts of their own: earlier wordings, files, people, posts that stand elsewhere too."""
THINGS = re.compile(
    r"event|file|media|image|photo|video|picture|asset|user|member|participant|author|follower|watcher|collaborator|tag|label|poll|task"
    r"|checklist|article|product|order",
    re.IGNORECASE,
)
"""The same, where the name does not say as well that people answer in it ('user_comments')."""
HOLDERS = frozenset(
    {"data", "items", "nodes", "edges", "list", "values", "results", "children", "records", "entries", "elements"}
)
"""Names that say only that something is a list."""
PRIVATE = {"public": False, "is_public": False, "internal": True, "is_internal": True, "private": True, "is_private": True,
           "confidential": True, "is_note": True, "system": True, "is_system": True, "jsdpublic": False}  # fmt: skip
"""Keys of a record within another, with what they say where it is a note of the staff's or of the program."""


def lists_in(record: Any, *, lone: bool = False) -> Iterator[tuple[str, list[Record]]]:
    """The lists of records in a record, with their paths; those in the members of a list too.

    A list whose members hold such a list again ('replies' of 'replies') has one path. lone: a record by itself may be a list of
    one, as XML writes it, where it is called as answers are.
    """
    yield from _lists_in(record, "", "", 1, lone)


def _lists_in(record: Any, before: str, around: str, level: int, lone: bool) -> Iterator[tuple[str, list[Record]]]:
    """The same; `before`: what leads to the record, `around`: the path of the list that it is a member of."""
    for key, value in record.items() if isinstance(record, dict) else ():
        if key.startswith("^") or level > DEEPEST:
            continue
        path = before + re.sub(r"([.|])", r"\\\1", key)
        members = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if lone and isinstance(value, dict) and is_spoken(path) and any(isinstance(one, str) for one in value.values()):
            members = [value]
        elif isinstance(value, dict):
            yield from _lists_in(value, f"{path}.", around, level + 1, lone)
        if members:
            again = around and f".{around}".endswith(f".{path[len(around) + 1 :]}")
            path = around if again else path
            yield path, members
            for member in members:
                yield from _lists_in(member, f"{path}.", path, level + 1, lone)


def name_of(path: str) -> str:
    """What a list is called: its own key, or that of what holds it where that key says nothing ('comments.data')."""
    steps = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", step).lower() for step in path.split(".")]
    while len(steps) > 1 and steps[-1] in HOLDERS:
        steps.pop()
    return steps[-1]


def is_spoken(path: str) -> bool:
    """Whether people answer in a list of this name."""
    return SPOKEN.search(name_of(path)) is not None and not is_unspoken(path)


def is_unspoken(path: str) -> bool:
    """Whether a list of this name holds no posts of its own."""
    name = name_of(path)
    return UNSPOKEN.search(name) is not None or (THINGS.search(name) is not None and SPOKEN.search(name) is None)


def is_private(record: Record) -> bool:
    """Whether a record within another says that it is a note of the staff's, or the program's own."""
    return any(record.get(key) is told for key, told in PRIVATE.items()) or is_notice(record)


NOTICE = re.compile(
    r"system_\w+|(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private)|systemEventMessage"
    r"|(?:user|member)_(?:joined|left)|m\.room\.(?:member|name|topic|create|power_levels)"
)
TYPES = ("type", "subtype", "messageType", "message_type", "event_type")


def is_notice(record: Record) -> bool:
    """Whether a record says that the program wrote it, as chats do when somebody joins."""
    return any(isinstance(told := record.get(key), str) and NOTICE.fullmatch(told) for key in TYPES)


def has_words(record: Record) -> bool:
    """Whether some value of a record is more than one word."""
    return any(isinstance(value, str) and len(value.split()) > 1 for value in record.values())
