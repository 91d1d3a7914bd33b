"""The command `voxpop`: each sub-command calls one step; exit codes 0 done, 1 failed, 2 wrong usage, 3 done with gaps."""

from __future__ import annotations

import errno
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop import clock
from voxpop.errors import VoxpopError
from voxpop.pipeline.command import (
    adapt as cli_adapt,
)
from voxpop.pipeline.command import (
    archive as cli_archive,
)
from voxpop.pipeline.command import (
    audience as cli_audience,
)
from voxpop.pipeline.command import (
    begin as cli_begin,
)
from voxpop.pipeline.command import (
    community as cli_community,
)
from voxpop.pipeline.command import (
    demand as cli_demand,
)
from voxpop.pipeline.command import (
    explore as cli_explore,
)
from voxpop.pipeline.command import (
    files as cli_files,
)
from voxpop.pipeline.command import (
    keep as cli_keep,
)
from voxpop.pipeline.command import (
    label as cli_label,
)
from voxpop.pipeline.command import (
    plugin as cli_plugin,
)
from voxpop.pipeline.command import (
    report as cli_report,
)
from voxpop.pipeline.command import (
    search as cli_search,
)
from voxpop.pipeline.command import (
    themes as cli_themes,
)
from voxpop.pipeline.command import (
    train as cli_train,
)
from voxpop.pipeline.command.options import ConfigOption, FromOption, ToOption, opened
from voxpop.pipeline.command.output import JsonOption, clean, show_counts, show_json, show_table, tell_refused

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.window import Window

GAPS = 3

DISK_ERRORS = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
"""A disk that is full, broken or not ours to write to: nothing that a traceback explains."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


cli_begin.add(app)


@app.command()
def check(
    config: ConfigOption = None,
    *,
    offline: bool = typer.Option(False, help="Only the file, no requests"),
    warehouse: bool = typer.Option(False, help="The tables, landing and snapshots instead of the channels"),
    as_json: JsonOption = False,
) -> None:
    """Check the configuration and try every channel once."""
    from voxpop.pipeline.collect import clocks, names
    from voxpop.pipeline.collect import fetch as collect

    if warehouse:
        cli_keep.show_integrity(config, as_json=as_json)
        return
    workspace = opened(config)
    print(
        f"{workspace.lines.path}: in order, {len(workspace.config.channels)} channels, "
        f"{len(workspace.config.audiences)} audiences."
    )
    if offline:
        return
    with clock.watch() as seen:
        found = collect.check(workspace)
    show_table(["channel", "", "found"], [(name, "ok" if works else "FAILS", said) for name, works, said in found])
    doubts = [*(f"clock: {said}" for said in clocks.standing(workspace.landing, seen)), *names.unknown_names(workspace)]
    for said in doubts:
        print(f"warning: {clean(said)}")
    if not all(works for _, works, _ in found):
        raise typer.Exit(1)
    if doubts:
        raise typer.Exit(GAPS)


@app.command()
def plan(
    channels: Annotated[list[str] | None, typer.Argument(help="Channels [default: all]")] = None,
    start: FromOption = None,
    end: ToOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Preview a run: posts, requests, cost, and what it will miss; reads nothing that costs."""
    from voxpop.pipeline.collect import plan as step

    workspace = opened(config)
    planned = step.plan(workspace, _asked(workspace, channels, start, end))
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


@app.command()
def land(
    channels: Annotated[list[str] | None, typer.Argument(help="Channels [default: all]")] = None,
    start: FromOption = None,
    end: ToOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Collect raw items into landing; without --from, from where each channel was last heard."""
    from voxpop.pipeline.collect import fetch as collect

    workspace = opened(config)
    landed = collect.listen(workspace, _asked(workspace, channels, start, end))
    rows = [asdict(one) for one in landed]
    if as_json:
        show_json(rows)
    else:
        names = ["channel", "window", "items", "outcome", "reason"]
        show_table(names, [[row[name] for name in names] for row in rows])
    if not all(one.complete for one in landed):
        raise typer.Exit(GAPS)


def _asked(
    workspace: Workspace, channels: list[str] | None, start: str | None, end: str | None
) -> list[tuple[str, Window]]:
    """Channels and windows: the one given, else what each channel has to ask for now."""
    from voxpop.pipeline import spans
    from voxpop.pipeline.collect import fetch as collect
    from voxpop.pipeline.collect import windows

    chosen = [workspace.channel(channel).id for channel in channels or collect.listened(workspace)]
    if start:
        return [(channel, spans.window_between(workspace, start, end)) for channel in chosen]
    return [(channel, window) for channel in chosen for window in windows.next_windows(workspace, channel)]


@app.command()
def load(config: ConfigOption = None) -> None:
    """Load what has landed into the warehouse, exactly once, and publish."""
    from voxpop.pipeline.load import fetches as step

    counts = step.load(opened(config))
    show_counts(counts)
    if tell_refused(counts):
        raise typer.Exit(GAPS)


@app.command()
def analyze(config: ConfigOption = None) -> None:
    """Find voices, sentiment, themes and audiences; fill the marts; publish."""
    from voxpop.pipeline.analyze import run as step

    show_counts(step.analyze(opened(config)))


@app.command()
def publish(config: ConfigOption = None) -> None:
    """Publish a fresh snapshot for readers."""
    from voxpop.pipeline.load import fetches as step

    print(step.publish(opened(config)))


@app.command()
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

    workspace = opened(config)
    for folder in step.reports(workspace, audience, week, out, as_of):
        print(folder / "report.html")


@app.command()
def run(start: FromOption = None, end: ToOption = None, config: ConfigOption = None) -> None:
    """Land, load, analyze and report; run it again to resume."""
    from voxpop.pipeline import spans
    from voxpop.pipeline.analyze import run as analysis
    from voxpop.pipeline.collect import fetch as collect
    from voxpop.pipeline.load import fetches as loading
    from voxpop.pipeline.report import run as reporting

    workspace = opened(config)
    landed = collect.listen(workspace, _asked(workspace, None, start, end))
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


for group in (
    cli_audience,
    cli_files,
    cli_explore,
    cli_search,
    cli_report,
    cli_adapt,
    cli_train,
    cli_label,
    cli_themes,
    cli_community,
    cli_demand,
    cli_archive,
    cli_keep,
    cli_plugin,
):
    group.add(app)


def main() -> None:
    """Run the command; mistakes end in one clear message, not a traceback."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    for noisy in ("prawcore", "tweepy", "urllib3", "requests_oauthlib", "oauthlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        app()
    except VoxpopError as error:
        print(f"voxpop: {clean(error)}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        print(
            f"voxpop: {clean(error.filename or 'writing')}: {error.strerror}. Mend it and run this again",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        print("voxpop: interrupted; run the same command again to resume", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
