"""Commands about reports: what is behind a figure, delivery, alerts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, clean, show_json, show_table

AudienceOption = Annotated[str, typer.Option(help="The audience of the report")]
WeekOption = Annotated[str | None, typer.Option(help="2026-W47, or a date inside it [default: the last whole week]")]


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (receipt, revisions, deliver, alert):
        app.command()(command)


def receipt(
    id_: Annotated[str, typer.Argument(metavar="ID", help="net.week, theme.t3.share ...: report.json names it")],
    audience: AudienceOption = "everyone",
    week: WeekOption = None,
    posts: Annotated[int, typer.Option(min=0, help="How many posts to list")] = 10,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is behind a figure of a report: the query, the posts, and what it comes to now."""
    from voxpop.pipeline.report import receipt as step

    shown = step.receipt(open_workspace(config), id_, audience, week, posts)
    if as_json:
        show_json(asdict(shown))
        return
    interval = "" if shown.low is None else f" ({shown.low:.2f} to {shown.high:.2f})"
    print(f"{clean(shown.name)}: {shown.printed:.2f}{interval}\n{clean(shown.formula)}\n")
    now = "nothing is left of it" if shown.now is None else f"{shown.now:.2f}"
    print(f"From the posts of the newest snapshot: {now}, {shown.n_posts} posts by {shown.n_authors} authors.")
    print(
        "The same as printed."
        if shown.same
        else "Not as printed: posts came late, were edited, deleted or scored again."
    )
    print(f"\n{clean(shown.sql)}\n")
    names = ["day", "channel", "label", "text", "url"]
    if shown.posts:
        show_table(names, [[row[name] for name in names] for row in shown.posts])


def revisions(
    audience: AudienceOption = "everyone",
    week: WeekOption = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="As known then [default: when the report was built]")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="As known then [default: now]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the figures of a report that are others now, with what became known since: late posts, edits, deletions."""
    from voxpop.pipeline.report import revisions as step

    found = step.revisions(open_workspace(config), audience, week, start, end)
    if as_json:
        show_json({**asdict(found), "week": str(found.week)})
        return
    why = found.reasons
    print(f"{found.audience} {found.week}: as known {found.known:%Y-%m-%d %H:%M} and {found.later:%Y-%m-%d %H:%M} UTC")
    print(
        f"Since then: {why['n_late']} posts came late, {why['n_changed']} were changed, {why['n_deleted']} deleted; "
        f"{why['n_labels']} labels and {why['n_decisions']} decisions on themes were given."
    )
    if found.changed:
        from voxpop.analysis.report.wording.en import SETUP

        print(f"The method changed since it was printed: {', '.join(SETUP[part] for part in found.changed)}.")
    if found.headlines[0] != found.headlines[1]:
        print(f"Headline then: {clean(found.headlines[0])}\nHeadline now:  {clean(found.headlines[1])}")
    rows = [[r.id, clean(r.name), _format(r.before), _format(r.after)] for r in found.figures]
    show_table(["id", "figure", "then", "now"], rows)
    print(f"{len(rows)} figures differ.")


def _format(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def deliver(
    audience: Annotated[list[str] | None, typer.Option(help="Audiences [default: all]")] = None,
    week: WeekOption = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would go where; send nothing")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also what was sent, or may have been")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send the reports of a week to the configured targets, each once."""
    from voxpop.pipeline.deliver import run as step

    made = step.deliver(open_workspace(config), audience, week, preview=preview, again=again)
    if as_json:
        show_json([asdict(one) for one in made])
    elif not made:
        print("No target is configured for these reports: see `delivery` in the configuration.")
    else:
        rows = [[one.target, one.about, one.recipient, one.outcome, one.reason] for one in made]
        show_table(["target", "audience", "recipient", "", "reason"], rows)
    if not all(one.well for one in made):
        raise typer.Exit(1)


def alert(
    preview: Annotated[bool, typer.Option("--preview", help="Say what would be sent; send nothing")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at the rules of `alerts`, missed promises of our own and channels not heard, and tell the targets what is new or over.

    The last days are looked at hour by hour, so that nothing between two looks is missed; each cause is told once. `voxpop alerts`
    lists what was found, with who was told and who looks into it.
    """
    from voxpop.pipeline.deliver import alert as step

    found = step.alert(open_workspace(config), preview=preview)
    if as_json:
        show_json([{**message.facts, "sent": [asdict(one) for one in sent]} for message, sent in found])
        return
    for message, sent in found:
        print(clean(message.text))
        for one in sent:
            print(f"  {one.target}: {one.outcome}. {clean(one.reason)}")
    if not found:
        print(
            as_given(
                "Nothing out of the ordinary, no missed promise and no channel that is not heard, or it was told already (`voxpop alerts list`)."
            )
        )
    if not all(one.well for _, sent in found for one in sent):
        raise typer.Exit(1)
