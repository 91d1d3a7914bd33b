"""What must be there: a small picture of the installation, kept beside it and never read from it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

GONE = 0
"""The version of a post that its source says is deleted."""

BROKEN = -1
"""The version of a record that cannot be read."""

Key = tuple[str, str]
Posts = dict[Key, int]
"""The version that each post must have."""


@dataclass(frozen=True, slots=True)
class Item:
    """What one fetch gives of one post."""

    key: Key
    person: str
    version: int


@dataclass(frozen=True, slots=True)
class Landed:
    """One fetch that was committed; `order` is the true order, whatever clocks said."""

    fetch_id: str
    channel: str
    order: int
    items: tuple[Item, ...]
    outcome: str
    told: float
    """Days since the beginning by a clock that may be behind: such a fetch is as old as it says, and its items leave landing (not
    the tables) so much earlier."""


@dataclass(slots=True)
class Erasures:
    """Who and what was forgotten, in whatever state is restored."""

    people: set[str] = field(default_factory=set)
    posts: set[Key] = field(default_factory=set)

    def hit(self, item: Item) -> bool:
        """Whether nothing of this may be anywhere."""
        return item.person in self.people or item.key in self.posts

    def copy(self) -> Erasures:
        """Another one of the same."""
        return Erasures(set(self.people), set(self.posts))


@dataclass(slots=True)
class State:
    """What a restore brings back: fetches, which of them are loaded, and what the retention took."""

    landed: dict[str, Landed] = field(default_factory=dict)
    loads: set[str] = field(default_factory=set)
    expired: dict[Key, frozenset[str]] = field(default_factory=dict)  # the fetches that were in when it was taken

    def copy(self) -> State:
        """Another one of the same; fetches themselves never change."""
        return State(copy.copy(self.landed), set(self.loads), dict(self.expired))

    def posts(self, erasures: Erasures, loads: set[str] | None = None, expired: dict | None = None) -> Posts:
        """Every post exactly once, as the newest fetch that is loaded gives it."""
        loads = self.loads if loads is None else loads
        expired = self.expired if expired is None else expired
        found: Posts = {}
        for fetch in sorted((self.landed[one] for one in loads), key=lambda fetch: fetch.order):
            for item in fetch.items:
                taken = fetch.fetch_id in expired.get(item.key, ())
                if item.version != BROKEN and not taken and not erasures.hit(item):
                    found[item.key] = item.version
        return found

    def refused(self, erasures: Erasures, loads: set[str] | None = None) -> set[tuple[str, str]]:
        """The records in quarantine: channel and id of each."""
        fetches = [self.landed[one] for one in (self.loads if loads is None else loads)]
        items = ((fetch.channel, item) for fetch in fetches for item in fetch.items)
        return {(channel, item.key[1]) for channel, item in items if item.version == BROKEN and not erasures.hit(item)}
