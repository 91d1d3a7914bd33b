"""Commands about reports: what is behind a figure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from voxpop.cli_options import ConfigOption, opened
from voxpop.cli_output import JsonOption, clean, show_json, show_table

AudienceOption = Annotated[str, typer.Option(help="The audience of the report")]
WeekOption = Annotated[str | None, typer.Option(help="2026-W47, or a date inside it [default: the last whole week]")]


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(receipt)


def receipt(
    id_: Annotated[str, typer.Argument(metavar="ID", help="net.week, theme.t3.share ...: report.json names it")],
    audience: AudienceOption = "everyone",
    week: WeekOption = None,
    posts: Annotated[int, typer.Option(min=0, help="How many posts to list")] = 10,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is behind a figure of a report: the query, the posts, and what it comes to now."""
    from voxpop.steps import receipt as step

    shown = step.receipt(opened(config), id_, audience, week, posts)
    if as_json:
        show_json(asdict(shown))
        return
    interval = "" if shown.low is None else f" ({shown.low:.2f} to {shown.high:.2f})"
    print(f"{clean(shown.name)}: {shown.printed:.2f}{interval}\n{clean(shown.formula)}\n")
    now = "nothing is left of it" if shown.now is None else f"{shown.now:.2f}"
    print(f"From the posts of the newest snapshot: {now}, {shown.n_posts} posts by {shown.n_authors} authors.")
    print(
        "The same as printed." if shown.same else "Not as printed: posts came late, were edited, deleted or read anew."
    )
    print(f"\n{clean(shown.sql)}\n")
    names = ["day", "channel", "label", "text", "url"]
    if shown.posts:
        show_table(names, [[row[name] for name in names] for row in shown.posts])
