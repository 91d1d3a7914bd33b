"""What was an alert, who was told of it and when, who looks into it: one file a cause, kept beside the deliveries.

The files hold counts, times and ids, the words that five people or more named at once, and nobody who wrote any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import AwareDatetime, ValidationError

from voxpop import durable
from voxpop.analysis.alarms import WORD
from voxpop.config.section import Section
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

FOLDER = "alarms"
NAMED_LATER = timedelta(hours=24)
"""What is unusual in an audience as a whole gets its subject within this time, or the subject is another cause."""


class Part(Section):
    """One figure of a cause, at its most surprising hour."""

    rule: str
    audience: str
    figure: str
    tone: str | None = None
    kind: str = ""
    subject: str | None = None
    fall: bool = False
    hours: int
    peak: AwareDatetime  # the end of the window
    now: float
    usual: float
    n_people: int
    n_posts: int
    low: float | None = None
    high: float | None = None
    surprise: float
    channels: tuple[str, ...] = ()  # those with enough people, the most first
    n_channels: int = 1
    new: bool = False

    @property
    def about(self) -> tuple[str, str, str | None]:
        """Whom and what it is about, whatever the figure."""
        return self.audience, self.kind, self.subject

    @property
    def key(self) -> tuple[str, str, str, str | None, int]:
        """What there is one of in a cause."""
        return (self.rule, *self.about, self.hours)


def leading(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts in the order in which they are told: the most surprising of those that hold at least half of the people that any does."""
    given = list(parts)
    most = max((part.n_people for part in given if part.low is not None), default=0)

    def rank(part: Part) -> tuple[bool, bool, float]:
        mean = part.low is None
        return mean and most > 0, not mean and 2 * part.n_people < most, -part.surprise

    return tuple(sorted(given, key=rank))


class Told(Section):
    """One message that went, or may have gone, to one recipient."""

    what: Literal["begins", "over"]
    target: str
    recipient: int
    outcome: str
    at: AwareDatetime


class Entry(Section):
    """One cause, from the hour in which it could be known until it is over."""

    id: str
    first: AwareDatetime
    last: AwareDatetime  # the end of the last hour that was unusual
    seen: AwareDatetime  # the look that found it
    over: AwareDatetime | None = None  # the look that found it over
    parts: tuple[Part, ...]
    crisis: bool = False
    owner: str | None = None
    acknowledged_by: str | None = None
    acknowledged_at: AwareDatetime | None = None
    snoozed_until: AwareDatetime | None = None
    told: tuple[Told, ...] = ()
    settled: tuple[Literal["begins", "over"], ...] = ()  # nothing is left to tell of these

    @property
    def state(self) -> str:
        """Open, acknowledged or over."""
        return "over" if self.over else "acknowledged" if self.acknowledged_by else "open"

    @property
    def name(self) -> str:
        """What its messages are kept under: a ledger that was removed begins again at a1, and is another."""
        return f"{self.id}-{self.first:%Y%m%dT%H}"


class Ledger:
    """The entries of a workspace; used in a `with`, which keeps a second look waiting until this one has written what it told."""

    def __init__(self, workspace: Workspace) -> None:
        self.folder = workspace.deliveries / FOLDER

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the right to change it, over processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with durable.lock(self.folder / "alarms"):
            yield

    def entries(self) -> list[Entry]:
        """All of them, the oldest first; `UsageError` names a file that cannot be read."""
        found = []
        for path in self.folder.glob("a*.json"):
            try:
                found.append(Entry.model_validate_json(path.read_bytes()))
            except ValidationError as error:
                raise UsageError(
                    f"{path}: not a record of an alert. Mend it, or remove it; the alert is then told again"
                ) from error
        return sorted(found, key=lambda entry: int(entry.id[1:]))

    def find(self, id_: str) -> Entry:
        """The entry of an id; `UsageError` names the open ones."""
        entries = self.entries()
        for entry in entries:
            if entry.id == id_.strip().lower():
                return entry
        near = ", ".join(entry.id for entry in entries if not entry.over) or "none"
        raise UsageError(f"there is no alert '{id_}'; open are: {near}. `voxpop alerts list --all` shows every one")

    def write(self, entry: Entry) -> Entry:
        """Keep it."""
        durable.write(self._place(entry.id), entry.model_dump_json(indent=1) + "\n")
        return entry

    def next_id(self, entries: Iterable[Entry]) -> str:
        """The id of the next entry."""
        return f"a{max((int(entry.id[1:]) for entry in entries), default=0) + 1}"

    def _place(self, id_: str) -> Path:
        return self.folder / f"{id_}.json"


def belongs(parts: Iterable[Part], first: datetime, entry: Entry, within: timedelta) -> bool:
    """Whether alarms are of a cause that is known: its hours, and what they are about, or its whole audience.

    A word of both makes one cause of them. Else words are no subject here: an event may first be seen by one and then by another.
    A subject that the known cause does not have is another cause, also where an audience as a whole is unusual at once.
    """
    if first > entry.last + within:
        return False
    mine, known = {part.about for part in parts}, {part.about for part in entry.parts}
    if any(about[1] == WORD for about in mine & known):
        return True
    by_words = any(about[1] == WORD for about in mine | known)
    named, known_named = (
        {about for about in abouts if about[2] is not None and about[1] != WORD} for abouts in (mine, known)
    )
    if named and known_named:
        return bool(named & known_named)
    same_audience = bool({about[0] for about in mine} & {about[0] for about in known})
    return same_audience and (not (named or known_named or by_words) or abs(first - entry.first) <= NAMED_LATER)
