"""Commands about the community: who is heard where, and who waits for an answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

ARROWS = {"up": " ▲", "down": " ▼", "": ""}


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (inventory, unanswered, own, community, refine, business):
        app.command()(command)


def inventory(
    week: Annotated[str | None, typer.Option(help="Up to this week, 2026-W47 [default: the last one heard]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take stock: every channel we run, who is heard where, what to do about the gaps."""
    from voxpop.pipeline.explore import inventory as step

    found = step.inventory(open_workspace(config), week)
    if as_json:
        cells = [{"audience": a, "channel": c, **asdict(cell)} for (a, c), cell in found.cells.items()]
        show_json(
            {
                "week": str(found.week),
                "channels": [asdict(one) for one in found.stock],
                "matrix": cells,
                "suggestions": [asdict(one) for one in found.suggestions],
                "words": list(found.words),
            }
        )
        return
    names = ["channel", "kind", "owner", "audience", "listened", "last post", "last sent", "posts", "usd"]
    rows = [
        [
            s.name,
            s.kind,
            s.owner,
            s.audience,
            "yes" if s.channel else "no",
            s.last_post,
            s.last_sent,
            s.n_posts,
            round(s.cost_usd, 2),
        ]
        for s in found.stock
    ]
    show_table(names, rows, title="Channels; posts and dollars of the last four weeks")
    print()
    table = [[a, *(_cell(found.cells.get((a, c))) for c in found.channels)] for a in found.audiences]
    show_table(
        ["audience", *found.channels], table, title="Authors a week, mean of four weeks; arrows against the four before"
    )
    print()
    if found.words:
        words = [[w["word"], w["n_authors"], w["example"]] for w in found.words]
        show_table(["word", "authors", "example"], words, title="Words that many use and no query has")
        print()
    show_table(["about", "suggestion"], [[s.about, s.said] for s in found.suggestions], title="What to do")


def unanswered(
    audience: Annotated[str, typer.Option(help="Whose questions")] = "everyone",
    weeks: Annotated[int, typer.Option(min=1, help="Look at questions of this number of weeks")] = 4,
    by_us: Annotated[bool, typer.Option("--by-us", help="Also what others answered and we did not")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List questions that wait for an answer, the longest first, with hours of work and links."""
    from voxpop.pipeline.explore import questions as step

    found = step.list_unanswered(open_workspace(config), audience, weeks, by_us=by_us)
    if as_json:
        show_json(found)
        return
    rows = [[r["asked_at"], r["waited"], r["channel"], r["title"] or r["text"], r["url"]] for r in found]
    show_table(["asked", "hours of work", "channel", "question", "address"], rows)
    print(f"{len(found)} questions wait.")


def own(
    weeks: Annotated[int, typer.Option(min=1, help="Judge promises over this number of weeks")] = 4,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show our own side: what each account posted and promised, who has gone quiet, on how few the work rests."""
    from voxpop.pipeline.deliver import promises as step

    found = step.own_side(open_workspace(config), look_back=timedelta(weeks=weeks))
    if as_json:
        rows = [_own_row(one) for one in found.accounts]
        show_json({"last_day": found.last_day, "accounts": rows, "active": found.n_active, "factor": found.factor})
        return
    names = ["account", "role", "posts in 4 weeks", "last post", "promised", "kept", "missed", "not heard", ""]
    table = [[value for name, value in _own_row(one).items() if name != "missed_days"] for one in found.accounts]
    show_table(names, table, title=f"Our accounts up to {found.last_day}")
    if found.accounts:
        silent = [
            one.account.label for one in found.accounts if one.account.role == "staff" and not one.account.consent
        ]
        if silent:
            print(f"No consent is written down for {', '.join(silent)}; say it with 'consent' beside the account.")
        print(f"{found.n_active} of {len(found.accounts)} posted in four weeks; half of it or more by {found.factor}.")


def community(
    audience: Annotated[str, typer.Option(help="Whose community")] = "everyone",
    week: Annotated[str | None, typer.Option(help="Up to this week, 2026-W47 [default: the last one heard]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how the community does: who comes, stays and goes, who answers whom, and how many come back."""
    from voxpop.pipeline.explore import community as step

    found = step.community(open_workspace(config), audience, week)
    if as_json:
        show_json(
            {
                "audience": audience,
                "week": str(found.week),
                **asdict(found.health),
                "cohorts": found.cohorts.to_dict("records"),
                "helpers": found.helpers.to_dict("records"),
            }
        )
        return
    rows = [[name, now, before] for name, now, before in step.lines(found.health)]
    show_table(["", "four weeks", "before"], rows, title=f"{audience}, up to {found.week}")
    print()
    shown = found.cohorts.round(0)
    show_table(
        [str(c) for c in shown.columns], shown.to_numpy().tolist(), title="Of those first heard then, in percent"
    )
    print()
    names = ["questions", "people", "accepted", "ours", "latest answer"]
    helpers = found.helpers[["n_questions", "n_askers", "n_accepted", "own", "latest_url"]].head(10)
    show_table(names, helpers.to_numpy().tolist(), title="Who answered most; follow the link to see who it is")


def refine(
    since: Annotated[
        str | None, typer.Option(help="Day of the change, 2026-11-02 [default: the last one noted]")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, help="Whole weeks on either side")] = 4,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the weeks before a change of queries, channels or audiences with those after: gained, lost, cost."""
    from voxpop.pipeline.explore import refine as step

    found = step.refine(open_workspace(config), since, weeks)
    if as_json:
        show_json(
            {
                "since": found.since,
                "before": [str(week) for week in found.before],
                "after": [str(week) for week in found.after],
                "changes": [asdict(change) for change in found.changes],
                "channels": list(found.channels),
                "audiences": list(found.audiences),
            }
        )
        return
    print(
        f"{found.before[0]} to {found.before[-1]} beside {found.after[0]} to {found.after[-1]}, changed on {found.since}."
    )
    for change in found.changes:
        print(f"  {change.kind} {clean(change.id)}: {clean(change.what)}")
        for row in change.rules:
            print(
                f"    {row['what']}: {row['n_posts']} posts by {row['n_authors']} authors, such as: {clean(row['example'])}"
            )
    names = ["channel", "", "weeks", "authors a week", "fewest", "most", "posts a week", "noise", "only here", "usd"]
    rows = [
        [
            r["channel"],
            "after" if r["is_after"] else "before",
            r["n_weeks"],
            round(r["n_authors"], 1),
            r["fewest"],
            r["most"],
            round(r["n_posts"], 1),
            None if r["noise"] is None else f"{100 * r['noise']:.0f}%",
            r["n_only_here"],
            round(r["usd"], 2),
        ]
        for r in found.channels
    ]
    print()
    show_table(names, rows, title="Channels, over weeks heard whole; only here: people whom no other channel heard")
    print()
    people = [
        [r["audience"], round(r["before"], 1), round(r["after"], 1), r["n_kept"], r["n_gained"], r["n_lost"]]
        for r in found.audiences
    ]
    names = ["audience", "authors a week before", "after", "heard in both", "only after", "only before"]
    show_table(names, people, title="Audiences, by the rules of today")


def business(
    audience: Annotated[str, typer.Option(help="Whose figures stand beside")] = "everyone",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare weekly business figures with community figures. Shows correlation, not cause."""
    from voxpop.pipeline.explore import business as step

    found = step.business(open_workspace(config), audience)
    shown = found.weeks.astype(object).where(found.weeks.notna(), None)
    if as_json:
        beside = [
            {"id": b.series.id, "figure": b.figure, "lags": [asdict(lag) for lag in b.lags]} for b in found.beside
        ]
        show_json({"weeks": shown.to_dict("records"), "beside": beside})
        return
    rows = [[round(v, 1) if isinstance(v, float) else v for v in row] for row in shown.to_numpy().tolist()]
    show_table([str(c) for c in shown.columns], rows, title="By week; empty: not heard whole, or no value")
    print()
    names = ["business", "after changes of", *(f"{n} wk" for n in range(len(found.beside[0].lags)))]
    rows = [[b.series.name, step.COMMUNITY[b.figure], *map(_lag, b.lags)] for b in found.beside]
    show_table(names, rows, title="Correlation of changes; * where the interval for all lags leaves out zero")
    print("Going together is no cause.")


def _lag(lag: Any) -> str:
    return "–" if lag.r is None else f"{lag.r:+.2f}{'*' if lag.clear else ''}"


def _own_row(one: Any) -> dict[str, Any]:
    promise, standing = one.account.promise, one.standing
    return {
        "account": one.account.label,
        "role": one.account.role,
        "n_recent": one.n_recent,
        "last_post": one.last_post,
        "promised": f"{promise.posts} a {promise.per}" if promise else "",
        "kept": len(standing.kept) if standing else None,
        "missed": len(standing.missed) if standing else None,
        "unheard": len(standing.unheard) if standing else None,
        "flag": "missed" if standing and standing.broken else "dormant" if one.dormant else "",
        "missed_days": list(standing.missed) if standing else [],
    }


def _cell(cell: Any) -> str:
    return "–" if cell is None else f"{cell.now:.1f}{ARROWS[cell.trend]}"
