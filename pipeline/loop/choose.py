"""Which demands of the board a tracker gets, and what stands in their issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.pipeline.deliver.run import page_url
from voxpop.pipeline.explore import demand as demand_board
from voxpop.pipeline.loop.issue import Facts, Issue, write_issue
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.analysis.demand.rank import Demand
    from voxpop.config import Tracker
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

CLOSED = ("shipped", "declined")
"""States of a demand that need no issue any more."""
SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One demand of the board, and its issue; None with the reason where it makes none."""

    line: Demand
    issue: Issue | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The demands that a tracker is about."""

    choices: tuple[Choice, ...]  # in the order of the board
    live: frozenset[str]  # every demand of the board, of all kinds and sizes
    former: dict[str, str]  # ids that demands had before -> the demand of today


def choose(workspace: Workspace, tracker: Tracker) -> Chosen:
    """The tracker's demands: those of its audience and kinds with enough people, the first place first."""
    key = AuthorKey(workspace.secrets.author_key())
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        board = demand_board.read(snapshot, workspace, tracker.audience)
        places: dict[str, list[dict[str, Any]]] = {}
        for row in snapshot.records("demand/places", {"audience": tracker.audience, "least": SMALLEST_GROUP}):
            places.setdefault(row["demand_id"], []).append(row)
        page = _page(workspace, snapshot, tracker.audience)
        choices = []
        for line in board:
            if line.kind not in tracker.kinds or line.n_people < tracker.people:
                continue
            if line.state in CLOSED:
                choices.append(Choice(line, None, f"it is {line.state}"))
                continue
            facts = _facts(snapshot, tracker, line, places.get(line.demand_id, []), page)
            issue = write_issue(line, facts, tracker, workspace.config, key)
            choices.append(Choice(line, issue, "" if issue else _unnamed(line)))
        former = {row["former_id"]: row["demand_id"] for row in snapshot.records("demand/aliases")}
        return Chosen(tuple(choices), frozenset(row["demand_id"] for row in snapshot.records("demand/list")), former)


def _facts(snapshot: Snapshot, tracker: Tracker, line: Demand, places: list[dict[str, Any]], page: str | None) -> Facts:
    asked = {"audience": tracker.audience, "since": line.first_day, "until": line.last_day}
    (heard,) = snapshot.records("demand/heard", asked)
    posts = snapshot.records("demand/posts", {"demand": line.demand_id, "audience": tracker.audience, "n": SENTENCES})
    names = {kind: tuple(row["place"] for row in places if row["kind"] == kind) for kind in ("channel", "audience")}
    return Facts(
        n_heard=heard["n_people"],
        channels=names["channel"],
        audiences=names["audience"],
        page=page,
        named=line.is_named,
        words=tuple(row["sentence"] for row in posts if row["sentence"] != demand_board.NOT_QUOTED),
    )


def _page(workspace: Workspace, snapshot: Snapshot, audience: str) -> str | None:
    """The report of the last whole week, where reports are served."""
    known = snapshot.facts().known_at or datetime.now(UTC)
    week = Week.of(known.astimezone(workspace.config.company.zone).date()).back(1)
    return page_url(workspace, audience, str(week), "report.html")


def _unnamed(line: Demand) -> str:
    return (
        "its name would be words of a post that must not be shown; "
        f"`voxpop demand rename {line.demand_id} '...'` gives it another"
    )
