"""The demo's world behind its servers, and what to say when its run is over."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from voxpop.pipeline.demo.generator import generate
from voxpop.pipeline.demo.servers.discourse import DiscourseServer
from voxpop.pipeline.demo.servers.feed import FeedServer
from voxpop.pipeline.demo.servers.reddit import CLIENT, RedditServer
from voxpop.pipeline.demo.servers.x import TOKEN, XServer
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.demo.world import World

SECRETS = {
    "VOXPOP_X_BEARER_TOKEN": TOKEN,
    "VOXPOP_REDDIT_CLIENT_ID": CLIENT[0],
    "VOXPOP_REDDIT_CLIENT_SECRET": CLIENT[1],
    "VOXPOP_AUTHOR_KEY": "demo-author-key-of-no-value-to-anyone",
}


@dataclass(slots=True)
class Stage:
    """The world as it is served: its clock is moved between the runs of the DAGs."""

    world: World
    config: Path
    now: datetime
    secrets: dict[str, str] = field(default_factory=lambda: dict(SECRETS))

    @property
    def last_week(self) -> Week:
        """The week whose reports the demo shows."""
        return Week.of((self.world.end - timedelta(hours=12)).date())

    def clock(self) -> datetime:
        """What the servers think the time is."""
        return self.now


@contextmanager
def serve(folder: Path, seed: int) -> Iterator[Stage]:
    """A world on loopback servers, and a voxpop.yaml in the folder that listens to them."""
    world = generate(seed)
    config = folder / "voxpop.yaml"
    stage = Stage(world, config, world.end)
    cap = int(world.truths["outage"]["x_cap_posts"])
    with ExitStack() as running:
        x = running.enter_context(XServer(world, clock=stage.clock, monthly_cap_posts=cap))
        reddit = running.enter_context(RedditServer(world, clock=stage.clock))
        forum = running.enter_context(DiscourseServer(world, clock=stage.clock))
        feed = running.enter_context(FeedServer(world, clock=stage.clock))
        text = (files("voxpop.pipeline.demo") / "larkspur.yaml").read_text(encoding="utf-8")
        for name, server in (("X", x), ("REDDIT", reddit), ("FORUM", forum), ("FEED", feed)):
            text = text.replace(f"${{{name}_URL}}", server.url)
        config.write_text(text, encoding="utf-8")
        (folder / ".env").touch(0o600)
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in SECRETS.items()), encoding="utf-8")
        yield stage


def summary(stage: Stage) -> str:
    """What to look at, in one screen."""
    import json

    from voxpop.pipeline.workspace import Workspace

    workspace = Workspace.open(stage.config)
    week = str(stage.last_week)
    lines = [f"\nLarkspur, {week}. What each audience's report says:\n"]
    for audience in workspace.config.audience_ids:
        path = workspace.reports / audience / week / "report.json"
        facts = json.loads(path.read_text(encoding="utf-8"))
        lines.append(f"  {facts['audience']:<26}{facts['headline']}")
    root = _from_here(workspace.reports)
    lines += [
        f"\nReports:   {root / 'index.html'}  (open it in a browser)",
        f"           {root / 'administrators' / week / 'report.html'}",
        f'Look into: {_place("voxpop")} sql --config {stage.config} "select * from opinions limit 5"',
        f"Coverage:  {_place('voxpop')} coverage --config {stage.config}",
        f"Python:    {_place('python')} -c 'import voxpop; print(voxpop.open(\"{stage.config}\").net())'",
        "Notebooks: make lab, in a copy of the repository",
    ]
    return "\n".join(lines)


def _place(command: str) -> str:
    """A command of this environment as the reader can type it: its name where the shell finds ours, else its path."""
    ours = Path(sys.executable).with_name(command)
    found = shutil.which(command)
    return command if found and Path(found).parent == ours.parent else str(_from_here(ours))


def _from_here(path: Path) -> Path:
    """The path as seen from the current folder, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def moments(world: World) -> tuple[datetime, datetime, datetime]:
    """When the demo collects: at the start of the last week, at its end, and the morning after."""
    return world.end - timedelta(days=7), world.end, (world.end + timedelta(hours=5)).astimezone(UTC)
