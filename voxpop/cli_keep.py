"""Commands that keep the warehouse in order."""

from __future__ import annotations

from typing import Annotated

import typer

from voxpop.cli_options import ConfigOption, opened
from voxpop.cli_output import show_counts


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(sweep)


def sweep(channels: Annotated[list[str] | None, typer.Argument()] = None, config: ConfigOption = None) -> None:
    """Ask the sources again for known posts: fresh counts, edits, deletions; then load and tidy up."""
    from voxpop.steps import collect, keep

    workspace = opened(config)
    for channel in channels or collect.listened(workspace):
        print(f"{channel}: {keep.sweep(workspace, channel)}")
    show_counts(keep.tidy(workspace))
