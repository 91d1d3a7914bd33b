"""Commands for files that are not configured yet; `voxpop archive ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

archive = typer.Typer(no_args_is_help=True, help="Files that you have: propose a channel for one.")


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(archive, name="archive")


@archive.callback()
def group() -> None:
    """Files that you have: propose a channel for one."""


@archive.command()
def sniff(
    file: Annotated[Path, typer.Argument(help="Any export: CSV, Excel, JSON, XML, Parquet, a chat")],
    write: Annotated[bool, typer.Option("--write", help="Add the channel to voxpop.yaml")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose the channel that reads a file: layout, columns, times and id, with three rows to look at and what is not sure."""
    from voxpop.pipeline.files import sniff as step

    place = step.place_of(config)
    found = step.sniff(file, place)
    if as_json:
        told = {"channel": found.channel, "about": found.about, "posts": found.posts, "refused": found.refused}
        show_json({**told, "rows": found.rows, "unsure": found.unsure, "notes": found.notes})
    else:
        print(f"# {clean(found.about or 'no known layout: guessed by names and values')}")
        print(f"channels:\n{clean(found.block())}", end="")
        print(f"{found.posts} posts, {found.refused} refused; the first:")
        names = ["post_id", "created_at", "kind", "title", "text", "parent_id", "rating"]
        show_table(names, [[row[name] for name in names] for row in found.rows])
        for line in found.unsure:
            print(f"unsure: {clean(line)}")
        for line in found.notes:
            print(f"note: {clean(line)}")
    if write:
        print(step.write(found, place))
