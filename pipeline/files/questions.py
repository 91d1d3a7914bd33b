"""Questions of one's own on a file of rows: as an analysis has learned them, or learned from the rows themselves."""

from __future__ import annotations

import hashlib
import heapq
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.questions import BACKGROUND, FURTHER, UNREAD, QuestionReader
from voxpop.errors import UsageError, WarehouseError
from voxpop.pipeline.analyze.questions import configured, pick_stored
from voxpop.pipeline.rows import read_rows
from voxpop.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voxpop.analysis.sentiment.reading import Reading


def reader_for(config: Path, path: Path, text_column: str, notes: list[str] | None = None) -> QuestionReader:
    """Answers the questions of a voxpop.yaml: what its last analysis learned, labels included; else learned from the file's rows.

    Raises `UsageError` where no question is configured or none has enough examples.
    """
    workspace = Workspace.open(config)
    if not workspace.config.questions:
        raise UsageError(f"{config}: no question is configured; write one under 'questions'")
    questions = configured(workspace.config)
    try:
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            stored = pick_stored(snapshot, workspace.config)
    except WarehouseError:  # nothing was analysed yet
        stored = None
    if stored is not None:
        return stored
    reader = QuestionReader.fit(questions, _choose_texts(path, text_column))
    left = [question.id for question in questions if question.id not in reader.questions]
    if left and notes is not None:
        notes.append(f"not asked, for lack of examples: {', '.join(left)}")
    return reader


def answers_of(reader: QuestionReader, texts: pa.ChunkedArray, found: Reading) -> pa.Table:
    """Two columns a question: its answer (yes, no, unsure; nothing where the text is not read) and the probability of yes."""
    readable = [bool(can) and name == "en" for can, name in zip(found.scorable, found.languages, strict=True)]
    answers = reader.read(texts.to_pylist(), readable)
    columns: dict[str, pa.Array] = {}
    for place, question in enumerate(answers.questions):
        probability = answers.probability[:, place].tolist()
        said = [None if word == UNREAD else word for word in answers.words(place)]
        columns[question] = pa.array(said, pa.string())
        likely = [None if word is None else round(p, 4) for word, p in zip(said, probability, strict=True)]
        columns[f"{question}_probability"] = pa.array(likely, pa.float64())
    return pa.table(columns)


def _choose_texts(path: Path, text_column: str) -> list[str]:
    """Texts of the file to learn from, in an order that depends on each text alone."""
    return [text for _, text in heapq.nsmallest(BACKGROUND + FURTHER, _hashed(path, text_column))]


def _hashed(path: Path, text_column: str) -> Iterator[tuple[bytes, str]]:
    for rows in read_rows(path, text_column, []):
        for text in rows[text_column].to_pylist():
            if text:
                yield hashlib.blake2b(str(text).encode(), digest_size=8).digest(), str(text)
