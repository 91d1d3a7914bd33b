"""What a report would say otherwise now, or at another moment: every figure that differs, and what became known in between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.report.setup import changed_parts
from voxpop.decisions import themes as theme_decisions
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.pipeline.report.run import build_report
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
    changed: tuple[str, ...] = ()  # parts of the configuration that are set otherwise than when it was printed


def revisions(
    workspace: Workspace, audience: str, week: str | None, start: str | None = None, end: str | None = None
) -> Revisions:
    """Between two moments: the first is that of the published report, the second is now, where none is given.

    A report of then that is built today is built with today's rules. Where the configuration was changed since the published
    report, what it printed is compared; else it is built as it was, without what was deleted since.
    """
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    chosen = Week.parse(week) if week else last_whole_week(workspace)
    printed = None if start else _read_publication(workspace, audience, chosen)
    known = printed.known if printed else moment(str(start), workspace)
    later = moment(end, workspace) if end else datetime.now(UTC)
    if later <= known:
        raise UsageError(f"{later:%Y-%m-%d %H:%M} is not after {known:%Y-%m-%d %H:%M}")
    after = _summarize(build_report(workspace, audience, chosen, later))
    changed = changed_parts(printed.setup, after.setup) if printed else ()
    before = printed if printed and changed else _summarize(build_report(workspace, audience, chosen, known))
    return Revisions(
        audience=audience,
        week=chosen,
        known=known,
        later=later,
        headlines=(before.headline, after.headline),
        figures=tuple(_differing(before, after)),
        reasons=_reasons(workspace, audience, chosen, known, later),
        changed=changed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a report says, built or printed."""

    known: datetime
    headline: str
    figures: dict[str, tuple[str, float | None]]  # id -> name, value
    setup: dict[str, str]


def _read_publication(workspace: Workspace, audience: str, week: Week) -> _Told:
    folder = workspace.reports / audience / str(week)
    path = folder / "report.json"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        receipts = json.loads((folder / "receipts.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{path} is not there, so say since when: --from 2026-11-23T06:00, or write it with `voxpop report`"
        ) from error
    posts = float(sum(c["n_posts"] for c in said["channels"])) if said["channels"] else None
    scored = float(said["net"]["n_posts"]) if said["net"] else None
    return _Told(
        known=datetime.fromisoformat(said["built_at"]),
        headline=said["headline"],
        figures=_figures(posts, scored, {one["id"]: (one["name"], one["value"]) for one in receipts.values()}),
        setup=said.get("setup") or {},
    )


def _summarize(report: Report) -> _Told:
    posts = float(sum(c.n_posts for c in report.channels)) if report.channels else None
    scored = float(report.net.n_posts) if report.net else None
    values = {one.id: (one.name, one.value) for one in report.receipts}
    return _Told(
        known=report.built_at, headline=report.headline, figures=_figures(posts, scored, values), setup=report.setup
    )


def _differing(before: _Told, after: _Told) -> list[Revised]:
    old, new = before.figures, after.figures
    return [
        Revised(id=id_, name=(new.get(id_) or old[id_])[0], before=first, after=second)
        for id_ in dict.fromkeys([*old, *new])
        if (first := old[id_][1] if id_ in old else None) != (second := new[id_][1] if id_ in new else None)
    ]


def _figures(
    posts: float | None, scored: float | None, receipts: dict[str, tuple[str, float]]
) -> dict[str, tuple[str, float | None]]:
    counts: dict[str, tuple[str, float | None]] = {"posts": ("posts", posts), "net.posts": ("scored posts", scored)}
    return counts | {id_: (name, round(value, 6)) for id_, (name, value) in receipts.items()}


def _reasons(workspace: Workspace, audience: str, week: Week, known: datetime, later: datetime) -> dict[str, int]:
    window = week.window(workspace.config.company.time_zone)
    asked = {"audience": audience, "start": window.start, "until": window.end, "known": known, "later": later}
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        found: dict[str, Any] = snapshot.records("report/revision_reasons", asked)[0]
    decided = theme_decisions.read(workspace.theme_decisions)
    return {**found, "n_decisions": sum(bool(d.at) and known < d.at <= later for d in decided if d.at)}
