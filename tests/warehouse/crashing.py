"""Lands, loads and publishes in processes that kill themselves at one line after another, and looks at what each left.

    python -m tests.warehouse.crashing FOLDER EVERY [FIRST]

A process of its own, without threads, so that it can fork: every killed run starts with everything imported.
"""

import json
import os
import signal
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tests.places import ROOT
from tests.warehouse.loading import WINDOW, batch, post
from voxpop import warehouse
from voxpop.landing import Landing
from voxpop.post import RawItem

WATCHED = {str(ROOT / "voxpop" / "landing" / "fetches.py"), str(ROOT / "voxpop" / "durable.py")} | {
    str(ROOT / "voxpop" / "warehouse" / f"{name}.py") for name in ("writer", "load", "lock", "migrate", "publish")
}
POSTS = 7
DONE, KILLED = 0, -signal.SIGKILL


def one_run(folder):
    """What `voxpop run` does with a channel: land, load what is not in, publish."""
    landing = Landing(folder / "landing")
    first = 1000 * len(landing.fetches())
    with landing.open("forum", "forum", WINDOW) as fetch:
        for number in range(first, first + POSTS):
            payload = {"number": number}
            fetch.add(
                RawItem(source="forum", channel="forum", fetched_at=datetime.now(UTC), window=WINDOW, payload=payload)
            )
        fetch.commit(batch(fetch.fetch_id, datetime.now(UTC), []).coverage)
    with warehouse.writer(folder / "w.duckdb", wait=5) as writer:
        known = writer.loads()
        for landed in landing.fetches():
            if landed.fetch_id not in known:
                records = [post(item.payload["number"], "words") for item in landed.items()]
                writer.load(batch(landed.fetch_id, landed.coverage.started_at, records))
        writer.publish(folder / "snapshots", keep=2)


def at_each_new_line(do):
    """A trace that calls `do` with every line of our modules before it runs for the first time."""
    seen = set()

    def trace(frame, event, _):
        if frame.f_code.co_filename not in WATCHED:
            return None
        line = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and line not in seen:
            seen.add(line)
            do(line)
        return trace

    return trace


def forked(work):
    """How a process of its own ended."""
    child = os.fork()
    if not child:
        end = 1
        try:
            work()
            end = DONE
        finally:
            if end != DONE:
                traceback.print_exc()
            os._exit(end)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def look(folder, *, through=False):
    """Raises where something is torn; `through`: also where anything that landed is missing."""
    landed = Landing(folder / "landing").fetches()
    for fetch in landed:
        assert len(list(fetch.items())) == POSTS, f"{fetch.path} is not whole"
    names = {fetch.fetch_id for fetch in landed}
    places = [folder / "w.duckdb"] if (folder / "w.duckdb").exists() else []
    if (folder / "snapshots" / "current").exists():
        places.append(warehouse.publish.newest(folder / "snapshots"))
    for place in places:
        with duckdb.connect(place, read_only=place != places[0]) as con:
            if not con.execute("from duckdb_tables() where table_name = 'coverage'").fetchall():
                continue
            loads = [row[0] for row in con.execute("select fetch_id from loads").fetchall()]
            posts = con.execute("select fetch_id, count(*), count(distinct post_id) from posts group by 1").fetchall()
            ledger = con.execute("select count(*) from coverage").fetchall()[0][0]
        assert len(loads) == len(set(loads)) == ledger, f"{place}: the ledger counts twice"
        assert set(loads) <= names, f"{place}: a load without its fetch"
        assert sorted(posts) == sorted((name, POSTS, POSTS) for name in loads), f"{place}: posts without their load"
        assert not through or set(loads) == names, f"{place}: a fetch is missing"


def main(folder, every, first=0):
    lines = folder / "lines.txt"
    folder.mkdir(exist_ok=True)

    def note():
        with lines.open("w") as file:
            sys.settrace(at_each_new_line(lambda line: print(*line, file=file)))
            one_run(folder / "counted")
            sys.settrace(None)

    def die(at):
        def kill(line):
            if line == at:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.settrace(at_each_new_line(kill))
        one_run(folder / "killed")

    assert forked(note) == DONE
    told = [line.rsplit(" ", 1) for line in lines.read_text().splitlines()][first::every]
    for path, number in told:
        assert forked(lambda at=(path, int(number)): die(at)) == KILLED, f"{path}:{number} was not reached"
        assert forked(lambda: look(folder / "killed")) == DONE, f"killed before {path}:{number}"
    assert forked(lambda: one_run(folder / "killed")) == DONE
    assert forked(lambda: look(folder / "killed", through=True)) == DONE
    print(json.dumps({"kills": len(told)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
