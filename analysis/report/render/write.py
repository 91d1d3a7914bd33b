"""Reports as files: each appears whole; and the page that lists all of a folder's reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voxpop import durable
from voxpop.analysis.report.model import Report
from voxpop.analysis.report.render import exports
from voxpop.analysis.report.render.archive import archive
from voxpop.analysis.report.render.email import email
from voxpop.analysis.report.render.excel import workbook
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.receipts_page import receipts_page
from voxpop.analysis.report.render.text import text

INDEX = "index.html"


def write(report: Report, folder: Path, sql: Mapping[str, str] | None = None) -> dict[str, Path]:
    """The files of one report, by name; `sql` is the text of the queries that receipts name."""
    contents: dict[str, str | bytes] = {
        "report.html": html(report),
        "email.html": email(report),
        "report.txt": text(report),
        "themes.csv": exports.themes_csv(report),
        "trend.csv": exports.trend_csv(report),
        "channels.csv": exports.channels_csv(report),
        "names.csv": exports.targets_csv(report),
        "ratings.csv": exports.ratings_csv(report),
        **({"campaigns.csv": exports.campaigns_csv(report)} if report.campaigns else {}),
        "drivers.csv": exports.drivers_csv(report),
        "report.xlsx": workbook(report),
        "receipts.json": exports.receipts_json(report),
        "receipts.html": receipts_page(report, sql or {}),
        "report.json": exports.to_json(report),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        durable.write(folder / name, content)
    return {name: folder / name for name in contents}


def write_index(root: Path) -> Path:
    """index.html over all reports below a folder laid out as audience/week; opens from disk."""
    root.mkdir(parents=True, exist_ok=True)
    durable.write(root / INDEX, archive(root))
    return root / INDEX
