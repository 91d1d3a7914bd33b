"""What stands in a report beside the posts: stars that people gave, and what campaigns sent."""

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
