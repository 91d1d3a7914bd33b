"""Commands that look into the published snapshot."""

from __future__ import annotations

from typing import Annotated

import typer

from voxpop.pipeline.command.grid import show_grid
from voxpop.pipeline.command.options import ConfigOption, FromOption, ToOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, show_json, show_table


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (sql, coverage, serve):
        app.command()(command)


def sql(
    query: Annotated[str, typer.Argument(help="One statement; reads the newest published snapshot")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Query the published snapshot, read only: `voxpop sql "select * from posts limit 5"`."""
    from voxpop.pipeline.explore import sql as step

    found = step.sql(open_workspace(config), query)
    if as_json:
        show_json(found.to_pylist())
    else:
        show_table(found.column_names, [list(row.values()) for row in found.to_pylist()])


def coverage(
    start: FromOption = None,
    end: ToOption = None,
    grid: Annotated[bool, typer.Option("--grid", help="Channels by days: the worst hour of each")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """What was asked of each channel, what came back, and what was not heard."""
    from voxpop.pipeline.explore import sql as step

    if grid:
        days = step.coverage_days(open_workspace(config), start, end)
        if as_json:
            show_json(days)
        else:
            show_grid(days)
        return
    columns, rows = step.coverage(open_workspace(config), start, end)
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        show_table(columns, rows)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free")] = 8090,
    host: Annotated[
        str,
        typer.Option(help="Address to listen on; another than this machine's own needs explorer.proxy in voxpop.yaml"),
    ] = "127.0.0.1",
    wait: Annotated[bool, typer.Option("--wait", help="Start also where nothing was published yet")] = False,
    config: ConfigOption = None,
) -> None:
    """Serve the explorer: pages over the newest snapshot, with filters, every figure leading to its posts. Ctrl-C ends it.

    Pages follow each publication by themselves, and no load waits for a reader. Reading needs no script and no account on this
    machine. Renaming themes and labelling posts need the token in VOXPOP_EXPLORER_TOKEN. Posts are shown as in reports: without
    names, handles and other personal details, and no group of fewer people than report.min_authors is told apart.
    """
    from voxpop.pipeline.serve import run

    workspace = open_workspace(config)
    run.serve(
        workspace, host, port, lambda address: print(f"Explorer:  {address}\nStop:      Ctrl-C", flush=True), wait=wait
    )
