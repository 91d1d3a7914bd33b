"""The few settings that the scheduler needs while it reads the DAG files; light to import."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from voxpop.config.file import CONFIG_VARIABLE


def time_zone() -> str:
    """The company's time zone; UTC where no configuration can be read yet."""
    path = Path(os.environ.get(CONFIG_VARIABLE) or "voxpop.yaml")
    try:
        company = yaml.safe_load(path.read_text(encoding="utf-8"))["company"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return "UTC"
    return str(company.get("time_zone", "UTC")) if isinstance(company, dict) else "UTC"
