"""The demo: a made-up world behind loopback servers, read by the real clients inside the real DAGs."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from voxpop.errors import UsageError

MARKER = ".voxpop-demo"
log = logging.getLogger("voxpop.demo")


def main(folder: Path, seed: int) -> int:
    """Make the world, serve it, run the DAGs, say where the reports are."""
    from voxpop.steps import demo

    _empty(folder)
    with demo.serve(folder, seed) as world:
        runs = [
            f"collect:{json.dumps({'from': world.start, 'to': world.last_monday})}",
            f"collect:{json.dumps({'from': world.last_monday, 'to': world.end})}",
            "analyze",
            f"report:{json.dumps({'week': world.last_week})}",
            "housekeeping",
        ]
        done = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-m", "voxpop.headless", "--config", str(world.config), *runs],
            env={**os.environ, **world.secrets, "PYTHONWARNINGS": "ignore"},
            check=False,
        )
    if done.returncode == 0:
        print(demo.summary(world))  # noqa: T201
    return done.returncode


def _empty(folder: Path) -> None:
    """Remove an earlier demo; never a folder that is not one."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UsageError(f"{folder} exists and is not an earlier demo; choose another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
