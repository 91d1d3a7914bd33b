"""The board of demands: what people ask for, the most wanted first, and what was decided on each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.demand.rank import Demand, Effect, IssueState, effect, rank_demands, weight
from voxpop.config import EVERYONE
from voxpop.decisions import demands as demand_decisions
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.decisions.demands import Decision
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

EFFECT_WEEKS = 4
NOT_QUOTED = "(not quoted)"
"""What stands for the words of a post that must not be shown."""


def board(workspace: Workspace, audience: str = EVERYONE, kind: str | None = None) -> list[Demand]:
    """The demands of an audience, the first place first."""
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        return read(snapshot, workspace, audience, kind)


def read(snapshot: Snapshot, workspace: Workspace, audience: str, kind: str | None = None) -> list[Demand]:
    """From an open snapshot."""
    known = snapshot.facts().known_at or datetime(1970, 1, 1, tzinfo=UTC)
    today = known.astimezone(workspace.config.company.zone).date()
    demands = {row["demand_id"]: row for row in snapshot.records("demand/list")}
    audiences = {r["demand_id"]: tuple(r["audiences"]) for r in snapshot.records("demand/audiences")}
    issues: dict[str, list[IssueState]] = {}
    for row in snapshot.records("demand/issues", {"until": None}):
        said = {name: row[name] for name in ("tracker", "issue", "url", "state", "release")}
        issues.setdefault(row["demand_id"], []).append(IssueState(**said))
    people: dict[str, list[dict[str, Any]]] = {}
    for row in snapshot.records("demand/people", {"audience": audience, "today": today}):
        people.setdefault(row["demand_id"], []).append(row)
    return rank_demands(
        [
            replace(
                _line(snapshot, demands[name], rows, audiences.get(name, ()), audience, today),
                issues=tuple(issues.get(name, ())),
            )
            for name, rows in people.items()
            if name in demands and kind in (None, demands[name]["kind"])
        ]
    )


def _line(
    snapshot: Snapshot,
    demand: dict[str, Any],
    rows: list[dict[str, Any]],
    audiences: tuple[str, ...],
    audience: str,
    today: date,
) -> Demand:
    weights = [(row["is_known"], weight((today - row["last_day"]).days / 7)) for row in rows]
    urls = [row["url"] for row in rows if row["url"]]
    return Demand(
        **demand,
        n_people=len(rows),
        n_known=sum(row["is_known"] for row in rows),
        n_recent=sum((today - row["last_day"]).days < 28 for row in rows),
        n_posts=sum(row["n_posts"] for row in rows),
        votes=max((row["votes"] or 0 for row in rows), default=0),
        audiences=audiences,
        channels=tuple(sorted({channel for row in rows for channel in row["channels"]})),
        first_day=min(row["first_day"] for row in rows),
        last_day=max(row["last_day"] for row in rows),
        known_weight=sum(w for is_known, w in weights if is_known),
        fresh_weight=sum(w for is_known, w in weights if not is_known),
        url=min(urls, default=None),
        effect=_effect(snapshot, demand, audience, today) if demand["state"] == "shipped" and demand["since"] else None,
    )


def _effect(snapshot: Snapshot, demand: dict[str, Any], audience: str, today: date) -> Effect | None:
    """Whole weeks before and after the one in which it shipped."""
    shipped = Week.of(demand["since"])
    asked = {"demand": demand["demand_id"], "audience": audience}
    weeks = {row["week"]: row["n_people"] for row in snapshot.records("demand/weeks", asked)}
    before = [shipped.back(n).monday for n in range(1, EFFECT_WEEKS + 1)]
    after = [w for n in range(1, EFFECT_WEEKS + 1) if (w := shipped.back(-n)).sunday <= today]
    counts = sum(weeks.get(w, 0) for w in before), sum(weeks.get(w.monday, 0) for w in after)
    return effect(*counts, len(before), len(after))


def show_demand(
    workspace: Workspace, demand_id: str, audience: str = EVERYONE, n: int = 10
) -> tuple[Demand, list[dict[str, Any]]]:
    """One demand with its newest posts."""
    lines = {line.demand_id: line for line in board(workspace, audience)}
    if demand_id not in lines:
        raise UsageError(f"no demand '{demand_id}' on the board of {audience}; `voxpop demand list` shows them")
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        asked = {"demand": demand_id, "audience": audience, "n": n}
        return lines[demand_id], snapshot.records("demand/posts", asked)


def decide(workspace: Workspace, decision: Decision) -> None:
    """Add a decision to demand.yaml, if it can be; it counts from the next analysis on."""
    known = {line.demand_id for line in board(workspace)}
    for name in (decision.demand, *([decision.into] if decision.into else [])):
        if name not in known:
            raise UsageError(f"no demand '{name}' on the board; `voxpop demand list` shows them")
    if decision.into == decision.demand:
        raise UsageError(f"'{decision.demand}' cannot be merged into itself")
    demand_decisions.append(workspace.demand_decisions, decision)
