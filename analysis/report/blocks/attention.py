"""The posts that reached most: shown most often where a source says so, and those that most people reacted to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.beside import Attention, ReachRow
from voxpop.analysis.report.blocks.themes import Themes
from voxpop.analysis.report.personal import is_personal, printable, public_handles

MOST = 3
"""Posts of each count."""

LONGEST = 280
"""Characters of a post that are printed; a longer one is cut after a word."""

LEAST_WORDS = 3
"""Posts of fewer words tell a reader nothing."""

Row = dict[str, Any]


def attention(basis: Basis, found: Themes) -> Attention | None:
    """At most three posts by views and three by reactions, none twice; None where no channel counts either, or nothing may be quoted."""
    table = basis.inputs.attention
    if table is None or not basis.config.report.quotes:
        return None
    rows: list[Row] = table.to_pylist()
    labels = {row.id: row.label for row in found.rows}
    shown = _take(basis, rows, lambda row: row["views"] or 0, [])
    moved = _take(basis, rows, _reactions, shown)
    if not shown and not moved:
        return None
    heard = {row["channel"]: row for row in rows}
    return Attention(
        shown=tuple(_row(basis, row, labels) for row in shown),
        moved=tuple(_row(basis, row, labels) for row in moved),
        without_views=_named(basis, [id_ for id_, row in heard.items() if not row["channel_views"]]),
        silent=_named(
            basis, [id_ for id_, row in heard.items() if not (row["channel_views"] or row["channel_reactions"])]
        ),
    )


def _reactions(row: Row) -> int:
    return int(row["likes"] + row["shares"] + row["replies"])


def _take(basis: Basis, rows: list[Row], count: Callable[[Row], int], taken: list[Row]) -> list[Row]:
    """The rows of the highest counts that may be quoted; no author twice in a list, no post in both."""
    public, authors, chosen = public_handles(basis.config), set[str](), list[Row]()
    before = {(row["source"], row["post_id"]) for row in taken}
    for row in sorted(rows, key=lambda row: (-count(row), row["source"], row["post_id"])):
        if len(chosen) == MOST or not count(row):
            break
        text = printable(row["text"] or row["title"] or "")
        fits = row["quotable"] and row["author_id"] not in authors and len(text.split()) >= LEAST_WORDS
        if fits and (row["source"], row["post_id"]) not in before and not _tells_of_a_person(row, public):
            chosen.append({**row, "text": _cut(text)})
            authors.add(row["author_id"])
    return chosen


def _tells_of_a_person(row: Row, public: frozenset[str]) -> bool:
    return is_personal(row["text"] or row["title"], public) or is_personal(printable(row["text"] or ""), public)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _named(basis: Basis, channels: list[str]) -> tuple[str, ...]:
    return tuple(sorted(basis.label(channel) for channel in channels))


def _row(basis: Basis, row: Row, labels: dict[str, str]) -> ReachRow:
    return ReachRow(
        text=row["text"],
        lang=row["lang"],
        theme=labels.get(row["theme_id"], ""),
        label=row["label"],
        channel=basis.label(row["channel"]),
        day=row["day"],
        url=row["url"] if basis.config.report.links else None,
        views=row["views"],
        likes=row["likes"],
        shares=row["shares"],
        replies=row["replies"],
    )
