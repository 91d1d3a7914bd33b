"""The commands that read rows or a text: score, read, themes, evaluate, explain; none writes to the warehouse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_counts, show_json, show_table

LEAST_EFFECT = 1.0  # points; under it a word is not listed
MOST_WORDS = 15


def add(app: typer.Typer) -> None:
    """Make them commands of the application, in this order."""
    for command in (score, read, themes, evaluate, explain):
        app.command()(command)


def score(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Excel, OpenDocument, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    out: Annotated[Path, typer.Option(help="CSV, JSONL or Parquet; the input's columns and the scores")],
    tier: Annotated[str, typer.Option(help="auto, fast or best")] = "auto",
    adapted: Annotated[Path | None, typer.Option(help="What `voxpop adapt` made of your labels")] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of models that `voxpop train` made")] = None,
    lang_column: Annotated[
        str | None,
        typer.Option(help="The column with the language of each text, as codes [default: lang or language, if there]"),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="A voxpop.yaml: each row is asked its questions, two columns for each")
    ] = None,
    names: Annotated[
        Path | None, typer.Option(help="A voxpop.yaml: what each row says of its brands, products and rivals, a column")
    ] = None,
) -> None:
    """Score sentiment and intent of a file's rows: negative, neutral, positive, label, intents, lang; mixed posts with their parts."""
    from voxpop.pipeline.files import score as step

    notes: list[str] = []
    counts = step.score(file, text_column, out, tier, adapted, models, notes, lang_column, questions, names)
    for note in notes:
        print(f"{clean(file)}: {clean(note)}")
    show_counts(counts)


def read(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, TSV, Excel, OpenDocument, JSONL or Parquet [default: all posts that no analysis has read]"
        ),
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="With a file: the column that holds the text")] = None,
    out: Annotated[
        Path | None, typer.Option(help="With a file: CSV, JSONL or Parquet; the same rows that `voxpop score` writes")
    ] = None,
    tier: Annotated[
        str | None, typer.Option(help="With a file: auto, fast or best [default: auto; without, as configured]")
    ] = None,
    adapted: Annotated[Path | None, typer.Option(help="With a file: what `voxpop adapt` made of your labels")] = None,
    models: Annotated[Path | None, typer.Option(help="With a file: folder of models that `voxpop train` made")] = None,
    lang_column: Annotated[
        str | None,
        typer.Option(help="With a file: the column with the languages [default: lang or language, if there]"),
    ] = None,
    engine: Annotated[
        str, typer.Option(help="local: processes of this machine; spark: the cluster of --master")
    ] = "local",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes of --engine local [default: one a core]")
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(help="Of --engine spark: spark://HOST:7077, yarn, k8s://..., or local[4] on this machine"),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting of Spark: spark.executor.memory=4g; repeat"),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Read tone and intents on many cores or machines, before `analyze`, which then takes up what was read.

    For a backfill: land the archive, `voxpop read`, then load and analyze; after a new model too, whose version reads all posts
    again. It takes no lock, so collecting goes on; cut off, it goes on where it was. With --engine spark (the extra: pip install
    'voxpop[spark]', Java 17) every worker has the same voxpop installed and sees the same folders. The scores are those of one machine,
    to the last digit.
    """
    from voxpop.pipeline.engines import run as step
    from voxpop.pipeline.engines.choose import choose_engine

    chosen = choose_engine(engine, master, workers, settings or ())
    if file is None:
        for_files = {
            "--text-column": text_column,
            "--out": out,
            "--tier": tier,
            "--adapted": adapted,
            "--models": models,
        }
        for name, given in (for_files | {"--lang-column": lang_column}).items():
            if given is not None:
                raise UsageError(f"{name} is for a file; without one, posts are read as voxpop.yaml says")
        show_counts(step.read_waiting(open_workspace(config), chosen))
        return
    if text_column is None or out is None:
        raise UsageError("a file needs --text-column and --out")
    from voxpop.pipeline.engines.work import Setup

    notes: list[str] = []
    setup = Setup.of_files(tier or "auto", models, adapted)
    counts = step.read_file(file, text_column, out, chosen, setup, lang_column=lang_column, notes=notes)
    for note in notes:
        print(f"{clean(file)}: {clean(note)}")
    show_counts(counts)


def themes(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Excel, OpenDocument, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    out: Annotated[Path, typer.Option(help="CSV, JSONL or Parquet: theme id and label a row; themes.* beside it")],
    number: Annotated[int | None, typer.Option("--themes", help="How many [default: found by itself]")] = None,
) -> None:
    """Find the themes in a file's rows."""
    from voxpop.pipeline.files import score as step

    show_counts(step.themes(file, text_column, out, number))


def evaluate(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Excel, OpenDocument, JSONL or Parquet")],
    text_column: Annotated[str, typer.Option(help="The column that holds the text")],
    label_column: Annotated[
        str, typer.Option(help="The column that holds negative, neutral or positive; else yes or no")
    ],
    tier: Annotated[str, typer.Option(help="auto, fast or best")] = "auto",
    adapted: Annotated[Path | None, typer.Option(help="What `voxpop adapt` made of your labels")] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of models that `voxpop train` made")] = None,
    lang_column: Annotated[
        str | None,
        typer.Option(help="The column with the language of each text, as codes [default: lang or language, if there]"),
    ] = None,
    intent: Annotated[
        str | None, typer.Option(help="Instead of the tone: one of the intents, such as complaint")
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="Instead of the tone: a question of one's own, by its id; needs --config")
    ] = None,
    probability_column: Annotated[
        str | None, typer.Option(help="Instead of the tone: the column with the probability of yes, made by anything")
    ] = None,
    least: Annotated[
        list[str] | None,
        typer.Option(
            "--min", help="MEASURE=VALUE that must hold, else the command fails (ece, brier: at most); repeat"
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure on your own labels: accuracy, F1, recall, ECE, Brier score, suggested cut-offs, confusion."""
    from voxpop.pipeline.files import gold
    from voxpop.pipeline.files import score as step

    if len([one for one in (intent, question, probability_column) if one]) > 1:
        raise UsageError("give one of --intent, --question and --probability-column")
    limits = gold.read_limits(least or [])
    if probability_column:
        found = gold.evaluate_column(file, label_column, probability_column)
    elif intent:
        found = gold.evaluate_intent(file, text_column, label_column, intent, tier)
    elif question:
        found = gold.evaluate_question(file, text_column, label_column, question, config or Path("voxpop.yaml"))
    else:
        found = step.evaluate(file, text_column, label_column, tier, adapted, models, lang_column)
    missed = gold.list_missed(found, limits)
    if as_json:
        show_json(found)
    elif "confusion" not in found:
        show_table(["measure", "value"], list(found.items()))
    else:
        by_label, confusion = found.pop("by_label"), found.pop("confusion")
        show_table(["measure", "value"], list(found.items()))
        names = ["label", "n", "precision", "recall", *(f"called {name}" for name in confusion)]
        show_table(names, [[name, *by_label[name].values(), *row.values()] for name, row in confusion.items()])
    if missed:
        raise VoxpopError("; ".join(missed))


def explain(
    text: Annotated[str, typer.Argument(help="The post, in quotes")],
    tier: Annotated[str, typer.Option(help="auto, fast or best")] = "auto",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a text is scored and which words carried it; with --config the company's own words and names count."""
    from voxpop.pipeline.files import score as step

    found = step.explain(text, tier, open_workspace(config) if config else None)
    if as_json:
        show_json(asdict(found))
        return
    if not found.scored:
        print(f"Not scored: no model reads it (language: {clean(found.lang)}).")
        return
    shares = ", ".join(f"{name} {share:.2f}" for name, share in found.shares.items())
    print(f"{found.label}: {shares} ({found.lang}, {found.version})")
    for term, tone in found.own_words:
        print(f"'{clean(term)}' is read as {tone}, as configured")
    for one in found.towards:
        print(f"towards {clean(one.name)}: {one.label or 'not scored'} ({one.basis})")
    if found.parts:
        rows = [[part.label, part.text] for part in found.parts]
        show_table(["tone", "part"], rows, title="Mixed: it praises and complains")
    moved = sorted((p for p in found.pieces if abs(p.effect) >= LEAST_EFFECT), key=lambda p: -abs(p.effect))
    rows = [
        [p.text, f"{p.effect:+.0f}", ("+" if p.effect > 0 else "-") * round(abs(p.effect) / 5)]
        for p in moved[:MOST_WORDS]
    ]
    show_table(["word", "points", ""], rows, title="Points by which net sentiment would change without the word")
