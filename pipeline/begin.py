"""The first step of a newcomer: a commented configuration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from voxpop.errors import UsageError


def init(folder: Path) -> Path:
    """The path of a new voxpop.yaml; an existing one is never touched. Its JSON Schema, for editors, is written beside it."""
    from voxpop.pipeline import config_schema

    path = folder / "voxpop.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(files("voxpop.pipeline").joinpath("template.yaml").read_text(encoding="utf-8"))
    except FileExistsError:
        raise UsageError(f"{path} exists already; choose another folder or edit it") from None
    (folder / config_schema.NAME).write_text(config_schema.current(), encoding="utf-8")
    return path
