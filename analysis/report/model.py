"""The report as a frozen value: every block typed, every figure an estimate; renderers only lay it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from voxpop.analysis.estimates.values import Change, Estimate
from voxpop.analysis.report.beside import ActRow, Attention, CampaignRow, RatingRow
from voxpop.analysis.report.sentence import Sentence
from voxpop.analysis.report.weeks import Mark, VolumePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the four numbers: 'Net sentiment', '-2', its spark, 'Down 13 points', '(-20 to -6)', small print."""

    id: str
    name: str
    value: str
    change: str
    interval: str  # '' where there is none
    note: str
    spark: tuple[float | None, ...]  # by week, oldest first; None: no figure
    reference: float | None  # level line of the spark: mean of the comparator


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """Net sentiment of one week; `estimate` None where there were too few authors or a hole."""

    monday: date
    estimate: Estimate | None
    incomplete: bool  # a channel was not heard whole: no line is drawn over it


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Thirteen weeks of net sentiment."""

    points: tuple[TrendPoint, ...]
    comparator: float | None
    comparator_weeks: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAudience:
    """A small multiple: another audience on the same scale."""

    id: str
    name: str
    channels: tuple[str, ...]  # that are compared; empty: none may be, all are shown
    points: tuple[TrendPoint, ...]
    latest: Estimate | None
    change: Change
    sentence: str  # 'No clear change', 'Down 9 points', 'Too few authors to report (fewer than 30)', 'Nobody was heard'


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """One theme this week against the comparator."""

    id: str
    label: str
    known_as: str  # its label over all audiences and weeks
    share: Estimate
    share_before: float | None
    change: Change
    n_posts: int
    usual_authors: float | None  # people a week in the comparator
    usual_posts: float | None  # weekly mean of the comparator
    negative: float  # percent of the theme's posts
    positive: float
    net: Estimate | None  # None: too few authors


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    """What one theme or channel added to the change of net sentiment, in points; all rows add up to the change."""

    id: str
    label: str
    mix: Estimate  # it was spoken of more or less
    tone: Estimate  # it was spoken of differently
    total: Estimate
    clear: bool
    printed: tuple[int, int, int]  # mix, tone and total in whole points: rows and columns add up as printed


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Net sentiment after an event against the weeks before it; never called its effect."""

    name: str
    day: date
    n_before: int  # weeks
    n_after: int
    change: Change
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """A post quoted by rule, without name, handle or picture."""

    text: str
    lang: str | None
    theme: str
    label: str  # negative, neutral, positive
    channel: str
    day: date
    url: str | None
    reason: str  # 'most typical of the theme that moved most', 'disagrees with the headline'


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel this week."""

    id: str
    label: str
    n_posts: int
    n_authors: int
    negative: float | None  # percent; None: too few authors
    neutral: float | None
    positive: float | None
    net: Estimate | None
    note: str  # '4 of 7 days', 'Too few authors to report (fewer than 30)', ''


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """What was said this week of one brand, product or rival, by clause."""

    id: str
    name: str
    role: str  # brand, product, rival
    n_posts: int
    n_authors: int
    negative: float | None  # percent of scored posts; None: too few authors
    positive: float | None
    net: Estimate | None
    change: Change
    sentence: str  # 'Down 9 points', 'Too few authors to report (fewer than 30)'


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """What posts answer this week to one question of one's own."""

    id: str
    name: str
    n_posts: int  # that were read for it
    n_authors: int
    n_yes: int | None  # above the cut-off; None: too few authors
    n_unsure: int
    share: Estimate | None  # percent of the posts read
    change: Change
    sentence: str  # 'Up 3 points', 'Too few authors to report (fewer than 30)'
    n_judged: int  # posts above the cut-off that people have judged
    n_right: int  # of these, rightly there
    quote: str  # '' where none may be quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """Something people asked for, by number of different authors in the last four weeks."""

    label: str
    n_authors: int
    first_heard: str  # 'new', '9 weeks ago'
    state: str  # roadmap state, '' where unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """Our side of one channel or account."""

    label: str
    n_posts: int
    questions: int | None
    answered: int | None  # within 48 h
    median_wait_hours: float | None  # in hours of work, questions without an answer counted
    wait_is_longer: bool = False  # too few are answered for a median: it is longer than this
    last_post: str  # 'today', '38 days ago', 'never'
    flag: str  # 'promised 5 a day, posted 1 in all'; '' where the promise is kept or none was made


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRow:
    """One figure of how the community does, over four weeks."""

    label: str
    value: float | None
    before: float | None  # the four weeks before; None: not known, or not comparable
    percent: bool  # a share; else a count
    note: str


class Heard(StrEnum):
    """What is known of one channel on one day."""

    WHOLE = "collected"
    PART = "collected in part"
    NOT = "not collected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One channel over the seven days of the week."""

    label: str
    days: tuple[Heard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One line of 'How this was made'."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one figure rests on. `query` names a file of the warehouse's queries; dates are ISO, so that it is plain JSON."""

    id: str
    name: str  # what a reader calls it
    formula: str  # in words
    value: float
    low: float | None
    high: float | None
    n_posts: int | None
    n_authors: int | None
    query: str
    parameters: dict[str, Any]
    minus: dict[str, Any] | None = None  # parameters of what is subtracted


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One audience, one week. Blocks that have nothing to say are empty tuples or None and are left out."""

    schema: int  # version of report.json
    company: str
    audience_id: str
    audience: str
    week: str  # '2026-W47'
    monday: date
    sunday: date
    language: str
    headline: str
    deck: str
    cautions: tuple[Sentence, ...]  # block 3; empty: nothing to say
    points: tuple[Sentence, ...]  # block 4
    net: Estimate | None
    change: Change
    figures: tuple[Figure, ...]  # block 5
    trend: Trend | None  # block 6
    others: tuple[OtherAudience, ...]  # block 7
    drivers: tuple[DriverRow, ...]  # by theme; empty where nothing clearly changed
    channel_drivers: tuple[DriverRow, ...]
    events: tuple[EventRow, ...]
    themes: tuple[ThemeRow, ...]  # block 8
    themes_note: str
    verbatims: tuple[Verbatim, ...]  # block 9
    channels: tuple[ChannelRow, ...]  # block 10
    targets: tuple[TargetRow, ...]  # brands, products and rivals; empty where none was named
    questions: tuple[QuestionRow, ...] = ()  # questions of one's own; empty where none is configured
    requests: tuple[RequestRow, ...]  # block 11
    own: tuple[OwnRow, ...]  # block 12
    coverage: tuple[CoverageRow, ...]  # block 13
    gaps: tuple[str, ...]  # block 13, never empty
    method_changed: str  # 'Nothing in the method changed this week.'
    method: tuple[Method, ...]  # block 14
    sentiment_version: str  # what read the posts; next week's report compares
    themes_version: str
    contact: str | None
    explorer: str | None = None  # its address, where the page leads
    own_note: str = ""  # block 12: how widely our work is spread
    community: tuple[CommunityRow, ...] = ()  # block 12
    campaigns: tuple[CampaignRow, ...] = ()  # what was sent in this week; empty where nothing was
    volume: tuple[VolumePoint, ...] = ()  # block 6: by week; empty under four weeks
    ratings: tuple[RatingRow, ...] = ()  # stars and scores; empty where none were given
    attention: Attention | None = None  # posts that reached most; None: no channel tells
    acts: tuple[ActRow, ...] = ()  # 'you said, we did'; empty where nothing was done of late
    setup: dict[str, str] = field(default_factory=dict)  # how the configuration was, part by part; next week compares
    receipts: tuple[Receipt, ...] = ()  # in receipts.json, not in report.json
    built_at: datetime  # the window's close and the data's knowledge time decide it, not the wall clock
