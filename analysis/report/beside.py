"""What stands in a report beside the posts: stars that people gave, what campaigns sent, what was done about demands, and which posts reached most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voxpop.analysis.estimates.values import Change, Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """Stars that people gave on one channel, or on all; one person's ratings count as their mean."""

    id: str
    channel: str | None  # None: all of them
    label: str
    scale: float | None  # the best that could be given; None: the source does not say
    n_ratings: int
    n_authors: int
    n_words: int  # of these with words: the others are no opinion and count in no other figure
    mean: Estimate | None  # in units of the scale; None: too few authors
    steps: tuple[
        int, ...
    ]  # percent of people at each fifth of the scale, lowest first; empty: too few authors, or no scale
    low: float | None  # percent in the lowest two fifths
    high: float | None  # percent in the highest two
    change: Change  # in units of the scale
    sentence: str  # 'Up 0.3', 'No clear change', 'Too few authors to report (fewer than 30)'
    net: Estimate | None  # net sentiment of the words beside the stars; None: too few authors
    against: float | None  # percent of these that were read against their stars


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRow:
    """One send of a campaign, or a day of an affiliate, by the file of those who sent it."""

    campaign: str  # its name
    title: str
    day: date
    figures: dict[str, float]  # sent, delivered, opened, clicked, ...: those that the file tells

    def share(self, figure: str) -> float | None:
        """A figure in percent of what was delivered, else of what was sent; None where either is not told."""
        base = self.figures.get("delivered", self.figures.get("sent"))
        return 100 * self.figures[figure] / base if base and figure in self.figures else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """Something that was done about a demand, with how many people ask for it before and after."""

    demand_id: str
    title: str  # ''; it would name a person
    what: str
    link: str | None
    done_on: date
    verdict: str  # of `voxpop.analysis.demand.acts.Verdict`
    n_weeks: int  # whole weeks since, four at most
    before: float | None  # people a week; None, and all below: too few to be told of, or nothing to compare
    after: float | None
    ratio: float | None
    low: float | None
    high: float | None
    few: bool  # whether some, but too few to be told of, asked after it
    issues: tuple[str, ...]  # '#12 done, 4.2'
    tone: Change | None  # of its theme; None: too little was said
    tone_sentence: str
    weeks_before: tuple[date, ...] = ()  # Mondays of the weeks that are compared
    weeks_after: tuple[date, ...] = ()
    posts: tuple[int, int] = (0, 0)  # and people, behind either side; for the receipts
    people: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """A post that reached many, quoted without its writer, with the counts that its source gives."""

    text: str
    lang: str | None
    theme: str
    label: str | None  # its tone; None: not scored
    channel: str
    day: date
    url: str | None
    views: int | None  # None: its source does not say
    likes: int  # and votes
    shares: int  # and quotes
    replies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The posts that were shown most often, and those that most people reacted to: two counts that do not compare."""

    shown: tuple[ReachRow, ...]  # by views
    moved: tuple[ReachRow, ...]  # by likes, votes, shares, quotes and replies
    without_views: tuple[str, ...]  # channels that were heard and give no views
    silent: tuple[str, ...]  # channels that give neither
