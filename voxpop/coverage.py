"""What was asked of a channel, what came back, and why it ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from voxpop.window import Window


class Outcome(StrEnum):
    """Why a fetch ended."""

    COMPLETE = "complete"
    CAPPED = "capped"  # the source gives no more than so many (Reddit's listings end at about 1,000)
    RATE_LIMITED = "rate_limited"
    OUT_OF_BUDGET = "out_of_budget"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


BEYOND_SEARCH = "beyond recent search"
ASKED_ALONE = "to be asked alone"  # of channels that asked together, where the common answer ended
ONLY_NEWEST = "the feed holds only its newest entries"


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
        return cls(**values)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
