"""The first step of a newcomer: a commented configuration, with what they answered in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from zoneinfo import available_timezones

import yaml

from voxpop.config.section import check_zone
from voxpop.errors import UsageError


def init(folder: Path) -> Path:
    """The path of a new voxpop.yaml; an existing one is never touched. Its JSON Schema, for editors, is written beside it."""
    return _write(folder, _template())


def init_for(folder: Path, company: str, time_zone: str) -> Path:
    """The same for a company, without the channels, audiences and accounts of the example."""
    return _write(folder, fill(_template(), company, check_zone(time_zone)))


def fill(template: str, company: str, time_zone: str) -> str:
    """The template with a company's name and zone, and its examples as comments."""
    name = yaml.safe_dump(company, allow_unicode=True, default_flow_style=True).removesuffix("\n").removesuffix("\n...")
    text = template.replace("name: Acme\n", f"name: {name}\n").replace(
        "time_zone: Europe/Berlin", f"time_zone: {time_zone}", 1
    )
    text = re.sub(r"  contact: .*\n", "  # contact: listening@example.org\n", text)
    text = text.replace('terms: [acme, "acme crm"]', f"terms: [{name}]")
    for key in ("audiences", "channels", "staff"):
        text = re.sub(rf"(?m)^{key}:\n((?:[ ].*\n)+)", lambda found, key=key: f"{key}: []\n{_comment(found[1])}", text)  # type: ignore[misc]
    return text


def _comment(block: str) -> str:
    """The lines of a block as comments at the same depth; those that are comments already stay."""
    lines = (line if line.lstrip().startswith("#") else f"  # {line[2:]}" for line in block.splitlines(keepends=True))
    return "".join(lines)


def check_free(folder: Path) -> None:
    """Raises `UsageError` where the folder has a configuration already, before anybody is asked anything."""
    if (folder / "voxpop.yaml").exists():
        raise _exists(folder / "voxpop.yaml")


def local_zone() -> str:
    """The time zone of this machine, as far as it says; else UTC."""
    place = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return place.removeprefix("Etc/") if place in available_timezones() else "UTC"


def known_zone(given: str, say: Callable[[str], None]) -> str | None:
    """The zone, or None where there is none of that name; `say` is told what may be meant."""
    try:
        return check_zone(given.strip())
    except ValueError as error:
        say(str(error))
        return None


def _template() -> str:
    return files("voxpop.pipeline").joinpath("template.yaml").read_text(encoding="utf-8")


def _write(folder: Path, text: str) -> Path:
    from voxpop.pipeline import config_schema

    path = folder / "voxpop.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise _exists(path) from None
    (folder / config_schema.NAME).write_text(config_schema.current(), encoding="utf-8")
    return path


def _exists(path: Path) -> UsageError:
    return UsageError(f"{path} exists already; choose another folder or edit it")
