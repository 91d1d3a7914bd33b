"""Questions that wait for an answer, with how long they have waited in the company's hours of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.community.business_hours import BusinessHours
from voxpop.config import EVERYONE
from voxpop.errors import UsageError
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def unanswered(
    workspace: Workspace, audience: str = EVERYONE, weeks: int = 4, *, by_us: bool = False
) -> list[dict[str, Any]]:
    """The questions of the last weeks without an answer by anyone (or by us): asked_at, waited, channel, title, text, url.

    `waited` is in hours of work, up to when the data was last read.
    """
    if audience not in workspace.config.audience_ids:
        raise UsageError(f"there is no audience '{audience}'; configured: {', '.join(workspace.config.audience_ids)}")
    calendar = BusinessHours.of(workspace.config.company)
    con = warehouse.connect(workspace.snapshots)
    try:
        warehouse.know_quotes(con, workspace.config)
        known = warehouse.rows_of(con, "report/facts").to_pylist()[0]["known_at"]
        if known is None:
            return []
        last = Week.of(known.astimezone(workspace.config.company.zone).date())
        asked = {"audience": audience, "since": last.back(weeks - 1).monday, "week": last.monday, "by_us": by_us}
        rows = warehouse.rows_of(con, "community/unanswered", asked).to_pylist()
    finally:
        con.close()
    return [row | {"waited": round(calendar.between(row["asked_at"], known), 1)} for row in rows]
