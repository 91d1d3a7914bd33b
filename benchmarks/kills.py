"""`kill -9` at random moments of landing, loading, publishing, forgetting, compacting and migrating; what each left.

    python -m benchmarks.kills [--kills 200] [--seed 2026] [--json]

What must be there is known without looking at it: the killed process notes in a diary, synced, what it begins and what it has
done, and which posts a fetch has, who wrote them and what they say follows from their numbers. After every kill

- landing, the warehouse and the snapshot hold each fetch whole or not at all, each post once and as it was written;
- what was noted as landed or loaded is there, and what was seen once is still there;
- nobody who was noted as forgotten is anywhere, and one whose forgetting was interrupted is there whole or not at all;
- a warehouse of the first version, migrated meanwhile, still has its posts.

Then `voxpop check --warehouse` must find nothing. At the end everything is run through and must be complete.
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
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from voxpop import warehouse
from voxpop.coverage import Coverage
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.post import RawItem
from voxpop.warehouse.files import STORAGE_VERSION, quote
from voxpop.warehouse.migrate import migrations
from voxpop.window import Window

START = datetime(2026, 11, 2, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=14))
CONFIG = """\
company: {name: Acme, time_zone: UTC}
channels: [{id: talk, source: reddit, subreddit: acme}]
"""
POSTS, AUTHORS = 300, 50
WORK = ("land", "load", "publish", "forget", "compact", "migrate")
OLD = 500  # posts of a warehouse of the first version

Seen = dict[int, int]
"""How many posts of each fetch, by the fetch's number in the diary."""


class Diary:
    """What was begun and what is done, on the disk before the next step begins."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, *entry: str | int) -> None:
        """Write an entry, synced."""
        with self.path.open("a", encoding="ascii") as file:
            file.write(" ".join(map(str, entry)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def numbers(self, what: str) -> list[int]:
        """The numbers noted so."""
        lines = self.path.read_text(encoding="ascii").splitlines() if self.path.exists() else []
        return [int(line.split()[1]) for line in lines if line.split()[0] == what]


def words(n: int) -> str:
    """What post `n` says."""
    return f"Words of rider{n % AUTHORS}, {n}"


def land(workspace: Workspace, diary: Diary) -> None:
    """One fetch of posts that no other fetch has."""
    number = len(diary.numbers("landing"))
    diary.note("landing", number)
    with workspace.landing.open("reddit", "talk", WINDOW) as writer:
        for n in range(number * POSTS, (number + 1) * POSTS):
            author = f"rider{n % AUTHORS}"
            facts = {"id": f"{n:06x}", "name": f"t3_{n:06x}", "title": f"Post {n}", "selftext": words(n),
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
    diary.note("landed", number)


def make_old(place: Path) -> None:
    """A warehouse of the first version, with posts."""
    place.parent.mkdir(exist_ok=True)
    fresh = place.with_suffix(".making")
    with duckdb.connect() as con:
        con.execute(f"attach {quote(fresh)} as old (storage_version '{STORAGE_VERSION}')")
        con.execute("use old")
        con.execute("create table schema_version (version integer not null, applied_at timestamptz not null)")
        con.execute(migrations()[0][1])
        con.execute("insert into schema_version values (1, now())")
        con.execute(
            "insert into posts by name select 'reddit' as source, 't3_' || i as post_id, 'post' as kind, 'words ' || i as text, "
            "now() as created_at, now() as first_fetched_at, now() as fetched_at, 'f' as fetch_id, md5('') as content_hash "
            "from range(?) as r (i)",
            [OLD],
        )
        con.execute("use memory")
        con.execute("detach old")
    fresh.rename(place)


def work(workspace: Workspace, diary: Diary, chooser: random.Random) -> None:
    """One thing after another until it is killed."""
    while True:
        kind = chooser.choice(WORK)
        if kind == "land" and len(workspace.landing.fetches()) < 30:
            land(workspace, diary)
        elif kind == "load":
            landed = diary.numbers("landed")
            load.load(workspace)
            for number in set(landed) - set(diary.numbers("loaded")):
                diary.note("loaded", number)
        elif kind == "publish":
            load.publish(workspace)
        elif kind == "forget":
            rider = chooser.randrange(AUTHORS // 2)
            diary.note("forgetting", rider)
            forget.forget(workspace, [f"reddit:rider{rider}"], [])
            diary.note("forgotten", rider)
        elif kind == "compact":
            with warehouse.writer(workspace.warehouse_path) as writer:
                writer.compact()
        elif kind == "migrate":
            place = workspace.config.base_dir / "migrated" / f"{chooser.random()}.duckdb"
            make_old(place)
            with warehouse.writer(place):
                pass


def whole(place: str, held: Iterable[tuple[int, str]], diary: Diary) -> Seen:
    """The fetches a place holds; raises where one is not whole, a post is twice or not as written, or the forgotten are there."""
    forgotten, doubtful = set(diary.numbers("forgotten")), set(diary.numbers("forgetting"))
    texts = list(held)
    counts = Counter(n for n, _ in texts)
    assert not counts or max(counts.values()) == 1, f"{place}: posts are doubled: {counts.most_common(3)}"
    torn = [n for n, text in texts if text != words(n)]
    assert not torn, f"{place}: posts are not as they were written: {torn[:3]}"
    back = [n for n in counts if n % AUTHORS in forgotten]
    assert not back, f"{place}: forgotten posts are there: {back[:3]}"
    fetches = {n // POSTS for n in counts}
    for fetch in fetches:
        missing = [
            n for n in range(fetch * POSTS, (fetch + 1) * POSTS) if n not in counts and n % AUTHORS not in doubtful
        ]
        assert not missing, f"{place}: fetch {fetch} is torn, without {missing[:3]}"
    for rider in (
        doubtful - forgotten if place != "landing" else ()
    ):  # landing is cleaned fetch by fetch, and again next time
        there = sum(n % AUTHORS == rider for n in counts)
        assert there in {0, len(fetches) * POSTS // AUTHORS}, f"{place}: half of rider{rider} is there"
    return dict(Counter(n // POSTS for n in counts))


def look(workspace: Workspace, diary: Diary, before: Path) -> None:
    """Raises where something is lost, doubled or torn; `before` remembers what was seen."""
    items = ((item.payload["data"]) for fetch in workspace.landing.fetches() for item in fetch.items())
    landed = whole("landing", ((int(one["id"], 16), one["selftext"]) for one in items), diary)
    assert landed.keys() >= set(diary.numbers("landed")), "landing: a fetch is lost"
    for place in (workspace.config.base_dir / "migrated").glob("*.duckdb"):
        with warehouse.writer(place) as writer:
            assert not writer.unreadable()
            assert writer.con.execute("select count(*), count(distinct text) from posts").fetchall() == [(OLD, OLD)]
        place.unlink()
    if not workspace.warehouse_path.exists():
        return
    asked = "select post_id[4:], text from posts"
    with warehouse.writer(workspace.warehouse_path) as writer:
        rows = writer.con.execute(asked).fetchall()
    loaded = whole("warehouse", ((int(n, 16), text) for n, text in rows), diary)
    expected = set(diary.numbers("loaded")) | set(json.loads(before.read_text()) if before.exists() else [])
    assert loaded.keys() >= expected, f"warehouse: fetches are lost: {expected - loaded.keys()}"
    assert landed.keys() >= loaded.keys(), "warehouse: posts of a fetch that never landed"
    if (workspace.snapshots / "current").exists():
        with warehouse.connect(workspace.snapshots) as con:
            rows = con.execute(asked).fetchall()
        shown = whole("snapshot", ((int(n, 16), text) for n, text in rows), diary)
        assert shown.keys() >= set(diary.numbers("loaded")), "snapshot: a fetch is lost"
    failing = [problem for problem in integrity(workspace) if problem.fails and "published" not in problem.said]
    assert not failing, failing
    before.write_text(json.dumps(sorted(loaded)))


def through(workspace: Workspace, diary: Diary, before: Path) -> None:
    """Raises where, once all is run through, a post is missing or anywhere twice."""
    riders = sorted(set(diary.numbers("forgetting")) - set(diary.numbers("forgotten")))
    forget.forget(workspace, [f"reddit:rider{rider}" for rider in riders], [])
    for rider in riders:
        diary.note("forgotten", rider)
    load.load(workspace)
    forget.forget(workspace, [], [])
    look(workspace, diary, before)
    forgotten = set(diary.numbers("forgotten"))
    landed = json.loads(before.read_text())
    assert set(landed) >= set(diary.numbers("landed")), "a fetch was never loaded"
    due = [n for f in landed for n in range(f * POSTS, (f + 1) * POSTS) if n % AUTHORS not in forgotten]
    with warehouse.connect(workspace.snapshots) as con:
        there = sorted(int(row[0][3:], 16) for row in con.execute("select post_id from posts").fetchall())
    assert there == due, (len(there), len(due))


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


def run(folder: Path, kills: int, seed: int) -> dict[str, int | bool]:
    """So many kills of an installation in the folder, and what they left."""
    chooser = random.Random(seed)
    (folder / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / ".env").write_text(f"VOXPOP_AUTHOR_KEY={'ab' * 32}\n", encoding="utf-8")
    workspace, diary, before = Workspace.open(folder / "voxpop.yaml"), Diary(folder / "diary.txt"), folder / "seen.json"
    killed = damaged = 0
    for number in range(kills):
        moment = random.Random(chooser.random())
        end = forked(partial(work, workspace, diary, moment), 0.05 + chooser.random() * 1.5)
        killed += end == -signal.SIGKILL
        damaged += end != -signal.SIGKILL or forked(lambda: look(workspace, diary, before)) != 0
        if damaged:
            print(f"after kill {number + 1}: damaged")
            break
    complete = forked(lambda: through(workspace, diary, before)) == 0
    begun = {kind: len(diary.numbers(kind)) for kind in ("landing", "landed", "loaded", "forgetting", "forgotten")}
    return {"kills": killed, "damaged": damaged, "complete at the end": complete, **begun}


def main(arguments: list[str] | None = None) -> int:
    """Kills and looks, `n` times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), given.kills, given.seed)
    print(json.dumps(found) if given.json else ", ".join(f"{value} {key}" for key, value in found.items()))
    return int(bool(found["damaged"]) or not found["complete at the end"])


if __name__ == "__main__":
    raise SystemExit(main())
