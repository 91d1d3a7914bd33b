"""Topics as others may read them: personal details hidden, nobody named who did not agree, no number of a small group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from voxpop.analysis.knowledge.asking import tidy_question
from voxpop.analysis.knowledge.solving import Sureness
from voxpop.analysis.knowledge.topics import count_helped, name_of, rank_topics
from voxpop.analysis.report.render.figures import link
from voxpop.pipeline.knowledge.agreed import names_of
from voxpop.pipeline.knowledge.read import read_topics
from voxpop.pipeline.serve.told import Teller
from voxpop.privacy import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voxpop.analysis.knowledge.topics import Given, Topic
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

LEAST_PEOPLE = SMALLEST_GROUP
"""Fewer people than this are never counted; the explorer asks for `report.min_authors`."""

MOST_ANSWERS = 5
MOST_SOURCES = 20
NOT_QUOTED = "(not quoted)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswer:
    """One answer; `by` is 'staff', 'a peer', 'who asked' or the name of one who agreed."""

    key: str  # source:post_id
    text: str
    by: str
    day: date
    sureness: str
    reasons: tuple[str, ...]
    versions: tuple[str, ...]
    outdated: tuple[str, ...]  # why it may be out of date
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question that was asked again. `n_people` is None where it is too small to be told; `people` says it in words."""

    group_id: str
    question: str
    people: str  # 'at least 12', 'fewer than 5'
    n_people: int | None
    n_questions: int | None
    first_day: date
    last_day: date
    channels: tuple[str, ...]
    themes: tuple[str, ...]
    versions: tuple[str, ...]
    sureness: str  # of the best answer; none: no answer helped
    helped: bool
    answered: bool  # whether anybody answered at all
    answers: tuple[ToldAnswer, ...]
    sources: tuple[str, ...]  # keys of questions: all of them, or of a small group the one that names it
    url: str | None  # of the question that names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Knower:
    """What one person who agreed to be named helped with."""

    name: str
    subject: str  # a theme's name
    n_questions: int | None
    n_people: int | None
    people: str  # how many they helped
    example: str  # the question asked by most of those they helped with
    group_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All of an audience: topics by people, and who helped with what."""

    entries: tuple[Entry, ...]
    knowers: tuple[Knower, ...]
    least: int

    @property
    def unanswered(self) -> tuple[Entry, ...]:
        """The pages to write: questions of which nobody says that an answer helped, by people."""
        return tuple(entry for entry in self.entries if not entry.helped)


def read_knowledge(snapshot: Snapshot, workspace: Workspace, audience: str, least: int = LEAST_PEOPLE) -> Knowledge:
    """From an open snapshot that knows what may be quoted; a topic of which nothing may be quoted is left out."""
    topics = rank_topics(read_topics(snapshot, workspace.config, audience), least)
    themes = {row["theme_id"]: row["label"] for row in snapshot.records("theme/list") if row["label"]}
    teller = _Topics(Teller(workspace.config, themes), names_of(workspace), least)
    entries = [teller.entry(topic) for topic in topics]
    return Knowledge(
        entries=tuple(entry for entry in entries if entry), knowers=tuple(teller.knowers(topics)), least=least
    )


@dataclass(frozen=True, slots=True)
class _Topics:
    teller: Teller
    names: Mapping[str, str]  # hash of an account -> name of one who agreed
    least: int

    def entry(self, topic: Topic) -> Entry | None:
        """The topic as it is told; None where its question cannot be quoted or made sure to tell nobody."""
        question = self._question(topic)
        named_by = topic.named_by
        if question is None or named_by is None:
            return None
        n_people = self._count(len(topic.people))
        shown = [question for question in topic.questions if question.quotable and question.url]
        sources = [one.key for one in topic.questions if one.quotable][:MOST_SOURCES] if n_people else [named_by.key]
        answers = [told for told in map(self._answer, topic.given[: 2 * MOST_ANSWERS]) if told][:MOST_ANSWERS]
        days = [one.day for one in topic.questions] if n_people else [named_by.day]
        versions = (
            topic.versions if n_people else (*named_by.versions, *(v for one in topic.given for v in one.versions))
        )
        return Entry(
            group_id=topic.group_id,
            question=question,
            people=self.say(len(topic.people)),
            n_people=n_people,
            n_questions=len(topic.questions) if n_people else None,
            first_day=min(days),
            last_day=max(days),
            channels=tuple(dict.fromkeys(self.teller.channel(one.channel) for one in topic.questions)) if n_people else (self.teller.channel(named_by.channel),),
            themes=self._themes(topic, one_only=not n_people),
            versions=tuple(dict.fromkeys(versions)),
            sureness=str(Sureness(answers[0].sureness)) if answers else str(Sureness.NONE),
            helped=bool(answers) and topic.helped,
            answered=topic.n_answers > 0,
            answers=tuple(answers),
            sources=tuple(sources),
            url=self._link(named_by.url) if shown else None,
        )  # fmt: skip

    def knowers(self, topics: Sequence[Topic]) -> list[Knower]:
        """Who agreed to be named and helped: by name, then by how many they helped."""
        found = []
        for (name, theme), helped in count_helped(topics, self.names).items():
            told = [(self._question(topic), topic) for topic, _ in helped]
            quoted = [(question, topic) for question, topic in told if question]
            if not quoted:
                continue
            question, topic = max(quoted, key=lambda pair: (len(pair[1].people), pair[1].group_id))
            people = len({given.question.author_id for _, given in helped})
            found.append(
                Knower(
                    name=name,
                    subject=self.teller.themes.get(theme or "", "No theme"),
                    n_questions=len(helped) if self._count(people) else None,
                    n_people=self._count(people),
                    people=self.say(people, at_least=False),
                    example=question or "",
                    group_id=topic.group_id,
                )
            )
        return sorted(found, key=lambda one: (one.name, -(one.n_people or 0), one.subject))

    def say(self, people: int, *, at_least: bool = True) -> str:
        """How many people, in words: those that were recognised are a lower bound of those who asked."""
        if people < self.least:
            return f"fewer than {self.least}"
        return f"at least {people}" if at_least else str(people)

    def _count(self, people: int) -> int | None:
        return people if people >= self.least else None

    def _question(self, topic: Topic) -> str | None:
        if topic.named_by is None:
            return None
        hidden, _ = self.teller.hide(tidy_question(topic.named_by.sentence))
        return hidden or None

    def _answer(self, given: Given) -> ToldAnswer | None:
        post = given.answer.post
        text, _ = self.teller.hide(post.text)
        if not text:
            return None
        name = name_of(post, self.names)
        peer = "who asked" if given.answer.by_asker else "a peer"
        return ToldAnswer(
            key=given.key,
            text=text,
            by=name or ("staff" if post.staff else peer),
            day=post.created_at.date(),
            sureness=str(given.answer.sureness),
            reasons=given.answer.reasons,
            versions=given.versions,
            outdated=given.outdated,
            url=self._link(post.url),
        )

    def _link(self, url: str | None) -> str | None:
        return link(url) if self.teller.config.report.links else None

    def _themes(self, topic: Topic, *, one_only: bool) -> tuple[str, ...]:
        chosen = [topic.named_by] if one_only and topic.named_by else topic.questions
        found = (self.teller.themes.get(one.theme_id or "") for one in chosen)
        return tuple(dict.fromkeys(name for name in found if name))[:3]
