"""The commands for packages of others: begin one, list those that are installed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from voxpop.pipeline.command.output import JsonOption, show_json, show_table

plugin = typer.Typer(
    no_args_is_help=True, help="Packages that bring sources, delivery targets and layouts: begin one, list them."
)


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(plugin, name="plugin")


@plugin.command()
def new(
    name: Annotated[str, typer.Argument(help="The name that stands in voxpop.yaml, such as acme-ideas")],
    kind: Annotated[Literal["source", "target", "layout"], typer.Option(help="What the package brings")] = "source",
    folder: Annotated[Path, typer.Option(help="Where to write the package")] = Path(),
) -> None:
    """Write a package that brings a source, a delivery target or a layout of files, with tests that pass."""
    from voxpop.pipeline.plugin.new import write_package
    from voxpop.plugins import Group

    paths = write_package(name, Group[kind.upper()], folder)
    for path in paths:
        print(path)
    root = next(path.parent for path in paths if path.name == "pyproject.toml")
    print(f"\nNext: pip install -e '{root}[test]' && pytest {root}")


@plugin.command("list")
def list_plugins(as_json: JsonOption = False) -> None:
    """List what installed packages bring, and what of it cannot be used."""
    from voxpop.pipeline.plugin.installed import list_installed

    rows = [asdict(thing) for thing in list_installed()]
    if as_json:
        show_json(rows)
    elif rows:
        show_table(["kind", "name", "package", ""], [[*list(row.values())[:3], row["problem"] or "ok"] for row in rows])
    else:
        print("No installed package brings anything; `voxpop plugin new NAME` begins one.")
    if any(row["problem"] for row in rows):
        raise typer.Exit(1)
