"""What time it is: the machine's clock, held against the servers' clocks and the fetches of the ledger.

A clock can jump: a laptop wakes with a wrong date, a container starts without a time server, somebody sets the year by hand.
Nothing here sets a clock. It says how far ours is off, so that no time counts as heard that is not over yet, and so that
nothing is erased before its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

TOLERANCE = timedelta(minutes=5)
"""Clocks that differ by less agree: answers travel, and servers are seldom set to the second."""

SILENCE = timedelta(days=31)
"""A pause between fetches that is longer may be a clock that jumped; nothing is erased by it until it is known which."""

SETTLED = timedelta(days=7)
"""Fetches over this long after such a pause say that it was one."""

_watch: ContextVar[list[timedelta] | None] = ContextVar("clock_watch", default=None)


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a fetch of the ledger was made, and whether a server's clock agreed with that time."""

    fetch_id: str
    at: datetime
    checked: bool


def now() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)


def server_ahead(headers: Mapping[str, str], at: datetime) -> timedelta | None:
    """How far a server's clock is ahead of ours by its `Date`, and by the `Age` of an answer that was kept on the way."""
    try:
        told = parsedate_to_datetime(headers.get("date") or "")
    except ValueError:
        return None
    try:
        kept = max(0.0, float(headers.get("age") or 0))
    except ValueError:
        kept = 0.0
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return told + timedelta(seconds=min(kept, 1e9)) - at


@contextmanager
def watch() -> Iterator[list[timedelta]]:
    """The differences that servers show while the block runs; of a request that nobody else keeps a log of."""
    seen: list[timedelta] = []
    token = _watch.set(seen)
    try:
        yield seen
    finally:
        _watch.reset(token)


def saw(ahead: timedelta) -> None:
    """Tell whoever watches how far a server is ahead of us."""
    seen = _watch.get()
    if seen is not None:
        seen.append(ahead)


def is_off(ahead: timedelta | None) -> bool:
    """Whether a server's clock and ours disagree."""
    return ahead is not None and abs(ahead) > TOLERANCE


def believed(ours: datetime, ahead: timedelta | None, others: Sequence[Sighting]) -> datetime:
    """The time of a fetch: ours, or the server's where what is known speaks against ours.

    `ahead`: how far the server is ahead of us; None: it did not say. `others`: the fetches made before, of all channels.
    A server alone may be wrong by a year. It is believed that ours is ahead unless fetches that servers agreed with lie
    later than it says; it is believed that ours is behind only where such a fetch lies later than ours as well.
    """
    if ahead is None or not is_off(ahead):
        return ours
    checked = max((one.at for one in others if one.checked), default=None)
    if ahead < timedelta():
        return ours if checked is not None and checked > ours + ahead + TOLERANCE else ours + ahead
    return ours + ahead if checked is not None and checked > ours + TOLERANCE else ours


def from_ahead(at: datetime, others: Sequence[Sighting]) -> tuple[str, ...]:
    """The fetches that lie ahead of a moment."""
    return tuple(one.fetch_id for one in others if one.at > at + TOLERANCE)


def settled(at: datetime, others: Sequence[Sighting]) -> datetime:
    """The moment by which ages are counted where something is erased: never later than what fetches vouch for.

    That is the newest fetch that is not ahead of the clock. Fetches after a pause of more than `SILENCE` vouch for nothing
    until a server agreed with one of them, or they go on for longer than `SETTLED`.
    """
    past = sorted((one for one in others if one.at <= at + TOLERANCE), key=lambda one: one.at)
    if not past:
        return at
    for number in range(len(past) - 1, 0, -1):
        rest = past[number:]
        paused = past[number].at - past[number - 1].at > SILENCE
        if paused and not any(one.checked for one in rest) and rest[-1].at - rest[0].at < SETTLED:
            return past[number - 1].at
    return min(at, past[-1].at)


def say(span: timedelta) -> str:
    """A span of time in words: '3 days', '1 hour', '12 minutes'."""
    seconds = abs(span / timedelta(seconds=1))
    for size, word in ((365 * 86_400, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 0.98 * size:
            n = round(seconds / size)
            return f"{n} {word}{'' if n == 1 else 's'}"
    return "less than a minute"
