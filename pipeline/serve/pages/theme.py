"""One theme in one audience: its weeks, its parts, the names it may bear, what happened to it, and its most typical posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.analysis.report.model import Trend, TrendPoint
from voxpop.analysis.report.render.trend_chart import Scale
from voxpop.errors import UsageError
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.explore.theme_history import ThemeWeek
    from voxpop.pipeline.serve.told import ToldPost

TYPICAL, LOOKED_AT = 12, 480
"""Posts that are looked at together, and at most, for those that may be quoted."""

SHOWN = 6


def show(asked: Asked) -> Page:
    """The page of the theme that the address names."""
    theme = asked.filters.theme
    if theme is None:
        raise UsageError("say which theme: the page of all themes leads to each")
    weeks = figures.history(asked.opened, asked.filters.audience, asked.filters.week).get(theme, ())
    report = figures.report(asked.opened, asked.filters.audience, asked.filters.week)
    row = next((one for one in report.themes if one.id == theme), None)
    with asked.opened.asking() as tables:
        about = next(one for one in tables.records("theme/list") if one["theme_id"] == theme)
        events = tables.records("theme/history", {"theme": theme})
        parts = tables.records("theme/sub_themes", {"audience": asked.filters.audience, "theme": theme})
    least = asked.opened.workspace.config.report.min_authors
    shown = [one for one in parts if one["n_authors"] >= least]
    trend = _trend(weeks)
    return Page(
        template="theme.html.jinja",
        title=f"{about['label']}, {asked.audience_name}, {asked.filters.week}",
        context={
            "theme": about,
            "row": row,
            "weeks": weeks,
            "weeks_of": {week.monday: Week(week.monday) for week in weeks},
            "trend": trend,
            "scale": Scale.of([trend.points]),
            "most_share": max([1.0, *(week.share.high for week in weeks if week.share)]),
            "events": events,
            "parts": shown,
            "small_parts": len(parts) - len(shown),
            "posts": typical(asked, theme),
            "receipts": {receipt.id for receipt in report.receipts},
            "names": [name["label"] for name in about.get("names") or []],
        },
        tables={"weeks": table(weeks, least)},
        asks=("audience", "week", "theme"),
    )


def typical(asked: Asked, theme: str) -> list[ToldPost]:
    """Its most typical posts that may be quoted, no author twice."""
    all_ = figures.catalog(asked.opened)
    found = all_.matching(figures.members(asked.opened, asked.filters.audience), theme=theme)
    likely = all_.most_typical(found, LOOKED_AT)
    shown: list[ToldPost] = []
    for first in range(0, len(likely), TYPICAL):
        told = figures.teller(asked.opened).tell(figures.rows_of(asked.opened, likely[first : first + TYPICAL]))
        shown += [post for post in told if post.quoted]
        if len(shown) >= SHOWN:
            break
    return shown[:SHOWN]


def _trend(weeks: tuple[ThemeWeek, ...]) -> Trend:
    points = tuple(TrendPoint(monday=w.monday, estimate=w.net, incomplete=w.incomplete) for w in weeks)
    return Trend(points=points, comparator=None, comparator_weeks=0, marks=())


def table(weeks: tuple[ThemeWeek, ...], least: int) -> pa.Table:
    """The weeks of a theme; of weeks in which few people spoke of it neither their number nor their posts'."""
    told = [week.share if week.share and week.share.n_authors >= least else None for week in weeks]
    sides = (("", "value"), ("_low", "low"), ("_high", "high"))
    shares = {f"share{end}": [getattr(one, side) if one else None for one in told] for end, side in sides}
    nets = {f"net{end}": [getattr(week.net, side) if week.net else None for week in weeks] for end, side in sides}
    return pa.table(
        {
            "week": pa.array([week.monday for week in weeks], pa.date32()),
            **{name: pa.array(column, pa.float64()) for name, column in shares.items()},
            "n_posts": pa.array([one.n_posts if one else None for one in told], pa.int64()),
            "n_authors": pa.array([one.n_authors if one else None for one in told], pa.int64()),
            **{name: pa.array(column, pa.float64()) for name, column in nets.items()},
            "not_heard_whole": pa.array([week.incomplete for week in weeks], pa.bool_()),
        }
    )
