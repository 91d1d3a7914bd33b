"""Writing a package that brings a source, a target of delivery or a layout: it installs, and its tests pass, as it is written."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from voxpop.collectors.archive.settings import LAYOUT_FORMATS
from voxpop.collectors.registry import SOURCES
from voxpop.config.delivery import KINDS
from voxpop.errors import UsageError
from voxpop.plugins import Group
from voxpop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from importlib.resources.abc import Traversable

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
MOST = 40  # signs of a name
OURS: Mapping[Group, Collection[str]] = {Group.SOURCE: SOURCES, Group.TARGET: KINDS, Group.LAYOUT: LAYOUT_FORMATS}
SUFFIX = ".jinja"


def write_package(name: str, group: Group, folder: Path) -> list[Path]:
    """The files of a new package that brings one thing under this name, in `folder/voxpop-NAME`; nothing is ever overwritten.

    Raises `UsageError` where the name is none, is one of ours, or where the folder is there already.
    """
    if not NAME.fullmatch(name) or len(name) > MOST:
        raise UsageError(
            f"'{name}' is no name for a {group.word}; use lower-case letters, digits and '-', such as 'acme-ideas'"
        )
    if name in OURS[group]:
        raise UsageError(f"Voxpop has a {group.word} '{name}' of its own; choose another name")
    words = re.split(r"[-_]", name)
    facts = {
        "name": name,
        "package": f"voxpop-{'-'.join(words)}",
        "module": f"voxpop_{'_'.join(words)}",
        "title": " ".join(words).capitalize(),
        "cls": "".join(word.capitalize() for word in words),
        "secret": f"VOXPOP_{'_'.join(words).upper()}_TOKEN",
        "group": group.value,
        "kind": group.word,
        "version": __version__,
    }
    root = folder / facts["package"]
    try:
        root.mkdir(parents=True)
    except FileExistsError:
        raise UsageError(f"{root} exists already; choose another name or folder") from None
    return sorted(_write(root, group, facts))


def _write(root: Path, group: Group, facts: dict[str, Any]) -> Iterator[Path]:
    """Write what every package has, then what one of the group has."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701  no HTML
    templates = files("voxpop.pipeline.plugin") / "templates"
    for folder in ("package", group.word):
        for place, template in _walk(templates / folder, Path()):
            path = root / environment.from_string(str(place).removesuffix(SUFFIX)).render(facts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                environment.from_string(template.read_text(encoding="utf-8")).render(facts), encoding="utf-8"
            )
            yield path


def _walk(folder: Traversable, place: Path) -> Iterator[tuple[Path, Traversable]]:
    """Every file below the folder, with its place in it."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, place / entry.name)
        elif entry.name.endswith(SUFFIX):
            yield place / entry.name, entry
