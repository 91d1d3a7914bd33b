"""Whether the hits of a rule are on topic: people judge a sample of them, and the rule's precision follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voxpop.analysis.community.health import Share
from voxpop.decisions.labels import ON, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

MOST = 1_000
"""Hits of the drawn order that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many of the judged hits are on topic, with Wilson's 95 % interval; `waiting` of the first `drawn` are not judged."""

    on: int
    judged: int
    drawn: int
    waiting: int
    value: float  # percent
    low: float
    high: float


def draw(snapshot: Snapshot, name: str, most: int = MOST) -> list[dict[str, Any]]:
    """The first hits, in the drawn order, of what was tried under the name on this connection."""
    rows: list[dict[str, Any]] = snapshot.records("theme/topic_sample", {"audience": name, "most": most})
    return rows


def waiting(workspace: Workspace, hits: list[dict[str, Any]], field: str, labeler: str) -> list[dict[str, Any]]:
    """Those that this labeler has not judged in their present wording."""
    mine = {_key(one) for one in workspace.labels.all() if one.labeler == labeler and one.field == field}
    return [hit for hit in hits if (hit["source"], hit["post_id"], hit["content_hash"]) not in mine]


def precision(workspace: Workspace, hits: list[dict[str, Any]], field: str) -> Precision | None:
    """From what people said of the hits up to the last judged one; where they differ the majority counts, a tie is off topic.

    None: nobody judged any. A hit that nobody judged is said and not guessed.
    """
    said = _majority(one for one in workspace.labels.all() if one.field == field)
    keys = [(hit["source"], hit["post_id"], hit["content_hash"]) for hit in hits]
    judged = [key in said for key in keys]
    if not any(judged):
        return None
    last = max(place for place, one in enumerate(judged) if one) + 1
    share = Share(part=sum(said.get(key, False) for key in keys[:last]), whole=sum(judged[:last]))
    low, high = share.interval or (0.0, 100.0)
    return Precision(
        on=share.part,
        judged=share.whole,
        drawn=last,
        waiting=last - share.whole,
        value=share.value or 0.0,
        low=low,
        high=high,
    )


def _majority(labels: Iterable[Label]) -> dict[tuple[str, str, str], bool]:
    votes: Counter[tuple[str, str, str]] = Counter()
    for one in labels:
        votes[_key(one)] += 1 if one.value == ON else -1
    return {key: vote > 0 for key, vote in votes.items()}


def _key(label: Label) -> tuple[str, str, str]:
    return label.source, label.post_id, label.content_hash
