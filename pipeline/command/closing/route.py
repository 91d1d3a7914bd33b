"""Commands of routes: posts that go on to whom they concern; `voxpop route ...`. Exit code 3: something failed or is unsure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json

Name = Annotated[str | None, typer.Argument(help="Id of a route [default: all]")]
GAPS = 3

route = typer.Typer(no_args_is_help=True, help="Posts that go on by rule: send.")


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(route, name="route")


@route.callback()
def _group() -> None:
    """Posts that go on by rule."""


@route.command()
def send(
    name: Name = None,
    really: Annotated[bool, typer.Option("--send", help="Send them; without it nothing is sent")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent; this is the default")] = False,
    again: Annotated[list[str] | None, typer.Option(help="Send a message again that may have arrived")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the posts that routes would send on; --send does it, each post at most once a route, `per_day` a day."""
    from voxpop.errors import UsageError
    from voxpop.pipeline.loop.routes import send_routes

    if really and dry_run:
        raise UsageError("--send sends and --dry-run does not; give one of them")
    runs = send_routes(open_workspace(config), name, send=really, again=again or ())
    if as_json:
        show_json([asdict(run) for run in runs])
    else:
        for run in runs:
            print(f"{run.route}: {run.n_before} were sent before, {run.left_today} more may go today")
            for line in run.lines:
                post = line.message.get("post") or {}
                words = " ".join(part for part in (post.get("title"), post.get("text"), post.get("url")) if part)
                why = f" ({line.reason})" if line.reason else ""
                print(clean(f"  {line.delivery}  {line.outcome}: {words[:160]}{why}"))
        if not really:
            print("Nothing was sent; --send does it.")
    if not all(line.well for run in runs for line in run.lines):
        raise typer.Exit(GAPS)
