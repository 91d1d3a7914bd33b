"""The demo, the schema of the configuration, a local Airflow, and the version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption
from voxpop.version import __version__


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.callback()(start)
    for command in (demo, schema, airflow):
        app.command()(command)


def show_version(asked: bool) -> None:
    """Print the version and end, where it is asked for."""
    if asked:
        print(f"voxpop {__version__}")
        raise typer.Exit


def start(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and exit")
    ] = False,
) -> None:
    """Listen to a community and report each week with honest numbers.

    Start with `voxpop try FILE` (an export that you have), `voxpop demo` (a fictional company) or `voxpop init` (yours).
    """
    del version


def schema(out: Annotated[Path | None, typer.Option(help="A file [default: print it]")] = None) -> None:
    """Write the JSON Schema of voxpop.yaml for editors, with what installed packages bring."""
    from voxpop.pipeline.config_schema import current

    text = current()
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8")
        print(f"{out} written")


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demo's data goes; emptied first")] = Path("demo-world"),
    seed: Annotated[int, typer.Option(help="Another seed gives another world")] = 2026,
    plain: Annotated[
        bool, typer.Option("--plain", help="Run the steps without Airflow, also where it is installed")
    ] = False,
) -> None:
    """Thirteen weeks of a fictional company, through real clients, servers and DAGs, to its reports."""
    from voxpop.pipeline.command import demo as demo_run

    raise typer.Exit(demo_run.main(folder, seed, plain=plain))


def airflow(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[-- COMMAND]", help="A command of Airflow itself, as in: -- dags list", show_default=False
        ),
    ] = None,
    config: ConfigOption = None,
    home: Annotated[Path, typer.Option(help="AIRFLOW_HOME")] = Path(".airflow"),
    port: Annotated[int, typer.Option(help="Port of the web page, on 127.0.0.1")] = 8080,
) -> None:
    """Start a local Airflow with the pool, the settings and the DAGs in place, or run a command of Airflow's in its home."""
    from voxpop.pipeline.local_airflow import home as airflow_home

    if words:
        raise typer.Exit(airflow_home.command(config, home, port, words))
    raise typer.Exit(airflow_home.serve(config, home, port))
