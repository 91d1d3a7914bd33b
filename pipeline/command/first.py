"""The commands of a newcomer: look at a file or an address, add a channel, begin a configuration by answering."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.command.options import ConfigOption
from voxpop.pipeline.command.output import JsonOption, as_given, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.first.look import Look

archive = typer.Typer(no_args_is_help=True, help="Files that you have: propose a channel for one.")

AskOption = Annotated[
    bool | None,
    typer.Option("--ask/--no-ask", help="Ask for what is missing [default: at a terminal]", show_default=False),
]
SHOWN = 90
"""Letters of a quoted post in the terminal."""


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(init)
    app.command("try")(try_it)
    app.command("add")(add_channel)
    app.add_typer(archive, name="archive")


def asks(chosen: bool | None) -> bool:
    """Whether to ask: as chosen, else where somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty() if chosen is None else chosen


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write voxpop.yaml")] = Path(),
    company: Annotated[str | None, typer.Option(help="Its name")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Such as Europe/Berlin; weeks begin on Monday there")] = None,
    listen: Annotated[
        list[str] | None, typer.Option("--listen", help="A file, an address or a source to add; may be repeated")
    ] = None,
    ask: AskOption = None,
) -> None:
    """Begin: a commented voxpop.yaml, at a terminal with your company and channels in it, each tried as you name it."""
    from voxpop.pipeline import begin

    asked = asks(ask)
    if asked:
        begin.check_free(folder)
        company = company or typer.prompt("Your company or project").strip()
        while time_zone is None:
            time_zone = begin.known_zone(typer.prompt("Its time zone", default=begin.local_zone()), print)
    if company is None and time_zone is None and not listen:
        path = begin.init(folder)
        print(f"{path} written, with its JSON Schema for editors beside it. Fill it in, then `voxpop check`.")
        return
    path = begin.init_for(folder, company or "Acme", time_zone or "UTC")
    print(f"{path} written.")
    for one in listen or ():
        _add(one, path, [], ask=asked)
    while asked and (one := typer.prompt(NEXT, default="", show_default=False).strip()):
        try:
            _add(one, path, [], ask=True)
        except VoxpopError as error:
            print(clean(error))
    place = "" if path == Path("voxpop.yaml") else f" --config {path}"
    print(f"Next: `voxpop check{place}`, then `voxpop run --from DAY{place}` with a day such as 2026-11-16.")


NEXT = "A forum, feed, repository or file to listen to, by address or path (Enter: no more)"


def try_it(
    given: Annotated[str, typer.Argument(metavar="FILE-OR-ADDRESS", help="An export, or https://forum.example.org")],
    page: Annotated[Path | None, typer.Option(help="Also write a page of HTML here")] = None,
    most: Annotated[int, typer.Option(min=1, help="Posts whose words are read, drawn evenly")] = 2_000,
) -> None:
    """Look at a file or an address: columns, tone, intents, themes; stores nothing, needs no configuration."""
    from voxpop.pipeline.first.address import channel_of
    from voxpop.pipeline.first.look import look
    from voxpop.pipeline.first.page import page_of

    found = channel_of(given, Path())
    if found.asks:
        raise UsageError(f"'{given}' is a source and no address; `voxpop add {given}` asks for {', '.join(found.asks)}")
    seen = look(found.channel, found.how, Path(), most, tuple(found.unsure))
    _show(seen)
    if page:
        page.write_text(page_of(seen), encoding="utf-8")
        print(f"\n{page} written")
    else:
        print(f"\nAs a page: voxpop try {given} --page try.html")
    print(f"To listen to it each week: voxpop init --listen {given}")


def _show(look: Look) -> None:
    from voxpop.pipeline.first import page

    span = f", {page.day(look.first)} to {page.day(look.last)}" if look.first and look.last else ""
    posts = f"{look.found:,} post{'' if look.found == 1 else 's'}"
    people = f"{look.authors:,} {'person' if look.authors == 1 else 'people'}"
    print(f"{clean(look.name)}: {posts} by {people}{span}")
    print(f"{look.how[:1].upper()}{clean(look.how[1:])}")
    if columns := page.columns_of(look):
        show_table(["field of a post", "column of the file"], columns)
    if settings := page.tell_settings(look):
        print(f"settings: {clean(settings)}")
    for line in look.unsure:
        print(f"unsure: {clean(line)}")
    for line in look.notes:
        print(f"note: {clean(line)}")
    print(f"\n{page.tell_basis(look)}")
    if look.scored:
        print(f"Tone: {page.tell_shares(look)}; net sentiment {page.tell_interval(look.net)}")
        print(f"Intents: {page.tell_wants(look)}")
    if look.themes:
        print()
        rows = [
            [one.name, one.n_posts, page.tell_interval(one.net), one.quote[:SHOWN] + "…" * (len(one.quote) > SHOWN)]
            for one in look.themes
        ]
        show_table(["theme", "posts", "net (95%)", "a post of it"], rows)
    if len(look.weeks) > 1:
        print()
        weeks = [[f"{one.monday}", one.n_posts, page.tell_interval(one.net)] for one in look.weeks]
        show_table(["week from", "posts", "net (95%)"], weeks)


def add_channel(
    source: Annotated[str, typer.Argument(help="A file, an address, or the name of a source")],
    keys: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A key of the channel; may be repeated")
    ] = None,
    audience: Annotated[str | None, typer.Option(help="Id of the audience that it mainly serves")] = None,
    untested: Annotated[bool, typer.Option("--untested", help="Add it also where it does not answer")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try it and show the block; write nothing")] = False,
    ask: AskOption = None,
    config: ConfigOption = None,
) -> None:
    """Add a channel to voxpop.yaml: tried first, with what a month of it costs, comments kept."""
    from voxpop.pipeline.files.sniff import place_of

    chosen = [*(keys or []), *([f"audience={audience}"] if audience else [])]
    _add(source, place_of(config), chosen, ask=asks(ask), untested=untested, dry_run=dry_run)


def _add(
    given: str, config: Path, keys: list[str], *, ask: bool, untested: bool = False, dry_run: bool = False
) -> None:
    from voxpop.pipeline.first import add as step
    from voxpop.pipeline.first.address import channel_of

    if not config.is_file():
        raise UsageError(f"there is no {config}; `voxpop init` makes one")
    found = channel_of(given, config.resolve().parent)
    channel = found.channel | step.read_sets(keys)
    source = channel["source"]
    for key in found.asks:
        if key not in channel and ask:
            channel |= step.read_sets([f"{key}={typer.prompt(f'{key} ({source})')}"])
    missing = [key for key in found.asks if key not in channel]
    if missing:
        wanted = " ".join(f"--set {key}=..." for key in missing)
        raise UsageError(f"source '{source}' needs {', '.join(missing)}: `voxpop add {given} {wanted}`")
    step.check_keys(channel)
    channel["id"] = step.free_id(str(channel["id"]), config)
    workspace, text = step.with_it(config, channel)
    print(f"{clean(given)}: {clean(found.how)}")
    tried = step.try_channel(workspace, channel["id"])
    print(clean(step.block_of(channel)), end="")
    for line in found.unsure:
        print(f"unsure: {clean(line)}")
    print(f"{'works' if tried.works else 'does not answer'}: {clean(tried.said)}")
    if tried.month:
        print(f"a month of it: {clean(tried.month)}")
    if dry_run:
        return
    if not tried.works and not untested and not (ask and typer.confirm("Add it all the same?", default=False)):
        raise UsageError(f"{config}: nothing was added; mend what it says, or add it with --untested")
    if tried.works and ask and not typer.confirm(f"Write it into {config}?", default=True):
        return
    step.write(config, text)
    print(f"{config}: channel '{channel['id']}' added")


@archive.callback()
def group() -> None:
    """Files that you have: propose a channel for one."""


@archive.command()
def sniff(
    file: Annotated[Path, typer.Argument(help="Any export: CSV, Excel, JSON, XML, Parquet, a chat")],
    write: Annotated[bool, typer.Option("--write", help="Add the channel to voxpop.yaml")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose the channel that reads a file: layout, columns, times and id, with three rows to look at and what is not sure."""
    from voxpop.pipeline.files import sniff as step

    place = step.place_of(config)
    found = step.sniff(file, place)
    if as_json:
        told = {"channel": found.channel, "about": found.about, "posts": found.posts, "refused": found.refused}
        show_json({**told, "rows": found.rows, "unsure": found.unsure, "notes": found.notes})
    else:
        print(f"# {clean(found.about or 'no known layout: guessed by names and values')}")
        print(f"channels:\n{clean(found.block())}", end="")
        print(f"{found.posts} posts, {found.refused} refused; the first:")
        names = ["post_id", "created_at", "kind", "title", "text", "parent_id", "rating"]
        show_table(names, [[row[name] for name in names] for row in found.rows])
        for line in found.unsure:
            print(f"unsure: {clean(line)}")
        for line in found.notes:
            print(f"note: {clean(line)}")
    if write:
        print(as_given(step.write(found, place)))
