"""Taking stock: which audience is heard where, and what to do about what is not. Pure; the step brings the tables.

Suggestions are rules with their numbers, not opinions: an audience heard nowhere or in one way only (`voxpop.analysis.community.presence`), a
channel that is run and not listened to, one that is listened to and silent, a query that brings mostly noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voxpop.analysis.community.presence import Finding, Thin

WEEKS = 4
TREND = 1.5  # ratio of authors a week to the weeks before from which an arrow is shown, up or down
NOISE = 0.3  # share of posts off topic, flooded or from bots
LEAST_POSTS = 20  # for a share of noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """One channel that the company runs, listened to or not."""

    name: str
    kind: str
    owner: str
    audience: str | None  # id
    channel: str | None  # id of the configured channel; None: not listened to
    usd_per_month: float | None
    last_sent: date | None = None  # of a campaign
    last_asked: datetime | None = None
    last_post: datetime | None = None
    n_posts: int = 0  # in the last weeks
    n_off_topic: int = 0
    n_flagged: int = 0
    cost_usd: float = 0.0  # of listening, in the last weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One audience on one channel: authors a week in the last weeks and in those before."""

    now: float
    before: float

    @property
    def trend(self) -> str:
        """'up', 'down' or ''."""
        if max(self.now, self.before) < 1:
            return ""
        return "up" if self.now > TREND * self.before else "down" if self.before > TREND * self.now else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something to do, most urgent first."""

    urgency: int  # 1 before 2 before 3
    about: str
    said: str


def matrix(rows: Iterable[tuple[str, str, date, int]], monday: date) -> dict[tuple[str, str], Cell]:
    """From (audience, channel, week, authors): the mean of the last four weeks and of the four before."""
    sums: dict[tuple[str, str], list[int]] = {}
    for audience, channel, week, n_authors in rows:
        age = (monday - week).days // 7
        if 0 <= age < 2 * WEEKS:
            sums.setdefault((audience, channel), [0, 0])[age >= WEEKS] += n_authors
    return {key: Cell(now=now / WEEKS, before=before / WEEKS) for key, (now, before) in sums.items()}


def suggestions(
    stock: Sequence[Stock],
    cells: Mapping[tuple[str, str], Cell],
    badly: Mapping[str, Sequence[Finding]],
    names: Mapping[str, str],
    now: datetime,
) -> list[Suggestion]:
    """What to do, from what is run, heard and badly heard; `names` are those of the audiences by id."""
    found: list[Suggestion] = []
    for audience, name in names.items():
        found += _of_audience(audience, name, stock, cells, badly.get(audience, ()))
    for one in stock:
        found += _of_channel(one, names, now)
    return sorted(found, key=lambda s: (s.urgency, s.about))


def _of_audience(
    audience: str,
    name: str,
    stock: Sequence[Stock],
    cells: Mapping[tuple[str, str], Cell],
    badly: Sequence[Finding],
) -> list[Suggestion]:
    heard = [channel for (who, channel), cell in cells.items() if who == audience and cell.now > 0]
    deaf = [one.name for one in stock if one.audience == audience and one.channel is None]
    there = f" {', '.join(deaf)} would be a place to listen." if deaf else ""
    found = []
    if not heard:
        found.append(Suggestion(urgency=1, about=name, said=f"Nobody was heard in {WEEKS} weeks.{there}"))
    elif any(f.thin is Thin.FEW for f in badly):
        found.append(Suggestion(urgency=1, about=name, said=f"Hardly anybody was heard in {WEEKS} weeks.{there}"))
    elif len(heard) == 1:
        found.append(Suggestion(urgency=2, about=name, said=f"Heard through one channel only, '{heard[0]}'.{there}"))
    found += [
        Suggestion(
            urgency=1, about=name, said=f"Silent for {f.n_weeks} weeks; {f.usual:.0f} authors a week were usual."
        )
        for f in badly
        if f.thin is Thin.SILENT
    ]
    found += [
        Suggestion(urgency=1, about=name, said=f"Fell silent on {', '.join(f.lost)}, which was heard before.")
        for f in badly
        if f.thin is Thin.ONE_CHANNEL
    ]
    return found


def _of_channel(one: Stock, names: Mapping[str, str], now: datetime) -> list[Suggestion]:
    if one.channel is None:
        whom = f" It serves {names[one.audience]}." if one.audience and one.audience in names else ""
        return [Suggestion(urgency=3, about=one.name, said=f"Run by us, and nobody listens.{whom}")]
    found = []
    silent = now - timedelta(weeks=WEEKS)
    if one.last_asked and one.last_asked >= silent and (one.last_post is None or one.last_post < silent):
        when = f"since {one.last_post:%Y-%m-%d}" if one.last_post else "ever"
        found.append(Suggestion(urgency=2, about=one.name, said=f"Collected, and no post {when}. Close or revive it."))
    if one.last_asked is None:
        found.append(Suggestion(urgency=2, about=one.name, said="Configured, and never collected."))
    noise = one.n_off_topic + one.n_flagged
    if one.n_posts >= LEAST_POSTS and noise > NOISE * one.n_posts:
        said = f"{round(100 * noise / one.n_posts)} % of {one.n_posts} posts are off topic, floods or bots. Narrow its query."
        found.append(Suggestion(urgency=2, about=one.name, said=said))
    return found
