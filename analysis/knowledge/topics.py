"""A question that was asked again, with its answers, as it is told: in which order, for which version, and what may be out of date. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voxpop.analysis.knowledge.solving import RANK, Answer, Sureness, ThreadPost, best_first
from voxpop.analysis.knowledge.versions import is_newer, newest

_REPLACES = re.compile(
    r"\b(?:since|as of|starting with|beginning with|seit|ab) (?:v\.?|version |release )?\d+[.\d]*\b|\bnow (?:you can|there is|there's|it is|it's|has)\b|\b(?:newer|recent|current|later|latest) versions?\b"
    r"|\b(?:nowadays|these days|meanwhile|inzwischen|mittlerweile|neuere[nr]? version\w*|jetzt gibt es)\b|\bno longer (?:needed|necessary|required)\b|\bnot? (?:\w+ )?(?:needed|necessary) any ?more\b",
    re.IGNORECASE,
)
"""What a newer answer says that takes the place of older ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One post that asks the question of its group."""

    group_id: str
    source: str
    post_id: str
    sentence: str
    author_id: str
    author_known: bool
    created_at: datetime
    day: date
    channel: str
    theme_id: str | None
    url: str | None
    quotable: bool
    versions: tuple[str, ...]

    @property
    def key(self) -> str:
        """As commands name a post."""
        return f"{self.source}:{self.post_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer to one question of a group, for which version it holds, and why it may be out of date."""

    answer: Answer
    question: Question
    versions: tuple[str, ...]
    outdated: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """As commands name a post."""
        return f"{self.answer.post.source}:{self.answer.post.post_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question that was asked again; `people` holds hashes, and is told as a count alone."""

    group_id: str
    named_by: Question | None  # whose sentence names it; None: none of its questions may be quoted
    questions: tuple[Question, ...]  # the oldest first
    people: frozenset[str]  # who asked it, or said beneath it that they ask the same
    given: tuple[Given, ...]  # answers that may have helped, the best first
    n_answers: int  # all answers, also those of which nobody said anything

    @property
    def sureness(self) -> Sureness:
        """That of its best answer."""
        return self.given[0].answer.sureness if self.given else Sureness.NONE

    @property
    def helped(self) -> bool:
        """Whether somebody says that an answer helped, and not only that there is one."""
        return RANK[self.sureness] >= RANK[Sureness.LIKELY]

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that questions and answers name, each once."""
        named = [*(one.versions for one in self.questions), *(one.versions for one in self.given)]
        return tuple(dict.fromkeys(version for versions in named for version in versions))


def judge_answers(
    answers: Sequence[tuple[Question, Answer, tuple[str, ...]]],
    later_versions: Sequence[tuple[datetime, str]],
) -> tuple[Given, ...]:
    """The answers of a group that may have helped, the best first, each with why it may be out of date.

    answers: with the question and the versions that the answer names. later_versions: when each version was named or released.
    """
    found = []
    for question, answer, named in answers:
        if answer.sureness is Sureness.NONE:
            continue
        versions = named or question.versions
        found.append(
            Given(
                answer=answer,
                question=question,
                versions=versions,
                outdated=tuple(_why_outdated(answer, versions, answers, later_versions)),
            )
        )
    order = best_first([one.answer for one in found], [bool(one.outdated) for one in found])
    return tuple(found[place] for place in order)


def _why_outdated(
    answer: Answer,
    versions: Sequence[str],
    others: Sequence[tuple[Question, Answer, tuple[str, ...]]],
    later_versions: Sequence[tuple[datetime, str]],
) -> list[str]:
    when = answer.post.created_at
    why = []
    mine = newest(versions)
    since = newest(version for at, version in later_versions if at > when)
    if mine and since and is_newer(since, mine):
        why.append(f"it is about {mine}; {since} has come since")
    if answer.stale_at:
        why.append(f"somebody said on {answer.stale_at:%Y-%m-%d} that it no longer holds")
    newer = [
        other
        for _, other, _ in others
        if other is not answer
        and other.post.created_at > when
        and RANK[other.sureness] >= RANK[answer.sureness]
        and _REPLACES.search(other.post.text)
    ]
    if newer:
        why.append(f"an answer of {max(one.post.created_at for one in newer):%Y-%m-%d} says what holds now")
    return why


def name_of(post: ThreadPost, names: Mapping[str, str]) -> str | None:
    """The name of who wrote a post, if they agreed; names: hashes of accounts -> names."""
    return next((names[h] for h in (post.handle_id, post.account_id, post.author_id) if h and h in names), None)


def rank_topics(topics: Sequence[Topic], least: int) -> list[Topic]:
    """Topics by people, the most first; those of fewer than `least` are not told apart by it: among them the newest question comes first."""
    return sorted(
        topics,
        key=lambda t: (-(len(t.people) if len(t.people) >= least else 0), -t.questions[-1].created_at.timestamp(), t.group_id),
    )  # fmt: skip


def count_helped(
    topics: Sequence[Topic], names: Mapping[str, str]
) -> dict[tuple[str, str | None], list[tuple[Topic, Given]]]:
    """(name of a person who agreed, theme) -> where an answer of theirs helped; names: hashes of accounts -> names."""
    found: dict[tuple[str, str | None], list[tuple[Topic, Given]]] = {}
    for topic in topics:
        for given in topic.given:
            post = given.answer.post
            name = name_of(post, names)
            if name and RANK[given.answer.sureness] >= RANK[Sureness.LIKELY]:
                found.setdefault((name, given.question.theme_id), []).append((topic, given))
    return found
