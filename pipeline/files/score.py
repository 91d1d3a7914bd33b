"""The models on a file of rows: score, themes, evaluate; no warehouse needed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop.errors import UnknownColumnError, UsageError
from voxpop.pipeline.progress import progress
from voxpop.pipeline.rows import TableWriter, format_of, read_rows

if TYPE_CHECKING:
    from voxpop.analysis.sentiment.explain import Explanation
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.pipeline.workspace import Workspace

LANG_COLUMNS = ("lang", "language")
"""Columns that say the language of a text, unless another is named."""

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")


def score(
    path: Path,
    text_column: str,
    out: Path,
    tier: str = "auto",
    adaptation: Path | None = None,
    models: Path | None = None,
    notes: list[str] | None = None,
    lang_column: str | None = None,
    questions: Path | None = None,
    names: Path | None = None,
) -> dict[str, Any]:
    """Counts by label; the rows with the scores beside them are in `out`, what was guessed about the file in `notes`.

    `lang_column` holds the language of each text as the source gives it; without, the first of `LANG_COLUMNS` that there is.
    `questions` is a voxpop.yaml whose questions every row is asked; `names` one whose names are looked for in every row.
    """
    from voxpop.analysis.sentiment.intent import intents_of
    from voxpop.analysis.sentiment.parts import mixed_parts
    from voxpop.analysis.sentiment.scores import scores_of

    refuse_same(path, out)
    reader = _reader(tier, adaptation, models)
    asking = None
    if questions is not None:
        from voxpop.pipeline.files import questions as question_step

        asking = question_step.reader_for(questions, path, text_column, notes)
    towards = None
    if names is not None:
        from voxpop.pipeline.files import named

        towards = named.reader_for(names, reader, models)
    counts: dict[str, Any] = {"rows": 0, "negative": 0, "neutral": 0, "positive": 0, "not scored": 0}
    with TableWriter(out) as writer, progress("score", unit="rows") as advance:
        for rows in read_rows(path, text_column, notes):
            done = 0
            texts = texts_of(rows, text_column)
            lang = languages_of(path, rows, lang_column)
            for found in reader.read(texts, lang):
                scores = scores_of(found)
                part = beside(rows.slice(done, scores.num_rows), scores)
                part = beside(part, mixed_parts(texts.slice(done, scores.num_rows), found, reader))
                part = beside(part, intents_of(found))
                if asking is not None:
                    part = beside(part, question_step.answers_of(asking, texts.slice(done, scores.num_rows), found))
                if towards is not None:
                    mine = None if lang is None else lang.slice(done, scores.num_rows)
                    part = beside(part, named.towards_of(towards, texts.slice(done, scores.num_rows), mine))
                writer.write(part)
                done += scores.num_rows
                for label in scores["label"].to_pylist():
                    counts[label or "not scored"] += 1
                advance(scores.num_rows)
            counts["rows"] += rows.num_rows
    return counts


def themes(path: Path, text_column: str, out: Path, number: int | None = None) -> dict[str, Any]:
    """Counts; the rows with theme and sub-theme are in `out`, the themes and the sub-themes beside it."""
    from voxpop.analysis.themes.file import themes_of_rows

    refuse_same(path, out)
    rows = pa.concat_tables(read_rows(path, text_column), promote_options="permissive")
    found = themes_of_rows(texts_of(rows, text_column), number)
    with TableWriter(out) as writer:
        writer.write(beside(rows, found.rows))
    with TableWriter(out.with_name(f"{out.stem}.themes{out.suffix}")) as writer:
        writer.write(found.themes)
    with TableWriter(out.with_name(f"{out.stem}.sub_themes{out.suffix}")) as writer:
        writer.write(found.sub_themes)
    counts = {"themes": found.themes.num_rows, "sub-themes": found.sub_themes.num_rows, "in other": found.n_other}
    return {"rows": rows.num_rows} | counts


def explain(text: str, tier: str, workspace: Workspace | None) -> Explanation:
    """How a text is scored and which words carried it; with a workspace its own words count and its names are told apart."""
    from voxpop.analysis.sentiment.explain import Towards
    from voxpop.analysis.sentiment.explain import explain as explained
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.analysis.targets.targets import TargetReader
    from voxpop.pipeline.analyze.adapt import reader_of
    from voxpop.pipeline.analyze.targets import names_of

    if workspace is None:
        return explained(text, Reader.load(tier))
    config = workspace.config
    reader = reader_of(workspace, tier)
    found = TargetReader(reader, names_of(config)).read(pa.array([text])).to_pylist()
    towards = tuple(Towards(row["target"], row["label"], row["basis"]) for row in found)
    return replace(explained(text, reader), towards=towards)


def evaluate(
    path: Path,
    text_column: str,
    label_column: str,
    tier: str = "auto",
    adaptation: Path | None = None,
    models: Path | None = None,
    lang_column: str | None = None,
) -> dict[str, Any]:
    """Accuracy, macro-F1, macro-recall, expected calibration error and confusion on the file's own labels."""
    from voxpop.analysis.sentiment.evaluate import evaluate as measure
    from voxpop.analysis.sentiment.scores import Scorer

    rows = pa.concat_tables(read_rows(path, text_column), promote_options="permissive")
    if label_column not in rows.column_names:
        raise UnknownColumnError.of_file(path, label_column, rows.column_names)
    lang = languages_of(path, rows, lang_column)
    return measure(rows, text_column, label_column, Scorer(_reader(tier, adaptation, models)), lang)


def _reader(tier: str, adaptation: Path | None, models: Path | None) -> Reader:
    """The models of a tier, of the package or of another folder, adapted by a file that `voxpop adapt` wrote."""
    from voxpop.analysis.sentiment.adaptation import Adaptation
    from voxpop.analysis.sentiment.reading import Reader

    reader = Reader.load(tier) if models is None else Reader.load(tier, models)
    return reader if adaptation is None else reader.adapt(Adaptation.read(adaptation))


def texts_of(rows: pa.Table, column: str) -> pa.ChunkedArray:
    """The column as text, whatever its type; what is missing stays missing."""
    texts = rows[column]
    if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
        return texts.cast(pa.string())
    return pa.chunked_array([[None if value is None else str(value) for value in texts.to_pylist()]], pa.string())


def languages_of(path: Path, rows: pa.Table, column: str | None) -> pa.Array | None:
    """What the source says of each text's language; None where no column says it. What is no code of a language says nothing."""
    named = column or next((name for name in LANG_COLUMNS if name in rows.column_names), None)
    if named is None:
        return None
    if named not in rows.column_names:
        raise UnknownColumnError.of_file(path, named, rows.column_names)
    said = [(value or "").strip() for value in texts_of(rows, named).to_pylist()]
    return pa.array([value if _CODE.fullmatch(value) else None for value in said], pa.string())


def beside(rows: pa.Table, found: pa.Table) -> pa.Table:
    """The found columns beside the file's own; one that the file has already is named voxpop_<name>."""
    for name in found.column_names:
        free = name if name not in rows.column_names else f"voxpop_{name}"
        rows = rows.append_column(free, found[name])
    return rows


def refuse_same(path: Path, out: Path) -> None:
    """Raise `UsageError` where the output would replace the input, or its name tells no format."""
    format_of(out)
    if path.resolve() == out.resolve():
        raise UsageError(f"{out}: the output would replace the input; choose another name")
