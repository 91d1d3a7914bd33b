"""Where people said it, and what was heard of each channel: day by day over the last weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from voxpop.analysis.report.listening import Listening
from voxpop.analysis.report.model import Heard
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.pages import audience
from voxpop.pipeline.serve.wording import say

WEEKS = 4


def show(asked: Asked) -> Page:
    """The page."""
    report = figures.report(asked.opened, asked.filters.audience, asked.filters.week)
    first, last = asked.filters.week.back(WEEKS - 1).monday, asked.filters.week.sunday
    with asked.opened.asking() as tables:
        rows = tables.rows("report/channel_days", {"first_day": first, "last_day": last})
    listening = Listening.of(rows)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    labels = {row.label for row in report.coverage}
    ids = [channel.id for channel in asked.opened.workspace.config.channels if channel.label in labels]
    grid = [(asked.known.channels[one], one, [listening.state(one, day) for day in days]) for one in ids]
    return Page(
        template="channels.html.jinja",
        title=f"{say('Channels')}, {report.audience}, {report.week}",
        context=audience.context(report) | {"grid": grid, "days": days, "holes": _holes(rows, ids, asked)},
        tables={
            "channels": audience.tables(report, asked.opened.workspace.config.report.min_authors)["channels"],
            "coverage": _table(grid, days),
        },
    )


def _holes(rows: pa.Table, ids: list[str], asked: Asked) -> list[dict[str, Any]]:
    """Spans of days of one channel that were not heard whole, with the reason that was noted."""
    found: list[dict[str, Any]] = []
    for row in rows.to_pylist():
        if row["channel"] not in ids or row["state"] == Heard.WHOLE:
            continue
        last = found[-1] if found else None
        same = last and (last["id"], last["state"], last["reason"]) == (row["channel"], row["state"], row["reason"])
        if last and same and row["day"] - last["until"] == timedelta(days=1):
            last["until"] = row["day"]
            continue
        found.append(
            {
                "id": row["channel"],
                "channel": asked.known.channels[row["channel"]],
                "state": row["state"],
                "reason": row["reason"],
                "since": row["day"],
                "until": row["day"],
            }
        )
    return found


def _table(grid: list[tuple[str, str, list[Heard]]], days: list[date]) -> pa.Table:
    rows = [(id_, name, day, str(state)) for name, id_, states in grid for day, state in zip(days, states, strict=True)]
    names = ("channel_id", "channel", "day", "heard")
    kinds = (pa.string(), pa.string(), pa.date32(), pa.string())
    columns = [[row[place] for row in rows] for place in range(len(names))]
    return pa.table({n: pa.array(c, kind) for n, c, kind in zip(names, columns, kinds, strict=True)})
