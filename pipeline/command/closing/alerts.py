"""Commands about alerts that were told: list, show, ack, snooze, owner; and the rules with their bars; `voxpop alerts ...`."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.alarms.ledger import Entry
    from voxpop.pipeline.workspace import Workspace

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of an alert, such as a3; `voxpop alerts list` shows them")]
By = Annotated[str | None, typer.Option(help="Your name for this [default: your login]")]

alerts = typer.Typer(
    no_args_is_help=True,
    help="""Alerts that `voxpop alert` found: who was told, who looks into them, what is over.

    `voxpop alert` looks at all rules and tells what is new; run it every hour (the DAG voxpop_analyze does). Each cause is told once when it
    begins and once when it is over. `ack` says that you look into it, `snooze` that nothing is to be told of it for a while. `rules` shows what is looked at, and
    how unusual an hour must be so that all rules together are wrong once in `alerts.quiet_weeks` quiet weeks.

    Example: voxpop alerts list, then voxpop alerts ack a3 --by ana
    """,
)


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(alerts, name="alerts")


@alerts.command("list")
def list_alerts(
    all_: Annotated[bool, typer.Option("--all", help="Also those that are over")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the alerts that are not over, the newest first."""
    from voxpop.pipeline.alarms import said
    from voxpop.pipeline.alarms.ledger import Ledger
    from voxpop.pipeline.alarms.tell import theme_names

    workspace = open_workspace(config)
    entries = [entry for entry in Ledger(workspace).entries()[::-1] if all_ or not entry.over]
    if as_json:
        show_json([entry.model_dump(mode="json") for entry in entries])
        return
    if not entries:
        print("No alert is open." if not all_ else "There was no alert yet.")
        return
    themes, zone = theme_names(workspace), workspace.config.company.zone
    rows = [
        [
            entry.id,
            entry.state,
            entry.first.astimezone(zone),
            entry.last.astimezone(zone),
            entry.parts[0].n_people,
            entry.owner or "",
            entry.acknowledged_by or "",
            said.title(workspace, themes, entry.parts[0], entry.crisis),
        ]
        for entry in entries
    ]
    show_table(["id", "state", "first", "last", "people", "owner", "acknowledged", "what"], rows)


@alerts.command()
def show(id_: Id, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show one alert: its message as it is now, and who was told of it when."""
    from voxpop.pipeline.alarms import said
    from voxpop.pipeline.alarms.ledger import Ledger
    from voxpop.pipeline.alarms.tell import theme_names

    workspace = open_workspace(config)
    entry = Ledger(workspace).find(id_)
    if as_json:
        show_json(entry.model_dump(mode="json"))
        return
    write = said.over if entry.over else said.begins
    print(clean(write(workspace, theme_names(workspace), entry, entry.parts).text))
    print(f"\n{entry.id}: {entry.state}")
    _say_rest(workspace, entry)


@alerts.command()
def ack(id_: Id, by: By = None, config: ConfigOption = None) -> None:
    """Say that you look into an alert: its beginning is told to nobody any more, its end still is."""
    from voxpop.pipeline.alarms import decide

    entry = decide.acknowledge(open_workspace(config), id_, by or getpass.getuser())
    print(f"{entry.id}: acknowledged by {clean(entry.acknowledged_by)}.")


@alerts.command()
def snooze(
    id_: Id,
    hours: Annotated[float, typer.Option(min=0, help="For so long nothing is told of it; 0 ends the snooze")] = 24,
    config: ConfigOption = None,
) -> None:
    """Tell nothing of an alert for a while, nor of new ones on the same subject and audience; all of it is still written down."""
    from voxpop.pipeline.alarms import decide

    workspace = open_workspace(config)
    entry = decide.snooze(workspace, id_, hours)
    until = entry.snoozed_until.astimezone(workspace.config.company.zone) if entry.snoozed_until else None
    print(f"{entry.id}: snoozed until {until:%Y-%m-%d %H:%M}." if until else f"{entry.id}: no longer snoozed.")


@alerts.command()
def owner(
    id_: Id,
    name: Annotated[str, typer.Argument(help="Who looks after it; '' for nobody")],
    config: ConfigOption = None,
) -> None:
    """Say who looks after an alert; the message of its end names them."""
    from voxpop.pipeline.alarms import decide

    entry = decide.own(open_workspace(config), id_, name)
    print(f"{entry.id}: owner {clean(entry.owner)}." if entry.owner else f"{entry.id}: nobody's.")


@alerts.command()
def rules(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show what is looked at, and how unusual it must be to be an alert; tells and writes nothing down."""
    from voxpop.pipeline.alarms import decide

    found = decide.rules(open_workspace(config))
    if as_json:
        show_json(found)
        return
    names = ["rule", "figure", "of", "window", "audiences", "figures", "goes", "one in", "mood"]
    show_table(names, [[row[name] for name in names] for row in found["rules"]])
    print(clean(found["note"]))


@alerts.command()
def digest(
    of: Annotated[Literal["day", "week"], typer.Option(help="The day before, or the week before")] = "week",
    config: ConfigOption = None,
) -> None:
    """Print the alerts of the day or week before; `alerts.digest` in the configuration sends it."""
    from voxpop.pipeline.alarms import decide

    print(clean(decide.digest(open_workspace(config), of)))


def _say_rest(workspace: Workspace, entry: Entry) -> None:
    zone = workspace.config.company.zone

    def local(when: datetime) -> str:
        return f"{when.astimezone(zone):%Y-%m-%d %H:%M}"

    if entry.owner:
        print(f"owner {clean(entry.owner)}")
    if entry.acknowledged_by and entry.acknowledged_at:
        print(f"acknowledged by {clean(entry.acknowledged_by)}, {local(entry.acknowledged_at)}")
    if entry.snoozed_until:
        print(f"snoozed until {local(entry.snoozed_until)}")
    if entry.over:
        print(f"over since {local(entry.over)}")
    rows = [[one.what, one.target, one.recipient, one.outcome, one.at.astimezone(zone)] for one in entry.told]
    if rows:
        print()
        show_table(["told", "target", "recipient", "", "when"], rows)
