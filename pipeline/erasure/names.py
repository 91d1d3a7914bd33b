"""Whom a request means: every form in which the docs name a person or a post, and whether anything of theirs is here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voxpop.authors import bare
from voxpop.errors import UsageError, VoxpopError, alike
from voxpop.pipeline.erasure import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from voxpop import warehouse
    from voxpop.authors import AuthorKey
    from voxpop.pipeline.workspace import Workspace

NEAREST = 3
"""How many names are told of those that are like one that nobody has."""
LONGEST_NAME = 80
FOLDED = frozenset({"feed", "mail"})
"""Sources whose ids of authors are in lower case, however they were written."""


@dataclass(frozen=True, slots=True)
class Name:
    """What one request names: `given` as it was written, and the hashes under which its posts may stand."""

    given: str
    hashes: frozenset[str]
    handles: frozenset[str] = frozenset()
    """An author's name as records have it, to look for afterwards; none for a post."""


@dataclass(frozen=True, slots=True)
class Met:
    """What is here of a name: posts, other places, and when it was forgotten before."""

    name: Name
    posts: int
    elsewhere: bool
    forgotten_at: datetime | None
    nearest: tuple[str, ...] = field(default=())

    @property
    def nobody(self) -> bool:
        """Whether nothing here is theirs, and nothing ever was."""
        return not (self.posts or self.elsewhere or self.forgotten_at)


def author(workspace: Workspace, key: AuthorKey, text: str) -> Name:
    """The author whom SOURCE:NAME means, by id or handle; NAME may be CHANNEL/NAME where the channel is of that source."""
    hashes: set[str | None] = set()
    handles = set()
    for source, name, inner in _forms(workspace, text):
        folded = {name, name.casefold()} if source in FOLDED else {name}
        hashes |= {key.author(source, one) for one in folded} | {key.handle(source, inner)}
        handles.add(inner or name)
    return Name(text, frozenset(one for one in hashes if one), frozenset(handles))


def post(workspace: Workspace, key: AuthorKey, text: str) -> Name:
    """The post that SOURCE:ID means; ID may be CHANNEL/ID where the channel is of that source."""
    return Name(text, frozenset(key.digest("post", source, one) for source, one, _ in _forms(workspace, text)))


def meet(workspace: Workspace, writer: warehouse.Writer, key: AuthorKey, names: Sequence[Name]) -> list[Met]:
    """What is here of each name; of one of whom nothing is, the names that are most like theirs. Landing is read for these only."""
    found = []
    unknown: list[Name] = []
    for name in names:
        posts, forgotten_at = writer.erasures.meet(name.hashes, key.salt)
        found.append(Met(name, posts, elsewhere=False, forgotten_at=forgotten_at))
        if not (posts or forgotten_at) and name.handles:
            unknown.append(name)
    if not unknown:
        return found
    known = writer.erasures.list_authors()
    told, landed = _read_landing(workspace, key, known, frozenset[str]().union(*(one.hashes for one in unknown)))
    return [
        Met(
            one.name,
            one.posts,
            elsewhere=bool(one.name.hashes & landed),
            forgotten_at=one.forgotten_at,
            nearest=_nearest(one.name, told),
        )
        if one.name in unknown
        else one
        for one in found
    ]


def _forms(workspace: Workspace, text: str) -> Iterator[tuple[str, str, str | None]]:
    """(source, id, handle) of all that a text may mean; None where the channel that it names tells no handles."""
    source, _, name = text.partition(":")
    name = name.strip()
    if not source or not name:
        raise UsageError(f"'{text}' names nobody; write SOURCE:HANDLE_OR_ID or SOURCE:ID, such as reddit:t3_1p3x9q")
    channel_id, _, inner = name.partition("/")
    channel = next((one for one in workspace.config.channels if one.id == channel_id and inner.strip()), None)
    if channel is not None:
        placed, whole = workspace.collector(channel).place(inner.strip())
        if source in {channel.source, placed}:
            yield placed, whole, inner.strip() if raw.tells_handles(channel) else None
            if placed == source:
                return
    yield source, name, name


def _read_landing(
    workspace: Workspace, key: AuthorKey, known: frozenset[str], wanted: frozenset[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """Names of known authors as requests write them, by their bare form; and which wanted hashes something that landed has."""
    told: dict[str, str] = {}
    landed: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for channel in workspace.config.channels:
        try:
            collector = workspace.collector(channel)
        except VoxpopError:  # a package that is gone; its posts are counted in the tables
            continue
        source = collector.place("")[0]
        for fetch in workspace.landing.fetches(channel.id):
            for _, text in raw.readable(fetch):
                if len(text) > LONGEST_NAME or (channel.id, text) in seen:
                    continue
                seen.add((channel.id, text))
                whole = collector.place(text)[1]
                hashes = {key.handle(source, text), key.author(source, text), key.author(source, whole)}
                landed |= wanted & hashes
                if hashes & known:
                    form = f"{channel.id}/{text}" if channel.source in {"archive", "rest"} else text
                    told.setdefault(bare(text), f"{channel.source}:{form}")
    return told, frozenset(landed)


def _nearest(name: Name, told: dict[str, str]) -> tuple[str, ...]:
    """The names most like one, as a request writes them; one that is a part of another is near."""
    own = {bare(one) for one in name.handles} | {bare(one.rpartition("/")[2]) for one in name.handles}
    near: list[str] = []
    for one in sorted(own):
        near += [other for other in told if len(one) > 2 and (one in other or other in one)][:NEAREST]
        near += alike(one, told, most=NEAREST)
    return tuple(told[one] for one in _once(near)[:NEAREST])


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
