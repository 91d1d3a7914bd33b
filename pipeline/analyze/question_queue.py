"""The posts that a person is asked to judge for a question of one's own: the unsure ones first, and some of each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop import warehouse
from voxpop.analysis.questions.reader import encode_texts
from voxpop.config import EVERYONE
from voxpop.errors import UnknownAudienceError, UsageError, choices
from voxpop.pipeline.analyze.questions import field_of

if TYPE_CHECKING:
    from voxpop.config import OwnQuestion
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

SEED = "voxpop/questions"
TRIED = 1_500
"""Posts among which those that are like the description are looked for, where a question has no answers yet."""


def find_question(workspace: Workspace, question: str) -> OwnQuestion:
    """The configured question of that id."""
    known = {one.id: one for one in workspace.config.questions}
    if not known:
        raise UsageError(f"{workspace.lines.path}: no question is configured; write one under 'questions'")
    if question not in known:
        raise UsageError(f"question '{question}' is not configured; {choices(question, list(known), 'there are')}")
    return known[question]


def sample(
    workspace: Workspace, question: str, labeler: str, audience: str = EVERYONE, n: int = 50
) -> list[dict[str, Any]]:
    """The posts of the queue that this labeler has not judged yet: source, post_id, title, text, channel, day, content_hash.

    Half of them are unsure, a quarter each yes and no. Of a question without answers half are the posts most like its description.
    """
    asked = find_question(workspace, question)
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        given = {"audience": audience, "question": question, "seed": SEED, "n": n}
        drawn = snapshot.records("label/question_queue", given) or _try_description(snapshot, asked, audience, n)
    field = field_of(question)
    mine = [one for one in workspace.labels.all() if one.labeler == labeler and one.field == field]
    judged = {(one.source, one.post_id, one.content_hash) for one in mine}
    return [post for post in drawn if (post["source"], post["post_id"], post["content_hash"]) not in judged]


def count_unsure(workspace: Workspace) -> list[dict[str, Any]]:
    """Of each question: question, name, answered, n_unsure, n_waiting (unsure posts that nobody has judged)."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        rows: list[dict[str, Any]] = snapshot.records("label/question_counts")
        return rows


def _try_description(snapshot: Snapshot, question: OwnQuestion, audience: str, n: int) -> list[dict[str, Any]]:
    """By turns the post that is most like the description, and one that was drawn."""
    asked = {"audience": audience, "seed": SEED, "most": TRIED}
    posts: list[dict[str, Any]] = snapshot.records("label/question_posts", asked)
    if not posts:
        return []
    said = encode_texts([f"{question.name}. {question.means}", *(f"{p['title'] or ''} {p['text']}" for p in posts)])
    nearest = np.argsort(-(said[1:] @ said[0]), kind="stable")[: -(-n // 2)].tolist()
    others = [place for place in range(len(posts)) if place not in set(nearest)][: n // 2]
    turns = [
        place for pair in zip(nearest, [*others, *[-1] * len(nearest)], strict=False) for place in pair if place >= 0
    ]
    return [posts[place] for place in turns]
