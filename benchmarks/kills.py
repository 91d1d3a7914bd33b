"""`kill -9` at random moments of landing, loading, publishing, forgetting, compacting and migrating; what each left.

    python -m benchmarks.kills [--kills 200] [--seed 2026] [--json]

After every kill the installation is looked at as `voxpop check --warehouse` does; at the end everything is run through and
each post that landed is there once, unless its author was forgotten.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import warehouse
from voxpop.coverage import Coverage
from voxpop.post import RawItem
from voxpop.steps import forget, load
from voxpop.steps.integrity import integrity
from voxpop.steps.workspace import Workspace
from voxpop.window import Window

START = datetime(2026, 11, 2, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=14))
CONFIG = """\
company: {name: Acme, time_zone: UTC}
channels: [{id: talk, source: reddit, subreddit: acme}]
"""
POSTS, AUTHORS = 300, 50
WORK = ("land", "load", "publish", "forget", "compact", "migrate")


def land(workspace: Workspace) -> None:
    """One fetch of posts that no other fetch has."""
    first = POSTS * len(workspace.landing.fetches())
    with workspace.landing.open("reddit", "talk", WINDOW) as writer:
        for n in range(first, first + POSTS):
            author = f"rider{n % AUTHORS}"
            facts = {"id": f"{n:06x}", "name": f"t3_{n:06x}", "title": f"Post {n}", "selftext": f"Words of {author}, {n}",
                     "author": author, "author_fullname": f"t2_{author}", "created_utc": START.timestamp() + n,
                     "permalink": f"/r/acme/{n}", "subreddit": "acme"}  # fmt: skip
            payload = {"kind": "t3", "data": facts}
            writer.add(RawItem(source="reddit", channel="talk", fetched_at=START, window=WINDOW, payload=payload))
        writer.commit(
            Coverage(
                fetch_id=writer.fetch_id, source="reddit", channel="talk", window=WINDOW, started_at=START, ended_at=START,
                items=POSTS, requests=1, retries=0, cost_usd=0.0, outcome="complete", reason="", gaps=(), cursor={},
                unknown_keys={}, notes=(),
            )
        )  # fmt: skip


def work(workspace: Workspace, chooser: random.Random) -> None:
    """One thing after another until it is killed."""
    while True:
        kind = chooser.choice(WORK)
        if kind == "land" and len(workspace.landing.fetches()) < 30:
            land(workspace)
        elif kind == "load":
            load.load(workspace)
        elif kind == "publish":
            load.publish(workspace)
        elif kind == "forget":
            forget.forget(workspace, [f"reddit:rider{chooser.randrange(AUTHORS // 2)}"], [])
        elif kind == "compact":
            with warehouse.writer(workspace.warehouse_path) as writer:
                writer.compact()
        elif kind == "migrate":
            place = workspace.config.base_dir / "migrated" / f"{chooser.random()}.duckdb"
            with warehouse.writer(place):
                pass


def look(workspace: Workspace) -> None:
    """Raises where something is lost, doubled or torn."""
    if not workspace.warehouse_path.exists():
        return
    failing = [problem for problem in integrity(workspace) if problem.fails and "published" not in problem.said]
    assert not failing, failing
    for place in (workspace.config.base_dir / "migrated").glob("*.duckdb"):
        with warehouse.writer(place) as writer:
            assert not writer.unreadable()


def through(workspace: Workspace) -> None:
    """Raises where, once all is run through, a post is missing or twice."""
    forget.forget(workspace, [], [])
    load.load(workspace)
    forget.forget(workspace, [], [])
    look(workspace)
    held = [item.payload["data"]["name"] for fetch in workspace.landing.fetches() for item in fetch.items()]
    con = warehouse.connect(workspace.snapshots)
    try:
        there = [row[0] for row in con.execute("select post_id from posts order by all").fetchall()]
        authors = con.execute(
            "select count(*) from tombstones where kind = 'author' and key_hash in (select author_id from posts)"
        )
        assert authors.fetchall() == [(0,)]
    finally:
        con.close()
    assert there == sorted(held), (len(there), len(held))
    assert len(set(there)) == len(there)


def forked(do: Callable[[], None], kill_after: float | None = None) -> int:
    """How a process of its own ended."""
    child = os.fork()
    if not child:
        end = 1
        try:
            do()
            end = 0
        finally:
            if end:
                traceback.print_exc()
            os._exit(end)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(arguments: list[str] | None = None) -> int:
    """Kill and look, so many times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    chooser = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
        (folder / ".env").write_text(f"VOXPOP_AUTHOR_KEY={'ab' * 32}\n", encoding="utf-8")
        workspace = Workspace.open(folder / "voxpop.yaml")
        killed = damaged = 0
        for number in range(given.kills):
            moment = random.Random(chooser.random())
            end = forked(lambda seed=moment: work(workspace, seed), 0.05 + chooser.random() * 0.8)
            killed += end == -signal.SIGKILL
            damaged += end != -signal.SIGKILL or forked(lambda: look(workspace)) != 0
            if damaged:
                print(f"after kill {number + 1}: damaged")
                break
        complete = forked(lambda: through(workspace)) == 0
        fetches = len(workspace.landing.fetches())
    found = {"kills": killed, "damaged": damaged, "complete at the end": complete, "fetches": fetches}
    print(json.dumps(found) if given.json else ", ".join(f"{value} {key}" for key, value in found.items()))
    return int(bool(damaged) or not complete)


if __name__ == "__main__":
    raise SystemExit(main())
