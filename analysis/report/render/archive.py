"""The archive: one page over all reports of a folder, with every audience on one scale and a search over themes.

It is made from the reports' own JSON, so it shows what was printed then. It opens from disk; the only script is the
search, and without it the list of themes stands whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.model import TrendPoint
from voxpop.analysis.report.render.page import templates
from voxpop.analysis.report.render.trend_chart import Scale
from voxpop.analysis.report.wording.languages import speaking
from voxpop.config import EVERYONE
from voxpop.window import Week

MOST_WEEKS = 26  # of a small multiple
OPEN_WEEKS = 8
"""Weeks whose reports, and whose shares of a theme, are listed; those before them are folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report as the archive knows it."""

    audience_id: str
    audience: str
    week: str
    monday: date
    sunday: date
    headline: str
    link: str
    net: Estimate | None
    change: Change
    themes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One audience over its weeks."""

    name: str
    points: tuple[TrendPoint, ...]
    latest: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeWeeks:
    """One theme, with its audiences, each with the weeks whose reports name it, newest first."""

    label: str
    audiences: tuple[tuple[str, tuple[tuple[str, str, float], ...]], ...]  # name, then week, link, share


def archive(root: Path) -> str:
    """The page over all reports below a folder laid out as audience/week."""
    found = [json.loads(path.read_text(encoding="utf-8")) | {"link": _link(path, root)} for path in _reports(root)]
    newest = max(found, key=lambda said: said["week"], default=None)
    entries = sorted((_entry(said) for said in found), key=lambda e: (*_place(e), e.week))
    overviews = [_overview(list(group)) for _, group in groupby(entries, key=lambda e: e.audience_id)]
    beside = {overview.latest.link for overview in overviews}  # they stand in the overview already
    weeks = _by_week([entry for entry in entries if entry.link not in beside])
    with speaking(newest["language"] if newest else "en"):
        return (
            templates()
            .get_template("index.html.jinja")
            .render(
                company=newest["company"] if newest else "",
                language=newest["language"] if newest else "en",
                weeks=weeks[:OPEN_WEEKS],
                earlier=weeks[OPEN_WEEKS:],
                open_weeks=OPEN_WEEKS,
                overviews=overviews,
                scale=Scale.of([overview.points for overview in overviews]),
                themes=_themes(entries),
            )
        )


def _place(entry: Entry) -> tuple[bool, str, str]:
    """Everyone first, then the audiences by name."""
    return entry.audience_id != EVERYONE, entry.audience.casefold(), entry.audience_id


def _reports(root: Path) -> Iterable[Path]:
    return sorted(root.glob("*/*/report.json"))


def _link(path: Path, root: Path) -> str:
    return (path.parent / "report.html").relative_to(root).as_posix()


def _entry(said: dict[str, Any]) -> Entry:
    change = said["change"]
    return Entry(
        audience_id=said["audience_id"],
        audience=said["audience"],
        week=said["week"],
        monday=date.fromisoformat(said["monday"]),
        sunday=Week.parse(said["week"]).sunday,
        headline=said["headline"],
        link=said["link"],
        net=Estimate(**said["net"]) if said["net"] else None,
        change=Change(**{**change, "verdict": Verdict(change["verdict"])}),
        themes=tuple(said["themes"]),
    )


def _overview(entries: list[Entry]) -> Overview:
    """Every week from the first report on; weeks without a report, or without a figure in it, are holes."""
    by_monday = {entry.monday: entry for entry in entries}
    last = entries[-1]
    first = entries[0].monday
    weeks = [Week(last.monday).back(n).monday for n in range(MOST_WEEKS - 1, -1, -1)]
    points = tuple(
        TrendPoint(monday=m, estimate=by_monday[m].net if m in by_monday else None, incomplete=False)
        for m in weeks
        if m >= first
    )
    return Overview(name=last.audience, points=points, latest=last)


def _by_week(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    newest_first = sorted(sorted(entries, key=_place), key=lambda e: e.week, reverse=True)
    return [(week, list(group)) for week, group in groupby(newest_first, key=lambda e: e.week)]


def _themes(entries: list[Entry]) -> list[ThemeWeeks]:
    """Under its newest label, by theme id within an audience: a renamed theme is one theme, and stands once for all audiences."""
    by_theme: dict[tuple[str, str], list[tuple[Entry, dict[str, Any]]]] = {}
    for entry in entries:
        for theme in entry.themes:
            by_theme.setdefault((entry.audience_id, theme["id"]), []).append((entry, theme))
    by_label: dict[str, list[tuple[str, tuple[tuple[str, str, float], ...]]]] = {}
    for rows in by_theme.values():
        weeks = tuple((entry.week, entry.link, theme["share"]["value"]) for entry, theme in reversed(rows))
        by_label.setdefault(rows[-1][1]["label"], []).append((rows[-1][0].audience, weeks))
    found = [ThemeWeeks(label=label, audiences=tuple(audiences)) for label, audiences in by_label.items()]
    return sorted(found, key=lambda t: t.label.casefold())
