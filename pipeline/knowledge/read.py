"""Topics of an audience, read from a snapshot: a few seconds for 10,000 posts, so nothing of it is stored but the groups."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.analysis.knowledge.grouping import typical
from voxpop.analysis.knowledge.solving import ThreadPost, read_thread
from voxpop.analysis.knowledge.topics import Question, Topic, judge_answers
from voxpop.analysis.knowledge.versions import find_versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.config import Config
    from voxpop.warehouse import Snapshot

LONGEST = 4_000
"""Letters of a post in which versions are looked for."""


def read_topics(snapshot: Snapshot, config: Config, audience: str) -> list[Topic]:
    """Every question that at least two people of an audience asked, in the order in which it was asked first."""
    rows = snapshot.records("knowledge/questions", {"audience": audience})
    if not rows:
        return []
    keys = ("source", "post_id", "thread_id", "created_at")
    snapshot.lend("known_questions", pa.table({name: [row[name] for row in rows] for name in keys}))
    threads: dict[str, list[ThreadPost]] = {}
    for row in snapshot.records("knowledge/threads", {"audience": audience}):
        threads.setdefault(row.pop("question"), []).append(ThreadPost(**row))
    names, releases = _product_names(config), _releases(config)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["group_id"], []).append(row)
    topics = (_topic(name, members, threads, names, releases) for name, members in groups.items())
    return [topic for topic in topics if len(topic.people) > 1]


def _topic(
    group_id: str,
    rows: Sequence[dict[str, Any]],
    threads: dict[str, list[ThreadPost]],
    names: Sequence[str],
    releases: Sequence[tuple[datetime, str]],
) -> Topic:
    known = [version for _, version in releases]
    questions, people, answers = [], set(), []
    said = list(releases)
    n_answers = 0
    for row in rows:
        question = Question(
            **{name: row[name] for name in Question.__dataclass_fields__ if name != "versions"},
            versions=find_versions(f"{row['title'] or ''}\n{row['text'][:LONGEST]}", names, known),
        )
        questions.append(question)
        people.add(question.author_id)
        said += [(question.created_at, version) for version in question.versions]
        posts = threads.get(f"{question.source}/{question.post_id}", [])
        solved = read_thread(
            question.author_id if question.author_known else None, posts, question.post_id, marked=row["marked"]
        )
        people |= solved.also_asked
        n_answers += len(solved.answers)
        for answer in solved.answers:
            if answer.post.quotable:
                named = find_versions(answer.post.text[:LONGEST], names, known)
                said += [(answer.post.created_at, version) for version in named]
                answers.append((question, answer, named))
    return Topic(
        group_id=group_id,
        named_by=_named_by(questions, rows),
        questions=tuple(questions),
        people=frozenset(people),
        given=judge_answers(answers, said),
        n_answers=n_answers,
    )


def _named_by(questions: Sequence[Question], rows: Sequence[dict[str, Any]]) -> Question | None:
    """The most typical of the first few questions that may be quoted."""
    open_ = [place for place, question in enumerate(questions) if question.quotable]
    if not open_:
        return None
    vectors = np.stack([np.frombuffer(rows[place]["vector"], dtype=np.int8) for place in open_])
    return questions[open_[typical(vectors)]]


def _product_names(config: Config) -> tuple[str, ...]:
    return tuple(sorted({term for name in (*config.brands, *config.products) for term in (name.name, *name.all_terms)}))


def _releases(config: Config) -> list[tuple[datetime, str]]:
    """When each version came out, by the events of the configuration."""
    names = _product_names(config)
    return [
        (datetime.combine(event.date, time(), UTC), version)
        for event in config.events
        if event.kind == "release"
        for version in find_versions(event.name, names) or find_versions(f"version {event.name}", names)
    ]
