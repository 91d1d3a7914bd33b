"""The demo's thirteen weeks through faulty servers, beside the same weeks through servers without a fault.

    python -m benchmarks.faults [--seed 7] [--json]

Each channel and week is fetched with a fault planted at a request drawn by chance, and again until it is heard. 'Lost'
and 'doubled' are posts of the warehouse against the run without faults; 'ledger' counts fetches whose recorded outcome is
the planted one, and hours whose state differs in the end. Waits are noted, not slept.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

import warehouse
from voxpop.demo.generator import generate
from voxpop.demo.servers.base import DemoServer, Reply
from voxpop.demo.servers.discourse import DiscourseServer
from voxpop.demo.servers.feed import FeedServer
from voxpop.demo.servers.reddit import RedditServer
from voxpop.demo.servers.x import XServer
from voxpop.demo.world import World
from voxpop.steps import collect
from voxpop.steps.demo import SECRETS
from voxpop.steps.load import load
from voxpop.steps.workspace import Workspace
from voxpop.window import Window

CUT = Reply(200, {"content-type": "application/json"}, b"{" + b" " * 5000 + b"}", cut=True)
FAULTS: tuple[tuple[str | None, list[Reply]], ...] = (  # outcome of the fetch (None: as without a fault), replies
    (None, [Reply(429, {"retry-after": "30"})]),
    (None, [Reply(503), Reply(502)]),
    (None, [CUT]),
    ("rate_limited", [Reply(429)] * 9),
    ("out_of_budget", [Reply(402)] * 9),
    ("unreachable", [Reply(503)] * 9),
    ("unreachable", [CUT] * 9),
)
MOST_TRIES = 9


@contextmanager
def served(world: World, folder: Path) -> Iterator[tuple[Workspace, dict[str, DemoServer]]]:
    """The world's servers by source, and a workspace that listens to them."""
    with ExitStack() as running:
        servers: dict[str, DemoServer] = {
            "x": XServer(world, clock=lambda: world.end),
            "reddit": RedditServer(world, clock=lambda: world.end),
            "discourse": DiscourseServer(world, clock=lambda: world.end),
            "feed": FeedServer(world, clock=lambda: world.end),
        }
        text = (files("voxpop.demo") / "larkspur.yaml").read_text(encoding="utf-8")
        for name, source in (("X", "x"), ("REDDIT", "reddit"), ("FORUM", "discourse"), ("FEED", "feed")):
            text = text.replace(f"${{{name}_URL}}", running.enter_context(servers[source]).url)
        (folder / "voxpop.yaml").write_text(text.replace("budget: {usd_per_month: 250}", ""), encoding="utf-8")
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in SECRETS.items()), encoding="utf-8")
        yield Workspace.open(folder / "voxpop.yaml"), servers


def heard(world: World, chooser: random.Random | None) -> dict[str, object]:
    """The posts and hours in the warehouse in the end, and how the fetches went."""
    told = {"fetches": 0, "faults": 0, "as planted": 0}
    with tempfile.TemporaryDirectory() as name, served(world, Path(name)) as (workspace, servers):
        for channel in collect.listened(workspace):
            server = servers[workspace.channel(channel).source]
            for week in range(13):
                window = Window(world.start + timedelta(days=7 * week), world.start + timedelta(days=7 * week + 7))
                for attempt in range(MOST_TRIES):
                    planted = chooser.choice(FAULTS) if chooser and attempt < 2 else None
                    if chooser and planted:
                        server.faults.add(*[None] * chooser.randrange(6), *planted[1])
                    outcome = collect.land(workspace, channel, window).outcome
                    told["fetches"] += 1
                    met = planted is not None and len(server.faults._replies) < len(planted[1])  # noqa: SLF001  how many are left
                    server.faults._replies.clear()  # noqa: SLF001
                    wanted = planted[0] if planted and met else None
                    told["faults"] += met
                    told["as planted"] += met and (outcome == wanted if wanted else outcome in {"complete", "capped"})
                    if outcome in {"complete", "capped"} and attempt >= (2 if chooser else 0):
                        break
        load(workspace)
        with warehouse.writer(workspace.warehouse_path) as writer:
            writer.build_marts("UTC")
            posts = writer.con.execute(  # a forum's ids name its host, whose port differs from run to run
                r"select source, regexp_replace(post_id, '^127[.]0[.]0[.]1:\d+', 'forum') from posts"
            ).fetchall()
            hours = writer.con.execute("select channel, hour::varchar, state from channel_hours").fetchall()
    return {**told, "posts": posts, "hours": set(hours)}


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where anything is lost, doubled or not in the ledger."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    world = generate()
    begin = time.perf_counter()
    with patch("time.sleep"):
        true, found = heard(world, None), heard(world, random.Random(options.seed))
    posts, truth = list(found["posts"]), set(true["posts"])  # type: ignore[call-overload]
    figures = {
        "posts": len(truth),
        "lost": len(truth - set(posts)),
        "doubled": len(posts) - len(set(posts)),
        "not in the truth": len(set(posts) - truth),
        "fetches": found["fetches"],
        "faults met": found["faults"],
        "recorded as planted": found["as planted"],
        "hours whose state differs": len(found["hours"] ^ true["hours"]),  # type: ignore[operator]
        "seconds": round(time.perf_counter() - begin, 1),
    }
    print(
        json.dumps(figures) if options.json else "\n".join(f"{name:<28}{value:>10,}" for name, value in figures.items())
    )
    exact = figures["faults met"] == figures["recorded as planted"] and not figures["hours whose state differs"]
    return int(not exact or any(figures[name] for name in ("lost", "doubled", "not in the truth")))


if __name__ == "__main__":
    raise SystemExit(main())
