"""The first page: every audience beside the others, week by week, what changed, and what was not heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.analysis.report.render.trend_chart import Scale
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say

if TYPE_CHECKING:
    from voxpop.analysis.estimates.values import Estimate
    from voxpop.analysis.report.model import Report
    from voxpop.window import Week

WEEKS = 6
"""Weeks of the table; earlier ones are reached by the filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One audience in one week."""

    week: Week
    net: Estimate | None  # None: too few people, or nobody
    n_posts: int
    n_authors: int
    incomplete: bool
    few: bool  # somebody was heard, and fewer than the report's minimum of people: their posts are not counted here


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One audience over the weeks."""

    audience: str
    name: str
    report: Report
    cells: tuple[Cell, ...]

    @property
    def unheard(self) -> int:
        """Channels of the audience that were not heard on all seven days."""
        return sum(any(day.value != "collected" for day in row.days) for row in self.report.coverage)


def show(asked: Asked) -> Page:
    """The page of one week, over the audiences that the viewer may see."""
    weeks = [week for week in (asked.filters.week.back(n) for n in range(WEEKS)) if week in asked.known.weeks]
    lines = [_line(asked, audience, weeks) for audience in asked.viewer.audiences]
    first = next((line for line in lines if line.audience == asked.filters.audience), lines[0])
    groups = [line.report.trend.points for line in lines if line.report.trend]
    return Page(
        template="overview.html.jinja",
        title=f"{say('Overview')}, {asked.filters.week}",
        context={"lines": lines, "weeks": weeks, "first": first, "r": first.report, "scale": Scale.of(groups)},
        tables={"audiences": _table(lines)},
    )


def _line(asked: Asked, audience: str, weeks: list[Week]) -> Line:
    report = figures.report(asked.opened, audience, asked.filters.week)
    points = {point.monday: point for point in report.trend.points} if report.trend else {}
    cells = []
    for week in weeks:
        point = points.get(week.monday)
        n_posts, n_authors = figures.volume(asked.opened, audience, week.monday)
        cells.append(
            Cell(
                week=week,
                net=point.estimate if point else None,
                n_posts=n_posts,
                n_authors=n_authors,
                incomplete=bool(point and point.incomplete),
                few=0 < n_authors < asked.opened.workspace.config.report.min_authors,
            )
        )
    return Line(audience=audience, name=report.audience, report=report, cells=tuple(cells))


def _table(lines: list[Line]) -> pa.Table:
    rows: dict[str, list[str | float | int | bool | date | None]] = {
        name: []
        for name in (
            "audience",
            "name",
            "week",
            "net",
            "net_low",
            "net_high",
            "n_posts",
            "n_authors",
            "not_heard_whole",
        )
    }
    for line in lines:
        for cell in line.cells:
            net = (cell.net.value, cell.net.low, cell.net.high) if cell.net else (None, None, None)
            heard = (None, None) if cell.few else (cell.n_posts, cell.n_authors)
            values = (line.audience, line.name, str(cell.week), *net, *heard, cell.incomplete)
            for name, value in zip(rows, values, strict=True):
                rows[name].append(value)
    kinds = [pa.string()] * 3 + [pa.float64()] * 3 + [pa.int64()] * 2 + [pa.bool_()]
    return pa.table({name: pa.array(rows[name], kind) for name, kind in zip(rows, kinds, strict=True)})
