"""Trying the rules of an audience, as they stand in the file now, on the newest snapshot; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import warehouse
from voxpop.config import EVERYONE
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from voxpop.steps.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules of one audience take and leave: by channel, beside other audiences, with examples of both."""

    audience: str
    posts: int
    hits: int
    channels: list[dict[str, Any]]
    overlap: list[dict[str, Any]]
    examples: list[dict[str, Any]]


def trials(workspace: Workspace, audience: str | None = None, examples: int = 5) -> list[Trial]:
    """The trial of one audience, or of each configured one; posts that are off topic are in none."""
    known = [entry.id for entry in workspace.config.audiences]
    if not known:
        raise UsageError(f"{workspace.lines.path}: no audience is configured; write one under 'audiences'")
    if audience is not None and audience not in known:
        also = " has no rules to test;" if audience == EVERYONE else " is not configured;"
        raise UsageError(f"audience '{audience}'{also} there are: {', '.join(known)}")
    con = warehouse.connect(workspace.snapshots)
    try:
        posts, hits = warehouse.try_audiences(con, workspace.config)
        found = []
        for name in known if audience is None else [audience]:
            asked = {"audience": name}
            found.append(
                Trial(
                    name,
                    posts,
                    hits[name],
                    warehouse.rows_of(con, "audience_channels", asked).to_pylist(),
                    warehouse.rows_of(con, "audience_overlap", asked).to_pylist(),
                    warehouse.rows_of(con, "audience_examples", {**asked, "examples": examples}).to_pylist(),
                )
            )
    finally:
        con.close()
    return found
