"""The report as an Excel workbook: numbers as numbers, one sheet a block; text is never taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from voxpop.analysis.report.model import Report
from voxpop.analysis.report.render import exports, figures
from voxpop.analysis.report.render.headings import heading, truth_words, verdict_words
from voxpop.analysis.report.wording.languages import say, speaking

ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same report gives the same bytes
TEXTS = {
    "campaign",
    "title",
    "day",
    "theme_id",
    "theme",
    "verdict",
    "monday",
    "channel_id",
    "channel",
    "note",
    "by",
    "id",
    "name",
    "role",
}
WIDEST = 60  # characters of a column


def workbook(report: Report) -> bytes:
    """The bytes of report.xlsx."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with speaking(report.language), xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"{report.audience} {report.week}", "created": ANY_TIME})
        bold = book.add_format({"bold": True})
        for name, rows in _sheets(report):
            sheet = book.add_worksheet(name[:31])
            for n, row in enumerate(rows):
                for k, value in enumerate(row):
                    _write(sheet, n, k, value, bold if n == 0 else None)
            _draw(book, sheet, name, rows)
            for k, width in enumerate(_widths(rows)):
                sheet.set_column(k, k, width)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def _sheets(report: Report) -> Iterable[tuple[str, list[Sequence[Any]]]]:
    yield say("Summary"), [[report.company, report.audience, report.week], *_summary(report)]
    csvs = (
        (say("Themes"), exports.themes_csv),
        (say("Trend"), exports.trend_csv),
        (say("Channels"), exports.channels_csv),
        (say("Names"), exports.targets_csv),
        *([(say("Ratings"), exports.ratings_csv)] if report.ratings else []),
        *([(say("What we sent"), exports.campaigns_csv)] if report.campaigns else []),
        (say("Drivers"), exports.drivers_csv),
    )
    for name, export in csvs:
        head, *rows = csv.reader(io.StringIO(export(report)))
        cells = [[_cell(column, cell) for column, cell in zip(head, row, strict=True)] for row in rows]
        yield name, [[heading(column) for column in head], *cells]
    yield (
        say("Requests"),
        [
            [say("Request"), say("Authors"), say("First heard"), say("Roadmap")],
            *([q.label, q.n_authors, q.first_heard, q.state] for q in report.requests),
        ],
    )
    yield (
        say("Community"),
        [
            [say("Figure"), say("Four weeks"), say("Before"), say("Of which")],
            *([row.label, row.value, row.before, row.note] for row in report.community),
        ],
    )
    yield (
        say("Coverage"),
        [
            [say("Channel"), *(str(report.monday.fromordinal(report.monday.toordinal() + n)) for n in range(7))],
            *([row.label, *(say(day.value) for day in row.days)] for row in report.coverage),
        ],
    )
    yield say("Method"), [[say("How this was made"), ""], *([m.term, m.text] for m in report.method)]


def _draw(book: Any, sheet: Any, name: str, rows: list[Sequence[Any]]) -> None:
    """A chart beside the figures of a sheet that has one: shares of themes and tones of channels as bars, the weeks as a line."""
    drawn = {
        say("Themes"): ("bar", heading("theme"), [heading("share")]),
        say("Trend"): ("line", heading("monday"), [heading("net"), heading("net_low"), heading("net_high")]),
        say("Channels"): ("bar", heading("channel"), [heading("net")]),
    }
    if name not in drawn or len(rows) < 2:
        return
    kind, of, shown = drawn[name]
    head, last = list(rows[0]), len(rows) - 1
    chart = book.add_chart({"type": kind})
    for n, column in enumerate(shown):
        k, across = head.index(column), head.index(of)
        line = {"color": "#1b1f24" if n == 0 else "#98a0a9", "width": 2.25 if n == 0 else 1}
        style = {"line": line} if kind == "line" else {"fill": {"color": "#1f5f9b"}}
        places = {"categories": [sheet.name, 1, across, last, across], "values": [sheet.name, 1, k, last, k]}
        chart.add_series({"name": [sheet.name, 0, k], **places, **style})
    chart.set_title({"name": shown[0], "name_font": {"size": 12}})
    if kind == "bar":
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_legend({"none": True})
    else:
        chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": 620, "height": max(280, 28 * last + 90) if kind == "bar" else 340})
    sheet.insert_chart(len(rows) + 1, 1, chart)


def _summary(report: Report) -> list[Sequence[Any]]:
    said = [[report.headline], [report.deck]]
    said += [[figures.flat(sentence)] for sentence in (*report.cautions, *report.points)]
    return [
        *said,
        *([f.name, f.value, f.change, f.interval, f.note] for f in report.figures),
        *([g] for g in report.gaps),
    ]


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, bool | int | float):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, figures.plain(str(value)), style)


def _cell(column: str, said: str) -> Any:
    """What the CSV wrote: text without the apostrophe that guards it there, else a number."""
    if column == "verdict":
        return verdict_words().get(said, said)
    if column in TEXTS:
        return said.removeprefix("'")
    return truth_words().get(said, "") if said in ("", "True", "False") else float(said)


def _widths(rows: list[Sequence[Any]]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    return [min(max(len(str(row[k])) if k < len(row) else 0 for row in rows) + 2, WIDEST) for k in range(columns)]
