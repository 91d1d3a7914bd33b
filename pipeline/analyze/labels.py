"""Labelling: which posts a person is shown, what he says of them, and how far people agree."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.estimates.agreement import Agreement, agreement
from voxpop.analysis.estimates.correction import Correction
from voxpop.config import EVERYONE
from voxpop.decisions.labels import SENTIMENT, VALUES, Label
from voxpop.errors import UnknownAudienceError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

WEEKS = 13  # posts of so many weeks may be shown, and are what a label stands for
SEED = "voxpop"
SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("post_id", pa.string()),
        ("content_hash", pa.string()),
        ("field", pa.string()),
        ("value", pa.string()),
        ("labeler", pa.string()),
        ("labelled_at", pa.timestamp("us", tz="UTC")),
    ]
)


def sample(workspace: Workspace, labeler: str, audience: str = EVERYONE, n: int = 100) -> list[dict[str, Any]]:
    """The posts of the sample that this labeler has not judged yet: source, post_id, title, text, channel, day, predicted.

    A third of the sample is drawn from each predicted tone, so that rare tones are judged too. Everyone is shown the same
    posts in the same order; a larger `n` adds to them.
    """
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        asked = {"audience": audience, "seed": SEED, "weeks": WEEKS, "each": -(-n // len(VALUES))}
        drawn: list[dict[str, Any]] = snapshot.records("label/candidates", asked)
    mine = [one for one in workspace.labels.all() if one.labeler == labeler and one.field == SENTIMENT]
    judged = {(one.source, one.post_id, one.content_hash) for one in mine}
    return [post for post in drawn if (post["source"], post["post_id"], post["content_hash"]) not in judged]


def store(workspace: Workspace, post: dict[str, Any], labeler: str, value: str, field: str = SENTIMENT) -> None:
    """Keep one judgement; '' takes the last one on the post back."""
    workspace.labels.add(
        Label(
            source=post["source"],
            post_id=post["post_id"],
            content_hash=post["content_hash"],
            field=field,
            value=value,
            labeler=labeler,
            labelled_at=datetime.now(UTC),
        )
    )


def table(workspace: Workspace, known: datetime | None = None) -> pa.Table:
    """All judgements that stand, or that were made by `known`, as rows of the table `labels`."""
    given = [one for one in workspace.labels.all() if known is None or one.labelled_at <= known]
    return pa.Table.from_pylist([asdict(one) for one in given], SCHEMA)


def agreements(workspace: Workspace) -> list[Agreement]:
    """How far the labelers agree, pair by pair and all together."""
    tones = [one for one in workspace.labels.all() if one.field == SENTIMENT]
    return agreement([(f"{one.source}/{one.post_id}", one.labeler, one.value) for one in tones])


def correction(snapshot: Snapshot, audience: str, week: Week) -> Correction | None:
    """From the labels of the audience, else of everyone; None where there are too few of both."""
    for whose in dict.fromkeys((audience, EVERYONE)):
        asked = {"audience": whose, "week": week.monday, "since": week.back(WEEKS - 1).monday}
        rows = snapshot.records("report/labels", asked)
        given = [[row["negative"], row["neutral"], row["positive"]] for row in rows]
        found = Correction.from_labels(given, [row["value"] for row in rows], [row["chosen"] for row in rows])
        if found:
            return found
    return None
