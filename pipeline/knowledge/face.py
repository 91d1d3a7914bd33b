"""The knowledge of a workspace's newest snapshot, for commands; and as rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from voxpop import warehouse
from voxpop.config import EVERYONE
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.pipeline.knowledge.told import LEAST_PEOPLE, Entry, read_knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxpop.pipeline.knowledge.told import Knowledge
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

COLUMNS = (
    "group_id", "question", "sureness", "helped", "answered", "people", "n_people", "n_questions", "first_day", "last_day", "versions",
    "maybe_outdated", "answer", "answer_by", "answer_day", "answer_url", "reasons", "themes", "channels", "url",
)  # fmt: skip


def open_knowledge(workspace: Workspace, audience: str = EVERYONE) -> Knowledge:
    """What is known in an audience, from the newest snapshot."""
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        return read_knowledge(snapshot, workspace, audience, LEAST_PEOPLE)


def find_entry(knowledge: Knowledge, group_id: str) -> Entry:
    """The question of that id; `UsageError` where there is none."""
    entry = next((one for one in knowledge.entries if one.group_id == group_id), None)
    if entry is None:
        raise UsageError(f"no question '{group_id}' was asked again; `voxpop knowledge list` shows those that were")
    return entry


def frame_of(snapshot: Snapshot, workspace: Workspace, audience: str) -> pd.DataFrame:
    """The same as a table: one row a question, the columns `COLUMNS`."""
    return pd.DataFrame(rows_of(read_knowledge(snapshot, workspace, audience).entries), columns=list(COLUMNS))


def rows_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """One row a question, with its best answer: the columns `COLUMNS`."""
    rows = []
    for entry in entries:
        best = entry.answers[0] if entry.answers else None
        facts = asdict(entry) | {
            "maybe_outdated": bool(best and best.outdated),
            "answer": best.text if best else None,
            "answer_by": best.by if best else None,
            "answer_day": best.day if best else None,
            "answer_url": best.url if best else None,
            "reasons": list(best.reasons) if best else [],
        }
        rows.append({name: list(facts[name]) if isinstance(facts[name], tuple) else facts[name] for name in COLUMNS})
    return rows
