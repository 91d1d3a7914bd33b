"""`voxpop audience test`: the rules of the file against the posts of the snapshot."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from voxpop.cli import app
from voxpop.errors import UsageError
from voxpop.steps import analyze, audience, collect, load
from voxpop.steps.workspace import Workspace
from voxpop.window import Window

START = datetime(2026, 11, 16, tzinfo=UTC)
CONFIG = """
company: {{name: Larkspur}}
brands: [{{name: Larkspur}}]
channels:
  - {{id: survey, source: archive, path: p.csv, columns: {{post_id: id, handle: who, text: t, created_at: at}}, time_format: iso}}
audiences:
  - {{id: buyers, name: Buyers, match: [{{words: '{buyers}'}}]}}
  - {{id: upset, name: Upset, match: [{{terms: [awful]}}]}}
analysis: {{sentiment: fast}}
"""
SAID = [
    "The price of the renewal is awful",
    "A \x1b[31m price increase again",
    "Hiring: price analyst wanted",
    "The calendar is awful",
    "Nothing to say here",
]


def configured(folder, buyers):
    (folder / "voxpop.yaml").write_text(CONFIG.format(buyers=buyers))
    return Workspace.open(folder / "voxpop.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("audiences")
    rows = [(f"p{n}", f"author{n}", text, (START + timedelta(hours=n + 1)).isoformat()) for n, text in enumerate(SAID)]
    with (place / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "t", "at"), *rows])
    there = configured(place, "price")
    collect.land(there, "survey", Window(START, START + timedelta(days=2)))
    load.load(there)
    analyze.analyze(there)
    return place


def test_the_rules_of_the_file_count_not_those_of_the_last_analysis(folder):
    trial = audience.trials(configured(folder, "price AND NOT hiring"), "buyers")[0]
    assert (trial.posts, trial.hits) == (5, 2)
    assert trial.channels == [{"channel": "survey", "posts": 5, "hits": 2}]
    assert {row["audience"]: (row["posts"], row["shared"]) for row in trial.overlap} == {"upset": (2, 1)}
    shown = {row["post_id"].removeprefix("survey/"): row["hit"] for row in trial.examples}
    assert shown == {"p0": True, "p1": True, "p2": False, "p3": False, "p4": False}


def test_rules_that_stay_take_what_the_analysis_took(folder):
    assert audience.trials(configured(folder, "price"), "buyers")[0].hits == 3


def test_the_command_shows_posts_without_what_drives_a_terminal(folder):
    configured(folder, "price NEAR/1 increase")
    path = str(folder / "voxpop.yaml")
    shown = CliRunner().invoke(app, ["audience", "test", "--config", path])
    assert shown.exit_code == 0
    assert "buyers: 1 of 5 posts" in shown.output
    assert "upset: 2 of 5 posts" in shown.output
    assert "price increase again" in shown.output
    assert "\x1b" not in shown.output
    as_json = CliRunner().invoke(app, ["audience", "test", "buyers", "--examples", "1", "--json", "--config", path])
    assert [len(trial["examples"]) for trial in json.loads(as_json.output)] == [2]


@pytest.mark.parametrize("name", ["nobody", "everyone"])
def test_an_audience_without_rules_is_refused(folder, name):
    with pytest.raises(UsageError, match=f"'{name}'.*there are: buyers, upset"):
        audience.trials(configured(folder, "price"), name)
