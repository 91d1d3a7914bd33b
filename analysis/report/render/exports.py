"""The report for machines and spreadsheets: JSON of every figure, CSV of themes, trend and channels."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from voxpop.analysis.estimates.values import Estimate
from voxpop.analysis.report.model import Report

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_json(report: Report) -> str:
    """Every figure and sentence; keys in the order of the report, times as ISO."""
    said = dataclasses.asdict(report)
    del said["receipts"]
    return json.dumps(said, ensure_ascii=False, indent=1, default=_plain) + "\n"


def receipts_json(report: Report) -> str:
    """What every estimate rests on: query and parameters, by id."""
    rows = {receipt.id: dataclasses.asdict(receipt) for receipt in report.receipts}
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def themes_csv(report: Report) -> str:
    """One row a theme, also those that the page leaves out."""
    head = ["theme_id", "theme", "n_posts", "usual_posts", "share", "share_low", "share_high", "share_before",
            "change", "change_low", "change_high", "verdict", "negative", "positive", "net", "net_low", "net_high"]  # fmt: skip
    return _csv(
        head,
        (
            [
                t.id,
                t.label,
                t.n_posts,
                t.usual_posts,
                t.share.value,
                t.share.low,
                t.share.high,
                t.share_before,
                t.change.value,
                t.change.low,
                t.change.high,
                t.change.verdict.value,
                t.negative,
                t.positive,
                *_net(t.net),
            ]
            for t in report.themes
        ),
    )


def trend_csv(report: Report) -> str:
    """One row a week of this audience."""
    points = report.trend.points if report.trend else ()
    head = ["monday", "net", "net_low", "net_high", "n_posts", "n_authors", "incomplete"]
    return _csv(
        head,
        (
            [
                p.monday,
                *_net(p.estimate),
                *((p.estimate.n_posts, p.estimate.n_authors) if p.estimate else (None, None)),
                p.incomplete,
            ]
            for p in points
        ),
    )


def channels_csv(report: Report) -> str:
    """One row a channel."""
    head = [
        "channel_id",
        "channel",
        "n_posts",
        "n_authors",
        "negative",
        "neutral",
        "positive",
        "net",
        "net_low",
        "net_high",
        "note",
    ]
    return _csv(
        head,
        (
            [c.id, c.label, c.n_posts, c.n_authors, c.negative, c.neutral, c.positive, *_net(c.net), c.note]
            for c in report.channels
        ),
    )


def targets_csv(report: Report) -> str:
    """One row a brand, product or rival."""
    head = ["name", "role", "n_posts", "n_authors", "negative", "positive", "net", "net_low", "net_high",
            "change", "change_low", "change_high", "verdict"]  # fmt: skip
    return _csv(
        head,
        (
            [
                t.name,
                t.role,
                t.n_posts,
                t.n_authors,
                t.negative,
                t.positive,
                *_net(t.net),
                t.change.value,
                t.change.low,
                t.change.high,
                t.change.verdict.value,
            ]
            for t in report.targets
        ),
    )


def campaigns_csv(report: Report) -> str:
    """One row a send of the week, with the figures that its file tells and the percent of them that opened and clicked."""
    told = list(dict.fromkeys(figure for row in report.campaigns for figure in row.figures))
    shares = [figure for figure in ("opened", "clicked") if figure in told]
    return _csv(
        ["campaign", "title", "day", *told, *(f"{figure}_percent" for figure in shares)],
        (
            [
                row.campaign,
                row.title,
                row.day,
                *(row.figures.get(figure) for figure in told),
                *(None if (share := row.share(figure)) is None else round(share, 1) for figure in shares),
            ]
            for row in report.campaigns
        ),
    )


def ratings_csv(report: Report) -> str:
    """One row a channel and scale on which stars were given; the row without a channel holds all of them."""
    head = ["channel_id", "channel", "scale", "n_ratings", "n_authors", "n_with_words", "mean", "mean_low", "mean_high",
            "lowest", "low", "middle", "high", "highest", "change", "change_low", "change_high", "verdict",
            "net", "net_low", "net_high", "read_against"]  # fmt: skip
    return _csv(
        head,
        (
            [
                r.channel,
                r.label,
                r.scale,
                r.n_ratings,
                r.n_authors,
                r.n_words,
                *_net(r.mean),
                *(r.steps or (None,) * 5),
                r.change.value,
                r.change.low,
                r.change.high,
                r.change.verdict.value,
                *_net(r.net),
                r.against,
            ]
            for r in report.ratings
        ),
    )


def drivers_csv(report: Report) -> str:
    """One row a theme or channel: what it added to the change, in points."""
    head = ["by", "id", "name", "mix", "mix_low", "mix_high", "tone", "tone_low", "tone_high", "total", "total_low",
            "total_high", "clear", "n_posts", "n_authors"]  # fmt: skip
    kinds = (("theme", report.drivers), ("channel", report.channel_drivers))
    return _csv(
        head,
        (
            [
                by,
                d.id,
                d.label,
                *_net(d.mix),
                *_net(d.tone),
                *_net(d.total),
                d.clear,
                d.total.n_posts,
                d.total.n_authors,
            ]
            for by, rows in kinds
            for d in rows
        ),
    )


def _net(estimate: Estimate | None) -> Sequence[float | None]:
    return (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(head)
    sheet.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Numbers as they are; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, float):
        return round(value, 4)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
