"""Fetches by a clock that was ahead: once a later fetch doubts them, their rows get a time at which they can have been made.

Otherwise no edit would win over their copy of a post until the clock reaches it, and a deletion would hold as long.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from voxpop.coverage import CLOCK_AHEAD
from voxpop.warehouse.sql_files import query

if TYPE_CHECKING:
    import duckdb

    from voxpop.coverage import Coverage

TIMES = {
    "posts": ("source", ("fetched_at", "first_fetched_at", "known_from")),
    "post_versions": ("source", ("fetched_at", "known_from")),
    "gone": ("source", ("gone_at",)),
    "post_channels": ("channel", ("first_fetched_at",)),
    "quarantine": ("channel", ("first_seen_at",)),
}
"""Where the time of a fetch is kept, and by what its rows are found."""


def heed(con: duckdb.DuckDBPyConnection, record: Coverage) -> None:
    """Correct, inside the caller's transaction, what is in of the fetches that this one doubts; twice changes nothing."""
    if not record.doubted:
        return
    asked = {
        "doubted": list(record.doubted),
        "before": record.started_at,
        "channel": record.channel,
        "fetch_id": record.fetch_id,
    }
    found = con.execute(query("load/doubted"), asked).fetchall()
    if not found:
        return
    latest = record.started_at - timedelta(microseconds=1)
    for fetch_id, recheck, start, end in found:
        if not recheck and start < end:
            con.execute("insert into coverage_gaps values (?, ?, ?, ?)", [fetch_id, start, end, CLOCK_AHEAD])
        con.execute(
            "update coverage set ended_at = $latest, started_at = least(started_at, $latest) where fetch_id = $fetch_id",
            {"latest": latest, "fetch_id": fetch_id},
        )
    for table, (key, columns) in TIMES.items():
        changes = ", ".join(f"{column} = least({column}, $latest)" for column in columns)
        later = " or ".join(f"{column} > $latest" for column in columns)
        values = {"latest": latest, "key": record.source if key == "source" else record.channel}
        con.execute(f"update {table} set {changes} where {key} = $key and ({later})", values)
