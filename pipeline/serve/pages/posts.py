"""The posts behind filters, and behind one figure: with its formula, its interval, and what it comes to when it is recomputed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.analysis.report.render.receipts_page import fill_in
from voxpop.errors import UsageError
from voxpop.pipeline.report.receipt import recompute, sql_texts
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.filters import Filters
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.analysis.report.model import Receipt
    from voxpop.pipeline.serve.figures import Choice
    from voxpop.pipeline.serve.told import ToldPost

A_PAGE = 25
EXPORTED = 5_000
ALMOST = 1e-4
"""Points by which a recomputed figure may differ: it is summed in another order."""


def show(asked: Asked) -> Page:
    """The posts that the filters leave."""
    choice = figures.choose(asked.opened, asked.filters)
    told = read(asked, choice, A_PAGE, (asked.filters.page - 1) * A_PAGE)
    return Page(
        template="posts.html.jinja",
        title=f"{say('Posts')}, {asked.audience_name}, {asked.filters.week}",
        context={"choice": choice, "told": told, "pages": -(-choice.n_posts // A_PAGE), "receipt": None},
        tables={"posts": table([])},
        asks=("audience", "week", "theme", "channel", "tone", "name"),
    )


def export(asked: Asked) -> dict[str, pa.Table]:
    """All posts of the filters, as the page tells them."""
    choice = figures.choose(asked.opened, asked.filters)
    return {"posts": table(read(asked, choice, EXPORTED, 0))}


def show_figure(asked: Asked) -> Page:
    """One figure of an audience and week: what it rests on, whether the posts still come to it, and the posts."""
    id_ = asked.values.get("id", "")
    report = figures.report(asked.opened, asked.filters.audience, asked.filters.week)
    receipt = next((one for one in report.receipts if one.id == id_), None)
    if receipt is None:
        raise UsageError("this audience and week has no figure of that name")
    filters = _filters_of(asked.filters, receipt)
    choice = figures.choose(asked.opened, filters)
    with asked.opened.asking() as tables:
        now = recompute(tables, asdict(receipt))
    text = sql_texts()[receipt.query]
    parts = [receipt.parameters, receipt.minus] if receipt.minus else [receipt.parameters]
    return Page(
        template="posts.html.jinja",
        title=f"{receipt.name}, {asked.audience_name}, {asked.filters.week}",
        context={
            "choice": choice,
            "told": read(asked, choice, A_PAGE, 0),
            "pages": 1,
            "receipt": receipt,
            "percent_figure": receipt.query in ("receipt_share", "receipt_voice"),
            "count_figure": receipt.query == "receipt_count",
            "few": few(receipt, asked.opened.workspace.config.report.min_authors),
            "same": now["value"] is not None and abs(now["value"] - receipt.value) < ALMOST,
            "now": now["value"],
            "sql": "\n\n-- minus\n\n".join(fill_in(text, part) for part in parts),
            "r": report,
        },
        tables={"figure": _figure_table(receipt, asked.opened.workspace.config.report.min_authors)},
    )


def read(asked: Asked, choice: Choice, most: int, skip: int) -> list[ToldPost]:
    """Posts of a choice, newest first, as pages tell them."""
    if not choice.n_posts:
        return []
    chosen = figures.posts_of(asked.opened, choice.filters, choice.since)[skip : skip + most]
    return figures.teller(asked.opened).tell(figures.rows_of(asked.opened, chosen))


def table(told: list[ToldPost]) -> pa.Table:
    """Posts as a table, without their keys: who has them could look up who wrote them."""
    columns = ("day", "channel", "theme", "tone", "lang", "title", "text", "url")
    return pa.table(
        {name: pa.array([getattr(post, name) for post in told], pa.date32() if name == "day" else pa.string()) for name in columns}
    )  # fmt: skip


def few(receipt: Receipt, least: int) -> bool:
    """Whether a figure rests on so few people that their number is not told."""
    return receipt.n_authors is not None and 0 < receipt.n_authors < least


def _figure_table(receipt: Receipt, least: int) -> pa.Table:
    hidden = few(receipt, least)
    return pa.table(
        {
            "id": [receipt.id],
            "figure": [receipt.name],
            "value": pa.array([round(receipt.value) if hidden else receipt.value], pa.float64()),
            "low": pa.array([None if hidden else receipt.low], pa.float64()),
            "high": pa.array([None if hidden else receipt.high], pa.float64()),
            "n_posts": pa.array([None if hidden else receipt.n_posts], pa.int64()),
            "n_authors": pa.array([None if hidden else receipt.n_authors], pa.int64()),
            "formula": [receipt.formula],
        }
    )


def _filters_of(filters: Filters, receipt: Receipt) -> Filters:
    """The filters that leave the posts of a figure."""
    asked = receipt.parameters
    theme, channels, name = asked.get("theme"), asked.get("channels") or [], asked.get("target")
    group = asked.get("chosen")
    if asked.get("part_of") == "theme" and group not in (None, "rest"):
        theme = group
    if asked.get("part_of") == "channel" and group not in (None, "rest"):
        channels = [group]
    single = channels[0] if len(channels) == 1 else None
    week = Week.of(max(map(date.fromisoformat, asked["weeks"])))
    return Filters(audience=filters.audience, week=week, theme=theme, channel=single, name=name, lang=filters.lang)
