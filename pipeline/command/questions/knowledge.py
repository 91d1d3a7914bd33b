"""Commands of what the community knows: questions asked again, with the answers that helped; `voxpop knowledge ...`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.knowledge.told import Entry

Whose = Annotated[str, typer.Option(help="Whose questions")]
Most = Annotated[int, typer.Option(min=1, help="How many, from the first place on")]

knowledge = typer.Typer(
    no_args_is_help=True, help="What the community knows: list, show, unanswered, people, export."
)  # fmt: skip


def add(app: typer.Typer) -> None:
    """Add the group to the app."""
    app.add_typer(knowledge, name="knowledge")


@knowledge.command("list")
def list_questions(
    audience: Whose = "everyone", most: Most = 20, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List questions that several people asked, by people, with how sure it is that an answer helped."""
    from voxpop.pipeline.knowledge.face import open_knowledge

    found = open_knowledge(open_workspace(config), audience)
    _show(found.entries, most, as_json=as_json)
    if not as_json and found.entries:
        print(f"{len(found.entries)} questions were asked again; {len(found.unanswered)} have no answer that helped.")


@knowledge.command()
def show(
    group_id: Annotated[str, typer.Argument(help="Id of a question, such as q1a2b3c4d5e")],
    audience: Whose = "everyone",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one question with its answers: who says that they helped, for which version, what may be out of date."""
    from voxpop.pipeline.knowledge.face import find_entry, open_knowledge

    entry = find_entry(open_knowledge(open_workspace(config), audience), group_id)
    if as_json:
        show_json(asdict(entry))
        return
    print(f"{entry.group_id}  {clean(entry.question)}")
    print(
        f"Asked by {entry.people} people, {entry.first_day} to {entry.last_day}, on {clean(', '.join(entry.channels))}."
    )
    if not entry.helped:
        print("Nobody has said that an answer helped." if entry.answered else "Nobody has answered.")
    for answer in entry.answers:
        about = f" for {clean(', '.join(answer.versions))}" if answer.versions else ""
        print(f"\n{answer.sureness}: {', '.join(answer.reasons)}; by {clean(answer.by)}, {answer.day}{about}")
        if answer.outdated:
            print(f"May be out of date: {clean('; '.join(answer.outdated))}")
        print(clean(answer.text))
        if answer.url:
            print(clean(answer.url))


@knowledge.command()
def unanswered(
    audience: Whose = "everyone", most: Most = 20, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List the pages to write: questions of which nobody says that an answer helped, by how many people ask them."""
    from voxpop.pipeline.knowledge.face import open_knowledge

    _show(open_knowledge(open_workspace(config), audience).unanswered, most, as_json=as_json)


@knowledge.command()
def people(audience: Whose = "everyone", config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show who knows what: those who agreed to be named (`consent` of staff, `helpers`), and what they helped with."""
    from voxpop.pipeline.knowledge.face import open_knowledge

    found = open_knowledge(open_workspace(config), audience).knowers
    if as_json:
        show_json([asdict(one) for one in found])
        return
    show_table(["name", "subject", "helped", "for example"], [[one.name, one.subject, one.people, one.example] for one in found])  # fmt: skip
    if not found:
        print("Nobody who agreed to be named has helped; see 'Who knows what' in docs/knowledge.md.")


@knowledge.command()
def export(
    markdown: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder; files of an earlier export are kept up to date")
    ],
    audience: Whose = "everyone",
    config: ConfigOption = None,
) -> None:
    """Write one Markdown file a question that has answers, an index, and the list of pages to write."""
    from voxpop.pipeline.knowledge.export import export_markdown
    from voxpop.pipeline.knowledge.face import open_knowledge

    workspace = open_workspace(config)
    done = export_markdown(open_knowledge(workspace, audience), markdown, workspace.config.company.name)
    print(f"{markdown}: {done.written} files written, {done.same} as they were, {done.removed} removed")


def _show(entries: tuple[Entry, ...], most: int, *, as_json: bool) -> None:
    from voxpop.pipeline.knowledge.face import rows_of

    if as_json:
        show_json(rows_of(entries[:most]))
        return
    names = ["id", "question", "people", "last asked", "helped", "versions", "maybe old"]
    rows = [
        [
            one.group_id,
            one.question,
            one.people,
            one.last_day,
            one.sureness,
            ", ".join(one.versions),
            "yes" if one.answers and one.answers[0].outdated else "",
        ]
        for one in entries[:most]
    ]
    show_table(names, rows)
    if len(entries) > most:
        print(f"{len(entries) - most} more; --most {len(entries)} shows them all.")
