"""Commands of trackers: demands as issues, and what became of them; `voxpop tracker ...`. Exit code 3: something is unsure or was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.loop.push import Line, Pushed

Name = Annotated[str | None, typer.Argument(help="Id of a tracker [default: the only one]")]
GAPS = 3

tracker = typer.Typer(no_args_is_help=True, help="Demands as issues of a tracker: push, status.")


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(tracker, name="tracker")


@tracker.command()
def push(
    name: Name = None,
    send: Annotated[bool, typer.Option("--send", help="Make the issues; without it nothing is sent")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made; this is the default")] = False,
    again: Annotated[list[str] | None, typer.Option(help="Make it again though its issue was deleted there")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the issues that would be made of demands, with title, body and labels; --send makes them, each demand's once."""
    from voxpop.errors import UsageError
    from voxpop.pipeline.loop import run as step

    if send and dry_run:
        raise UsageError("--send makes the issues and --dry-run does not; give one of them")
    pushed = step.push(open_workspace(config), name, send=send, again=again or ())
    if as_json:
        show_json([_facts(line) for line in pushed.lines])
    else:
        _show(pushed, send=send)
    if not pushed.well:
        raise typer.Exit(GAPS)


@tracker.command()
def status(name: Name = None, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Read how far every issue is, and keep it in the warehouse for the board and the report."""
    from voxpop.pipeline.loop import run as step

    rows = step.read_states(open_workspace(config), name)
    if as_json:
        show_json(
            [
                {
                    "issue": made.issue,
                    "demands": list(made.demands),
                    "state": str(made.state),
                    "release": made.release,
                    "url": made.url,
                    "is_news": is_news,
                }
                for made, is_news in rows
            ]
        )
        return
    names = ["issue", "demand", "state", "release", "news", "address"]
    show_table(
        names,
        [
            [made.issue, ", ".join(made.demands), str(made.state), made.release, "yes" if is_news else "", made.url]
            for made, is_news in rows
        ],
    )


def _facts(line: Line) -> dict[str, object]:
    issue = line.choice.issue
    return {
        "demand_id": line.choice.line.demand_id,
        "title": issue.title if issue else None,
        "body": issue.body if issue else None,
        "labels": list(issue.labels) if issue else [],
        "became": str(line.became),
        "issue": line.made.issue if line.made else None,
        "url": line.made.url if line.made else None,
        "reason": line.reason,
    }


def _show(pushed: Pushed, *, send: bool) -> None:
    from voxpop.pipeline.loop.push import Became

    for line in pushed.lines:
        where = f" {line.made.issue} ({line.made.state}) {line.made.url or ''}".rstrip() if line.made else ""
        why = f": {line.reason}" if line.reason else ""
        print(clean(f"{line.choice.line.demand_id}  {line.choice.line.title}: {line.became}{where}{why}"))
        if line.became is Became.WOULD and line.choice.issue:
            print(clean(f"    title:  {line.choice.issue.title}\n    labels: {', '.join(line.choice.issue.labels)}"))
            print("\n".join(f"    | {clean(part)}" for part in line.choice.issue.body.splitlines()) + "\n")
    for note in pushed.notes:
        print(f"Look at this: {clean(note)}.")
    would = sum(line.became is Became.WOULD for line in pushed.lines)
    cost = f"{pushed.requests} requests were made to look"
    if not send:
        cost += f", to make {would} would take about {2 * would} more" if would else ""
    print(f"{cost}. {'' if send else 'Nothing was sent; --send makes the issues.'}".rstrip())
