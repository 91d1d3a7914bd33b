"""Judged files: how well an intent, a question of one's own or a column of probabilities tells yes from no; limits that must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.questions.evaluate import evaluate_answers, read_answers
from voxpop.errors import UnknownColumnError, UsageError, choices
from voxpop.pipeline.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOW_IS_GOOD = ("ece", "brier")
"""Measures of which a limit is the most that they may be."""


def evaluate_column(path: Path, label_column: str, probability_column: str) -> dict[str, Any]:
    """Of a file that holds probabilities already, made by `voxpop score` or by anything else."""
    rows = _read(path, label_column, probability_column)
    try:
        likely = pc.cast(rows[probability_column], pa.float64()).to_numpy(zero_copy_only=False).astype(float)
    except pa.ArrowInvalid as error:
        raise UsageError(f"{path}: '{probability_column}' holds no probabilities: {error}") from error
    if np.nanmin(likely, initial=0.0) < 0 or np.nanmax(likely, initial=0.0) > 1:
        raise UsageError(f"{path}: '{probability_column}' must lie between 0 and 1")
    return evaluate_answers(read_answers(rows[label_column].to_pylist(), label_column), likely)


def evaluate_intent(path: Path, text_column: str, label_column: str, intent: str, tier: str = "auto") -> dict[str, Any]:
    """How well one of the shipped intents is told."""
    from voxpop.analysis.sentiment.intent import INTENTS
    from voxpop.analysis.sentiment.reading import Reader

    if intent not in INTENTS:
        raise UsageError(f"intent '{intent}' is not known; {choices(intent, list(INTENTS), 'there are')}")
    rows = _read(path, label_column, text_column)
    found = [
        np.where(one.scorable, one.intents[:, list(INTENTS).index(intent)], np.nan)
        for one in Reader.load(tier).read(rows[text_column].cast(pa.string()))
    ]
    return evaluate_answers(read_answers(rows[label_column].to_pylist(), label_column), np.concatenate(found))


def evaluate_question(path: Path, text_column: str, label_column: str, question: str, config: Path) -> dict[str, Any]:
    """How well a question of one's own is answered."""
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.pipeline.files import questions as step

    reader = step.reader_for(config, path, text_column)
    if question not in reader.questions:
        known = choices(question, list(reader.questions), "there are")
        raise UsageError(f"question '{question}' is not answered; {known}")
    rows = _read(path, label_column, text_column)
    texts = rows[text_column].cast(pa.string())
    likely: list[Floats] = []
    done = 0
    for found in Reader.load("fast").read(texts):
        answers = step.answers_of(reader, texts.slice(done, len(found.languages)), found)
        likely.append(answers[f"{question}_probability"].to_numpy(zero_copy_only=False).astype(float))
        done += len(found.languages)
    return evaluate_answers(read_answers(rows[label_column].to_pylist(), label_column), np.concatenate(likely))


def read_limits(texts: Sequence[str]) -> dict[str, float]:
    """Limits written MEASURE=VALUE, such as macro_f1=0.7."""
    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise UsageError(f"--min {text}: write MEASURE=VALUE, such as macro_f1=0.7") from None
    return found


def list_missed(measures: Mapping[str, Any], limits: Mapping[str, float]) -> list[str]:
    """A sentence for each limit that does not hold; a measure of error must not be over its limit."""
    missed = []
    for name, limit in limits.items():
        value = measures.get(name)
        if not isinstance(value, int | float):
            known = [key for key, given in measures.items() if isinstance(given, int | float)]
            raise UsageError(f"--min {name}: no such measure; {choices(name, known, 'there are')}")
        if value > limit if name in LOW_IS_GOOD else value < limit:
            missed.append(f"{name} is {value:.3f}, {'over' if name in LOW_IS_GOOD else 'under'} {limit:g}")
    return missed


def _read(path: Path, *columns: str) -> pa.Table:
    rows = pa.concat_tables(read_rows(path, columns[-1]), promote_options="permissive")
    for name in columns:
        if name not in rows.column_names:
            raise UnknownColumnError.of_file(path, name, rows.column_names)
    return rows
