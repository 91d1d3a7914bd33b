"""Demands of a workspace: found by each analysis, decided on by people, shown as a board, exported."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.demand import groups as meaning
from voxpop.analysis.demand.rank import Demand, Effect, effect, rank_demands, weight
from voxpop.analysis.themes.taught import encode
from voxpop.config import EVERYONE
from voxpop.decisions import demands as demand_decisions
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import own_accounts
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from voxpop.decisions.demands import Decision
    from voxpop.pipeline.workspace import Workspace

WEEKS = 52  # of which requests stand on the board
EFFECT_WEEKS = 4
VERSION = "demand-2"
POST_DEMANDS = pa.schema(
    [("source", pa.string()), ("post_id", pa.string()), ("content_hash", pa.string()), ("kind", pa.string()),
     ("demand_id", pa.string()), ("group_id", pa.string()), ("sentence", pa.string()), ("typical", pa.bool_()),
     ("vector", pa.binary()), ("model_version", pa.string())]
)  # fmt: skip
DEMANDS = pa.schema(
    [("demand_id", pa.string()), ("kind", pa.string()), ("title", pa.string()), ("state", pa.string()),
     ("since", pa.date32()), ("hidden", pa.bool_())]
)  # fmt: skip


def found(
    con: DuckDBPyConnection, workspace: Workspace, scores: pa.Table, now: datetime, known: datetime | None
) -> tuple[pa.Table, pa.Table]:
    """Rows of the tables `demands` and `post_demands`; `found_voices` is registered, `scores` are this run's."""
    con.register("found_scores", scores)
    asked = {"own": own_accounts.hashes(workspace) or [""], "since": now - timedelta(weeks=WEEKS), "version": VERSION}
    posts = warehouse.rows_of(con, "analyze/requests", asked).to_pylist()
    con.unregister("found_scores")
    for post in posts:
        post["sentence"] = post["sentence"] or meaning.find_request(post["title"], post["text"], post["kind"])
    posts = [post for post in posts if post["sentence"]]
    new = [post for post in posts if post["vector"] is None]
    for post, vector in zip(new, meaning.vectors([post["sentence"] for post in new], encode), strict=True):
        post["vector"] = vector.tobytes()
    decisions = [
        d for d in demand_decisions.read(workspace.demand_decisions) if not (known and d.at and d.at > known.date())
    ]
    rows = [
        row for kind in (meaning.IDEA, meaning.BUG) for row in _grouped([p for p in posts if p["kind"] == kind], kind)
    ]
    demands = _decided(rows, decisions)
    return pa.Table.from_pylist(demands, DEMANDS), pa.Table.from_pylist(
        [{name: row[name] for name in POST_DEMANDS.names} for row in rows], POST_DEMANDS
    )


def _grouped(posts: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The posts with their group's id: that of most of its posts before, else one made of its first post."""
    if not posts:
        return []
    vectors = np.stack([np.frombuffer(post["vector"], dtype=np.int8) for post in posts])
    number = meaning.groups(vectors, kind)
    members: dict[int, list[int]] = {}
    for place, group in enumerate(number.tolist()):
        members.setdefault(group, []).append(place)
    names = _names(posts, members)
    for group, places in members.items():
        open_ = [place for place in places if not posts[place]["not_quoted"]]
        best = meaning.typical(vectors, open_ or places)
        for place in places:
            posts[place] |= {"group_id": names[group], "typical": place == best, "model_version": VERSION}
    return posts


def _names(posts: Sequence[dict[str, Any]], members: dict[int, list[int]]) -> dict[int, str]:
    kept = Counter(
        (posts[p]["group_id"], group) for group, places in members.items() for p in places if posts[p]["group_id"]
    )
    names: dict[int, str] = {}
    for (name, group), _ in sorted(kept.items(), key=lambda item: (-item[1], item[0])):
        if group not in names and name not in names.values():
            names[group] = name
    taken = set(names.values())
    for group, places in members.items():
        if group not in names:
            first = posts[places[0]]
            name = _id(first["kind"], first["source"], first["post_id"])
            while name in taken:
                name = _id(name)
            names[group] = name
            taken.add(name)
    return names


def _id(*parts: str) -> str:
    return "d" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def _decided(rows: list[dict[str, Any]], decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """The demands after what people decided; sets each row's `demand_id`."""
    into: dict[str, str] = {}
    said: dict[str, dict[str, Any]] = {}
    for one in decisions:
        if one.do == "split":
            fresh = _id("split", *one.posts)
            for row in rows:
                if f"{row['source']}/{row['post_id']}" in one.posts and row["group_id"] == one.demand:
                    row["group_id"] = fresh
        elif one.do == "merge":
            into[one.demand] = one.into
        else:
            facts: dict[str, dict[str, Any]] = {
                "state": {"state": one.to, "since": one.at},
                "rename": {"title": one.to},
                "hide": {"hidden": True},
            }
            said.setdefault(one.demand, {}).update(facts[one.do])
    demands: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row["group_id"]
        for _ in range(len(into)):
            name = into.get(name, name)
        row["demand_id"] = name
        row["typical"] = row["typical"] and name == row["group_id"]
        made = {"demand_id": name, "kind": row["kind"], "title": None, "state": "new", "since": None, "hidden": False}
        demands.setdefault(name, made | said.get(name, {}))
    return list(demands.values())


def board(workspace: Workspace, audience: str = EVERYONE, kind: str | None = None) -> list[Demand]:
    """The demands of an audience, the first place first."""
    if audience not in workspace.config.audience_ids:
        raise UsageError(f"there is no audience '{audience}'; configured: {', '.join(workspace.config.audience_ids)}")
    con = warehouse.connect(workspace.snapshots)
    try:
        warehouse.know_quotes(con, workspace.config)
        return read(con, workspace, audience, kind)
    finally:
        con.close()


def read(con: DuckDBPyConnection, workspace: Workspace, audience: str, kind: str | None = None) -> list[Demand]:
    """From an open snapshot."""
    known = warehouse.rows_of(con, "report/facts").to_pylist()[0]["known_at"] or datetime(1970, 1, 1, tzinfo=UTC)
    today = known.astimezone(workspace.config.company.zone).date()
    demands = {row["demand_id"]: row for row in warehouse.rows_of(con, "demand/list").to_pylist()}
    audiences = {r["demand_id"]: tuple(r["audiences"]) for r in warehouse.rows_of(con, "demand/audiences").to_pylist()}
    people: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.rows_of(con, "demand/people", {"audience": audience, "today": today}).to_pylist():
        people.setdefault(row["demand_id"], []).append(row)
    return rank_demands(
        [
            _line(con, demands[name], rows, audiences.get(name, ()), audience, today)
            for name, rows in people.items()
            if name in demands and kind in (None, demands[name]["kind"])
        ]
    )


def _line(
    con: DuckDBPyConnection,
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
        effect=_effect(con, demand, audience, today) if demand["state"] == "shipped" and demand["since"] else None,
    )


def _effect(con: DuckDBPyConnection, demand: dict[str, Any], audience: str, today: date) -> Effect | None:
    """Whole weeks before and after the one in which it shipped."""
    shipped = Week.of(demand["since"])
    asked = {"demand": demand["demand_id"], "audience": audience}
    weeks = {row["week"]: row["n_people"] for row in warehouse.rows_of(con, "demand/weeks", asked).to_pylist()}
    before = [shipped.back(n).monday for n in range(1, EFFECT_WEEKS + 1)]
    after = [w for n in range(1, EFFECT_WEEKS + 1) if (w := shipped.back(-n)).sunday <= today]
    counts = sum(weeks.get(w, 0) for w in before), sum(weeks.get(w.monday, 0) for w in after)
    return effect(*counts, len(before), len(after))


def shown(
    workspace: Workspace, demand_id: str, audience: str = EVERYONE, n: int = 10
) -> tuple[Demand, list[dict[str, Any]]]:
    """One demand with its newest posts."""
    lines = {line.demand_id: line for line in board(workspace, audience)}
    if demand_id not in lines:
        raise UsageError(f"no demand '{demand_id}' on the board of {audience}; `voxpop demand list` shows them")
    con = warehouse.connect(workspace.snapshots)
    try:
        warehouse.know_quotes(con, workspace.config)
        asked = {"demand": demand_id, "audience": audience, "n": n}
        return lines[demand_id], warehouse.rows_of(con, "demand/posts", asked).to_pylist()
    finally:
        con.close()


def decide(workspace: Workspace, decision: Decision) -> None:
    """Add a decision to demand.yaml, if it can be; it counts from the next analysis on."""
    known = {line.demand_id for line in board(workspace)}
    for name in (decision.demand, *([decision.into] if decision.into else [])):
        if name not in known:
            raise UsageError(f"no demand '{name}' on the board; `voxpop demand list` shows them")
    if decision.into == decision.demand:
        raise UsageError(f"'{decision.demand}' cannot be merged into itself")
    demand_decisions.append(workspace.demand_decisions, decision)
