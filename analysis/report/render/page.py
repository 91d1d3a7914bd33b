"""The report as one self-contained page: inline styles and SVG, no script, nothing from outside."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.model import Report
from voxpop.analysis.report.render import acts, charts, explored, figures, reach, trend_chart, volume_chart
from voxpop.analysis.report.wording.languages import current, say, speaking

MOST_THEMES = 12  # rows of the theme table; the note says how many more there are


@cache
def templates() -> Environment:
    """Templates that escape everything and know the figures and charts."""
    made = Environment(
        loader=PackageLoader("voxpop.analysis.report.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for module in (charts, explored, figures, reach, trend_chart, volume_chart):
        made.globals |= {
            name: value for name, value in vars(module).items() if callable(value) and not name.startswith("_")
        }
    made.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False)
    made.filters["shell"] = shlex.quote
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return made


def html(report: Report, *, data_link: bool = True) -> str:
    """The page; the same report gives the same bytes."""
    with speaking(report.language):
        return _page(report, data_link)


def _page(report: Report, data_link: bool) -> str:
    shown = trim(report)
    groups = [report.trend.points if report.trend else (), *(other.points for other in report.others)]
    dates = figures.span(report.monday, report.sunday)
    context: dict[str, Any] = {
        "r": shown,
        "css": Markup(_css()),
        "dates": dates,
        "week": report.week.split("-W")[-1].lstrip("0"),
        "foot": css_text(f"{report.company} {say('weekly listening report')} · {report.audience} · {dates}"),
        "weeks_name": current().weeks_of_net(len(report.trend.points)) if report.trend else "",
        "scale": trend_chart.Scale.of(groups),
        "widest": charts.widest_share(shown.themes),
        "theme_reach": charts.strongest(shown.themes),
        "channel_reach": charts.strongest(report.channels),
        "target_reach": charts.strongest(report.targets),
        "rating_reach": max((share for r in report.ratings for share in (r.low or 0.0, r.high or 0.0)), default=1.0),
        "net_reach": charts.farthest(report.channels),
        "days": current().DAYS_SHORT,
        "data_link": data_link,
        "act": acts,
        "receipts": {receipt.id for receipt in report.receipts},
    }
    return templates().get_template("page.html.jinja").render(context)


def trim(report: Report) -> Report:
    """The report with `MOST_THEMES` themes: those with a clear change and the largest; the rest is said in the note."""
    hidden = len(report.themes) - MOST_THEMES
    if hidden <= 0:
        return report
    first = sorted(report.themes, key=lambda t: (t.change.verdict not in (Verdict.UP, Verdict.DOWN), -t.share.value))
    kept = {theme.id for theme in first[:MOST_THEMES]}
    note = f"{report.themes_note} {current().more_themes(hidden)}".strip()
    return replace(report, themes=tuple(theme for theme in report.themes if theme.id in kept), themes_note=note)


def css_text(text: str) -> Markup:
    """Text for a CSS string inside a style element: whatever could end either is written as its code."""
    return Markup("").join(Markup(c) if c.isalnum() or c in " .,-" else Markup(f"\\{ord(c):06x}") for c in text)


def _css() -> str:
    return (files("voxpop.analysis.report.render") / "style.css").read_text(encoding="utf-8")
