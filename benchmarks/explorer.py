"""The explorer under load: p95 by page, memory, time to the first page, with many readers while snapshots are published.

    python -m benchmarks.explorer [--posts 100000] [--readers 20] [--seconds 60] [--think 1.0] [--settle 0] [--world FOLDER]

The posts are those of benchmarks/reports.py: 26 weeks, 150,000 authors, five channels, 40 themes, seven audiences and everyone. Each
reader opens a page, reads it for about `--think` seconds, and opens another: weeks, audiences, themes and channels are drawn, the last
four weeks more often than earlier ones. Beside them a process publishes the whole warehouse again every `--publish` seconds. All of it
runs on this machine, the readers too. The first pass over a page is told apart: a page is kept until the next publication.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.reports import WEEK, fill, workspace
from voxpop import warehouse

AUDIENCES = 7
LONGEST = 60
"""Seconds that a reader waits."""

WORDS = ("larkspur word13", "word42", '"theme"', "word7 OR word8", "larkspur NOT word9")
PUBLISHING = """
import sys, time
from pathlib import Path
from voxpop import warehouse
from voxpop.pipeline.workspace import Workspace
there = Workspace.open(sys.argv[1])
while True:
    time.sleep(float(sys.argv[2]))
    with warehouse.writer(there.warehouse_path) as writer:
        writer.publish(there.snapshots)
    for old in sorted(there.snapshots.glob("*.duckdb"))[:-2]:
        old.unlink()
"""


def address(rng):
    """A page that somebody may open, by name."""
    week = WEEK.back(int(min(rng.expovariate(0.9), 12)))
    asked = {"audience": rng.choice(["everyone", *(f"a{k}" for k in range(AUDIENCES))]), "week": str(week)}
    page = rng.choices(
        ["/", "/audience", "/themes", "/theme", "/channels", "/posts", "/figure", "/search"], [2, 4, 2, 3, 1, 4, 2, 2]
    )[0]
    if page == "/theme":
        asked["theme"] = f"t{rng.randrange(8)}"
    if page == "/posts":
        asked |= rng.choice(
            [{}, {"theme": f"t{rng.randrange(8)}"}, {"channel": f"channel-{rng.randrange(5)}"}, {"tone": "negative"}]
        )
    if page == "/figure":
        asked["id"] = "net.week"
    if page == "/search":
        asked = {"audience": asked["audience"], "words": rng.choice(WORDS)}
    return page, f"{page}?{urlencode(asked)}"


def read(netloc, path):
    """Seconds until the page was there."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(netloc, timeout=LONGEST)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        if reply.status != 200:
            raise RuntimeError(f"{path}: {reply.status}")
    finally:
        connection.close()
    return time.perf_counter() - began


def reader(number, netloc, until, think, took, lock):
    rng = random.Random(number)
    while time.monotonic() < until:
        page, path = address(rng)
        try:
            seconds = read(netloc, path)
        except OSError:  # counted as slow as it was allowed to be
            seconds = float(LONGEST)
        with lock:
            took[page].append((path, seconds))
        time.sleep(think * rng.uniform(0.5, 1.5))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory(process, name):
    """Megabytes of a process: VmHWM is the most it had, VmRSS what it has."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1000
    return 0.0


TICKS = os.sysconf("SC_CLK_TCK")


def processor(process):
    """Seconds that a process has computed, without its children."""
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / TICKS


def children(process):
    """The processes that a process has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if path.read_text().rpartition(")")[2].split()[1] == str(process):
                found.append(int(path.parent.name))
    return found


def watch_memory(process, stop, most):
    """The most that a process and its children had at one moment."""
    while not stop.wait(0.5):
        with contextlib.suppress(OSError):
            most[0] = max(most[0], sum(memory(one, "VmRSS") for one in (process, *children(process))))


def make(folder, posts):
    there = workspace(folder, AUDIENCES)
    began = time.perf_counter()
    with warehouse.writer(there.warehouse_path) as writer:
        fill(writer.con, posts, AUDIENCES)
        writer.findings.build_marts("Europe/Berlin")
        writer.findings.build_index()
        writer.publish(there.snapshots)
    print(f"{posts:,} posts made, with marts and index, in {time.perf_counter() - began:.0f} s")


@contextlib.contextmanager
def process(command, **options):
    started = subprocess.Popen(command, **options)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGINT)
        try:
            started.wait(timeout=20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def measure(folder, asked):
    config = str(folder / "voxpop.yaml")
    began = time.perf_counter()
    serve = [sys.executable, "-m", "voxpop.pipeline.command.main", "serve", "--port", "0", "--config", config]
    with process(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        netloc = urlsplit(server.stdout.readline().split()[-1]).netloc
        started = time.perf_counter() - began
        first = read(netloc, "/")
        print(
            f"started in {started:.1f} s, then the first page in {1000 * first:.0f} ms; {memory(server.pid, 'VmRSS'):.0f} MB"
        )
        stop, most = threading.Event(), [0.0]
        threading.Thread(target=watch_memory, args=(server.pid, stop, most), daemon=True).start()
        settled = time.monotonic() + asked.settle
        while time.monotonic() < settled and (
            not asked.until_computed or children(server.pid) or time.monotonic() < settled - asked.settle + 5
        ):
            time.sleep(0.5)
        print(f"computed ahead for {time.monotonic() - settled + asked.settle:.0f} s")
        began, busy = time.monotonic(), processor(server.pid)
        took, lock = defaultdict(list), threading.Lock()
        until = time.monotonic() + asked.seconds
        publisher = [sys.executable, "-c", PUBLISHING, config, str(asked.publish)]
        with process(publisher, stderr=subprocess.DEVNULL) if asked.publish else contextlib.nullcontext():
            readers = [
                threading.Thread(target=reader, args=(n, netloc, until, asked.think, took, lock))
                for n in range(asked.readers)
            ]
            for one in readers:
                one.start()
            for one in readers:
                one.join()
        busy, seconds = processor(server.pid) - busy, time.monotonic() - began
        stop.set()
        print(
            f"most memory {memory(server.pid, 'VmHWM'):.0f} MB, with what computes ahead {most[0]:.0f} MB, "
            f"at the end {memory(server.pid, 'VmRSS'):.0f} MB"
        )
        pages = len([row for rows in took.values() for row in rows])
        print(f"{1000 * busy / max(pages, 1):.0f} ms of processor time a page ({busy:.1f} s in {seconds:.0f} s)")
    everything = [seconds for rows in took.values() for _, seconds in rows]
    print(f"{asked.readers} readers, {len(everything)} pages in {asked.seconds:.0f} s")
    print(f"{'page':<12}{'n':>6}{'median':>9}{'p95':>9}{'p95 after the first':>21}{'slowest':>9}   ms")
    for page, rows in (*sorted(took.items()), ("all", [row for part in took.values() for row in part])):
        seen, again = set(), []
        for path, seconds in rows:
            if path in seen:
                again.append(seconds)
            seen.add(path)
        values = [seconds for _, seconds in rows]
        shown = (
            quantile(values, 0.5),
            quantile(values, 0.95),
            quantile(again, 0.95) if again else float("nan"),
            max(values),
        )
        print(
            f"{page:<12}{len(values):>6}{1000 * shown[0]:>9.0f}{1000 * shown[1]:>9.0f}{1000 * shown[2]:>21.0f}{1000 * shown[3]:>9.0f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument(
        "--settle", type=float, default=0, help="seconds between the first page and the readers: what is read ahead"
    )
    parser.add_argument(
        "--until-computed", action="store_true", help="settle only until the process that computes ahead has ended"
    )
    parser.add_argument("--publish", type=float, default=30, help="seconds between publications; 0: none")
    parser.add_argument("--world", type=Path, help="a folder that is kept, and used again where it is there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.world or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "voxpop.yaml").exists():
            make(folder, asked.posts)
        measure(folder, asked)


if __name__ == "__main__":
    main()
