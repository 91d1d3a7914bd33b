"""What an installation costs as it grows: processor seconds and memory of each command, with 10,000 posts or many more.

    python -m benchmarks.growth [--sizes 10000] [--weeks 13] [--new 1000] [--week 15000] [--before FOLDER] [--json]

Every step is the command that a person would run, in a process of its own: the first analysis, one with nothing new, one
with some new posts, one in which a week closes, the report of an earlier week, and how long `load` waits behind `analyze`.
Seconds are of the processor (user and system, of all threads), so that a busy machine does not move them. The wait alone is
measured by the clock. `--before` is a checkout of another version, which runs the same steps, by its own environment or by ours.

Posts are mixed from the public sets in `data/` of the shared folder (VOXPOP_SHARED, or beside the checkout), each text once
until all were used; weeks begin on 24 August 2026; there is an author for every four posts.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

FIRST = datetime(2026, 8, 24, tzinfo=UTC)
SETS = (
    "sentiment/semeval_tweets_train", "topics/airline_dialogues_unlabelled", "sentiment/goemotions_reddit_train",
    "targets/mams_train", "sentiment/airline_tweets_train", "intent/googleplay_intent_train", "sentiment/se_github_train",
    "sentiment/se_jira_train", "sentiment/vader_amazon_snippets", "sentiment/senti4sd_stackoverflow_train",
    "topics/newsgroups20", "targets/tweets_dong2014_train", "intent/nlbse24_issues_train",
)  # fmt: skip
LONGEST = 500
"""Letters of a text; longer ones are cut, so that the mean is about 120."""

CONFIG = """
company: {name: Larkspur}
analysis: {sentiment: fast}
brands: [{name: United, terms: [united]}, {name: Delta, terms: [delta]}]
audiences:
  - {id: flyers, name: Flyers, match: [{terms: [flight, flights, airport, plane]}]}
  - {id: builders, name: Builders, match: [{terms: [code, bug, build, api]}]}
channels:
"""
CHANNEL = (
    "  - {id: NAME, source: archive, path: NAME.csv, time_format: iso, "
    "columns: {post_id: post_id, handle: author, text: text, created_at: created_at}}\n"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: processor seconds, seconds by the clock, and the most memory it held, in MB."""

    cpu: float
    wall: float
    memory: int


class Installation:
    """A workspace, and the program that runs it."""

    def __init__(self, place: Path, program: Path) -> None:
        self.place = place
        self.program = program

    def run(self, *words: str) -> Cost:
        """Run a command to its end; `RuntimeError` with what it said where it fails."""
        return self.wait(self.start(*words))

    def start(self, *words: str) -> tuple[int, float, tuple[str, ...]]:
        """Start a command."""
        log = os.open(self.place / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        settings = {**os.environ, "VOXPOP_CONFIG": str(self.place / "voxpop.yaml"), "VOXPOP_AUTHOR_KEY": "growth"}
        pid = os.posix_spawn(
            self.program, [str(self.program), *words], settings, file_actions=[(os.POSIX_SPAWN_DUP2, log, n) for n in (1, 2)]
        )  # fmt: skip
        os.close(log)
        return pid, time.monotonic(), words

    def wait(self, started: tuple[int, float, tuple[str, ...]]) -> Cost:
        """What a command that was started took."""
        pid, begun, words = started
        _, status, used = os.wait4(pid, 0)
        if os.waitstatus_to_exitcode(status) not in {0, 3}:
            raise RuntimeError(f"{self.program} {' '.join(words)}: {(self.place / 'log').read_text()[-2000:]}")
        return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss // 1024)

    def hear(self, channel: str) -> Cost:
        """Land and load the posts of one channel: what loading took."""
        self.run("land", channel, "--from", "2026-08-24", "--to", "2027-09-30")
        return self.run("load")

    @property
    def snapshot_mb(self) -> float:
        """Size of the newest snapshot, MB."""
        folder = self.place / "voxpop-data" / "snapshots"
        return (folder / (folder / "current").read_text().strip()).stat().st_size / 1e6


@cache
def texts(data: Path) -> list[str]:
    """The texts of all sets, shuffled."""
    found = [text for name in SETS for text in pq.read_table(data / f"{name}.parquet", columns=["text"])["text"].to_pylist()]  # fmt: skip
    found = [" ".join(text.split())[:LONGEST] for text in found if text and text.strip()]
    random.Random(7).shuffle(found)
    return found


def write_posts(place: Path, data: Path, start: int, number: int, authors: int, weeks: tuple[int, int]) -> None:
    """A CSV of posts, numbered from `start`, spread evenly over some weeks (the first, and the one after the last)."""
    chooser = random.Random(start)
    pool = texts(data)
    span = timedelta(weeks=weeks[1] - weeks[0]) / number
    with place.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["post_id", "author", "text", "created_at"])
        for n in range(number):
            when = FIRST + timedelta(weeks=weeks[0]) + n * span
            who = f"a{chooser.randrange(authors)}"
            rows.writerow(
                [f"p{start + n}", who, pool[(start + n) % len(pool)], when.replace(microsecond=0).isoformat()]
            )


def make(place: Path, data: Path, size: int, weeks: int, new: int, week: int) -> None:
    """A workspace whose archives are: the first posts; some of the last week; a further week."""
    parts = {
        "base": (0, size, (0, weeks)),
        "new": (size, new, (weeks - 1, weeks)),
        "more": (size + new, new, (weeks - 1, weeks)),
        "week": (size + 2 * new, week, (weeks, weeks + 1)),
    }
    (place / "voxpop.yaml").write_text(CONFIG + "".join(CHANNEL.replace("NAME", name) for name in parts))
    for name, (start, number, between) in parts.items():
        write_posts(place / f"{name}.csv", data, start, number, max(1, size // 4), between)


def waits(there: Installation) -> Cost:
    """An analysis of some new posts while `load` is called again and again: the longest that one waited, by the clock."""
    there.hear("more")
    usual = there.run("load")
    started = there.start("analyze")
    longest = 0.0
    while os.waitid(os.P_PID, started[0], os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        longest = max(longest, there.run("load").wall)
        time.sleep(0.5)
    cost = there.wait(started)
    return Cost(cost.cpu, max(0.0, longest - usual.wall), cost.memory)


def measure(there: Installation, weeks: int) -> Iterator[tuple[str, Cost | float]]:
    """Each step and its cost, as soon as it ends."""
    yield "load all", there.hear("base")
    yield "first analysis", there.run("analyze")
    yield "snapshot, MB", there.snapshot_mb
    yield "nothing new", there.run("analyze")
    yield "load, nothing", there.run("load")
    there.hear("new")
    yield "some new", there.run("analyze")
    earlier = (FIRST + timedelta(weeks=weeks // 2)).date().isoformat()
    yield "report of an earlier week", there.run("report", "--audience", "everyone", "--week", earlier)
    there.hear("week")
    yield "a week closes", there.run("analyze")
    yield "load waits", waits(there)


def borrowing(checkout: Path) -> Path:
    """A program that runs a checkout that has no environment with the packages of this one."""
    place = Path(tempfile.mkdtemp(prefix="growth-")) / "voxpop"
    code = "from voxpop.pipeline.command.main import main; main()"
    place.write_text(f"#!/bin/sh\nPYTHONPATH='{checkout}' exec '{sys.executable}' -P -c '{code}' \"$@\"\n")
    place.chmod(0o700)
    return place


def tell(size: int, weeks: int, program: str, step: str, cost: Cost | float, *, as_json: bool) -> None:
    """Print one figure at once: a large size takes an hour, and what was measured stands if it is cut off."""
    if as_json:
        row = {"size": size, "weeks": weeks, "program": program, "step": step}
        print(json.dumps(row | (asdict(cost) if isinstance(cost, Cost) else {"value": cost})), flush=True)
        return
    plain = f"{cost.cpu:9.2f} CPU s {cost.wall:8.1f} s {cost.memory:6d} MB" if isinstance(cost, Cost) else f"{cost:9.1f}"  # fmt: skip
    print(f"{size:8d} {program:7s} {step:27s} {plain}", flush=True)


def main() -> None:
    """Run it and print a table, or one line of JSON a size and program."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    options.add_argument("--weeks", type=int, default=13)
    options.add_argument("--new", type=int, default=1_000)
    options.add_argument("--week", type=int, default=None, help="posts of the week that closes [default: size / weeks]")
    options.add_argument("--before", type=Path, default=None)
    options.add_argument("--only-before", action="store_true")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    data = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
    programs = {} if chosen.only_before else {"this": Path(sys.executable).with_name("voxpop")}
    if chosen.before:
        programs["before"] = chosen.before / ".venv" / "bin" / "voxpop"
        if not programs["before"].exists():
            programs["before"] = borrowing(chosen.before)
    for size in chosen.sizes:
        for name, program in programs.items():
            with tempfile.TemporaryDirectory(prefix="growth-") as folder:
                make(Path(folder), data, size, chosen.weeks, chosen.new, chosen.week or size // chosen.weeks)
                for step, cost in measure(Installation(Path(folder), program), chosen.weeks):
                    tell(size, chosen.weeks, name, step, cost, as_json=chosen.json)


if __name__ == "__main__":
    main()
