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
    from voxpop.pipeline import stage as demo

    _empty(folder)
    with demo.serve(folder, seed) as stage:
        print(f"{stage.world.company}: {len(stage.world.posts):,} posts by {len(stage.world.people):,} people")
        begin, end, morning = demo.moments(stage.world)
        history = {"from": stage.world.start.isoformat(), "to": begin.isoformat()}
        week = {"from": begin.isoformat(), "to": end.isoformat()}
        phases = (
            (end, [f"collect:{json.dumps(history)}", f"collect:{json.dumps(week)}"]),
            (morning, ["housekeeping", "analyze", f"report:{json.dumps({'week': str(stage.last_week)})}"]),
        )
        for now, runs in phases:
            stage.now = now
            if failed := _headless(stage.config, runs, stage.secrets):
                return failed
        print(demo.summary(stage))
    return 0


def _headless(config: Path, runs: list[str], secrets: dict[str, str]) -> int:
    """Run DAGs in a process of their own, as a scheduler would; its exit code."""
    command = [sys.executable, "-m", "voxpop.pipeline.local_airflow.headless", "--config", str(config), *runs]
    environment = {**os.environ, **secrets, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  our own interpreter


def _empty(folder: Path) -> None:
    """Remove an earlier demo; never a folder that is not one."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UsageError(f"{folder} exists and is not an earlier demo; choose another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
