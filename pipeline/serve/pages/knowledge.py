"""What the community knows: questions asked again with the answers that helped, and those that wait for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.pipeline.knowledge.face import COLUMNS, find_entry, rows_of
from voxpop.pipeline.knowledge.told import read_knowledge
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say

if TYPE_CHECKING:
    from voxpop.pipeline.knowledge.told import Knowledge

MOST = 50
"""Questions of one list that the page shows; the files hold all."""


def show(asked: Asked) -> Page:
    """The lists of an audience, or one question with its answers where the address names one."""
    found = _read(asked)
    group_id = asked.values.get("id")
    entry = find_entry(found, group_id) if group_id else None
    return Page(
        template="knowledge.html.jinja",
        title=f"{entry.question if entry else say('Knowledge')}, {asked.audience_name}",
        context={
            "entry": entry,
            "answered": [one for one in found.entries if one.helped][:MOST],
            "waiting": found.unanswered[:MOST],
            "n_all": len(found.entries),
            "n_waiting": len(found.unanswered),
            "knowers": found.knowers,
            "least": found.least,
        },
        tables={} if entry else {"questions": _table(found)},
        asks=("audience",),
    )


def _read(asked: Asked) -> Knowledge:
    """Computed once for a snapshot and audience; no group of fewer people than `report.min_authors` is counted on a page."""
    opened, audience = asked.opened, asked.filters.audience
    least = max(opened.workspace.config.report.min_authors, 1)

    def read() -> Knowledge:
        with opened.heavy, opened.asking() as tables:
            return read_knowledge(tables, opened.workspace, audience, least)

    return opened.values.get(("knowledge", audience), read)


def _table(found: Knowledge) -> pa.Table:
    """All questions; lists are written as text, which every kind of file can hold."""
    rows = rows_of(found.entries)
    columns = {}
    for name in COLUMNS:
        values = [row[name] for row in rows]
        joined = ["; ".join(value) if isinstance(value, list) else value for value in values]
        kind = {"n_people": pa.int64(), "n_questions": pa.int64(), "first_day": pa.date32(), "last_day": pa.date32(),
                "answer_day": pa.date32(), "helped": pa.bool_(), "answered": pa.bool_(), "maybe_outdated": pa.bool_()}.get(name, pa.string())  # fmt: skip
        columns[name] = pa.array(joined, kind)
    return pa.table(columns)
