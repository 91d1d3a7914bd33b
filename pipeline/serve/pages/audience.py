"""One audience and week: what the weekly report says, every figure leading to its posts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from voxpop.analysis.report.render import charts, exports
from voxpop.analysis.report.render.trend_chart import Scale
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page

if TYPE_CHECKING:
    from voxpop.analysis.report.model import Report


def show(asked: Asked) -> Page:
    """The page."""
    report = figures.report(asked.opened, asked.filters.audience, asked.filters.week)
    return Page(
        template="audience.html.jinja",
        title=f"{report.audience}, {report.week}",
        context=context(report),
        tables=tables(report, asked.opened.workspace.config.report.min_authors),
    )


def context(report: Report) -> dict[str, object]:
    """What the templates of figures need of a report."""
    return {
        "r": report,
        "scale": Scale.of([report.trend.points if report.trend else ()]),
        "widest": charts.widest_share(report.themes),
        "theme_reach": charts.strongest(report.themes),
        "channel_reach": charts.strongest(report.channels),
        "target_reach": charts.strongest(report.targets),
        "net_reach": charts.farthest(report.channels),
        "receipts": {receipt.id for receipt in report.receipts},
    }


def tables(report: Report, least: int) -> dict[str, pa.Table]:
    """The tables of the report, as its own files hold them; of groups of few people neither numbers nor tones."""
    small = [
        {row.id for row in report.themes if row.share.n_authors < least},
        {row.id for row in report.channels if 0 < row.n_authors < least},
        {row.name for row in report.targets if row.n_authors < least},
        {row.id for rows in (report.drivers, report.channel_drivers) for row in rows if row.total.n_authors < least},
    ]
    made = {
        "themes": blank(parse(exports.themes_csv(report)), "theme_id", small[0], OF_FEW),
        "trend": parse(exports.trend_csv(report)),
        "channels": blank(parse(exports.channels_csv(report)), "channel_id", small[1], OF_FEW),
        "names": blank(parse(exports.targets_csv(report)), "name", small[2], OF_FEW),
        "drivers": parse(exports.drivers_csv(report)),
    }
    return made | {
        "drivers": made["drivers"].filter(
            pc.invert(pc.is_in(made["drivers"]["id"], pa.array(sorted(small[3]), pa.string())))
        )
    }


OF_FEW = ("n_posts", "n_authors", "usual_posts", "share", "share_low", "share_high", "negative", "neutral", "positive")
"""Columns that are empty where a group is of few people."""

TEXTS = ("theme_id", "theme", "verdict", "monday", "channel_id", "channel", "note", "by", "id", "name", "role")


def blank(table: pa.Table, key: str, small: set[str], columns: tuple[str, ...]) -> pa.Table:
    """The table with some columns empty in the rows whose key is one of the small ones."""
    hidden = pc.is_in(table[key], pa.array(sorted(small), pa.string()))
    for place, name in enumerate(table.column_names):
        if name in columns:
            kept = pc.if_else(hidden, pa.scalar(None, table[name].type), table[name])
            table = table.set_column(place, name, kept)
    return table


def parse(said: str) -> pa.Table:
    """The rows of a CSV of ours, texts without the apostrophe that guards them in a spreadsheet."""
    head = next(csv.reader(io.StringIO(said)))
    kinds = {name: pa.string() if name in TEXTS else pa.float64() for name in head}
    kinds |= {name: pa.bool_() for name in head if name in ("incomplete", "clear")}
    options = arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    table = arrow_csv.read_csv(io.BytesIO(said.encode()), convert_options=options)
    for place, name in enumerate(table.column_names):
        if kinds[name] == pa.string():
            plain = [value.removeprefix("'") if value else value for value in table[name].to_pylist()]
            table = table.set_column(place, name, pa.array(plain, pa.string()))
    return table
