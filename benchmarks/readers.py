"""Readers beside a writer: processes that query the published snapshot while loads and publishes run without a pause.

    python -m benchmarks.readers [--seconds 60] [--readers 4] [--json]

Every reader opens the newest snapshot, asks three questions that must agree with each other, and closes it. The peer is
what one would write first: the readers open the warehouse's own file while it is written.
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

import warehouse
from voxpop.coverage import Coverage
from voxpop.errors import WarehouseError
from voxpop.post import Mapped, Post
from voxpop.window import Window
from warehouse import LoadBatch

START = datetime(2026, 11, 16, tzinfo=UTC)
POSTS_A_LOAD = 2_000


def batch(number: int) -> LoadBatch:
    """A fetch of new posts."""
    first = number * POSTS_A_LOAD
    mapped = Mapped.of(
        [
            Post(
                source="forum",
                post_id=f"p{n}",
                text=f"post {n} about the export",
                author_id=f"a{n % 997}",
                created_at=START + timedelta(seconds=n % 600_000),
            )
            for n in range(first, first + POSTS_A_LOAD)
        ]
    )
    coverage = Coverage(
        fetch_id=f"f{number:06d}", source="forum", channel="forum", window=Window(START, START + timedelta(days=7)),
        started_at=START, ended_at=START + timedelta(seconds=number), items=POSTS_A_LOAD, requests=1, retries=0, cost_usd=0.0,
        outcome="complete", reason="", gaps=(), cursor={}, unknown_keys={}, notes=(),
    )  # fmt: skip
    return LoadBatch(
        fetch_id=coverage.fetch_id, coverage=coverage, posts=mapped.posts, refused=mapped.refused, gone=mapped.gone
    )


def write(database: Path, snapshots: Path, stop: mp.synchronize.Event, out: Queue[tuple[int, int]]) -> None:
    """Load and publish until told to stop; how many loads came through, and how many were kept out."""
    number, kept_out = 1, 0
    while not stop.is_set():
        try:
            with warehouse.writer(database) as writer:
                writer.load(batch(number))
                writer.publish(snapshots)
            number += 1
        except WarehouseError:
            kept_out += 1
            time.sleep(0.01)
    out.put((number - 1, kept_out))


def read(
    place: Path, stop: mp.synchronize.Event, out: Queue[tuple[str, list[float], list[str], int]], *, snapshots: bool
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
            times.append(time.perf_counter() - begin)
        except duckdb.Error as error:
            errors.append(str(error).splitlines()[0][:90])
            time.sleep(0.01)
    out.put(("reader", times, errors, torn))


def run(seconds: float, readers: int, *, snapshots: bool) -> dict[str, object]:
    """One writer and some readers for so long."""
    context = mp.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        database, published = Path(folder) / "w.duckdb", Path(folder) / "snapshots"
        with warehouse.writer(database) as writer:
            writer.load(batch(0))
            writer.publish(published)
        stop, out, done = context.Event(), context.Queue(), context.Queue()
        place = published if snapshots else database
        processes = [
            context.Process(target=read, args=(place, stop, out), kwargs={"snapshots": snapshots})
            for _ in range(readers)
        ]
        processes.append(context.Process(target=write, args=(database, published, stop, done)))
        for process in processes:
            process.start()
        time.sleep(seconds)
        stop.set()
        told = [out.get(timeout=60) for _ in range(readers)]
        loads, kept_out = done.get(timeout=60)
        for process in processes:
            process.join()
    times = np.array([t for _, found, _, _ in told for t in found])
    errors = [error for _, _, found, _ in told for error in found]
    p50, p99 = (float(q) for q in np.quantile(times, [0.5, 0.99])) if len(times) else (float("nan"),) * 2
    return {
        "readers open": "snapshots" if snapshots else "the file that is written",
        "seconds": seconds,
        "loads": loads,
        "loads kept out": kept_out,
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
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = [
        run(given.seconds, given.readers, snapshots=True),
        run(min(given.seconds, 10), given.readers, snapshots=False),
    ]
    for row in found:
        print(json.dumps(row) if given.json else "  ".join(f"{name}: {value}" for name, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
