"""The command that answers questions in words; exit codes: 0 answered, 5 refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.ask import Answer, Figure, Refusal, World

REFUSED = 5
"""Exit code of a question that no form answers."""


def add(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(ask)


def ask(
    question: Annotated[list[str] | None, typer.Argument(help="What you want to know, in English or German")] = None,
    forms: Annotated[bool, typer.Option("--forms", help="List the forms of questions that can be answered")] = False,
    receipt: Annotated[
        str | None,
        typer.Option(help="Recompute an answer: its receipt (tone?weeks=2026-W47), or a file that --json wrote"),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question in plain words, with its interval and a receipt: `voxpop ask "Why did the mood fall last week?"`."""
    from voxpop.errors import UsageError

    if sum((bool(question), forms, receipt is not None)) != 1:
        raise UsageError("write a question, or --forms, or --receipt with a receipt or a file")
    if forms:
        _show_forms(as_json)
        return
    from voxpop.pipeline.ask import ask as step
    from voxpop.pipeline.ask import open_world

    workspace = open_workspace(config)
    world = open_world(workspace.lines.path)
    with world.snapshot:
        if receipt is not None:
            _show_receipt(world, receipt, as_json)
            return
        found = step(world, " ".join(question or ()))
        if as_json:
            show_json(found.as_json())
        else:
            _show(found)
    if not found.answered:
        raise typer.Exit(REFUSED)


def _show(found: Answer | Refusal) -> None:
    from voxpop.pipeline.ask import Answer

    print(clean(found.sentence))
    if not isinstance(found, Answer):
        if found.nearest:
            print("\nThe nearest questions that can be answered:")
            show_table(["form", "tells"], list(found.nearest))
        return
    for line in found.lines:
        print(f"  - {clean(line)}")
    print(f"\nHow sure: {clean(found.sure)}")
    for line in found.unheard:
        print(f"Not heard: {clean(line)}")
    for line in found.notes:
        print(f"Note: {clean(line)}")
    if found.quotes:
        print("\nIn the words of others:")
    for quote in found.quotes:
        url = f"\n    {clean(quote.url)}" if quote.url else ""
        print(f'  "{clean(quote.text)}"\n    {clean(quote.channel)}, {quote.day}{url}')
    print(f"\nReceipt: {clean(found.receipt)}\nSnapshot: {clean(found.snapshot)}")


def _show_forms(as_json: bool) -> None:
    from voxpop.pipeline.ask import all_forms

    rows = [(one.signature(), one.tells["en"], one.needed(), one.examples[0]) for one in all_forms().values()]
    columns = ("form", "tells", "needs", "example")
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        show_table(["form", "tells", "needs", "for example"], rows)


def _show_receipt(world: World, receipt: str, as_json: bool) -> None:
    from voxpop.errors import VoxpopError
    from voxpop.pipeline.ask import recompute_figure

    found = [recompute_figure(world, figure) for figure in _read_figures(world, receipt)]
    rows: list[list[Any]] = [
        [one.name, one.printed, one.value, one.now, "same" if one.same else "changed", one.query] for one in found
    ]
    if as_json:
        from dataclasses import asdict

        show_json({"snapshot": world.name, "figures": [asdict(one) for one in found]})
    else:
        show_table(["figure", "printed", "value", "now", "", "query"], rows)
        print(f"Snapshot: {world.name}")
    if not all(one.same for one in found):
        raise VoxpopError("a figure is no longer what was printed: the data or its analysis changed since")


def _read_figures(world: World, receipt: str) -> list[Figure]:
    import json

    from voxpop.errors import UsageError
    from voxpop.pipeline.ask import answer, figures_of, parse_address

    path = Path(receipt)
    if "?" not in receipt and path.is_file():
        try:
            return figures_of(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: no JSON: {error}") from error
    form, slots, language = parse_address(receipt)
    return list(answer(world, form, slots, language).figures)
