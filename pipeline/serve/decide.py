"""What people decide on pages: names of themes and labels of posts, in the files that the commands write to, with who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop.decisions import themes as theme_decisions
from voxpop.decisions.labels import SENTIMENT, VALUES
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import labels
from voxpop.pipeline.explore import themes
from voxpop.pipeline.explore.search import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxpop.decisions.themes import Decision
    from voxpop.pipeline.serve.page import Asked
    from voxpop.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One decision that stands, newest first on the page."""

    number: int  # its place in the file
    decision: Decision
    label: str  # of its theme now
    mine: bool


def rename(asked: Asked, form: Mapping[str, str]) -> str:
    """Give a theme a name; what was done, in words. It counts from the next analysis on."""
    said = {
        "do": "rename",
        "theme": form.get("theme", ""),
        "to": form.get("to", "").strip(),
        "why": form.get("why", "")[:200],
    }
    if said["theme"] not in asked.known.themes:
        raise UsageError("there is no such theme")
    decision = theme_decisions.check(
        said | {"by": asked.viewer.name or "", "at": datetime.now(UTC).replace(microsecond=0)}
    )
    themes.decide(asked.opened.workspace, decision)
    return f"“{asked.known.themes[decision.theme]}” will be called “{decision.to}” from the next analysis on."


def label(asked: Asked, form: Mapping[str, str]) -> str:
    """Say of a post which tone it has, or take that back; what was done, in words."""
    value, key = form.get("value", ""), KEY.fullmatch(form.get("post", ""))
    if value and value not in VALUES:
        raise UsageError(f"'{value}' is no tone; there are: {', '.join(VALUES)}")
    if not asked.viewer.labeler:
        raise UsageError("your name has no letter that a file of labels could be called by")
    rows = []
    if key:
        values = {"audience": asked.filters.audience, "source": key[1], "post_id": key[2]}
        with asked.opened.asking() as tables:
            rows = tables.records("serve/where_written", values)
    if not rows:
        raise UsageError("there is no such post in this audience")
    labels.store(asked.opened.workspace, rows[0], asked.viewer.labeler, value, SENTIMENT)
    done = f"Labelled {value}" if value else "Your label was taken back"
    return f"{done}. It counts from the next analysis on."


def undo(asked: Asked, form: Mapping[str, str]) -> str:
    """Take back a decision on a theme; the file keeps that it was made and who took it back."""
    written = form.get("number", "")
    entry = next((one for one in entries(asked) if str(one.number) == written), None)
    if entry is None or form.get("at") != str(entry.decision.at):
        raise UsageError("this decision does not stand any more")
    theme_decisions.take_back(
        asked.opened.workspace.theme_decisions, entry.decision, asked.viewer.name or "", datetime.now(UTC)
    )
    return "Taken back. It counts from the next analysis on."


def entries(asked: Asked) -> list[Entry]:
    """The decisions on themes that stand, newest first."""
    decisions = theme_decisions.read(asked.opened.workspace.theme_decisions)
    found = [
        Entry(
            number=n,
            decision=one,
            label=asked.known.themes.get(one.theme, one.theme),
            mine=one.by == asked.viewer.name,
        )
        for n, one in enumerate(decisions)
    ]
    return found[::-1]


def judged(workspace: Workspace) -> list[dict[str, Any]]:
    """How many labels of each person stand, and when the last was given; no post is named."""
    given = [one for one in workspace.labels.all() if one.field == SENTIMENT]
    people = sorted({one.labeler for one in given})
    return [
        {
            "labeler": name,
            "n": sum(one.labeler == name for one in given),
            "latest": max(one.labelled_at for one in given if one.labeler == name),
        }
        for name in people
    ]
