"""The shape of the demo world: who wrote what, where and when; the servers turn it into wire formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who posts; ids are native to each source and derived from `key`."""

    key: str  # 'p0042'
    handle: str  # 'dorotheaops'
    name: str
    role: str  # administrator, customer, partner, prospect, staff, brand, bot
    flair: str | None = None  # Reddit flair
    trust: int = 1  # Discourse trust level
    staff: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldPost:
    """One post as it stands at the end of the world."""

    key: str  # unique over the world, sortable by time: 'w0000123'
    site: str  # 'x', 'reddit', 'discourse', 'feed'
    place: str  # x: ''; reddit: subreddit; discourse: category slug; feed: feed slug
    author: str  # Person.key
    created_at: datetime  # aware, UTC
    appears_at: datetime | None = None  # held by a moderator until then; None: at once
    title: str | None = None
    text: str
    lang: str = "en"
    parent: str | None = None  # key of the post answered
    thread: str | None = None  # key of the thread's first post; None: it is the first
    repost_of: str | None = None  # key
    quote_of: str | None = None  # key
    edited_at: datetime | None = None
    edited_text: str | None = None  # the wording from then on
    deleted_at: datetime | None = None
    likes: int = 0
    reposts: int = 0
    views: int | None = None
    votes: int | None = None
    tags: tuple[str, ...] = ()
    accepted: bool = False
    truth: dict[str, Any] = field(default_factory=dict)  # planted: sentiment, theme, audience, plant

    def there(self, moment: datetime) -> bool:
        """Whether it can be read at a time."""
        begun = (self.appears_at or self.created_at) <= moment
        return begun and (self.deleted_at is None or self.deleted_at > moment)

    def text_at(self, moment: datetime) -> str:
        """The wording at a time."""
        edited = self.edited_text is not None and self.edited_at is not None and self.edited_at <= moment
        return str(self.edited_text) if edited else self.text


@dataclass(frozen=True, slots=True)
class World:
    """Everything the demo's servers know. `truths` says what was planted, for the tests."""

    company: str
    start: datetime
    end: datetime
    people: dict[str, Person]
    posts: tuple[WorldPost, ...]  # by time
    truths: dict[str, Any]
