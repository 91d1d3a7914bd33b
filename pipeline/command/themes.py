"""Commands of the company's themes: what there is, what happened, and what people decide; `voxpop theme ...`."""

from __future__ import annotations

import getpass
import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, clean, option, show_json, show_table

if TYPE_CHECKING:
    from pathlib import Path

Id = Annotated[str, typer.Argument(help="Id of a theme, such as t003")]
Why = Annotated[str, typer.Option(help="Why; kept in the history")]
By = Annotated[str | None, typer.Option(help="Your name for this [default: your login]")]

theme = typer.Typer(
    no_args_is_help=True, help="The themes that were found: list, show, suggest, rename, merge, split, history."
)


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(theme, name="theme")


@theme.command("list")
def list_themes(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the themes, the largest first."""
    from voxpop.pipeline.explore import themes

    rows = themes.list_themes(open_workspace(config))
    _show(["theme_id", "label", "n_posts", "first_week", "state"], rows, as_json)


@theme.command()
def show(
    theme_id: Id,
    audience: Annotated[str, typer.Option(help="Whose posts")] = "everyone",
    posts: Annotated[int, typer.Option(min=0, help="How many typical posts")] = 3,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one theme: what it is made of, its weeks, tones, people, and its most typical posts."""
    from voxpop.pipeline.explore import themes

    found = themes.show_theme(open_workspace(config), theme_id, audience, posts)
    if as_json:
        show_json(found)
        return
    print(
        f"{found['theme_id']}  {clean(found['label'])}  ({found['state']})\n{clean(', '.join(found['keywords']))}\n{clean(found['summary'])}\n"
    )
    if found["sub_themes"]:
        parts = ["sub_theme_id", "label", "n_posts", "n_authors", "n_negative", "n_neutral", "n_positive"]
        _show(parts, found["sub_themes"], as_json)
    _show(
        ["week", "n_posts", "n_authors", "n_channels", "n_negative", "n_neutral", "n_positive", "n_beside"],
        found["weeks"],
        as_json,
    )
    for post in found["posts"]:
        said = clean("\n".join(part for part in (post["title"], post["text"]) if part))
        print(f"\n{post['day']}  {clean(post['channel'])}  {clean(post['label'])}\n{said}")


@theme.command()
def emerging(
    audience: Annotated[str, typer.Option(help="Whose posts")] = "everyone",
    week: Annotated[str | None, typer.Option(help="2026-W47 [default: the last one heard]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which themes are new or burst: of which more people speak than the weeks before let expect."""
    from voxpop.pipeline.explore import themes

    rows = themes.emerging(open_workspace(config), audience, week)
    if not as_json:
        rows = [
            row | {"expected": round(row["expected"], 1), "first in": ", ".join(row["first_audiences"])} for row in rows
        ]
    shown = ["theme_id", "theme", "emerging", "n_authors", "expected", "first_seen", "first_channel"]
    _show([*shown, "first in", "n_channels", "n_audiences"], rows, as_json)


@theme.command()
def history(
    theme_id: Annotated[str | None, typer.Argument(help="One theme [default: all]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what happened to themes, and who decided what."""
    from voxpop.pipeline.explore import themes

    rows = themes.history(open_workspace(config), theme_id)
    _show(["week", "theme_id", "event", "reason", "person", "decided_at"], rows, as_json)


@theme.command()
def suggest(
    theme_id: Id,
    audience: Annotated[str, typer.Option(help="Whose posts")] = "everyone",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Suggest three names for a theme, with the part of its posts that bear each, and of other posts."""
    from voxpop.pipeline.explore import themes

    rows = themes.suggest(open_workspace(config), theme_id, audience)
    if as_json:
        show_json(rows)
        return
    show_table(
        ["name", "of its posts", "of others"], [[r["name"], f"{r['covers']} %", f"{r['elsewhere']} %"] for r in rows]
    )
    if rows:
        print(f"\nTo take one: voxpop theme rename {theme_id} {shlex.quote(rows[0]['name'])} {option()}".rstrip())


@theme.command()
def rename(theme_id: Id, name: str, why: Why = "", by: By = None, config: ConfigOption = None) -> None:
    """Returns a theme your name for it."""
    _decide(config, by, do="rename", theme=theme_id, to=name, why=why)


@theme.command()
def merge(theme_id: Id, into: str, why: Why = "", by: By = None, config: ConfigOption = None) -> None:
    """Let the posts of a theme count for another one."""
    _decide(config, by, do="merge", theme=theme_id, into=into, why=why)


@theme.command()
def split(
    theme_id: Id,
    parts: Annotated[int, typer.Option(min=2, max=20)] = 2,
    why: Why = "",
    by: By = None,
    config: ConfigOption = None,
) -> None:
    """Split a theme in parts, which are themes of their own."""
    _decide(config, by, do="split", theme=theme_id, parts=parts, why=why)


@theme.command()
def pin(theme_id: Id, why: Why = "", by: By = None, config: ConfigOption = None) -> None:
    """Keep a theme as it is: never called silent, no merge proposed."""
    _decide(config, by, do="pin", theme=theme_id, why=why)


@theme.command()
def hide(theme_id: Id, why: Why = "", by: By = None, config: ConfigOption = None) -> None:
    """Let the posts of a theme count as 'other'."""
    _decide(config, by, do="hide", theme=theme_id, why=why)


def _decide(config: Path | None, by: str | None, **said: Any) -> None:
    from pydantic import ValidationError

    from voxpop.decisions.themes import Decision
    from voxpop.errors import UsageError
    from voxpop.pipeline.explore import themes

    workspace = open_workspace(config)
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        decision = Decision(**said, by=by or getpass.getuser(), at=now)
    except ValidationError as error:
        raise UsageError(str(error.errors()[0]["msg"])) from error
    themes.decide(workspace, decision)
    print(as_given(f"Written to {workspace.theme_decisions}. It counts from the next `voxpop analyze` on."))


def _show(columns: list[str], rows: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    if as_json:
        show_json(rows)
    else:
        show_table(columns, [[row[name] for name in columns] for row in rows])
