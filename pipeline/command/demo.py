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
from voxpop.pipeline.local_airflow.runs import EXTRA, has_airflow

MARKER = ".voxpop-demo"
log = logging.getLogger("voxpop.demo")


def main(folder: Path, seed: int, *, plain: bool = False) -> int:
    """Make the world, serve it, run the DAGs (or, without Airflow, what they run), say where the reports are."""
    from voxpop.pipeline import stage as demo

    _empty(folder)
    in_airflow = has_airflow() and not plain
    if in_airflow:
        print("The DAGs run one after another in an Airflow of their own, without a server.")
    else:
        print("The steps of the DAGs run one after another, without Airflow" + ("." if plain else f". {EXTRA}."))
    with demo.serve(folder, seed) as stage:
        print(f"{stage.world.company}: {len(stage.world.posts):,} posts by {len(stage.world.people):,} people")
        print("In its last week X's monthly quota runs out: the warning about it is part of the story.", flush=True)
        begin, end, morning = demo.moments(stage.world)
        history = {"from": stage.world.start.isoformat(), "to": begin.isoformat()}
        week = {"from": begin.isoformat(), "to": end.isoformat()}
        phases = (
            (end, [f"collect:{json.dumps(history)}", f"collect:{json.dumps(week)}"]),
            (morning, ["housekeeping", "analyze", f"report:{json.dumps({'week': str(stage.last_week)})}"]),
        )
        for now, runs in phases:
            stage.now = now
            if failed := _run(stage.config, runs, stage.secrets, in_airflow=in_airflow):
                return failed
        print(demo.summary(stage))
    return 0


def _run(config: Path, runs: list[str], secrets: dict[str, str], *, in_airflow: bool) -> int:
    """Run DAGs in a process of their own, as a scheduler would; its exit code."""
    way = "headless" if in_airflow else "plain"
    command = [sys.executable, "-P", "-m", f"voxpop.pipeline.local_airflow.{way}", "--config", str(config), *runs]
    environment = {**os.environ, **secrets, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  our own interpreter


def _empty(folder: Path) -> None:
    """Remove an earlier demo; never a folder that is not one."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UsageError(f"{folder} exists and is not an earlier demo; choose another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
