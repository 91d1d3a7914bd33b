"""When a fetch was made, if clocks disagree, and what is said of it: in the ledger, by the command, in the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import clock
from voxpop.clock import say

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from voxpop.landing import Landing

MANY_AHEAD = 24
"""So many fetches ahead of the clock are not doubted: it is then likelier that the clock is behind."""
AFTER = timedelta(milliseconds=1)
"""How much later than the newest a fetch is made, where the clock went back."""
MARK = "clock: "  # how a note of the ledger begins that tells of a clock


@dataclass(frozen=True, slots=True)
class FetchTime:
    """The time of one fetch as it is believed."""

    now: datetime
    shift: timedelta  # to add to our clock
    over: timedelta  # to add to our clock; no time after that is over yet, by the source's clock
    doubted: tuple[str, ...]  # fetches of the channel that were made by a clock that was ahead
    said: tuple[str, ...]  # what a person should know; empty: the clocks agree


def fetch_time(landing: Landing, channel: str, ahead: timedelta | None, started_at: datetime) -> FetchTime:
    """Hold our clock against the server's (`ahead` of us by so much) and against the channel's fetches so far.

    A fetch is later than all that have landed, also where the clock went back meanwhile: else the copies that they have of posts
    would win over its edits.
    """
    ours = clock.now()
    own = landing.sightings(channel, MANY_AHEAD + 1)
    off = clock.is_off(ahead)
    now = clock.believed(ours, ahead, landing.sightings() if off else own)
    over = min(now - ours, ahead) if off and ahead is not None else now - ours
    later = clock.from_ahead(now, own)
    doubted = later if len(later) <= MANY_AHEAD else ()
    said = []
    if off and ahead is not None:
        said.append(_disagreement(ours, ahead, believed=now != ours))
    if later:
        said.append(_ahead(now, max(one.at for one in own), len(later), doubted=bool(doubted)))
    shift = now - ours
    floor = _newest_landed(landing, own, doubted, now)
    if floor is not None and now < floor:
        now, shift = floor + AFTER, floor + AFTER - started_at
    return FetchTime(max(now, started_at + shift), shift, over, doubted, tuple(said))


def _newest_landed(
    landing: Landing, own: Sequence[clock.Sighting], doubted: Collection[str], now: datetime
) -> datetime | None:
    """When the newest fetch was made that is not doubted: of the channel, or of any other that does not lie ahead of us."""
    others = [one.at for one in landing.sightings(newest=1) if one.at <= now + clock.TOLERANCE]
    return max([*others, *(one.at for one in own if one.fetch_id not in doubted)], default=None)


def standing(landing: Landing, seen: list[timedelta]) -> list[str]:
    """What is wrong with the clock now, by what servers just said and by the ledger; empty: nothing."""
    ours = clock.now()
    said = [_disagreement(ours, ahead, believed=True) for ahead in seen if clock.is_off(ahead)]
    if seen and len(said) < len(seen):  # some server agrees with us: the others are wrong
        said = []
    made = landing.sightings()
    later = clock.from_ahead(ours, made)
    if later:
        said.append(_ahead(ours, max(one.at for one in made), len(later), doubted=True))
    return said[:1] + said[-1:] if len(said) > 1 else said


def _disagreement(ours: datetime, ahead: timedelta, *, believed: bool) -> str:
    how = "behind" if ahead > timedelta() else "ahead"
    theirs = f"{ours + ahead:%Y-%m-%d %H:%M}"
    if believed:
        return (
            f"our clock says {ours:%Y-%m-%d %H:%M} UTC and is {say(ahead)} {how}: the server says {theirs}. "
            "Set the clock; nothing later than the server's time counts as asked"
        )
    other = "ahead of" if ahead > timedelta() else "behind"
    return f"the server's clock says {theirs} UTC and is {say(ahead)} {other} ours, which earlier fetches agree with"


def _ahead(now: datetime, newest: datetime, n: int, *, doubted: bool) -> str:
    which = "1 fetch lies" if n == 1 else f"{n} fetches lie"
    then = (
        "made by a clock that was ahead, they count as unheard and their time is asked for again"
        if doubted
        else "so many that our clock is likely behind; their time is asked for again when it comes"
    )
    return (
        f"{which} ahead of our clock ({now:%Y-%m-%d %H:%M} UTC), the newest by {say(newest - now)} "
        f"({newest:%Y-%m-%d %H:%M}): {then}"
    )
