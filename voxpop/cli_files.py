"""The commands that read a file of rows and need no warehouse: score, themes, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voxpop.cli_output import JsonOption, show_counts, show_json, show_table


def add(app: typer.Typer) -> None:
    """Make them commands of the application, in this order."""
    for command in (score, themes, evaluate):
        app.command()(command)


def score(
    file: Annotated[Path, typer.Argument(help="CSV, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    out: Annotated[Path, typer.Option(help="CSV, JSONL or Parquet; the input's columns and the scores")],
    tier: Annotated[str, typer.Option(help="auto, fast or best")] = "auto",
) -> None:
    """Score sentiment and intent of a file's rows: negative, neutral, positive, label, intents, lang."""
    from voxpop.steps import files

    show_counts(files.score(file, text_column, out, tier))


def themes(
    file: Annotated[Path, typer.Argument(help="CSV, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    out: Annotated[Path, typer.Option(help="CSV, JSONL or Parquet: theme id and label a row; themes.* beside it")],
    number: Annotated[int | None, typer.Option("--themes", help="How many [default: found by itself]")] = None,
) -> None:
    """Find the themes in a file's rows."""
    from voxpop.steps import files

    show_counts(files.themes(file, text_column, out, number))


def evaluate(
    file: Annotated[Path, typer.Argument(help="CSV, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    label_column: Annotated[str, typer.Option(help="The column that holds negative, neutral or positive")],
    tier: Annotated[str, typer.Option(help="auto, fast or best")] = "auto",
    as_json: JsonOption = False,
) -> None:
    """Measure the sentiment model on your own labels: accuracy, macro-F1, macro-recall, ECE, confusion."""
    from voxpop.steps import files

    found = files.evaluate(file, text_column, label_column, tier)
    if as_json:
        show_json(found)
    else:
        by_label, confusion = found.pop("by_label"), found.pop("confusion")
        show_table(["measure", "value"], list(found.items()))
        names = ["label", "n", "precision", "recall", *(f"called {name}" for name in confusion)]
        show_table(names, [[name, *by_label[name].values(), *row.values()] for name, row in confusion.items()])
