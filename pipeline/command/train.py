"""Retrains the models that ship with the package."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from voxpop.pipeline.command.output import JsonOption, show_json, show_table


def add(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(train)


def train(
    models: Annotated[list[str] | None, typer.Argument(help="fast, encoder, few, words, blend [default: all]")] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder of public labelled files [default: $VOXPOP_SHARED/data, ../shared/data]")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the models and their card")] = Path("models"),
    labelled: Annotated[
        list[Path] | None, typer.Option(help="CSV, JSONL or Parquet of labelled posts of your own; may be repeated")
    ] = None,
    text_column: Annotated[str, typer.Option(help="Of those files: the column that holds the text")] = "text",
    label_column: Annotated[str, typer.Option(help="Of those files: negative, neutral or positive")] = "label",
    weights: Annotated[
        Path | None,
        typer.Option(help="For the encoder: folder with model.safetensors and vocab.txt of all-MiniLM-L6-v2"),
    ] = None,
    partly: Annotated[
        bool, typer.Option("--partly", help="Leave out public files that are missing, where a model can do without")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show steps, time, and what is missing; train nothing")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Retrain the models of the package from labelled files. The same files give the same models, to the last byte.

    Everything that is missing is said before anything is made. The models go to a folder with a model card; `Reader.load(tier, folder)`
    reads them.
    """
    from voxpop.pipeline.files import train as step

    logging.getLogger("voxpop.train").setLevel(logging.INFO)
    columns = (text_column, label_column)
    order = step.ordered(data, out, labelled or [], columns, weights=weights, partly=partly)
    if dry_run:
        rows = step.plan(models or [], order)
        if as_json:
            show_json(rows)
            return
        cells = [[r["model"], ", ".join(r["makes"]), r["about"], "; ".join(r["missing"]) or "nothing"] for r in rows]
        show_table(["model", "makes", "takes about", "missing"], cells, title="Dry run: nothing was trained")
        return
    made = step.train(models or [], order)
    if as_json:
        show_json(made)
        return
    show_table(["model", "seconds", "files"], [[r["model"], r["seconds"], ", ".join(r["files"])] for r in made])
    print(f"The card is {out / 'MODEL_CARD.md'}.")
