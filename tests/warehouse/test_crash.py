"""`kill -9` in the middle of a load, and before one line after another: nothing lost, nothing doubled, nothing torn."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from tests.command import run
from tests.places import COMMAND, ROOT

CONFIG = """\
company: {name: Acme, time_zone: UTC}
channels:
  - id: survey
    source: archive
    path: posts.csv
    columns: {post_id: id, text: said, created_at: at}
    time_format: iso
"""
POSTS, DAYS, KILLS = 42_000, 14, 10


def start(folder, *arguments):
    return subprocess.Popen([COMMAND, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_kills_at_random_moments_of_a_load_lose_and_double_nothing(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    with (tmp_path / "posts.csv").open("w", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["id", "said", "at"])
        for n in range(POSTS):
            sheet.writerow(
                [n, f"post {n} about the export and what it does", f"2026-11-{1 + n % DAYS:02d}T{n % 24:02d}:30:00Z"]
            )
    for day in range(1, DAYS + 1):
        landed = run(
            "land", "survey", "--from", f"2026-11-{day:02d}", "--to", f"2026-11-{day + 1:02d}", folder=tmp_path
        )
        assert landed.returncode == 0, landed.stderr
    chooser = random.Random(int(os.environ.get("VOXPOP_SEED", "2026")))
    database = tmp_path / "voxpop-data" / "warehouse.duckdb"
    loaded = []
    for number in range(KILLS):
        loading = start(tmp_path, "load")
        time.sleep(0.35 + chooser.random() * 0.12 * (number + 1))
        loading.send_signal(signal.SIGKILL)
        loading.wait()
        loaded.append(whole(database))
    assert start(tmp_path, "load").wait() == 0
    assert whole(database) == POSTS
    with duckdb.connect(database, read_only=True) as con:
        assert con.execute("select count(*), count(distinct fetch_id) from loads").fetchall() == [(DAYS, DAYS)]
    snapshots = tmp_path / "voxpop-data" / "snapshots"
    assert whole(snapshots / (snapshots / "current").read_text()) == POSTS
    assert not list(snapshots.glob("*.tmp"))
    assert loaded == sorted(loaded)
    assert 0 <= loaded[0] < POSTS, "no kill came before the load was through"


@pytest.mark.slow
def test_a_kill_before_any_line_leaves_whole_fetches_whole_loads_and_whole_snapshots(tmp_path):
    """Every twelfth line here; all of them: `python -m tests.warehouse.crashing FOLDER 1`."""
    first = random.Random(int(os.environ.get("VOXPOP_SEED", "2026"))).randrange(12)
    command = [sys.executable, "-m", "tests.warehouse.crashing", tmp_path, "12", str(first)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["kills"] > 15


def whole(database):
    """How many posts a database holds, each of them once and only from fetches that the ledger has."""
    if not database.exists():
        return 0
    with duckdb.connect(database) as con:  # opening replays or drops what the killed process left
        names = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        if "posts" not in names:
            return 0
        n, distinct, stray = con.execute(
            "select count(*), count(distinct post_id), count(*) filter (fetch_id not in (select fetch_id from loads)) from posts"
        ).fetchall()[0]
    assert n == distinct
    assert stray == 0
    return n
