"""What people ask for: requests of the last year gathered into demands, and what was decided on them applied."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.analysis.demand import groups
from voxpop.analysis.themes.taught import encode
from voxpop.decisions import demands as demand_decisions
from voxpop.pipeline.analyze import lineage, own_accounts
from voxpop.pipeline.analyze.inputs import REQUESTS_KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.decisions.demands import Decision
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

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
DEMAND_ACTS = pa.schema(
    [("demand_id", pa.string()), ("done_on", pa.date32()), ("what", pa.string()), ("link", pa.string())]
)
DEMAND_ALIASES = pa.schema([("former_id", pa.string()), ("demand_id", pa.string())])


def find_demands(
    snapshot: Snapshot, workspace: Workspace, scores: pa.Table, now: datetime, known: datetime | None
) -> dict[str, pa.Table]:
    """Rows of `demands`, `post_demands`, `demand_acts` and `demand_aliases`; `found_voices` is registered, `scores` are this run's."""
    snapshot.lend("found_scores", scores)
    asked = {"own": own_accounts.hashes(workspace) or [""], "since": now - REQUESTS_KEPT, "version": VERSION}
    posts = snapshot.records("analyze/requests", asked)
    for post in posts:
        post["sentence"] = post["sentence"] or groups.find_request(post["title"], post["text"], post["kind"])
    posts = [post for post in posts if post["sentence"]]
    new = [post for post in posts if post["vector"] is None]
    for post, vector in zip(new, groups.vectors([post["sentence"] for post in new], encode), strict=True):
        post["vector"] = vector.tobytes()
    decisions = [
        d for d in demand_decisions.read(workspace.demand_decisions) if not (known and d.at and d.at > known.date())
    ]
    before = {(post["source"], post["post_id"], post["kind"]): post["group_id"] for post in posts if post["group_id"]}
    rows = [row for kind in (groups.IDEA, groups.BUG) for row in _group([p for p in posts if p["kind"] == kind], kind)]
    demands = _decide(rows, decisions)
    live = {demand["demand_id"] for demand in demands}
    moved = lineage.follow(snapshot.records("demand/aliases"), before, rows, live)
    return {
        "demands": pa.Table.from_pylist(demands, DEMANDS),
        "post_demands": pa.Table.from_pylist(
            [{name: row[name] for name in POST_DEMANDS.names} for row in rows], POST_DEMANDS
        ),
        "demand_acts": pa.Table.from_pylist(lineage.acts(decisions, moved), DEMAND_ACTS),
        "demand_aliases": pa.Table.from_pylist(
            [{"former_id": former, "demand_id": now} for former, now in sorted(moved.items())], DEMAND_ALIASES
        ),
    }


def _group(posts: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The posts with their group's id: that of most of its posts before, else one made of its first post."""
    if not posts:
        return []
    vectors = np.stack([np.frombuffer(post["vector"], dtype=np.int8) for post in posts])
    number = groups.groups(vectors, kind)
    members: dict[int, list[int]] = {}
    for place, group in enumerate(number.tolist()):
        members.setdefault(group, []).append(place)
    names = _name(posts, members)
    for group, places in members.items():
        open_ = [place for place in places if not posts[place]["not_quoted"]]
        best = groups.typical(vectors, open_ or places)
        for place in places:
            posts[place] |= {"group_id": names[group], "typical": place == best, "model_version": VERSION}
    return posts


def _name(posts: Sequence[dict[str, Any]], members: dict[int, list[int]]) -> dict[int, str]:
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


def _decide(rows: list[dict[str, Any]], decisions: Sequence[Decision]) -> list[dict[str, Any]]:
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
        elif one.do != "did":
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
