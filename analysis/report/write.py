"""Reports as files: each appears whole; and the page that lists all of a folder's reports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.report import exports
from analysis.report.email import email
from analysis.report.model import Report
from analysis.report.page import html, templates
from analysis.report.receipts_page import receipts_page
from analysis.report.text import text

INDEX = "index.html"


def write(report: Report, folder: Path, sql: Mapping[str, str] | None = None) -> dict[str, Path]:
    """The files of one report, by name; `sql` is the text of the queries that receipts name."""
    contents = {
        "report.html": html(report),
        "email.html": email(report),
        "report.txt": text(report),
        "themes.csv": exports.themes_csv(report),
        "trend.csv": exports.trend_csv(report),
        "channels.csv": exports.channels_csv(report),
        "drivers.csv": exports.drivers_csv(report),
        "receipts.json": exports.receipts_json(report),
        "receipts.html": receipts_page(report, sql or {}),
        "report.json": exports.to_json(report),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        _replace(folder / name, content)
    return {name: folder / name for name in contents}


def write_index(root: Path) -> Path:
    """index.html over all reports below a folder laid out as audience/week; opens from disk."""
    entries = sorted((_entry(path, root) for path in root.glob("*/*/report.json")), key=lambda e: e["audience"])
    weeks = sorted({entry["week"] for entry in entries}, reverse=True)
    audiences = list(dict.fromkeys(entry["audience"] for entry in entries))
    cells = {(entry["audience"], entry["week"]): entry for entry in entries}
    company = entries[0]["company"] if entries else ""
    page = templates().get_template("index.html.jinja")
    content = page.render(company=company, weeks=weeks, audiences=audiences, cells=cells)
    root.mkdir(parents=True, exist_ok=True)
    _replace(root / INDEX, content)
    return root / INDEX


def _entry(path: Path, root: Path) -> dict[str, Any]:
    facts = json.loads(path.read_text(encoding="utf-8"))
    wanted = ("company", "audience", "week", "headline")
    return {name: facts[name] for name in wanted} | {"link": (path.parent / "report.html").relative_to(root).as_posix()}


def _replace(path: Path, content: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(content, encoding="utf-8", errors="replace")
    temporary.replace(path)
