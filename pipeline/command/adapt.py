"""The command that adapts the models to a company's labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voxpop import durable
from voxpop.errors import UsageError
from voxpop.pipeline.command.options import ConfigOption, opened
from voxpop.pipeline.command.output import JsonOption, show_json, show_table


def add(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(adapt)


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
        print("Taken back." if step.undo(opened(config)) else "There is no adaptation.")
        return
    else:
        trial = step.adapt(opened(config), dry_run=dry_run)
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
        print("Dry run: nothing was changed." if dry_run else "It counts from the next `voxpop analyze` on.")
