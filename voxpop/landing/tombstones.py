"""What was erased and may not come back, by keyed hashes: in records, and inside payloads as sources send them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.post import Gone, Post, RawItem, Refusal

SHORTEST_TITLE = 20  # a shorter one ("Question") is not one person's
AUTHOR_KEYS = ("username", "author", "author_id", "user_id", "screen_name")
PEOPLE = re.compile(
    r"(?i)(?:user|author|screen_?name|handle|login|nick|sender|acct|account|poster|owner|^from$|reply-to|e-?mail|creator|^who$|"
    r"member|customer|^by$|requester)"
)
"""Names of values that say who somebody is, in records of whatever source."""
DROPPED = object()


@dataclass(frozen=True, slots=True)
class Erasing:
    """The tombstones, and the posts that their sources deleted with the time when we learned it."""

    key: AuthorKey
    authors: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    gone: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    own_titles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.authors or self.posts or self.gone)

    def post(self, source: str, post_id: str | None) -> bool:
        """Whether the post of that id was erased."""
        return bool(self.posts) and post_id is not None and self.key.digest("post", source, post_id) in self.posts

    def author(self, source: str, name: Any) -> bool:
        """Whether the id or handle is an erased author's."""
        if not self.authors or not isinstance(name, str | int) or isinstance(name, bool):
            return False
        return self.key.author(source, name) in self.authors or self.key.handle(source, str(name)) in self.authors

    def was_gone(self, source: str, post_id: str, fetched_at: datetime) -> bool:
        """Whether the source deleted the post after a fetch of that time."""
        gone_at = self.gone.get((source, post_id))
        return gone_at is not None and gone_at >= fetched_at

    def record(self, record: Post | Refusal | Gone, fetched_at: datetime) -> bool:
        """Whether a mapped record may not be kept in a fetch of that time."""
        if isinstance(record, Refusal):
            return self.post(record.source, record.item_id)
        if isinstance(record, Gone):
            return False  # an id and a time; the load refuses it
        return (
            self.was_gone(record.source, record.post_id, fetched_at)
            or record.author_id in self.authors
            or record.handle_id in self.authors
            or self.post(record.source, record.post_id)
            or self.post(record.source, record.repost_of)
        )

    def scrub(self, item: RawItem, own_titles: Collection[str] = ()) -> RawItem:
        """The item without the erased inside it: accounts, posts and titles that other people's records carry along.

        own_titles: titles that the item's own author gave, which stay though an erased post has the same.
        """
        if own_titles and self.titles:
            return replace(self, own_titles=frozenset(own_titles)).scrub(item)
        payload = {
            name: kept for name, value in item.payload.items() if (kept := self._scrub(value, item)) is not DROPPED
        }
        return item if payload == item.payload else replace(item, payload=payload)

    def scrub_value(self, name: str, value: Any, item: RawItem) -> Any:
        """A value of a record without the erased inside it; None where it is nothing else. `item` says whose record it is."""
        kept = self._scrub(self._without_name(name, value, item.source), item)
        return None if kept is DROPPED else kept

    def is_named(self, source: str, channel: str, value: Any) -> bool:
        """Whether anything in a payload names an erased author or post; ids in archives are those of their channel."""
        if isinstance(value, dict):
            return any(self.is_named(source, channel, part) for part in value.values())
        if isinstance(value, list):
            return any(self.is_named(source, channel, part) for part in value)
        if not isinstance(value, str | int):
            return False
        names = (value, f"{channel}/{value}")
        return any(self.author(source, name) or self.post(source, str(name)) for name in names)

    def _scrub(self, value: Any, item: RawItem) -> Any:
        if isinstance(value, dict):
            if self._is_erased(value, item):
                return DROPPED
            return {
                name: kept
                for name, part in value.items()
                if (kept := self._scrub(self._without_name(name, part, item.source), item)) is not DROPPED
            }
        if isinstance(value, list):
            return [kept for part in value if (kept := self._scrub(part, item)) is not DROPPED]
        if isinstance(value, str) and self.is_title(item.source, value):
            return None
        return value

    def _without_name(self, name: str, value: Any, source: str) -> Any:
        """The value, or nothing where another's record mentions somebody erased by it."""
        mentions = isinstance(value, str) and name not in AUTHOR_KEYS and PEOPLE.search(name)
        return None if mentions and self.author(source, value) else value

    def _is_erased(self, value: dict[str, Any], item: RawItem) -> bool:
        """Whether an object inside a payload is an erased author's account or post."""
        source = item.source
        names = [value[name] for name in AUTHOR_KEYS if name in value]
        if any(self.author(source, name) for name in names) or (
            "username" in value and self.author(source, value.get("id"))
        ):
            return True
        post_id = str(value.get("id") or "")
        return "text" in value and (self.post(source, post_id) or self.was_gone(source, post_id, item.fetched_at))

    def is_title(self, source: str, text: str) -> bool:
        """Whether the text is the title of an erased post, and long enough to be theirs alone."""
        if not self.titles or len(text) < SHORTEST_TITLE or text in self.own_titles:
            return False
        return self.key.digest("title", source, text) in self.titles
