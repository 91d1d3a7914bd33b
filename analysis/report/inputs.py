"""What a report is built from: the tables it asks the snapshot for, and the facts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from voxpop.analysis.estimates.correction import Correction
from voxpop.analysis.report.beside import CampaignRow
from voxpop.analysis.text.second_opinion import LEARNED
from voxpop.config import Account, Config
from voxpop.rules.terms import NEVER, needles, pattern
from voxpop.window import Week

REQUEST_WEEKS = 4
ACT_WEEKS = 12  # of what was done up to eight weeks ago, and the four before it
QUOTE_CONFIDENCE = 0.6  # a post scored under it is not quoted
WISHES = (
    "feature request", "please add", "please support", "please bring back", "would love to see", "would love an option",
    "would love a way", "would be great if", "would be nice if", "wish there was", "wish there were", "wish we could",
    "wish i could", "any plans to support", "any plans to add", "missing feature", "needs an option", "should be an option",
)  # fmt: skip
"""How people ask for something that no configured idea names; few phrases, and hardly ever anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What read the posts, for the method note."""

    sentiment_version: str = "unknown"
    themes_version: str = "unknown"
    quality_of_languages: tuple[float, float] | None = (
        None  # the least and the most accuracy of the models of other languages, where measured
    )
    quality: str = ""  # 'On 400 posts labelled by two people: macro F1 0.78.'; '' where it was not measured here


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the report of the week before said, for the revision and method lines."""

    net: float | None
    sentiment_version: str
    themes_version: str
    setup: Mapping[str, str] = field(default_factory=dict)  # how the configuration was; empty: it did not say
    themes: Mapping[str, str] = field(
        default_factory=dict
    )  # the themes it showed, id -> label, but those named by people since


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInputs:
    """One audience and week, and everything that is known of it; tables as the queries of `report_*.sql` give them."""

    config: Config
    audience: str
    week: Week
    known_at: datetime  # aware: until when the data was known, never the wall clock
    model: ModelFacts = ModelFacts()
    earlier: Earlier | None = None
    correction: Correction | None = None  # from labelled posts; None: too few
    accounts: Mapping[str, Account] = field(
        default_factory=dict
    )  # hash of a configured account's handle or id -> the account
    author_weeks: pa.Table
    other_author_weeks: pa.Table
    channel_days: pa.Table
    themes: pa.Table
    quotes: pa.Table
    requests: pa.Table
    voice: pa.Table
    targets: pa.Table
    own_posts: pa.Table
    questions: pa.Table
    health: pa.Table
    answered: pa.Table
    helpers: pa.Table
    reach: pa.Table
    unscored: pa.Table
    by_words: pa.Table
    whose_words: pa.Table
    quarantine: pa.Table
    theme_texts: pa.Table | None = None  # None: not asked; every theme is called by its label
    campaigns: tuple[CampaignRow, ...] = ()  # all that are known, whatever their week
    ratings: pa.Table | None = None  # None: not asked
    own_questions: pa.Table | None = None  # None, and the two below: not asked
    question_quality: pa.Table | None = None
    question_quotes: pa.Table | None = None
    acts: pa.Table | None = None  # what was done about demands, and below who asked; None: not asked
    acts_asking: pa.Table | None = None
    attention: pa.Table | None = None  # None: not asked
    clocks: pa.Table | None = None  # channels that noted a wrong clock; None: not asked
    equal_days: pa.Table | None = None  # None: not asked
    shared: dict[tuple[str, ...], Any] = field(
        default_factory=dict, compare=False, repr=False
    )  # what the reports of one week and snapshot have in common, put there by the first that computes it

    @property
    def audience_name(self) -> str:
        """What a reader sees."""
        return self.config.audience_name(self.audience)


def queries(config: Config, audience: str, week: Week) -> dict[str, tuple[str, dict[str, Any]]]:
    """For every table of `ReportInputs` the name of its query and the parameters, to run on one snapshot."""
    monday, first = week.monday, week.back(trend_weeks(config) - 1).monday
    who = {"audience": audience}
    span = {"first_week": first, "week": monday}
    ideas = [{"name": i.name, "terms": needles(i.terms)} for i in config.ideas] or [{"name": "", "terms": [NEVER]}]
    names, wishes = _names(config), needles(WISHES)
    times = {"start": week.window(config.company.time_zone).start, "until": week.window(config.company.time_zone).end}
    days = {"first_day": min(first, week.back(config.report.comparator_weeks).monday), "last_day": week.sunday}
    return {
        "author_weeks": ("report/author_weeks", {**who, **span}),
        "other_author_weeks": ("report/other_author_weeks", {**who, **span}),
        "channel_days": ("report/channel_days", days),
        "themes": ("report/themes", {}),
        "theme_texts": ("report/theme_texts", {**who, "week": monday}),
        "quotes": ("report/quotes", {**who, "week": monday, "confidence": QUOTE_CONFIDENCE}),
        "requests": (
            "report/requests",
            {
                **who,
                "week": monday,
                "since": week.back(REQUEST_WEEKS - 1).monday,
                "ideas": ideas,
                "wishes": wishes,
                "pattern": pattern([*wishes, *(term for idea in ideas for term in idea["terms"])]),
            },
        ),
        "voice": (
            "report/voice",
            {**who, **span, "names": names, "pattern": pattern(t for n in names for t in n["terms"])},
        ),
        "targets": ("report/targets", {**who, **span}),
        "own_questions": ("report/own_questions", {**who, **span}),
        "question_quality": ("report/question_quality", {}),
        "question_quotes": ("report/question_quotes", {**who, "week": monday}),
        "ratings": ("report/ratings", {**who, **span}),
        "own_posts": ("report/own_posts", {"week": monday}),
        "questions": ("report/questions", {**who, "week": monday}),
        "health": ("report/health", {**who, "week": monday}),
        "answered": ("report/answered", {**who, "week": monday}),
        "helpers": ("report/helpers", {**who, "week": monday, "since": week.back(REQUEST_WEEKS - 1).monday}),
        "reach": ("report/reach", {**who, "week": monday}),
        "unscored": ("report/unscored", {**who, "week": monday}),
        "by_words": ("report/by_words", {**who, "week": monday, "languages": list(LEARNED)}),
        "whose_words": ("report/whose_words", {**who, **times}),
        "quarantine": ("report/quarantine", times),
        "acts": ("report/acts", {"sunday": week.sunday, "until": times["until"]}),
        "acts_asking": ("report/acts_asking", {**who, "first_week": week.back(ACT_WEEKS).monday, "week": monday}),
        "attention": ("report/attention", {**who, "week": monday}),
        "clocks": ("report/clocks", times),
        "equal_days": ("report/equal_days", {**who, **span}),
    }


def trend_weeks(config: Config) -> int:
    """How many weeks the trend shows: as configured, and no fewer than are compared."""
    return max(config.report.history_weeks, config.report.comparator_weeks + 1)


def history(inputs: ReportInputs) -> list[Week]:
    """The weeks of the trend, oldest first, this one last."""
    return [inputs.week.back(n) for n in range(trend_weeks(inputs.config) - 1, -1, -1)]


def last_due(inputs: ReportInputs) -> datetime:
    """Questions asked after it have not had their 48 hours yet."""
    return inputs.known_at - timedelta(hours=48)


def _names(config: Config) -> list[dict[str, Any]]:
    """Brands as one name of ours, each rival as its own."""
    ours = [("", brand, True) for brand in config.brands]
    rivals = [(rival.name, rival, False) for rival in config.rivals]
    return [
        {
            "name": name,
            "ours": is_ours,
            "terms": needles(entry.all_terms),
            "require": needles(entry.require),
            "exclude": needles(entry.exclude),
        }
        for name, entry, is_ours in (*ours, *rivals)
    ] or [{"name": "", "ours": False, "terms": [NEVER], "require": [NEVER], "exclude": [NEVER]}]
