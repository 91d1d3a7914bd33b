"""Where a report leads: pages of the explorer, where its address is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from voxpop.analysis.report.model import Report


def explore(report: Report, path: str, **filters: str) -> str:
    """The address of a page of the explorer for the audience and week of a report, in its language.

    'https://listen.example.com/theme?audience=customers&week=2026-W47&lang=en&theme=t3'
    """
    asked = {"audience": report.audience_id, "week": report.week, "lang": report.language, **filters}
    return f"{report.explorer}{path}?{urlencode(asked)}"
