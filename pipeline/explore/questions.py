"""Questions that wait for an answer, with how long they have waited in the company's hours of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.community.business_hours import BusinessHours
from voxpop.config import EVERYONE
from voxpop.errors import UnknownAudienceError
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def list_unanswered(
    workspace: Workspace, audience: str = EVERYONE, weeks: int = 4, *, by_us: bool = False
) -> list[dict[str, Any]]:
    """The questions of the last weeks without an answer by anyone (or by us): asked_at, waited, channel, title, text, url.

    `waited` is in hours of work, up to when the data was last read.
    """
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    calendar = BusinessHours.of(workspace.config.company)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        known = snapshot.facts().known_at
        if known is None:
            return []
        last = Week.of(known.astimezone(workspace.config.company.zone).date())
        asked = {"audience": audience, "since": last.back(weeks - 1).monday, "week": last.monday, "by_us": by_us}
        rows = snapshot.records("community/unanswered", asked)
    return [row | {"waited": round(calendar.between(row["asked_at"], known), 1)} for row in rows]
