"""Commands of the demand board: what people ask for, what was decided on it, where it goes; `voxpop demand ...`."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, clean, show_json, show_table

Id = Annotated[str, typer.Argument(help="Id of a demand, such as d1a2b3c4")]
Kind = Annotated[str | None, typer.Option(help="idea or bug [default: both]")]
Most = Annotated[int, typer.Option(min=1, help="How many, from the first place on")]
By = Annotated[str | None, typer.Option(help="Your name for this [default: your login]")]
Why = Annotated[str, typer.Option(help="Why; kept in demand.yaml")]

demand = typer.Typer(
    no_args_is_help=True,
    help="What people ask for: list, show, state, merge, split, rename, hide, did, done, who, export.",
)


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(demand, name="demand")


@demand.command("list")
def list_demands(
    audience: Annotated[str, typer.Option(help="Whose demands")] = "everyone",
    kind: Kind = None,
    most: Most = 20,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the board: ideas and bugs by how many known people ask for them, recent ones first."""
    from voxpop.pipeline.explore import demand as step

    board = step.board(open_workspace(config), audience, kind)
    if as_json:
        show_json([asdict(line) for line in board[:most]])
        return
    names = ["", "id", "kind", "what", "state", "people", "last 4 weeks", "votes", "channels", "issues", "effect"]
    show_table(names, [_row(place, line) for place, line in enumerate(board[:most], start=1)])
    if len(board) > most:
        print(f"{len(board) - most} more; --most {len(board)} shows them all.")


@demand.command()
def show(
    demand_id: Id,
    audience: Annotated[str, typer.Option(help="Whose demands")] = "everyone",
    posts: Annotated[int, typer.Option(min=0, help="How many of its posts")] = 10,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one demand with its newest posts."""
    from voxpop.pipeline.explore import demand as step

    line, rows = step.show_demand(open_workspace(config), demand_id, audience, posts)
    if as_json:
        show_json({**asdict(line), "posts": rows})
        return
    print(f"{line.demand_id}  {clean(line.title)}  ({line.kind}, {line.state})")
    print(f"{line.n_people} people, {line.n_known} of them known; {line.first_day} to {line.last_day}; {_effect(line)}")
    for issue in line.issues:
        print(f"{issue.tracker}: {clean(issue)}{f'  {clean(issue.url)}' if issue.url else ''}")
    print()
    show_table(["post", "day", "channel", "sentence", "address"], [list(row.values()) for row in rows])


@demand.command()
def state(
    demand_id: Id,
    to: Annotated[str, typer.Argument(help="new, planned, 'in progress', shipped or declined")],
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Since when [default: today]")] = None,
    by: By = None,
    why: Why = "",
    config: ConfigOption = None,
) -> None:
    """Say how far it is; after 'shipped' the board compares who asks before and after."""
    since = (at or datetime.now(UTC)).date()
    _decide(config, do="state", demand=demand_id, to=to, at=since, by=by, why=why)


@demand.command()
def merge(demand_id: Id, into: Annotated[str, typer.Argument(help="The demand that gets the posts")], by: By = None, why: Why = "", config: ConfigOption = None) -> None:  # fmt: skip
    """Make two demands one."""
    _decide(config, do="merge", demand=demand_id, into=into, by=by, why=why)


@demand.command()
def split(demand_id: Id, posts: Annotated[list[str], typer.Argument(help="source/post_id ... as `voxpop demand show` lists them")], by: By = None, why: Why = "", config: ConfigOption = None) -> None:  # fmt: skip
    """Make some of its posts a demand of their own."""
    _decide(config, do="split", demand=demand_id, posts=tuple(posts), by=by, why=why)


@demand.command()
def rename(demand_id: Id, to: Annotated[str, typer.Argument(help="The new name")], by: By = None, why: Why = "", config: ConfigOption = None) -> None:  # fmt: skip
    """Returns it a name."""
    _decide(config, do="rename", demand=demand_id, to=to, by=by, why=why)


@demand.command()
def hide(demand_id: Id, by: By = None, why: Why = "", config: ConfigOption = None) -> None:
    """Take it off the board."""
    _decide(config, do="hide", demand=demand_id, by=by, why=why)


@demand.command()
def did(
    demand_id: Id,
    what: Annotated[str, typer.Argument(help="What was done, in words that people read in the report")],
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day [default: today]")] = None,
    link: Annotated[str, typer.Option(help="Where it can be read")] = "",
    by: By = None,
    why: Why = "",
    config: ConfigOption = None,
) -> None:
    """Say what was done; the report then shows how many people ask before and after."""
    day = (at or datetime.now(UTC)).date()
    _decide(config, do="did", demand=demand_id, what=what, at=day, link=link, by=by, why=why)


@demand.command()
def done(
    audience: Annotated[str, typer.Option(help="Whose demands")] = "everyone",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was done about demands, and how many people ask a week before and after."""
    from voxpop.pipeline.loop import done as step

    rows = step.list_done(open_workspace(config), audience)
    if as_json:
        show_json(
            [asdict(row) if row.told else asdict(row) | {"judged": {"verdict": row.judged.verdict}} for row in rows]
        )
        return
    names = ["demand", "what", "day", "people a week before", "after", "ratio (95 %)", "says", "issues"]
    show_table(names, [_done(row) for row in rows])


@demand.command()
def who(
    demand_id: Id,
    audience: Annotated[str, typer.Option(help="Whose demands")] = "everyone",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List those who asked and agreed to hear, by the configured consents; of all others only their number."""
    from voxpop.pipeline.loop import done as step

    found = step.list_hearers(open_workspace(config), demand_id, audience)
    if as_json:
        show_json(asdict(found))
        return
    names = ["source", "author", "contact", "a post of theirs"]
    show_table(names, [[one.source, one.author or None, one.contact or None, one.url] for one in found.agreed])
    others = "fewer than 5" if found.n_others is None else str(found.n_others)
    print(f"{len(found.agreed)} asked and agreed to hear; {others} others asked and did not say so.")


@demand.command()
def export(
    path: Annotated[Path | None, typer.Argument(help="A .csv file")] = None,
    github: Annotated[str | None, typer.Option(metavar="OWNER/NAME", help="Issues of this repository instead")] = None,
    send: Annotated[bool, typer.Option("--send", help="Make the issues; without it nothing is sent")] = False,
    api: Annotated[str, typer.Option(help="Another GitHub, of an enterprise")] = "https://api.github.com",
    audience: Annotated[str, typer.Option(help="Whose demands")] = "everyone",
    kind: Kind = None,
    most: Most = 20,
    config: ConfigOption = None,
) -> None:
    """Write the board as CSV, or make GitHub issues of it as `voxpop tracker push` does (token in VOXPOP_GITHUB_TOKEN, also of a dry run)."""
    from voxpop.pipeline.explore import demand as step
    from voxpop.pipeline.explore import demand_export

    if (path is None) == (github is None):
        raise typer.BadParameter("give a file, or --github OWNER/NAME")
    workspace = open_workspace(config)
    if path is not None:
        board = step.board(workspace, audience, kind)[:most]
        print(f"{path}: {demand_export.to_csv(board, path)} demands")
        return
    from voxpop.pipeline.loop.run import push_to

    tracker = demand_export.tracker_for(workspace, github or "", api=api, audience=audience, kind=kind, most=most)
    pushed = push_to(workspace, tracker, send=send)
    for line in pushed.lines:
        where = f" {line.made.url}" if line.made else f" ({line.reason})" if line.reason else ""
        print(clean(f"{line.choice.line.demand_id}  {line.choice.line.title}: {line.became}{where}"))
    if not send:
        print("Nothing was sent; --send makes the issues.")
    if not pushed.well:
        raise typer.Exit(3)


def _decide(config: Path | None, **said: object) -> None:
    from voxpop.decisions import demands as demand_decisions
    from voxpop.pipeline.explore import demand as step

    said["by"] = said["by"] or getpass.getuser()
    workspace = open_workspace(config)
    step.decide(workspace, demand_decisions.check(said))
    print(as_given(f"Noted in {workspace.demand_decisions}; the next `voxpop analyze` heeds it."))


def _row(place: int, line: Any) -> list[object]:
    return [
        place,
        line.demand_id,
        line.kind,
        line.title,
        line.state,
        line.n_people,
        line.n_recent,
        line.votes or None,
        ", ".join(line.channels),
        "; ".join(str(issue) for issue in line.issues) or None,
        _effect(line),
    ]


def _done(row: Any) -> list[object]:
    found = row.judged.effect if row.told else None
    ratio = f"{found.ratio:.2f} ({found.low:.2f} to {found.high:.2f})" if found and found.ratio is not None else ""
    before, after = (f"{found.before:.1f}", f"{found.after:.1f}") if found else ("", "")
    said = str(row.judged.verdict)
    return [row.demand_id, row.what, str(row.done_on), before, after, ratio, said, "; ".join(row.issues) or None]


def _effect(line: Any) -> str:
    if line.effect is None:
        return ""
    found = line.effect
    ratio = "" if found.ratio is None else f" (x{found.ratio:.2f}, {found.low:.2f} to {found.high:.2f})"
    return f"{found.before:.1f} to {found.after:.1f} a week: {found.verdict}{ratio}"
