"""Which posts of a thread answered its question, what people said of them, and how sure it is that they helped. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voxpop.analysis.knowledge.reactions import (
    WORDS_OF_AN_ANSWER,
    Reaction,
    advises,
    is_answer,
    is_own_solution,
    read_reaction,
)


class Sureness(StrEnum):
    """How sure it is that an answer helped; none: nothing says so."""

    SURE = "sure"  # accepted, or who asked says that it worked
    LIKELY = "likely"  # somebody else says so, or who asked gave thanks to an answer that stands out
    MAYBE = "maybe"  # staff wrote it, who asked gave thanks, or it was voted for; nobody said that it worked
    NONE = "none"


RANK = {Sureness.NONE: 0, Sureness.MAYBE: 1, Sureness.LIKELY: 2, Sureness.SURE: 3}
VOTES = 2
"""Votes from which an answer stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPost:
    """One post of a thread, beneath its question."""

    source: str
    post_id: str
    parent_id: str | None
    author_id: str | None
    created_at: datetime
    text: str
    staff: bool
    accepted: bool
    votes: int | None = None
    url: str | None = None
    channel: str | None = None
    quotable: bool = True
    handle_id: str | None = None
    account_id: str | None = None


@dataclass(slots=True, kw_only=True)
class Answer:
    """A post that answers, with what was said of it."""

    post: ThreadPost
    by_asker: bool
    worked: bool = False  # who asked says so
    thanked: bool = False
    failed: bool = False
    among_several: bool = False  # the reaction may have meant another answer
    confirmed_by: set[str] = field(default_factory=set)
    failed_for: set[str] = field(default_factory=set)
    stale_at: datetime | None = None  # when somebody said that it no longer holds
    only_one: bool = False  # the question is marked as solved, and there is no other answer

    @property
    def sureness(self) -> Sureness:
        """How sure it is that it helped."""
        if self.post.accepted and not self.failed:
            return Sureness.SURE
        if self.failed or len(self.failed_for) > len(self.confirmed_by):
            return Sureness.MAYBE if self.post.accepted or self.worked else Sureness.NONE
        if self.worked:
            return Sureness.LIKELY if self.among_several else Sureness.SURE
        advice = advises(self.post.text)
        stands_out = self.post.staff or ((self.post.votes or 0) >= VOTES and advice)
        backed = self.confirmed_by or self.only_one or (self.thanked and stands_out and not self.among_several)
        if backed and (advice or self.post.staff):
            return Sureness.LIKELY
        return Sureness.MAYBE if backed or self.thanked or stands_out else Sureness.NONE

    @property
    def reasons(self) -> tuple[str, ...]:
        """What says that it helped, the strongest first."""
        said = (
            (self.post.accepted, "accepted"),
            (self.worked and not self.by_asker, "who asked says that it worked"),
            (self.by_asker, "who asked found it"),
            (bool(self.confirmed_by), "confirmed by others"),
            (self.only_one, "the only answer to a question marked as solved"),
            (self.thanked and not self.worked, "who asked gave thanks"),
            (self.post.staff, "by staff"),
            ((self.post.votes or 0) >= VOTES, "voted for"),
        )
        return tuple(words for holds, words in said if holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What became of one question: its answers, and who else asked the same in its thread."""

    answers: tuple[Answer, ...]
    also_asked: frozenset[str]  # people; those whose account is not known are left out


def read_thread(asker: str | None, posts: Sequence[ThreadPost], question_id: str, *, marked: bool = False) -> Solved:
    """The answers of a thread; `posts` are those after the question, oldest first. marked: the source says it is solved.

    A reply counts for the post it replies to; where it replies to the question, for the last answer before it.
    """
    answers: dict[str, Answer] = {}
    also: set[str] = set()
    since_asker: list[str] = []  # answers since who asked spoke last
    for post in posts:
        by_asker = asker is not None and post.author_id == asker
        reaction = read_reaction(post.text)
        own = by_asker and is_own_solution(post.text)
        short = len(post.text.split()) <= WORDS_OF_AN_ANSWER
        target, several = _target(post, answers, since_asker, question_id)
        if target is not None and (by_asker or short) and target.post.author_id != post.author_id:
            _note(target, post, reaction, by_asker=by_asker, several=several)
        if by_asker:
            since_asker = []
        if reaction is Reaction.SAME and not by_asker and post.author_id and short:
            also.add(post.author_id)
        if own or post.accepted or (not by_asker and is_answer(post.text)):
            answers[post.post_id] = Answer(post=post, by_asker=by_asker, worked=own)
            since_asker.append(post.post_id)
    found = tuple(answers.values())
    if marked and len(found) == 1:
        found[0].only_one = True
    return Solved(answers=found, also_asked=frozenset(also))


def _target(
    post: ThreadPost, answers: dict[str, Answer], since_asker: Sequence[str], question_id: str
) -> tuple[Answer | None, bool]:
    """The answer that a reply speaks of, and whether it may be another."""
    if post.parent_id in answers:
        return answers[post.parent_id], False
    if post.parent_id not in (None, question_id) or not answers:
        return None, False
    last = list(answers.values())[-1]
    return last, len({answers[one].post.author_id for one in since_asker}) > 1


def _note(answer: Answer, post: ThreadPost, reaction: Reaction, *, by_asker: bool, several: bool) -> None:
    who = post.author_id or f"{post.source}/{post.post_id}"
    match reaction:
        case Reaction.WORKED if by_asker:
            answer.worked, answer.failed, answer.among_several = True, False, several
        case Reaction.WORKED:
            answer.confirmed_by.add(who)
        case Reaction.FAILED if by_asker:
            answer.failed = True
        case Reaction.FAILED:
            answer.failed_for.add(who)
        case Reaction.STALE:
            answer.stale_at = post.created_at
        case Reaction.THANKED if by_asker:
            answer.thanked, answer.among_several = True, several


def best_first(answers: Sequence[Answer], outdated: Sequence[bool]) -> list[int]:
    """The places of answers: the surest first, those that may be out of date behind the others of their kind, the newest before older."""
    return sorted(
        range(len(answers)),
        key=lambda n: (-RANK[answers[n].sureness], outdated[n], -answers[n].post.created_at.timestamp(), answers[n].post.post_id),
    )  # fmt: skip
