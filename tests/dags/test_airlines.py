"""Real customer tweets from one file through the real DAGs: every row accounted for, reports that make sense."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter

import duckdb
import pytest

from tests.places import ROOT

TWEETS = ROOT.parent / "shared" / "data" / "posts" / "airline_tweets_2015.csv"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TWEETS.exists(), reason="the file of real tweets is not part of Voxpop"),
]
AIRLINES = {"united": "United", "us-airways": "US Airways", "american": "American", "southwest": "Southwest",
            "delta": "Delta", "virgin-america": "Virgin America"}  # fmt: skip


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The example's configuration with its own storage, run as a scheduler would."""
    folder = tmp_path_factory.mktemp("airlines")
    text = (ROOT / "examples" / "airlines" / "voxpop.yaml").read_text()
    given = next(line for line in text.splitlines() if line.strip().startswith("path:"))
    fast = "analysis: {sentiment: fast}\n"  # the demo runs with the encoder; here it would read every tweet up to three times
    (folder / "voxpop.yaml").write_text(f"{text.replace(given, f'    path: {TWEETS}')}\n{fast}")
    dags = [
        f"collect:{json.dumps({'from': '2015-02-16', 'to': '2015-03-02'})}",
        "analyze",
        f"report:{json.dumps({'week': '2015-W08'})}",
        f"report:{json.dumps({'week': '2015-W09'})}",
    ]
    command = [
        sys.executable,
        "-m",
        "voxpop.pipeline.local_airflow.headless",
        "--config",
        folder / "voxpop.yaml",
        *dags,
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return folder / "voxpop-data"


@pytest.fixture(scope="module")
def con(done):
    with duckdb.connect(done / "snapshots" / (done / "snapshots" / "current").read_text(), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows():
    with TWEETS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_is_a_post_a_repeat_or_refused(con, rows):
    posts, distinct = con.execute("select count(*), count(distinct post_id) from posts").fetchall()[0]
    refused = con.execute("select count(*) from quarantine").fetchall()[0][0]
    ids = Counter(row["tweet_id"] for row in rows)
    repeats = sum(n - 1 for n in ids.values())
    assert len(rows) == 14_640
    assert posts == distinct == len(ids) - refused
    assert posts + repeats + refused == 14_640
    assert set(ids) == {row[0].split("/")[-1] for row in con.execute("select post_id from posts").fetchall()}


def test_each_airline_has_its_own_posts_and_everyone_has_all(con, rows):
    found = dict(con.execute("select audience, count(*) from post_audiences group by 1").fetchall())
    by_airline = {key: {r["tweet_id"] for r in rows if r["airline"] == name} for key, name in AIRLINES.items()}
    for audience, ids in by_airline.items():
        assert abs(found[audience] - len(ids)) <= 3, audience  # a repeated row may name another airline
    assert found["everyone"] == con.execute("select count(*) from posts").fetchall()[0][0]


def report(done, audience):
    return json.loads((done / "reports" / audience / "2015-W08" / "report.json").read_text())


@pytest.mark.parametrize("audience", ["everyone", *AIRLINES])
def test_every_report_has_something_to_read(done, audience):
    said = report(done, audience)
    assert said["net"]["n_posts"] > 200
    assert len(said["themes"]) >= 8
    assert said["verbatims"]


def test_airlines_are_ordered_as_people_found_who_labelled_the_same_tweets(done):
    """The published labels of these tweets: three airlines with about 70 % complaints, three with under half."""
    net = {audience: report(done, audience)["net"]["value"] for audience in AIRLINES}
    worst = max(net[name] for name in ("us-airways", "american", "united"))
    assert worst < -30
    assert worst < min(net[name] for name in ("southwest", "delta", "virgin-america"))
