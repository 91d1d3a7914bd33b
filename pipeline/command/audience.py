"""Commands about audiences and brands: what their rules take and leave, and how much of it is meant."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.errors import UsageError
from voxpop.pipeline.command.label import judge
from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.explore.audience import Trial

SHOWN = 160  # signs of an example
KEYS = {"1": "on", "2": "off"}
HELP = "1 on topic   2 not   s skip   u undo   q stop"


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    group = typer.Typer(no_args_is_help=True, help="Audiences: what their rules take and leave.")
    group.callback()(lambda: None)  # keeps `test` a sub-command while it is the only one
    group.command("test")(try_rules)
    app.add_typer(group, name="audience")


def try_rules(
    audience: Annotated[str | None, typer.Argument(help="Its id [default: each]")] = None,
    brand: Annotated[
        str | None, typer.Option(help="Instead of an audience: a brand, product or rival by its name")
    ] = None,
    examples: Annotated[int, typer.Option(min=0, max=100, help="Hits and misses to show of each")] = 5,
    label: Annotated[bool, typer.Option("--label", help="Judge sampled hits: on topic or not")] = False,
    n: Annotated[int, typer.Option("-n", min=1, max=1000, help="With --label: size of the sample")] = 50,
    labeler: Annotated[str | None, typer.Option(help="With --label: your name [default: your login]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try the rules as they stand in the file on the newest snapshot: hits, misses, overlap, precision, examples.

    With --label a person judges hits in the terminal, the same sample for everyone; precision follows with its interval.
    """
    from voxpop.pipeline.analyze import labels
    from voxpop.pipeline.explore import audience as step

    workspace = open_workspace(config)
    if (audience and brand) or (label and not (audience or brand)):
        raise UsageError("name one audience, or one brand with --brand")
    if label:
        who = labeler or getpass.getuser().lower()
        field = f"brand:{brand}" if brand else f"audience:{audience}"
        waiting = step.to_judge(workspace, field, who, n)
        judge(waiting, KEYS, HELP, lambda post, value: labels.store(workspace, post, who, value, field))
    trials = [step.brand_trial(workspace, brand, examples)] if brand else step.trials(workspace, audience, examples)
    if as_json:
        show_json([asdict(trial) for trial in trials])
        return
    for trial in trials:
        _show(trial)


def _show(trial: Trial) -> None:
    print(f"{clean(trial.audience)}: {trial.hits} of {trial.posts} posts")
    if trial.precision:
        found = trial.precision
        print(
            f"precision {found.value:.0f} % ({found.low:.0f} to {found.high:.0f} %): {found.on} of {found.judged} judged hits"
            + (f"; {found.waiting} of the first {found.drawn} wait for a judgement" if found.waiting else "")
        )
    print()
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
