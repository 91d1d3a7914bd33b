"""In what order demands stand on the board, and whether shipping one helped. Pure.

People count, not posts: everybody once, the less the longer ago (half after eight weeks). Those who are known, heard on two
days at least a week apart, decide the order; all others together (fresh accounts, people heard once) can lift a demand over
the one above it, by one place and no more, so that no crowd of new accounts moves the board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log2

HALF_LIFE = 8  # weeks
PER_AUDIENCE = 0.1  # what each audience beyond the first adds
LEAST_SHARE = 0.1  # of all who ask; with fewer known ones the installation is too young to tell them


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One line of the board."""

    demand_id: str
    kind: str
    title: str
    state: str  # new, planned, in progress, shipped, declined
    since: date | None  # of the state
    n_people: int
    n_known: int
    n_recent: int  # people of the last four weeks
    n_posts: int
    votes: int  # the most that any of its posts has
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    first_day: date
    last_day: date
    known_weight: float
    fresh_weight: float
    url: str | None = None  # of the most typical post
    effect: Effect | None = None  # of shipping it
    is_named: bool = False  # by a person; else by the words of a post
    issues: tuple[IssueState, ...] = ()  # what trackers say of it

    @property
    def score(self) -> float:
        """By known people."""
        return (self.known_weight + log2(1 + max(self.votes, 0)) / 4) * (1 + PER_AUDIENCE * max(len(self.audiences) - 1, 0))  # fmt: skip

    @property
    def with_fresh(self) -> float:
        """By everybody."""
        return self.score + self.fresh_weight


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueState:
    """An issue that was made of a demand, as it was last read."""

    tracker: str
    issue: str
    url: str | None
    state: str  # open, in progress, done, declined, gone
    release: str

    def __str__(self) -> str:
        """'ACME-7 done, 4.2'."""
        return f"{self.issue} {self.state}{f', {self.release}' if self.release else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """People a week who asked for it before and after it shipped, and the ratio with its 95 % interval."""

    before: float
    after: float
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        """'fewer', 'more' or 'no clear change'."""
        if self.high is not None and self.high < 1:
            return "fewer"
        return "more" if self.low is not None and self.low > 1 else "no clear change"


def weight(weeks_ago: float) -> float:
    """The weight of a person who asked this number of weeks ago."""
    return float(0.5 ** (max(weeks_ago, 0.0) / HALF_LIFE))


def rank_demands(demands: Sequence[Demand]) -> list[Demand]:
    """The board, first place first."""
    people = sum(d.n_people for d in demands)
    if people and sum(d.n_known for d in demands) < LEAST_SHARE * people:
        return sorted(demands, key=lambda d: (-d.with_fresh, d.first_day, d.demand_id))
    board = sorted(demands, key=lambda d: (-d.score, d.first_day, d.demand_id))
    place = 1
    while place < len(board):
        above, below = board[place - 1], board[place]
        if below.with_fresh > above.with_fresh:
            board[place - 1], board[place] = below, above
            place += 1  # each moves by one place at most: the one that was passed stays where it is
        place += 1
    return board


def effect(n_before: int, n_after: int, weeks_before: int, weeks_after: int) -> Effect | None:
    """The ratio of two counts over their weeks, with the interval of two Poisson rates given their sum (Przyborowski and Wilenski 1940)."""
    if not weeks_before or not weeks_after:
        return None
    before, after = n_before / weeks_before, n_after / weeks_after
    total = n_before + n_after
    if not n_before or not total:
        return Effect(before=before, after=after, ratio=None, low=None, high=None)
    from scipy.stats import beta  # costs a start of a command half a second

    low = float(beta.ppf(0.025, n_after, n_before + 1)) if n_after else 0.0
    high = float(beta.ppf(0.975, n_after + 1, n_before))
    spans = weeks_before / weeks_after
    return Effect(
        before=before, after=after, ratio=after / before, low=spans * low / (1 - low), high=spans * high / (1 - high)
    )
