"""Commands that keep the warehouse in order."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.errors import UsageError
from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_counts, show_json, show_table
from voxpop.privacy.details import DetailKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.pipeline.erasure.names import Met
    from voxpop.pipeline.erasure.proof import Search

NOBODY = 4
"""What `forget` ends with where a name or an id finds nobody and nothing."""


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (sweep, quarantine, masked, forget, subject, record, backup, restore, push, pull):
        app.command()(command)


def sweep(
    channels: Annotated[list[str] | None, typer.Argument()] = None,
    *,
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="Erase by the clock, also where it is far from the newest fetch")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Ask the sources again for known posts: fresh counts, edits, deletions; then load and tidy up."""
    from voxpop.pipeline.collect import fetch
    from voxpop.pipeline.housekeeping import retention

    workspace = open_workspace(config)
    for channel in channels or fetch.listened(workspace):
        print(f"{channel}: {retention.sweep(workspace, channel)}")
    show_counts(retention.tidy(workspace, trust_clock=trust_clock))


def quarantine(
    show: Annotated[str | None, typer.Option(help="Print one record; the beginning of its id is enough")] = None,
    fix: Annotated[str | None, typer.Option(help="Mend one record by hand, with --set")] = None,
    values: Annotated[list[str] | None, typer.Option("--set", help="path.to.field=value, JSON or text")] = None,
    dismiss: Annotated[list[str] | None, typer.Option(help="Give a record up")] = None,
    *,
    retry: Annotated[bool, typer.Option("--retry", help="Try all again with today's mapping")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the records that could not be read, and mend, retry or dismiss them."""
    from voxpop.pipeline.load import quarantine as step

    workspace = open_workspace(config)
    if show:
        show_json(asdict(step.one(workspace, show)))
    elif retry or fix or dismiss:
        counts = step.retry(workspace) if retry else step.fix(workspace, fix, values or []) if fix else {}
        if dismiss:
            counts["dismissed"] = step.dismiss(workspace, dismiss)
        (show_json if as_json else show_counts)(counts)
    else:
        found = step.list_refused(workspace)
        if as_json:
            show_json([asdict(record) for record in found])
            return
        rows = [(r.id[:12], r.first_seen_at, r.channel, r.item_id, r.field, r.reason) for r in found]
        show_table(["id", "first seen", "channel", "item", "field", "reason"], rows)
        show_counts({"in quarantine": len(found)})


def masked(
    channel: Annotated[str | None, typer.Option(help="One channel")] = None,
    kind: Annotated[
        list[DetailKind] | None, typer.Option(help="A kind of details, masked or not yet; may be given several times")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most details that are listed")] = 20,
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the details that masks took, or would take with --kind, as landing still holds them: to judge the masks by.

    They are shown in clear words. Only who may read landing can run this, and nothing of it is written.
    """
    from voxpop.pipeline.load.masked import list_masked

    found = list_masked(open_workspace(config), channel, kind or (), limit)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    show_table(
        ["kind", "detail", "around it", "post", "channel"],
        [(one.kind, one.detail, one.around, f"{one.source}:{one.post_id}", one.channel) for one in found],
    )
    more = " or more; --limit shows further ones" if len(found) == limit else ""
    print(f"{len(found)} details{more}")


def forget(
    author: Annotated[list[str] | None, typer.Option(help="SOURCE:HANDLE_OR_ID; may be given several times")] = None,
    post: Annotated[list[str] | None, typer.Option(help="SOURCE:ID; may be given several times")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say where they are and how much would go")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase authors or posts everywhere, keep them out, and search every byte afterwards; alone: finish what was begun."""
    from voxpop.pipeline.erasure import forget as step

    workspace = open_workspace(config)
    authors, posts = author or [], post or []
    met = step.meet(workspace, authors, posts)
    unknown = [one for one in met if one.nobody]
    _tell_unknown(unknown, kept_out=not dry_run)
    if not (dry_run or yes) and (authors or posts):
        show_counts(step.forget(workspace, authors, posts, dry_run=True)[0] or {"posts": 0})
        typer.confirm(
            f"Erase {len(authors)} authors and {len(posts)} posts everywhere? This cannot be undone", abort=True
        )
    counts, proof = step.forget(workspace, authors, posts, dry_run=dry_run)
    if as_json:
        nobody = [{"name": one.name.given, "nearest": one.nearest} for one in unknown]
        show_json({"counts": counts, "search": asdict(proof) if proof else None, "nobody_found": nobody})
    elif dry_run:
        show_table(["place", "holds", "how it leaves"], [(p.name, p.holds, p.way) for p in step.PLACES])
        show_counts(counts or {"posts": 0})
    else:
        show_counts(counts or {"posts": 0})
        if proof:
            said = f"{proof.words} names and pieces of words looked for in {proof.files} files, {proof.size:,} bytes"
            print(f"{said}; {proof.shared} are in other people's posts as well and were not looked for")
    if proof:
        _tell_proof(proof)
    if unknown:
        raise typer.Exit(NOBODY)


def _tell_unknown(unknown: Sequence[Met], *, kept_out: bool) -> None:
    """Say whom nobody is, and who is called nearly so."""
    for one in unknown:
        near = f" Nearest names: {', '.join(one.nearest)}." if one.nearest else ""
        later = " Whatever comes under that name from now on is refused." if kept_out else ""
        what = "nobody found" if one.name.handles else "no such post found"
        print(f"{what}: {clean(one.name.given)}.{clean(near)}{later}", file=sys.stderr)


def _tell_proof(proof: Search) -> None:
    """Say where words still are, which ends the command, and what could not be searched."""
    for place in proof.backups:
        print(f"not searched, a backup made here: {clean(place)}", file=sys.stderr)
    for place in proof.unread:
        print(f"damaged, searched as bytes only: {clean(place)}", file=sys.stderr)
    if proof.found:
        for place in proof.found:
            print(f"still there: {clean(place)}", file=sys.stderr)
        raise typer.Exit(1)


def subject(
    author: Annotated[str, typer.Argument(help="SOURCE:HANDLE_OR_ID, as for `forget`")],
    out: Annotated[Path, typer.Option(help="The archive to write")] = Path("subject.zip"),
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the archive")] = False,
    config: ConfigOption = None,
) -> None:
    """Write all that is kept on a person into one archive, to answer an access request; 4: nothing is."""
    from voxpop.pipeline.erasure import forget as step
    from voxpop.pipeline.erasure.subject import subject as write

    workspace = open_workspace(config)
    counts = write(workspace, author, out, force=force)
    if not counts:
        (met,) = step.meet(workspace, [author], [])
        if met.forgotten_at:
            print(
                f"{clean(author)} was forgotten {met.forgotten_at:%Y-%m-%d %H:%M} UTC; a keyed hash of the name is all that is kept"
            )
            return
        _tell_unknown([met], kept_out=False)
        raise typer.Exit(NOBODY)
    show_counts(counts)
    print(out)


def record(
    out: Annotated[Path | None, typer.Option(help="A file [default: standard output]")] = None,
    *,
    config: ConfigOption = None,
) -> None:
    """Write the record of processing (GDPR, Art. 30) from the configuration."""
    from voxpop import durable
    from voxpop.pipeline.housekeeping.record import record as step

    text = step(open_workspace(config))
    if out is None:
        print(clean(text), end="")
    else:
        durable.write(out, text)


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder")] = False,
    config: ConfigOption = None,
) -> None:
    """Save everything that cannot be made again, with checksums; writers and collectors may go on."""
    from voxpop.pipeline.housekeeping import backup as step

    show_counts(step.backup(open_workspace(config), folder, force=force))


def restore(
    folder: Annotated[Path | None, typer.Argument(help="What `voxpop backup` wrote")] = None,
    *,
    published: Annotated[
        bool,
        typer.Option(
            "--published", help="Take the published snapshot for a warehouse that is damaged, in place of a backup"
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there")] = False,
    config: ConfigOption = None,
) -> None:
    """Put a backup in place, checked first; what was forgotten since it was made is forgotten again.

    With --published the last published snapshot takes the place of a warehouse that cannot be read; then run `voxpop load`.
    """
    from voxpop.pipeline.housekeeping import backup as step
    from voxpop.pipeline.housekeeping.published import restore_published

    if (folder is None) is not published:
        raise UsageError("give the folder of a backup, or --published")
    workspace = open_workspace(config)
    show_counts(step.restore(workspace, folder, force=force) if folder else restore_published(workspace, force=force))


def push(config: ConfigOption = None) -> None:
    """Copy landing and the published snapshot to the store of storage.mirror; cut off, run it again."""
    from voxpop.pipeline.mirror.push import push as step

    show_counts(step(open_workspace(config)))


def pull(
    what: Annotated[
        str,
        typer.Argument(help="landing: what others landed, to be loaded here; snapshot: the newest, to be read here"),
    ],
    config: ConfigOption = None,
) -> None:
    """Bring down what others pushed to the store of storage.mirror: fetches to load, or the snapshot to read."""
    from voxpop.pipeline.mirror import pull as step

    steps = {"landing": step.pull_landing, "snapshot": step.pull_snapshot}
    if what not in steps:
        raise UsageError(f"'{what}' cannot be pulled. There are: {', '.join(steps)}")
    show_counts(steps[what](open_workspace(config)))


def show_integrity(config: Path | None, *, as_json: bool) -> None:
    """Check the warehouse and everything around it; 1: something fails, 3: something to know."""
    from voxpop.pipeline.housekeeping.integrity import integrity

    found = integrity(open_workspace(config))
    if as_json:
        show_json([asdict(problem) for problem in found])
    else:
        show_table(["", "place", "found"], [("FAILS" if p.fails else "note", p.place, p.said) for p in found])
        show_counts({"problems": len(found)})
    if found:
        raise typer.Exit(1 if found[0].fails else 3)
