"""The commands that make models: adapt them to a company's labels, retrain those that ship with the package."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from voxpop import durable
from voxpop.errors import UsageError
from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, show_json, show_table


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(adapt)
    app.command()(train)


def adapt(
    labelled: Annotated[
        Path | None,
        typer.Option("--from", help="CSV, JSONL or Parquet of labelled rows in place of the warehouse's labels"),
    ] = None,
    text_column: Annotated[str, typer.Option(help="Of that file: the column that holds the text")] = "text",
    label_column: Annotated[str, typer.Option(help="Of that file: negative, neutral or positive")] = "label",
    out: Annotated[
        Path | None, typer.Option(help="With --from: where the adaptation goes, such as adapted.npz")
    ] = None,
    tier: Annotated[str, typer.Option(help="With --from: auto, fast or best")] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what it would do; change nothing")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back: the models as they come")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Adapt the sentiment models to posts that your people have labelled: 100 at least, 300 are good.

    Shares are calibrated and the words of your posts get weights of their own, each only where it helps by a margin on labels
    that it has not seen. The next `voxpop analyze` scores every post again.
    """
    from voxpop.pipeline.analyze import adapt as step

    if labelled is not None:
        if out is None and not dry_run:
            raise UsageError("--from needs --out: the file that the adaptation goes to (or --dry-run)")
        trial = step.adapt_to_file(labelled, text_column, label_column, tier)
        if out is not None and trial.adaptation is not None and not dry_run:
            durable.write(out, trial.adaptation.to_bytes())
    elif undo:
        print("Taken back." if step.undo(open_workspace(config)) else "There is no adaptation.")
        return
    else:
        trial = step.adapt(open_workspace(config), dry_run=dry_run)
    if as_json:
        show_json({"ways": trial.rows, "gain": trial.gain[0], "gain_error": trial.gain[1]})
        return
    names = ["chosen", "models", "log loss", "ECE", "accuracy", "macro recall"]
    rows = [
        [
            "*" if row["chosen"] else "",
            row["way"],
            *(round(row[name], 3) for name in ("log_loss", "ece", "accuracy", "macro_recall")),
        ]
        for row in trial.rows
    ]
    show_table(names, rows, title="On labels that the adaptation has not seen")
    if trial.adaptation is None:
        print("Nothing helps by enough: the models stay as they come.")
    else:
        print(f"The log loss falls by {trial.gain[0]:.3f} (standard error {trial.gain[1]:.3f}).")
        print("Dry run: nothing was changed." if dry_run else as_given("It counts from the next `voxpop analyze` on."))


def train(
    models: Annotated[
        list[str] | None, typer.Argument(help="fast, encoder, few, words, languages, blend, targets [default: all]")
    ] = None,
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
    order = step.make_order(data, out, labelled or [], columns, weights=weights, partly=partly)
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
