"""The few settings that the scheduler needs while it reads the DAG files; light to import."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from voxpop.config.file import CONFIG_VARIABLE


def time_zone() -> str:
    """The company's time zone; UTC where no configuration can be read yet."""
    return str(_section("company").get("time_zone", "UTC"))


def has_mirror() -> bool:
    """Whether copies of landing and of the snapshot go to a store (`storage.mirror`)."""
    return bool(_section("storage").get("mirror"))


def near_warehouse() -> dict[str, Any]:
    """What a task that needs the warehouse is told: the queue (`storage.mirror.queue`) that only workers of its machine listen to."""
    mirror = _section("storage").get("mirror")
    queue = mirror.get("queue") if isinstance(mirror, dict) else None
    return {"queue": str(queue)} if queue else {}


def _section(name: str) -> dict[str, Any]:
    """A section of the configuration; empty where none can be read yet."""
    path = Path(os.environ.get(CONFIG_VARIABLE) or "voxpop.yaml")
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))[name]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
