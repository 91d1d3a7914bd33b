"""Questions of one's own: learned when what is said of them changes, asked of posts that are new or reworded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop.analysis.questions import (
    ANSWERS,
    BACKGROUND,
    FURTHER,
    Answers,
    Labelled,
    Question,
    QuestionReader,
    choose_background,
)
from voxpop.decisions.labels import QUESTION
from voxpop.pipeline.analyze.targets import with_titles
from voxpop.pipeline.progress import progress

if TYPE_CHECKING:
    from voxpop.config import Config
    from voxpop.warehouse import Snapshot

CHUNK = 5_000
OUTGROWN = 2
"""Learned from few posts, it is learned again when there are this many times as many."""

KEYS = ("source", "post_id", "content_hash")
_KEY_FIELDS = [(name, pa.string()) for name in KEYS]
POSTS = pa.schema(
    [*_KEY_FIELDS, ("question", pa.string()), ("answer", pa.string()), ("above", pa.bool_()), ("probability", pa.float32()),
     ("model_version", pa.string())]
)  # fmt: skip
QUESTIONS = pa.schema(
    [("question", pa.string()), ("name", pa.string()), ("means", pa.string()), ("n_examples", pa.int32()),
     ("n_counter_examples", pa.int32()), ("n_labelled", pa.int32()), ("answered", pa.bool_()), ("basis", pa.string()),
     ("share", pa.float64()), ("precision", pa.float64()), ("recall", pa.float64()), ("n_judged_yes", pa.int32()),
     ("n_right", pa.int32()), ("model_version", pa.string())]
)  # fmt: skip
MODELS = pa.schema([("version", pa.string()), ("learned_at", pa.timestamp("us", tz="UTC")), ("state", pa.binary())])
SOURCES = pa.schema(_KEY_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Rows for the tables of questions: `posts` for `post_questions`, `questions` for `own_questions`; `models` and `sources` are
    empty where what was learned before still holds.
    """

    posts: pa.Table
    questions: pa.Table
    models: pa.Table
    sources: pa.Table

    @property
    def tables(self) -> dict[str, pa.Table]:
        """By the names of the warehouse's tables."""
        return {
            "post_questions": self.posts,
            "own_questions": self.questions,
            "question_models": self.models,
            "question_sources": self.sources,
        }


def ask_questions(snapshot: Snapshot, config: Config, scores: pa.Table, labels: pa.Table) -> Asked:
    """What new and reworded posts answer to the configured questions.

    scores: rows of the table `sentiment` that are not stored yet. labels: the labels that stand, as rows of the table `labels`.
    """
    if not config.questions:
        return Asked(posts=_none(POSTS), questions=_none(QUESTIONS), models=_none(MODELS), sources=_none(SOURCES))
    snapshot.lend("fresh_scores", scores.select([*KEYS, "scored", "lang"]))
    snapshot.lend("given_labels", labels)
    judged = snapshot.rows("analyze/question_labels")
    questions = _questions(config, judged)
    reader = _stored(snapshot, questions)
    models, sources = _none(MODELS), _none(SOURCES)
    if reader is None and any(question.can_be_learned for question in questions):
        reader, sources = _learn(snapshot, questions, judged)
        row = {"version": reader.version, "learned_at": datetime.now(UTC), "state": reader.to_state()}
        models = pa.Table.from_pylist([row], MODELS)
    posts = _none(POSTS) if reader is None else _ask(snapshot, reader)
    return Asked(posts=posts, questions=_tell(questions, reader), models=models, sources=sources)


def pick_stored(snapshot: Snapshot, config: Config) -> QuestionReader | None:
    """What the last analysis answered the questions with; None: there is none, or the questions are others now."""
    rows = snapshot.records("analyze/stored_model")
    reader = QuestionReader.from_state(rows[0]["state"]) if rows else None
    snapshot.lend("given_labels", snapshot.rows("analyze/stored_labels"))
    return reader if reader and reader.reads(_questions(config, snapshot.rows("analyze/question_labels"))) else None


def configured(config: Config) -> list[Question]:
    """The questions of the configuration, without labels."""
    return [Question(one.id, one.name, one.means, one.examples, one.counter_examples) for one in config.questions]


def _questions(config: Config, judged: pa.Table) -> list[Question]:
    """With the posts that people judged, as texts that answer yes or no."""
    given: dict[str, list[Labelled]] = {}
    columns = zip(*(judged[name].to_pylist() for name in ("question", "yes", "stands_for")), strict=True)
    for text, (question, yes, stands_for) in zip(with_titles(judged).to_pylist(), columns, strict=True):
        given.setdefault(question, []).append(Labelled(text, yes, stands_for))
    return [
        Question(one.id, one.name, one.means, one.examples, one.counter_examples, tuple(given.get(one.id, ())))
        for one in config.questions
    ]


def _stored(snapshot: Snapshot, questions: list[Question]) -> QuestionReader | None:
    """What answers the questions, as it was learned before; None: it was not, or what it was learned from has changed."""
    rows = snapshot.records("analyze/question_model")
    if not rows:
        return None
    reader = QuestionReader.from_state(rows[0]["state"])
    (counts,) = snapshot.records("analyze/question_counts")
    few = (
        0 < counts["n_sources"] < BACKGROUND
    )  # none: of a warehouse as it was, whose posts are fewer than those of today
    outgrown = few and counts["n_readable"] >= OUTGROWN * counts["n_sources"]
    return reader if reader.reads(questions) and not outgrown else None


def _learn(snapshot: Snapshot, questions: list[Question], judged: pa.Table) -> tuple[QuestionReader, pa.Table]:
    posts = snapshot.rows("analyze/question_posts", {"most": BACKGROUND + FURTHER})
    texts = with_titles(posts).to_pylist()
    reader = QuestionReader.fit(questions, texts)
    behind = set(choose_background(texts))
    read = posts.filter(pa.array([text in behind for text in texts], pa.bool_()))
    sources = pa.concat_tables([part.select(list(KEYS)).cast(SOURCES) for part in (read, judged)])
    return reader, sources.group_by(list(KEYS)).aggregate([])


def _ask(snapshot: Snapshot, reader: QuestionReader) -> pa.Table:
    posts = snapshot.rows("analyze/unasked", {"version": reader.version})
    parts = [_none(POSTS)]
    with progress("questions", unit="posts", total=posts.num_rows) as advance:
        for start in range(0, posts.num_rows, CHUNK):
            chunk = posts.slice(start, CHUNK)
            answers = reader.read(with_titles(chunk).to_pylist(), chunk["readable"].to_pylist())
            parts += [_rows(chunk, answers, place, reader.version) for place in range(len(reader.questions))]
            advance(chunk.num_rows)
    return pa.concat_tables(parts)


def _rows(posts: pa.Table, answers: Answers, place: int, version: str) -> pa.Table:
    probability = answers.probability[:, place]
    columns: dict[str, Any] = {name: posts[name].cast(pa.string()) for name in KEYS}
    columns["question"] = [answers.questions[place]] * posts.num_rows
    columns["answer"] = pa.array([ANSWERS[code] for code in answers.answer[:, place].tolist()], pa.string())
    columns["above"] = pa.array(answers.above[:, place])
    columns["probability"] = pa.array(probability, mask=probability != probability)  # noqa: PLR0124  not a number: unread
    columns["model_version"] = [version] * posts.num_rows
    return pa.table(columns, schema=POSTS)


def _tell(questions: list[Question], reader: QuestionReader | None) -> pa.Table:
    """Rows of the table `own_questions`."""
    known = {one.question: one for one in reader.quality} if reader else {}
    rows = []
    for question in questions:
        row: dict[str, Any] = {
            "question": question.id,
            "name": question.name,
            "means": question.means,
            "n_examples": len(question.examples),
            "n_counter_examples": len(question.counter_examples),
            "n_labelled": len(question.labelled),
            "answered": question.id in known,
        }
        if reader and (quality := known.get(question.id)):
            row |= {"basis": quality.basis, "share": quality.prior, "precision": quality.precision}
            row |= {"recall": quality.recall, "n_judged_yes": quality.n_judged_yes, "n_right": quality.n_right}
            row["model_version"] = reader.version
        rows.append(row)
    return pa.Table.from_pylist(rows, QUESTIONS)


def _none(schema: pa.Schema) -> pa.Table:
    return schema.empty_table()


def field_of(question: str) -> str:
    """The field of labels that say what posts answer to a question."""
    return f"{QUESTION}{question}"
