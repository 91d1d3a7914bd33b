"""What a report would say otherwise now, or at another moment: every figure that differs, and what became known in between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.decisions import themes as theme_decisions
from voxpop.errors import UsageError
from voxpop.pipeline.report.run import built
from voxpop.pipeline.spans import last_whole_week, moment
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.analysis.report.model import Report
    from voxpop.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One figure at the two moments; None: there was none, such as of too few authors."""

    id: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """All that differs between two builds of one report."""

    audience: str
    week: Week
    known: datetime
    later: datetime
    headlines: tuple[str, str]
    figures: tuple[Revised, ...]
    reasons: dict[str, int]  # n_late, n_changed, n_deleted, n_labels, n_decisions


def revisions(
    workspace: Workspace, audience: str, week: str | None, start: str | None = None, end: str | None = None
) -> Revisions:
    """Between two moments: the first is that of the published report, the second is now, where none is given."""
    if audience not in workspace.config.audience_ids:
        raise UsageError(f"there is no audience '{audience}'; configured: {', '.join(workspace.config.audience_ids)}")
    chosen = Week.parse(week) if week else last_whole_week(workspace)
    known = moment(start, workspace) if start else _published(workspace, audience, chosen)
    later = moment(end, workspace) if end else datetime.now(UTC)
    if later <= known:
        raise UsageError(f"{later:%Y-%m-%d %H:%M} is not after {known:%Y-%m-%d %H:%M}")
    before, after = (built(workspace, audience, chosen, at) for at in (known, later))
    return Revisions(
        audience=audience,
        week=chosen,
        known=known,
        later=later,
        headlines=(before.headline, after.headline),
        figures=tuple(_differing(before, after)),
        reasons=_reasons(workspace, audience, chosen, known, later),
    )


def _published(workspace: Workspace, audience: str, week: Week) -> datetime:
    path = workspace.reports / audience / str(week) / "report.json"
    try:
        return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["built_at"])
    except OSError as error:
        raise UsageError(
            f"{path} is not there, so say since when: --from 2026-11-23T06:00, or write it with `voxpop report`"
        ) from error


def _differing(before: Report, after: Report) -> list[Revised]:
    old, new = (dict(_figures(one)) for one in (before, after))
    return [
        Revised(id=id_, name=(new.get(id_) or old[id_])[0], before=first, after=second)
        for id_ in dict.fromkeys([*old, *new])
        if (first := old[id_][1] if id_ in old else None) != (second := new[id_][1] if id_ in new else None)
    ]


def _figures(report: Report) -> list[tuple[str, tuple[str, float | None]]]:
    counts = [("posts", ("posts", float(sum(c.n_posts for c in report.channels)) if report.channels else None))]
    counts += [("net.posts", ("scored posts", float(report.net.n_posts) if report.net else None))]
    return counts + [(one.id, (one.name, round(one.value, 6))) for one in report.receipts]


def _reasons(workspace: Workspace, audience: str, week: Week, known: datetime, later: datetime) -> dict[str, int]:
    window = week.window(workspace.config.company.time_zone)
    asked = {"audience": audience, "start": window.start, "until": window.end, "known": known, "later": later}
    con = warehouse.connect(workspace.snapshots)
    try:
        found: dict[str, Any] = warehouse.rows_of(con, "report/revision_reasons", asked).to_pylist()[0]
    finally:
        con.close()
    decided = theme_decisions.read(workspace.theme_decisions)
    return {**found, "n_decisions": sum(bool(d.at) and known < d.at <= later for d in decided if d.at)}
