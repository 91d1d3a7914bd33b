"""What was asked of a channel, what came back, and why it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from voxpop import clock
from voxpop.window import Window, minus


class Outcome(StrEnum):
    """Why a fetch ended. Nothing said is `complete`; nothing answered and nothing asked are told by their `reason`."""

    COMPLETE = "complete"
    CAPPED = "capped"  # the source gives no more than so many (Reddit's listings end at about 1,000)
    RATE_LIMITED = "rate_limited"
    OUT_OF_BUDGET = "out_of_budget"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"  # the server gave no answer, or nothing of the window could be asked for
    FAILED = "failed"


BEYOND_SEARCH = "beyond recent search"
ASKED_ALONE = "to be asked alone"  # of channels that asked together, where the common answer ended
ONLY_NEWEST = "the feed holds only its newest entries"
FILES_END = "the files end there"  # of time after the last record of an archive: a newer file may hold it
NOT_OVER = "not over yet"  # of time that is still to come: the next window asks for it
CLOCK_AHEAD = "our clock was ahead"  # of a fetch whose window ends later than it can have been made
NOTHING_ASKED = "nothing of the window could be asked for"
MANY_REFUSED = 0.02
"""Share of what came that is too much to be refused in passing: it is told on the first screen, and by exit code 3."""


SLIVER = timedelta(minutes=1)
"""So little is lost in passing, while a request is on its way."""


def many_refused(n_refused: int, n_read: int) -> bool:
    """Whether so many of the records that came could not be read that it matters; `n_read`: those that could."""
    return n_refused > 0 and n_refused >= MANY_REFUSED * (n_refused + n_read)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the window that was not heard."""

    start: datetime
    end: datetime
    reason: str  # an Outcome's word or a short phrase

    @property
    def for_good(self) -> bool:
        """Whether asking again cannot close it: the source does not give that time any more."""
        return self.reason in {Outcome.CAPPED, BEYOND_SEARCH, ONLY_NEWEST}


@dataclass(slots=True)
class FetchLog:
    """What a collector notes while it fetches; the step turns it into a `Coverage` record."""

    cursor: dict[str, Any] = field(default_factory=dict)  # in: of the last committed fetch; out: of this one
    requests: int = 0
    retries: int = 0
    posts_read: int = 0  # what a platform bills, where it does
    cost_usd: float = 0.0
    gaps: list[Gap] = field(default_factory=list)
    unknown_keys: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    outcome: Outcome = Outcome.COMPLETE
    ahead: timedelta | None = None  # how far the server's clock is ahead of ours; None: it did not say

    def told_time(self, headers: Mapping[str, str]) -> None:
        """Note what time the server says it is. Of several answers the latest time counts: one may have been kept on the way."""
        ahead = clock.server_ahead(headers, clock.now())
        if ahead is not None:
            self.ahead = ahead if self.ahead is None else max(self.ahead, ahead)
            clock.saw(ahead)

    def gap(self, start: datetime, end: datetime, reason: str) -> None:
        """Note a part of the window that could not be heard."""
        if start < end:
            self.gaps.append(Gap(start, end, reason))

    def unknown(self, key: str) -> None:
        """Count a key that the mapping does not know."""
        self.unknown_keys[key] = self.unknown_keys.get(key, 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One line of the coverage ledger: one fetch of one channel."""

    fetch_id: str
    source: str
    channel: str
    window: Window
    started_at: datetime
    ended_at: datetime
    items: int  # raw items landed
    requests: int
    retries: int
    posts_read: int = 0
    cost_usd: float
    outcome: str
    reason: str  # the error's message when it did not complete, else ''
    gaps: tuple[Gap, ...]
    cursor: dict[str, Any]
    unknown_keys: dict[str, int]
    notes: tuple[str, ...]
    recheck: bool = False  # asked for known posts, not for a window
    clock_ahead: float | None = None  # seconds that the server's clock was ahead of ours; None: it did not say
    doubted: tuple[str, ...] = ()  # fetches of this channel that lay in the future when this one was made

    @property
    def asked_until(self) -> datetime:
        """Up to when it asked: no time after its own counts, and none that its clock was ahead of."""
        ahead = [gap.start for gap in self.gaps if gap.reason == CLOCK_AHEAD]
        return max(self.window.start, min([self.window.end, self.ended_at, *ahead]))

    def corrected(self, at: datetime) -> datetime:
        """A time that our clock gave during this fetch; where the clock was ahead, not later than the fetch ended."""
        wrong = clock.is_off(timedelta(seconds=self.clock_ahead or 0.0))
        wrong = wrong or any(gap.reason == CLOCK_AHEAD for gap in self.gaps)
        return min(at, self.ended_at) if wrong else at

    def to_json(self) -> dict[str, Any]:
        """The record with ISO times, for the file beside the items."""
        record = asdict(self)
        record["window"] = {"start": _iso(self.window.start), "end": _iso(self.window.end)}
        record["started_at"], record["ended_at"] = _iso(self.started_at), _iso(self.ended_at)
        record["gaps"] = [{"start": _iso(g.start), "end": _iso(g.end), "reason": g.reason} for g in self.gaps]
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Coverage:
        """The inverse of `to_json`."""
        values = dict(record)
        values["window"] = Window(_moment(record["window"]["start"]), _moment(record["window"]["end"]))
        values["started_at"], values["ended_at"] = _moment(record["started_at"]), _moment(record["ended_at"])
        values["gaps"] = tuple(Gap(_moment(g["start"]), _moment(g["end"]), g["reason"]) for g in record["gaps"])
        values["notes"] = tuple(record["notes"])
        values["doubted"] = tuple(record.get("doubted", ()))
        return cls(**values)


def believe(records: Iterable[Coverage], now: datetime | None = None) -> list[Coverage]:
    """One channel's records, such that none claims what it cannot have heard.

    A record that lies ahead of `now` (None: judge by the records alone), or that a later fetch doubted, was made by a clock
    that was ahead. It was made after the fetches before, and before the one that doubted it; what its window has beyond the
    fetches before is unheard.
    """
    told = sorted(records, key=lambda record: record.fetch_id)
    doubts: dict[str, datetime] = {}
    for record in told:
        for fetch_id in record.doubted:
            doubts.setdefault(fetch_id, record.started_at)
    if now is not None:
        doubts |= {r.fetch_id: now for r in told if r.started_at > now + clock.TOLERANCE and r.fetch_id not in doubts}
    sound = [record.ended_at for record in told if record.fetch_id not in doubts]
    return [_doubt(record, doubts[record.fetch_id], sound) if record.fetch_id in doubts else record for record in told]


def _doubt(record: Coverage, before: datetime, sound: Iterable[datetime]) -> Coverage:
    """The record of a clock that was ahead, as it was made before a moment and after the sound ones earlier than that."""
    made_at = min(record.ended_at, before - timedelta(microseconds=1))
    heard_until = max((at for at in sound if at < before), default=record.window.start)
    start = max(record.window.start, heard_until)
    gaps = record.gaps
    if start < record.window.end and not record.recheck:
        gaps = (*gaps, Gap(start, record.window.end, CLOCK_AHEAD))
    return replace(record, started_at=min(record.started_at, made_at), ended_at=made_at, gaps=gaps)


def outcome_of(outcome: Outcome, window: Window, gaps: Iterable[Gap], requests: int) -> tuple[Outcome, str]:
    """The word for a fetch that no error ended, and why, such that it does not contradict the gaps.

    A fetch that could ask for nothing is `unreachable`; one whose source holds back a part for good is `capped`. Time that
    is not over yet is no fault of anybody, and files were read whole where they end before the window: both are asked for next.
    """
    gaps = list(gaps)
    if outcome is not Outcome.COMPLETE or not gaps:
        return outcome, ""
    reasons = ", ".join(dict.fromkeys(gap.reason for gap in gaps))
    said = {gap.reason for gap in gaps}
    if said & {ASKED_ALONE, FILES_END} and said <= {ASKED_ALONE, FILES_END, NOT_OVER}:
        return outcome, ""
    if not requests and not minus([window], [Window(gap.start, gap.end) for gap in gaps]):
        return Outcome.UNREACHABLE, f"{NOTHING_ASKED}: {reasons}"
    if sum((gap.end - gap.start for gap in gaps if gap.for_good), timedelta()) > SLIVER:
        return Outcome.CAPPED, f"a part of the window is not given any more: {reasons}"
    return outcome, ""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
