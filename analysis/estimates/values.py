"""Figures as they are handed on: an estimate with its interval, a change and its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What an interval allows to be said of a change; judged after rounding."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"  # the interval includes zero: 'no clear change'
    LITTLE = "little"  # clear, but under the smallest change worth a sentence
    TOO_FEW = "too_few"  # too few authors to report
    INCOMPLETE = "incomplete"  # the channel was not heard whole in either period
    NEW = "new"  # nothing to compare with yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95% interval and what it rests on; shares and net sentiment in points (-100 to 100)."""

    id: str  # stable within a report: 'net.week', 'theme.upgrades.share'
    value: float
    low: float
    high: float
    n_posts: int
    n_authors: int

    @property
    def clear(self) -> bool:
        """Whether the rounded interval excludes zero."""
        return round(self.low) > 0 or round(self.high) < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference in points against the comparator, its interval and the verdict; None where there is none."""

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict
