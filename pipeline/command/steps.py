"""The commands of the pipeline, one a step: check, plan, land, load, analyze, publish, report, and all of them in `run`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop import clock
from voxpop.pipeline.command import keep
from voxpop.pipeline.command.options import ConfigOption, FromOption, ToOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, clean, show_counts, show_json, show_table, tell_refused

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.window import Window

GAPS = 3
"""The exit code of a run that is done and has gaps."""


def add(app: typer.Typer) -> None:
    """Add the commands to the app, in the order in which they are run."""
    for command in (check, plan, land, load, analyze, publish, report, run):
        app.command()(command)


def check(
    config: ConfigOption = None,
    *,
    offline: bool = typer.Option(False, help="Only the file, no requests"),
    warehouse: bool = typer.Option(False, help="The tables, landing and snapshots instead of the channels"),
    as_json: JsonOption = False,
) -> None:
    """Check the configuration and try every channel once."""
    from voxpop.pipeline.collect import check, clocks, names

    if warehouse:
        keep.show_integrity(config, as_json=as_json)
        return
    workspace = open_workspace(config)
    counts = {"channel": len(workspace.config.channels), "audience": len(workspace.config.audiences)}
    told = ", ".join(f"{number} {thing if number == 1 else f'{thing}s'}" for thing, number in counts.items())
    print(f"{workspace.lines.path}: in order, {told}.")
    if offline:
        return
    with clock.watch() as seen:
        found = check.check(workspace)
    show_table(["channel", "", "found"], [(name, "ok" if works else "FAILS", said) for name, works, said in found])
    unknown = names.unknown_names(workspace)
    wrong = [one.said for one in unknown if one.certain]
    doubts = [f"clock: {said}" for said in clocks.standing(workspace.landing, seen)]
    doubts += [one.said for one in unknown if not one.certain]
    for said in doubts:
        print(f"warning: {as_given(clean(said))}")
    for said in wrong:
        print(f"voxpop: {as_given(clean(said))}", file=sys.stderr)
    if wrong or not all(works for _, works, _ in found):
        raise typer.Exit(1)
    if doubts:
        raise typer.Exit(GAPS)


def plan(
    channels: Annotated[list[str] | None, typer.Argument(help="Channels [default: all]")] = None,
    start: FromOption = None,
    end: ToOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Preview a run: posts, requests, cost, and what it will miss; reads nothing that costs."""
    from voxpop.pipeline.collect import plan as step

    workspace = open_workspace(config)
    planned = step.plan(workspace, _choose_windows(workspace, channels, start, end))
    rows = [asdict(one) for one in planned]
    if as_json:
        show_json(rows)
    else:
        names = ["channel", "window", "posts", "basis", "requests", "minutes", "usd"]
        show_table([*names, "will miss"], [[*(row[n] for n in names), "; ".join(row["will_miss"])] for row in rows])
        print(
            f"Prices of {workspace.config.prices.as_of:%Y-%m-%d} (voxpop.yaml: prices); asking took "
            f"{sum(one.asking_usd for one in planned):.3f} USD"
        )
    if any(one.will_miss for one in planned):
        raise typer.Exit(GAPS)


def land(
    channels: Annotated[list[str] | None, typer.Argument(help="Channels [default: all]")] = None,
    start: FromOption = None,
    end: ToOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Collect raw items into landing; without --from, from where each channel was last heard."""
    from voxpop.pipeline.collect import fetch

    workspace = open_workspace(config)
    landed = fetch.listen(workspace, _choose_windows(workspace, channels, start, end))
    rows = [asdict(one) for one in landed]
    if as_json:
        show_json(rows)
    else:
        names = ["channel", "window", "items", "outcome", "reason"]
        show_table(names, [[row[name] for name in names] for row in rows])
    if not all(one.complete for one in landed):
        raise typer.Exit(GAPS)


def _choose_windows(
    workspace: Workspace, channels: list[str] | None, start: str | None, end: str | None
) -> list[tuple[str, Window]]:
    """Channels and windows: the one given, else what each channel has to ask for now."""
    from voxpop.pipeline import spans
    from voxpop.pipeline.collect import fetch, windows

    chosen = [workspace.channel(channel).id for channel in channels or fetch.listened(workspace)]
    if start:
        return [(channel, spans.window_between(workspace, start, end)) for channel in chosen]
    return [(channel, window) for channel in chosen for window in windows.next_windows(workspace, channel)]


def load(config: ConfigOption = None) -> None:
    """Load what has landed into the warehouse, exactly once, and publish."""
    from voxpop.pipeline.load import fetches as step

    counts = step.load(open_workspace(config))
    show_counts(counts)
    if tell_refused(counts):
        raise typer.Exit(GAPS)


def analyze(
    config: ConfigOption = None,
    *,
    again: bool = typer.Option(False, help="Also where nothing is new since the last analysis"),
) -> None:
    """Find voices, sentiment, themes and audiences; fill the marts; publish."""
    from voxpop.pipeline.analyze import run as step

    show_counts(step.analyze(open_workspace(config), again=again))


def publish(config: ConfigOption = None) -> None:
    """Publish a fresh snapshot for readers."""
    from voxpop.pipeline.load import fetches as step

    print(step.publish(open_workspace(config)))


def report(
    audience: Annotated[str | None, typer.Option(help="One audience [default: all]")] = None,
    week: Annotated[
        str | None, typer.Option(help="2026-W47, or a date inside it [default: the last whole week]")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder [default: the configured one]")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="TIME", help="As known then: 2026-11-23T06:00, with --out [default: now]")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write report.html, email.html, report.txt, report.json and CSVs for each audience."""
    from voxpop.pipeline.report import run as step

    workspace = open_workspace(config)
    for folder in step.reports(workspace, audience, week, out, as_of):
        print(folder / "report.html")


def run(start: FromOption = None, end: ToOption = None, config: ConfigOption = None) -> None:
    """Land, load, analyze and report; run it again to resume."""
    from voxpop.pipeline import spans
    from voxpop.pipeline.analyze import run as analysis
    from voxpop.pipeline.collect import fetch
    from voxpop.pipeline.load import fetches as loading
    from voxpop.pipeline.report import run as reporting

    workspace = open_workspace(config)
    landed = fetch.listen(workspace, _choose_windows(workspace, None, start, end))
    loaded = loading.load(workspace)
    analysis.analyze(workspace)
    for week in spans.weeks_between(workspace, start, end):
        for folder in reporting.reports(workspace, None, str(week), None):
            print(folder / "report.html")
    for one in landed:
        if not one.complete:
            print(f"{one.channel}: {one.outcome}: {clean(one.reason)}", file=sys.stderr)
        if one.clock:
            print(f"{one.channel}: {clean(one.clock)}", file=sys.stderr)
    if tell_refused(loaded) or not all(one.complete for one in landed):
        raise typer.Exit(GAPS)
