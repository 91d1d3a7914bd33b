"""Commands about audiences: what their rules take and leave."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.cli_options import ConfigOption, opened
from voxpop.cli_output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.steps.audience import Trial

SHOWN = 160  # signs of an example


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(no_args_is_help=True, help="Audiences: what their rules take and leave.")
    group.callback()(lambda: None)  # keeps `test` a sub-command while it is the only one
    group.command("test")(try_rules)
    app.add_typer(group, name="audience")


def try_rules(
    audience: Annotated[str | None, typer.Argument(help="Its id [default: each]")] = None,
    examples: Annotated[int, typer.Option(min=0, max=100, help="Hits and misses to show of each")] = 5,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try the rules as they stand in the file on the newest snapshot: hits, misses, overlap, examples. Stores nothing."""
    from voxpop.steps import audience as step

    trials = step.trials(opened(config), audience, examples)
    if as_json:
        show_json([asdict(trial) for trial in trials])
        return
    for trial in trials:
        _show(trial)


def _show(trial: Trial) -> None:
    print(f"{trial.audience}: {trial.hits} of {trial.posts} posts\n")
    channels = [[row["channel"], row["hits"], row["posts"] - row["hits"]] for row in trial.channels]
    show_table(["channel", "hits", "misses"], channels)
    if trial.overlap:
        print()
        show_table(["other audience", "its posts", "here too"], [list(row.values()) for row in trial.overlap])
    for hit, title in ((True, "Hits"), (False, "Misses")):
        chosen = [row for row in trial.examples if row["hit"] == hit]
        if chosen:
            print(f"\n{title}, for example:")
        for row in chosen:
            said = " ".join(f"{row['title'] or ''} {row['text']}".split())
            print(f"  {clean(row['source'])}:{clean(row['post_id'])}  {clean(said[:SHOWN])}")
    print()
