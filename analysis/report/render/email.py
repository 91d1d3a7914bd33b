"""The report as a mail: tables, inline styles, no image, no SVG, no tracking; the subject is the headline."""

from __future__ import annotations

from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.model import Report
from voxpop.analysis.report.render import figures
from voxpop.analysis.report.render.page import templates, trim
from voxpop.analysis.report.wording.languages import speaking

MOST_ROWS = 6


def email(report: Report, page_url: str | None = None) -> str:
    """The HTML part, under 60 KB; `page_url` is where the whole report can be read. Without it the mail is whole by itself."""
    with speaking(report.language):
        return _mail(report, page_url)


def _mail(report: Report, page_url: str | None) -> str:
    whole = page_url is None
    moved = [t for t in report.themes if t.change.verdict in (Verdict.UP, Verdict.DOWN)][:MOST_ROWS]
    context = {
        "r": report,
        "dates": figures.span(report.monday, report.sunday),
        "whole": whole,
        "themes": trim(report).themes if whole else moved,
        "quotes": report.verbatims if whole else report.verbatims[:1],
        "page_url": page_url,
    }
    return templates().get_template("email.html.jinja").render(context)


def subject(report: Report) -> str:
    """The headline on one line, without anything that could start another header."""
    return " ".join(figures.plain(f"{report.audience}: {report.headline}").split())
