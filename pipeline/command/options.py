"""Options that many commands share, and the workspace that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.pipeline.command.output import note_config

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="The configuration [default: $VOXPOP_CONFIG, then voxpop.yaml]",
        callback=note_config,
    ),
]
FromOption = Annotated[
    str | None, typer.Option("--from", help="Start: 2026-11-16 (midnight, company time) or ISO time")
]
ToOption = Annotated[str | None, typer.Option("--to", help="End, not included [default: now]")]


def open_workspace(config: Path | None) -> Workspace:
    """The workspace of the configuration."""
    from voxpop.pipeline.access import keep_private
    from voxpop.pipeline.workspace import Workspace

    workspace = Workspace.open(config)
    keep_private(workspace)
    return workspace
