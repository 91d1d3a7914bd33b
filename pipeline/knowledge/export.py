"""What the community knows as a folder of Markdown, one file a question, for a help centre or an assistant.

A file is named by its group, whose name never changes, and holds no moment of the export: the next export changes what changed and
nothing else. A file of ours whose question is gone, because its posts were deleted or somebody was forgotten, is removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.errors import UsageError
from voxpop.pipeline.knowledge.markdown import escape_line, front_matter, link_to, quote

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.knowledge.told import Entry, Knowledge, ToldAnswer

MARK = 'generator: "voxpop knowledge"\n'
"""The second line of every file of ours; a file without it is somebody else's and stays as it is."""

OURS = re.compile(r"^(?:q[0-9a-f]{10}|index|to-write)\.md$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export did to its folder, in files."""

    written: int
    same: int
    removed: int


def export_markdown(knowledge: Knowledge, folder: Path, title: str) -> Exported:
    """Write one file a question that has answers, `index.md`, and `to-write.md` with the questions that have none that helped.

    `UsageError` where the folder is a file, or holds a file of one of these names that is not ours.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    pages = {f"{entry.group_id}.md": _page(entry) for entry in knowledge.entries if entry.answers}
    pages["index.md"] = _index(knowledge, title)
    pages["to-write.md"] = _to_write(knowledge, title)
    folder.mkdir(parents=True, exist_ok=True)
    there = {place.name: place for place in folder.iterdir() if OURS.match(place.name) and place.is_file()}
    foreign = sorted(name for name, place in there.items() if name in pages and not _is_ours(place))
    if foreign:
        raise UsageError(f"{folder / foreign[0]} was not written by this export; move it away or name another folder")
    written = same = 0
    for name, text in pages.items():
        if name in there and there[name].read_text(encoding="utf-8") == text:
            same += 1
            continue
        durable.write(folder / name, text)
        written += 1
    stale = [place for name, place in there.items() if name not in pages and _is_ours(place)]
    for place in stale:
        place.unlink()
    return Exported(written=written, same=same, removed=len(stale))


def _is_ours(place: Path) -> bool:
    with place.open(encoding="utf-8", errors="replace") as file:
        return file.readline() == "---\n" and file.readline() == MARK


def _head(values: dict[str, object]) -> str:
    return front_matter({"generator": "voxpop knowledge", **values})


def _page(entry: Entry) -> str:
    head = _head(
        {
            "id": entry.group_id,
            "question": entry.question,
            "sureness": entry.sureness,
            "people": entry.people,
            "first_asked": str(entry.first_day),
            "last_asked": str(entry.last_day),
            "versions": list(entry.versions),
            "maybe_outdated": bool(entry.answers[0].outdated),
            "themes": list(entry.themes),
            "channels": list(entry.channels),
            "questions": list(entry.sources),
            "answers": [answer.key for answer in entry.answers],
        }
    )
    asked = f"Asked by {entry.people} people, {_span(entry)}."
    origin = f" {link_to('The question where it was asked', entry.url)}." if entry.url else ""
    parts = [head, f"# {escape_line(entry.question)}", f"{asked}{origin}"]
    if not entry.helped:
        parts.append("Nobody has said that one of these answers helped.")
    for place, answer in enumerate(entry.answers):
        parts += [f"## {'Answer' if place == 0 else f'Another answer ({place + 1})'}", *_answer(answer)]
    return "\n\n".join(parts) + "\n"


def _answer(answer: ToldAnswer) -> list[str]:
    sure = {"sure": "Sure", "likely": "Likely", "maybe": "Not sure"}[answer.sureness]
    facts = [f"{sure}: {', '.join(answer.reasons)}.", f"By {escape_line(answer.by)}, {answer.day}."]
    if answer.versions:
        facts.append(f"For {escape_line(', '.join(answer.versions))}.")
    if answer.url:
        facts.append(f"{link_to('Original', answer.url)}.")
    parts = [" ".join(facts), quote(answer.text)]
    if answer.outdated:
        parts.insert(0, f"**May be out of date:** {escape_line('; '.join(answer.outdated))}.")
    return parts


def _span(entry: Entry) -> str:
    return str(entry.first_day) if entry.first_day == entry.last_day else f"{entry.first_day} to {entry.last_day}"


def _index(knowledge: Knowledge, title: str) -> str:
    """Questions by name, so that a change of ranks changes no line."""
    entries = sorted(
        (one for one in knowledge.entries if one.answers), key=lambda one: (one.question.lower(), one.group_id)
    )
    lines = [f"- [{escape_line(one.question)}]({one.group_id}.md): {_state(one)}" for one in entries]
    parts = [
        _head({"title": f"{title}: what the community knows"}),
        f"# {escape_line(title)}: what the community knows",
    ]
    parts.append("\n".join(lines) or "No question that was asked again has an answer yet.")
    knowers = [
        f"- {escape_line(one.name)}: {escape_line(one.subject)} (helped {one.people} people)"
        for one in knowledge.knowers
    ]
    if knowers:
        parts += ["## Who knows what", "People who agreed to be named.", "\n".join(knowers)]
    return "\n\n".join(parts) + "\n"


def _state(entry: Entry) -> str:
    said = {"sure": "answered", "likely": "probably answered", "maybe": "an answer, and nobody said that it helped"}[
        entry.sureness
    ]
    return f"{said}, may be out of date" if entry.answers[0].outdated else said


def _to_write(knowledge: Knowledge, title: str) -> str:
    """The questions of which nobody says that an answer helped, by people."""
    lines = [
        f"{place}. {escape_line(one.question)} ({one.people} people{'; ' + _link(one) if one.answers else ''})"
        for place, one in enumerate(knowledge.unanswered, start=1)
    ]
    parts = [_head({"title": f"{title}: pages to write"}), f"# {escape_line(title)}: pages to write"]
    parts.append("\n".join(lines) or "Every question that was asked again has an answer that helped.")
    return "\n\n".join(parts) + "\n"


def _link(entry: Entry) -> str:
    return f"[what was answered]({entry.group_id}.md)"
