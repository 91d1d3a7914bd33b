"""Receipts: a figure of a report recomputed from the posts of the newest snapshot, with the posts behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.errors import UsageError, alike
from voxpop.pipeline.spans import last_whole_week
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

QUERIES = (
    "receipt_net",
    "receipt_share",
    "receipt_count",
    "receipt_voice",
    "receipt_target",
    "receipt_rating",
    "receipt_driver",
    "receipt_asking",
)
ALMOST = 1e-4  # points; the report sums in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One receipt, with what the posts say now."""

    id: str
    name: str
    formula: str
    printed: float
    low: float | None
    high: float | None
    now: float | None  # recomputed; None: nothing is left of it
    same: bool
    n_posts: int
    n_authors: int
    sql: str  # what was asked, to be run again
    posts: list[dict[str, Any]]


def receipt(workspace: Workspace, id_: str, audience: str, week: str | None, most: int) -> Shown:
    """The receipt of one figure of one report; `UsageError` says what to do where there is none."""
    from voxpop.pipeline.analyze.as_of import (
        snapshot_of,
    )  # brings all of the analysis, which a recomputation needs nothing of

    chosen = Week.parse(week) if week else last_whole_week(workspace)
    path = workspace.reports / audience / str(chosen) / "receipts.json"
    if not path.is_file():
        raise UsageError(f"{path} is not there; `voxpop report --audience {audience} --week {chosen}` writes it")
    known = json.loads(path.read_text(encoding="utf-8"))
    if id_ not in known:
        near = alike(id_, known, 3, 0.3) or list(known)[:3]
        raise UsageError(f"{path} has no receipt '{id_}'; there are {len(known)}, such as {', '.join(near)}")
    with snapshot_of(workspace, chosen) as snapshot:
        return _show(snapshot, known[id_], most)


def sql_texts() -> dict[str, str]:
    """The queries of receipts, by name."""
    return {name: warehouse.query(_file(name)) for name in QUERIES}


def _show(snapshot: Snapshot, known: dict[str, Any], most: int) -> Shown:
    found = recompute(snapshot, known)
    return Shown(
        id=known["id"],
        name=known["name"],
        formula=known["formula"],
        printed=known["value"],
        low=known["low"],
        high=known["high"],
        now=found["value"],
        same=found["value"] is not None and abs(found["value"] - known["value"]) < ALMOST,
        n_posts=found["n_posts"],
        n_authors=found["n_authors"],
        sql=_sql(known),
        posts=_posts(snapshot, known["query"], known["parameters"], most),
    )


def recompute(snapshot: Snapshot, known: dict[str, Any]) -> dict[str, Any]:
    """Value, posts and authors of a receipt by its query, as the posts stand now."""
    found = _one(snapshot, known["query"], known["parameters"])
    if known["minus"] and found["value"] is not None:
        before = _one(snapshot, known["query"], known["minus"])["value"]
        found["value"] = None if before is None else found["value"] - before
    return found


def _one(snapshot: Snapshot, query: str, parameters: dict[str, Any]) -> dict[str, Any]:
    rows = snapshot.records(_file(query), _parse_weeks(parameters))
    return dict(rows[0]) if rows else {"value": None, "n_posts": 0, "n_authors": 0}


def _posts(snapshot: Snapshot, query: str, parameters: dict[str, Any], most: int) -> list[dict[str, Any]]:
    if query == "receipt_rating":
        rated: list[dict[str, Any]] = snapshot.records(
            "receipt/rated_posts", {**_parse_weeks(parameters), "most": most}
        )
        return rated
    if query == "receipt_asking":
        asking: list[dict[str, Any]] = snapshot.records(
            "receipt/asking_posts", {**_parse_weeks(parameters), "most": most}
        )
        return asking
    asked = {name: parameters.get(name) for name in ("audience", "weeks", "channels", "theme", "target")}
    by = parameters.get("part_of")
    group = parameters.get("chosen")
    if by == "theme" and group != "rest":
        asked["theme"] = group
    if by == "channel" and group != "rest":
        asked["channels"] = [group]
    found: list[dict[str, Any]] = snapshot.records("receipt/posts", {**_parse_weeks(asked), "most": most})
    return found


def _file(query: str) -> str:
    """The file of a receipt's query: `receipt_net` is in receipt/net.sql."""
    return query.replace("_", "/", 1)


def _sql(known: dict[str, Any]) -> str:
    from voxpop.analysis.report.render.receipts_page import fill_in

    text = warehouse.query(_file(known["query"]))
    if not known["minus"]:
        return fill_in(text, known["parameters"])
    return "\n\n-- minus\n\n".join(fill_in(text, known[side]) for side in ("parameters", "minus"))


def _parse_weeks(parameters: dict[str, Any]) -> dict[str, Any]:
    """Weeks as dates."""
    return {
        name: [date.fromisoformat(day) for day in value] if name in ("weeks", "before") and value is not None else value
        for name, value in parameters.items()
    }
