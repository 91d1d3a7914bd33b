"""The blocks below the first screen, outages, promises and receipts. What each language says in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from voxpop.analysis.estimates.values import Change, Estimate


class Body(Protocol):
    """The blocks below the first screen, outages, promises and receipts."""

    PAGE: dict[str, str]
    NET_SENTIMENT: str
    POSTS: str
    AUTHORS: str
    SHARE_OF_VOICE: str
    NOBODY: str

    def nobody_since(self, last: date) -> str:
        """'Nobody was heard, last in the week of 2 Nov'; it begins with `NOBODY`."""

    NEVER: str
    NEW: str
    ALL_OTHERS: str
    NO_THEME: str
    RATINGS: dict[str, str]
    PROMISE_NOTE: str
    CORRECTED: str
    OUTAGE_NOTE: str
    RECEIPT_CHANGE: str
    RECEIPT_SHARE: str
    DRIVER_PARTS: dict[str, str]
    RECEIPTS: dict[str, str]
    RECEIPT_ASKING: dict[str, str]
    REASON_MOVED: str
    REASON_LARGEST: str
    REASON_POSITIVE: str
    REASON_NEGATIVE: str
    REASON_NEUTRAL: str
    REASON_DISAGREES: str
    OTHER_WISHES: str
    DORMANT: str
    PEOPLE_HEARD: str
    HEARD_AGAIN: str
    QUESTIONS_ANSWERED: str
    ANSWERED_BY_MEMBERS: str
    MEMBERS_ANSWERING: str
    OURS_ANSWERING: str

    def change_words(self, change: Change, decimals: int = 0) -> str:
        """'Down 13 points', 'No clear change'."""

    def share_change(self, change: Change) -> str:
        """What the change of a share says in a table; the direction is drawn."""

    def change_interval(self, change: Change) -> str:
        """'(−20 to −6)', or nothing."""

    def level_interval(self, estimate: Estimate) -> str:
        """'95% interval −9 to +4'."""

    def against_usual(self, value: float, low: float, high: float) -> str:
        """'Above the usual 457 to 537'."""

    def no_usual(self) -> str:
        """Too few weeks before."""

    def usual_note(self) -> str:
        """What 'usual' means."""

    def usual_days(self, value: float, weekdays: Sequence[int]) -> str:
        """What 'usual' means where not every day was heard: 'On Monday and Tuesday alone: 312'; no weekdays: they differ by channel."""

    def posts_each(self, each: float) -> str:
        """'1.9 posts each'."""

    def voice_note(self, n_names: int) -> str:
        """What share of voice counts."""

    def event_followed(self, change: Change, before: int, after: int) -> str:
        """What followed an event: 'In the two weeks since: down 8 points (−13 to −2) from the four weeks before'."""

    def outage_subject(self, channel: str) -> str:
        """Which channel is not heard."""

    def outage_since(self, since: str, until: str) -> str:
        """From when to when it was asked and not heard."""

    def outage_reason(self, outcome: str, reason: str) -> str:
        """How the newest fetch ended."""

    def promise_subject(self, account: str) -> str:
        """Whose promise is broken."""

    def promise_missed(self, promised: int, per: str, posted: int, day: date) -> str:
        """What was promised, and what came of it."""

    def promise_last(self, last: date | None) -> str:
        """When anything was posted at all."""

    def themes_note(self, n_compared: int, n_hidden: int) -> str:
        """How clear changes were told from chance, and what is not listed."""

    def themes_renamed(self, names: Sequence[tuple[str, str]]) -> str:
        """Which themes are called otherwise here than elsewhere, each with the name here and its label."""

    def more_themes(self, n: int) -> str:
        """What the page leaves to the file."""

    def days_of_seven(self, n: int) -> str:
        """'4 of 7 days'."""

    def not_compared(self) -> str:
        """A channel heard whole this week but not before."""

    def weeks_ago(self, weeks: int) -> str:
        """'9 weeks ago'; 'new' for this week."""

    def last_post(self, when: date | None, monday: date, sunday: date) -> str:
        """The weekday within this week, else how many days before its end."""

    def broken_promise(self, promised: int, per: str, posted: int, in_all: bool) -> str:
        """'promised 5 a day, posted 1 in all'."""

    def own_spread(self, n_active: int, n_all: int, factor: int) -> str:
        """How many of our accounts took part, and on how few it rests."""

    def people_moved(self, n_new: int, n_back: int, n_lost: int) -> str:
        """What the number of people is made of."""

    def of_so_many(self, whole: int, low: float, high: float) -> str:
        """What a share is of, and how sure it is."""

    def half_by(self, factor: int) -> str:
        """On how few it rests: the contributor absence factor."""
