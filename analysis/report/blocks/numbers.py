"""Blocks 5 and 6: the four numbers and the thirteen weeks."""

from __future__ import annotations

from datetime import date

import pandas as pd

from voxpop.analysis.estimates.estimate import net_sentiment, share, share_change, usual_range
from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.basis import Basis, frame
from voxpop.analysis.report.blocks.headline import unread
from voxpop.analysis.report.model import Figure, Heard, Trend, TrendPoint
from voxpop.analysis.report.weeks import Mark
from voxpop.config import Event

LEAST_WEEKS = 4  # of estimates, for a trend
NOT_HEARD = Change(value=None, low=None, high=None, verdict=Verdict.INCOMPLETE)


def figures(basis: Basis) -> tuple[Figure, ...]:
    """Net sentiment, posts, authors, and share of voice where there are rivals."""
    rows = basis.past.groupby("week", observed=True).agg(posts=("n_posts", "sum"), authors=("author_id", "nunique"))
    equal = _equal_days(basis)
    posts = {m: float(rows["posts"].get(m, 0)) for m in basis.mondays}
    authors = {m: float(rows["authors"].get(m, 0)) for m in basis.mondays}
    each = posts[basis.week.monday] / authors[basis.week.monday] if authors[basis.week.monday] else None
    words = basis.words
    found = [
        _net(basis),
        _count_figure(basis, "figure.posts", words.POSTS, posts, None, equal),
        _count_figure(basis, "figure.authors", words.AUTHORS, authors, words.posts_each(each) if each else "", equal),
    ]
    voice = _share_of_voice(basis)
    return (*found, voice) if voice else tuple(found)


def trend(basis: Basis) -> Trend | None:
    """Net sentiment by week with the level of the comparator and the events; None under four estimates."""
    if len(basis.levels) < LEAST_WEEKS:
        return None
    points = trend_points(basis.mondays, basis.levels, basis.incomplete)
    comparator = net_sentiment(basis.before, "net.before", basis.correction)
    first, last = points[0].monday, basis.week.sunday
    return Trend(
        points=points,
        comparator=comparator.value if comparator and comparator.n_authors >= basis.least else None,
        comparator_weeks=len(basis.comparison.weeks),
        marks=tuple(Mark(day=e.date, name=e.name) for e in _events(basis) if first <= e.date <= last),
    )


def trend_points(
    mondays: list[date], levels: dict[date, Estimate], incomplete: frozenset[date]
) -> tuple[TrendPoint, ...]:
    """One point a week from the first week with an estimate."""
    first = min(levels, default=mondays[-1])
    return tuple(
        TrendPoint(monday=monday, estimate=levels.get(monday), incomplete=monday in incomplete)
        for monday in mondays
        if monday >= first
    )


def _net(basis: Basis) -> Figure:
    words, net = basis.words, basis.net
    before = net_sentiment(basis.before)
    return Figure(
        id="figure.net",
        name=words.NET_SENTIMENT,
        value=words.signed(net.value) if net else "–",
        change=words.change_words(basis.change) if net else words.too_few(basis.least),
        interval=words.change_interval(basis.change) if net else "",
        note=words.level_interval(net) if net else "",
        spark=tuple(basis.levels[m].value if m in basis.levels else None for m in basis.mondays),
        reference=before.value if before and before.n_authors >= basis.least else None,
    )


def _equal_days(basis: Basis) -> dict[str, dict[date, float]] | None:
    """Posts and authors of every week on the weekdays heard whole this week, where no channel heard on all seven can be compared.

    None: whole weeks are compared. An empty dict each: no day was heard whole.
    """
    rows = basis.inputs.equal_days
    if rows is None or any(basis.listening.whole(channel, basis.week) for channel in basis.channels):
        return None
    found = {row["week"]: row for row in rows.to_pylist()}
    if not any(basis.listening.whole_days(channel, basis.week) for channel in basis.channels):
        return {"figure.posts": {}, "figure.authors": {}}
    return {
        f"figure.{name}": {m: float(found[m][f"n_{name}"]) if m in found else 0.0 for m in basis.mondays}
        for name in ("posts", "authors")
    }


def _weekdays(basis: Basis) -> list[int]:
    """The days of the week on which every channel was heard whole, Monday 0; empty where the channels differ."""
    each = [
        [n for n, day in enumerate(basis.week.days()) if basis.listening.state(channel, day) is Heard.WHOLE]
        for channel in basis.channels
    ]
    heard = [days for days in each if days]
    return heard[0] if heard and all(days == heard[0] for days in heard) else []


def _count_figure(
    basis: Basis,
    id_: str,
    name: str,
    by_week: dict[date, float],
    note: str | None,
    equal: dict[str, dict[date, float]] | None,
) -> Figure:
    """A count against the usual range of as many days; weeks not heard whole belong to neither range nor spark."""
    words, shown = basis.words, by_week[basis.week.monday]
    if equal is not None:
        if not equal[id_]:
            why = words.headline_unread(None) if basis.heard.empty and unread(basis) else words.change_words(NOT_HEARD)
            return Figure(
                id=id_,
                name=name,
                value=words.count(shown),
                change=why,
                interval="",
                note="",
                spark=tuple(None for _ in basis.mondays),
                reference=None,
            )
        by_week, note = equal[id_], words.usual_days(equal[id_][basis.week.monday], _weekdays(basis))
    value = by_week[basis.week.monday]
    first = min((m for m in basis.mondays[:-1] if by_week[m]), default=basis.mondays[0])  # nobody was heard before it
    earlier = [by_week[m] for m in basis.usual_weeks() if m >= first]
    usual = usual_range(earlier)
    before = [by_week[week.monday] for week in basis.comparison.weeks]
    against = words.against_usual(value, *usual) if usual else words.no_usual()
    return Figure(
        id=id_,
        name=name,
        value=words.count(shown),
        change=words.headline_unread(None) if basis.heard.empty and unread(basis) else against,
        interval="",
        note=note if note is not None else words.usual_note() if usual else "",
        spark=tuple(by_week[m] if m == basis.week.monday or m not in basis.incomplete else None for m in basis.mondays),
        reference=sum(before) / len(before) if before else None,
    )


def voice_level(basis: Basis) -> Estimate | None:
    """Authors who name us among all namings of compared names, this week."""
    named = count_names(basis)
    return None if named is None else share(named[named["week"] == basis.week.monday], "ours", "names", "voice.week")


def count_names(basis: Basis) -> pd.DataFrame | None:
    """For every week and author how many compared names, and whether ours; None without rivals."""
    if not basis.config.rivals or not basis.config.brands:
        return None
    rows = frame(basis.inputs.voice)
    if basis.comparison.channels:
        rows = rows[rows["channel"].isin(basis.comparison.channels)]
    rows = rows.drop_duplicates(["week", "author_id", "name"])
    return rows.groupby(["week", "author_id"], as_index=False, observed=True).agg(
        ours=("ours", "sum"), names=("name", "size")
    )


def _share_of_voice(basis: Basis) -> Figure | None:
    """Authors who name us among all namings of compared names; None without rivals or without enough authors."""
    named = count_names(basis)
    if named is None:
        return None
    by_week = {m: share(part, "ours", "names", "voice.week") for m, part in named.groupby("week", observed=True)}
    levels = {m: e for m, e in by_week.items() if e and e.n_authors >= basis.least}
    now = levels.get(basis.week.monday)
    if now is None:
        return None
    before = named[named["week"].isin([week.monday for week in basis.comparison.weeks])]
    changed = share_change(named[named["week"] == basis.week.monday], before, "ours", "names", basis.least)
    level = share(before, "ours", "names")
    words = basis.words
    return Figure(
        id="figure.voice",
        name=words.SHARE_OF_VOICE,
        value=words.percent(now.value),
        change=words.change_words(changed),
        interval=words.change_interval(changed),
        note=words.voice_note(1 + len(basis.config.rivals)),
        spark=tuple(levels[m].value if m in levels else None for m in basis.mondays),
        reference=level.value if level and level.n_authors >= basis.least else None,
    )


def _events(basis: Basis) -> list[Event]:
    return sorted(basis.config.events, key=lambda event: (event.date, event.name))
