"""The first screen: headline, deck, cautions, points. What each language says in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from voxpop.analysis.estimates.values import Change, Estimate
from voxpop.analysis.report.sentence import Sentence


class Opening(Protocol):
    """The first screen: headline, deck, cautions, points."""

    def headline_change(self, change: Change, level: float, tail: str) -> str:
        """The change in one sentence; `tail` comes from `lowest`, `highest` or `usual`."""

    def extreme(self, lowest: bool, n_estimates: int, n_weeks: int) -> str:
        """', the lowest estimate in 13 weeks'."""

    def usual(self) -> str:
        """The tail for a clear change that stays where the weeks before were."""

    def too_few(self, least: int) -> str:
        """In place of a figure."""

    def headline_silent(self, audience: str | None, listened: bool) -> str:
        """Nobody was heard; whether that means silence depends on whether we listened."""

    def deck_silent(self, listened: bool, heard_days: str, usual_posts: float | None, last: date | None) -> str:
        """What the silence may mean, and the Monday of the last week with posts where more than one is silent."""

    def headline_unread(self, audience: str | None) -> str:
        """Records came, and none could be read: no silence."""

    def deck_unread(self, n_records: int, places: Sequence[str], usual_posts: float | None) -> str:
        """How many they were, and where they came from."""

    def deck_first(self) -> str:
        """From when on there is something to compare with."""

    def headline_unscored(self) -> str:
        """Posts were heard but none could be read."""

    def deck_unscored(self, n_posts: int, n_authors: int) -> str:
        """How many they were."""

    def deck_too_few(self, n_posts: int, n_authors: int, least: int) -> str:
        """Why there is no figure."""

    def deck_level(self, net: Estimate, before: float | None) -> str:
        """What the value means; `before` is the level that a clear change left, None where nothing clearly changed."""

    def deck_comparison(self, change: Change, used: int, asked: int) -> str:
        """What the change was measured against, and its interval."""

    def deck_basis(self, n_posts: int, n_authors: int, channels: Sequence[str], scored: bool) -> str:
        """How much it rests on, and where it was said."""

    def caution_this_week(self, channel: str, heard_days: int, why: str, left_out: bool) -> Sentence:
        """A channel was not heard whole this week."""

    def caution_before(self, channel: str, heard_days: int, days: int) -> Sentence:
        """A channel was heard whole this week but not before."""

    def caution_weeks(self, used: int, asked: int) -> Sentence:
        """Some weeks of the comparator were not heard whole."""

    def caution_few(self, n_authors: int, n_weeks: int) -> Sentence:
        """Hardly anybody is heard."""

    def caution_one_channel(self, channel: str, lost: Sequence[str], n_weeks: int) -> Sentence:
        """Everybody is heard in one place."""

    def caution_never(self, n_weeks: int) -> Sentence:
        """Nobody was ever heard."""

    def caution_model(self) -> Sentence:
        """The classifier changed."""

    def caution_setup(self, parts: Sequence[str], zone: tuple[str, str] | None) -> Sentence:
        """The configuration changed; `zone`: the time zone before and now, where it is among what changed."""

    def caution_refused(self, channel: str, n: int, total: int) -> Sentence:
        """So many of a channel's records could not be read that it matters."""

    def caution_clock(self, channels: Sequence[str]) -> Sentence:
        """A clock was wrong while these channels were collected."""

    def caution_themes(self, moved: int, shown: int) -> Sentence:
        """The themes changed: `moved` of the `shown` ones of the last report are others now; 0: another model found them."""

    def why_lost(self, reason: str | None, since: datetime | date | None, monday: date) -> str:
        """': the monthly budget ran out on Thursday'."""

    def heard_on(self, channels: Sequence[tuple[str, int]]) -> str:
        """'Partner forum was collected on 3 of 7 days'."""

    def point_theme(
        self,
        theme: str,
        now: float,
        before: float,
        negative: tuple[float, float] | None,
        people: tuple[int, float] | None,
    ) -> Sentence:
        """A theme that clearly grew or shrank; `people` of this and of a usual week where their number did not."""

    def point_event(self, name: str, when: date, kind: str) -> Sentence:
        """What happened in the week; never a cause."""

    def point_driver(self, theme: str, total: int, change: Change, mix: float, tone: float) -> Sentence:
        """The theme that adds most to the change, and how."""

    def point_tone(self, theme: str, net: Estimate) -> Sentence:
        """The theme that is liked most or least."""

    def point_audience(self, audience: str, change: Change) -> Sentence:
        """Another audience that clearly moved."""

    def point_silent(self, audience: str, usual_posts: float, last: date | None) -> Sentence:
        """Another audience that fell silent, and the Monday of the week in which it was heard last."""
