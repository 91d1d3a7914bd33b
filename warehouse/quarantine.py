"""Records that could not become posts: listed, shown, dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One refused record."""

    id: str
    fetch_id: str
    source: str
    channel: str
    item_id: str | None
    field: str
    reason: str
    payload: str
    first_seen_at: datetime


def list_refused(con: duckdb.DuckDBPyConnection, start: str = "") -> list[Quarantined]:
    """The records whose id begins so, oldest first."""
    names = ("id", "fetch_id", "source", "channel", "item_id", "field", "reason", "payload", "first_seen_at")
    rows = con.sql(
        "select * from quarantine where starts_with(id, $start) order by first_seen_at, id", params={"start": start}
    ).to_arrow_table()
    return [Quarantined(**row) for row in rows.select(names).to_pylist()]


def dismiss(con: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    """Take records out of quarantine that will never be posts."""
    for id_ in ids:
        con.execute("delete from quarantine where id = ?", [id_])
