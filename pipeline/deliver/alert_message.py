"""An alert as a mail's HTML part."""

from __future__ import annotations

from voxpop.analysis.report.render.page import templates


def alert_page(subject: str, lines: list[str], language: str) -> str:
    """A page of a few sentences, every text escaped."""
    return templates().get_template("alert.html.jinja").render(subject=subject, lines=lines, language=language)
