"""Readers beside landers and a writer: processes that query the published snapshot while others land, load and publish.

    python -m benchmarks.readers [--seconds 300] [--readers 8] [--landers 3] [--json]

Every lander lands a fetch every two seconds; the writer loads what has landed and publishes, without a pause; every reader opens the newest
snapshot, asks three questions that must agree with each other, closes it and thinks for a fifth of a second. The peer is what
one would write first: the readers open the warehouse's own file while it is written. At the end everything that landed must be in.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from voxpop import warehouse
from voxpop.coverage import Coverage
from voxpop.errors import WarehouseError
from voxpop.landing import Landing
from voxpop.post import Mapped, Post
from voxpop.warehouse import LoadBatch
from voxpop.window import Window

START = datetime(2026, 11, 16, tzinfo=UTC)
POSTS_A_LOAD = 500
LANDING_PAUSE, THINKING = 2.0, 0.2


def posts(first: int) -> pa.Table:
    """New posts."""
    numbers = range(first, first + POSTS_A_LOAD)
    return Mapped.of(
        Post(
            source="forum",
            post_id=f"p{n}",
            text=f"post {n} about the export",
            author_id=f"a{n % 997}",
            created_at=START + timedelta(seconds=n % 600_000),
        )
        for n in numbers
    ).posts


def land_one(landing: Landing, lander: int, number: int) -> None:
    """One fetch of posts that no other fetch has."""
    window = Window(START, START + timedelta(days=7))
    with landing.open("forum", f"forum{lander}", window) as writer:
        writer.add_table(posts((lander * 1_000_000 + number) * POSTS_A_LOAD))
        writer.commit(
            Coverage(
                fetch_id=writer.fetch_id, source="forum", channel=f"forum{lander}", window=window, started_at=START,
                ended_at=START + timedelta(seconds=number), items=POSTS_A_LOAD, requests=1, retries=0, cost_usd=0.0,
                outcome="complete", reason="", gaps=(), cursor={}, unknown_keys={}, notes=(),
            )
        )  # fmt: skip


def land(root: Path, lander: int, stop: mp.synchronize.Event, out: Queue[int]) -> None:
    """Land a fetch every two seconds until told to stop; how many."""
    number = 1
    while not stop.wait(LANDING_PAUSE):
        land_one(Landing(root), lander, number)
        number += 1
    out.put(number - 1)


def load_all(writer: warehouse.Writer, landing: Landing) -> int:
    """Load what has landed and is not in; how many fetches."""
    known, nothing = writer.loads(), Mapped.of([])
    waiting = [fetch for fetch in landing.fetches() if fetch.fetch_id not in known]
    for fetch in waiting:
        rows = pa.concat_tables(fetch.tables())
        writer.load(
            LoadBatch(
                fetch_id=fetch.fetch_id,
                coverage=fetch.coverage,
                posts=rows,
                refused=nothing.refused,
                gone=nothing.gone,
            )
        )
    return len(waiting)


def write(
    database: Path,
    root: Path,
    snapshots: Path,
    stop: mp.synchronize.Event,
    shown: mp.synchronize.Event,
    out: Queue[tuple[int, int, int]],
) -> None:
    """Load and publish until told to stop; how many fetches came in, how often it published, how often it was kept out."""
    loaded, published, kept_out = 0, 0, 0
    while not stop.is_set():
        try:
            with warehouse.writer(database) as writer:
                came = load_all(writer, Landing(root))
                if came:
                    writer.publish(snapshots)
                    shown.set()
            loaded += came
            published += bool(came)
        except WarehouseError:
            kept_out += 1
            time.sleep(0.01)
    out.put((loaded, published, kept_out))


def read(
    place: Path,
    stop: mp.synchronize.Event,
    asked: mp.synchronize.Semaphore,
    out: Queue[tuple[str, list[float], list[str], int]],
    *,
    snapshots: bool,
) -> None:
    """Ask until told to stop; what took how long, and what went wrong."""
    times, errors, torn = [], [], 0
    while not stop.is_set():
        begin = time.perf_counter()
        try:
            con = warehouse.connect(place) if snapshots else duckdb.connect(place, read_only=True)
            try:
                posts = con.execute("select count(*) from posts").fetchall()[0][0]
                time.sleep(0.01)  # a load may come in between
                fetches = con.execute("select count(*) from loads").fetchall()[0][0]
                again = con.execute("select count(distinct post_id) from posts").fetchall()[0][0]
            finally:
                con.close()
            torn += not (posts == again == fetches * POSTS_A_LOAD)
            times.append(time.perf_counter() - begin - 0.01)
        except duckdb.Error as error:
            errors.append(str(error).splitlines()[0][:90])
            time.sleep(0.01)
        asked.release()
        time.sleep(THINKING)
    out.put(("reader", times, errors, torn))


def run(seconds: float, readers: int, landers: int, *, snapshots: bool, reads: int = 0) -> dict[str, object]:
    """One writer, some landers and some readers: for so long, and until so often was read and anything published."""
    context = mp.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        database, published, root = (Path(folder) / name for name in ("w.duckdb", "snapshots", "landing"))
        land_one(Landing(root), 0, 0)
        with warehouse.writer(database) as writer:
            load_all(writer, Landing(root))
            writer.publish(published)
        halt, stop, shown, asked = context.Event(), context.Event(), context.Event(), context.Semaphore(0)
        out, done, landed = context.Queue(), context.Queue(), context.Queue()
        place = published if snapshots else database
        processes = [
            context.Process(target=read, args=(place, stop, asked, out), kwargs={"snapshots": snapshots})
            for _ in range(readers)
        ]
        processes += [context.Process(target=land, args=(root, n, halt, landed)) for n in range(landers)]
        processes.append(context.Process(target=write, args=(database, root, published, stop, shown, done)))
        for process in processes:
            process.start()
        time.sleep(seconds)
        for _ in range(reads):
            asked.acquire()
        if reads:
            shown.wait()
        halt.set()
        fetches = 1 + sum(landed.get(timeout=600) for _ in range(landers))
        stop.set()
        told = [out.get(timeout=600) for _ in range(readers)]
        loaded, publishes, kept_out = done.get(timeout=600)
        for process in processes:
            process.join()
        with warehouse.writer(database) as writer:
            load_all(writer, Landing(root))
            rows = writer.con.execute("select count(*), count(distinct post_id) from posts").fetchall()[0]
    times = np.array([t for _, found, _, _ in told for t in found])
    errors = [error for _, _, found, _ in told for error in found]
    p50, p99 = (float(q) for q in np.quantile(times, [0.5, 0.99])) if len(times) else (float("nan"),) * 2
    return {
        "readers open": "snapshots" if snapshots else "the file that is written",
        "seconds": seconds,
        "fetches landed": fetches,
        "loaded meanwhile": loaded,
        "publishes": publishes,
        "kept out": kept_out,
        "all in at the end": rows == (fetches * POSTS_A_LOAD,) * 2,
        "reads": len(times),
        "errors": len(errors),
        "torn": sum(t for _, _, _, t in told),
        "p50 ms": round(1000 * p50, 1),
        "p99 ms": round(1000 * p99, 1),
        "first error": errors[0] if errors else "",
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure both ways and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--landers", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = [
        run(given.seconds, given.readers, given.landers, snapshots=True),
        run(min(given.seconds, 10), given.readers, given.landers, snapshots=False),
    ]
    for row in found:
        print(json.dumps(row) if given.json else "  ".join(f"{name}: {value}" for name, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
