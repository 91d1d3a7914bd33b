"""`voxpop audience test`: the rules of the file against the posts of the snapshot."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from voxpop.errors import UsageError
from voxpop.pipeline.analyze import labels as label
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.command.main import app
from voxpop.pipeline.explore import audience
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
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


def voxpop(folder, *arguments, said=""):
    done = CliRunner().invoke(
        app, ["audience", "test", *arguments, "--config", str(folder / "voxpop.yaml")], input=said
    )
    return done.exit_code, done.output


def judged(folder, *arguments):
    return json.loads(voxpop(folder, *arguments, "--json")[1])[0]["precision"]


def test_a_person_judges_hits_and_the_precision_has_its_interval(folder):
    configured(folder, "price")
    assert judged(folder, "buyers") is None, "nobody has judged yet"
    code, shown = voxpop(folder, "buyers", "--label", "--labeler", "ana", said="1\n2\n1\n")
    assert code == 0, shown
    assert "3 posts to judge" in shown
    assert "precision 67 % (21 to 94 %): 2 of 3 judged hits" in shown
    assert "\x1b" not in shown
    assert "0 posts to judge" in voxpop(folder, "buyers", "--label", "--labeler", "ana")[1]
    shown = voxpop(folder, "buyers", "--label", "--labeler", "ben", said="s\nu\n2\nu\nq\n")[1]
    assert "2 of 3 judged hits" in shown, "skipped, and taken back: as before"
    there = configured(folder, "price")
    assert {(one.field, one.value) for one in there.labels.all()} == {
        ("audience:buyers", "on"),
        ("audience:buyers", "off"),
    }
    assert label.agreements(there) == [], "these are not judgements of tone"


def test_judgements_of_a_rule_that_was_changed_count_for_the_hits_that_stay(folder):
    there = configured(folder, "price")
    for post in audience.to_judge(there, "audience:upset", "ana", 10):
        label.store(there, post, "ana", "on", "audience:upset")
    narrow = (folder / "voxpop.yaml").read_text().replace("terms: [awful]", "terms: [awful, price]")
    (folder / "voxpop.yaml").write_text(narrow)
    found = judged(folder, "upset")
    assert (found["on"], found["judged"]) == (2, 2)
    assert found["waiting"] == found["drawn"] - 2, "what was not judged is said, not guessed"


def test_the_words_of_a_brand_are_tried_and_judged_like_a_rule(folder):
    configured(folder, "price")
    text = (folder / "voxpop.yaml").read_text()
    price = "{name: Price, terms: [price], require: [renewal, increase], exclude: [hiring]}"
    (folder / "voxpop.yaml").write_text(text.replace("brands: [", f"brands: [{price}, "))
    code, shown = voxpop(folder, "--brand", "Price")
    assert code == 0, shown
    assert "Price: 2 of 3 posts" in shown
    assert shown.index("Misses") < shown.index("Hiring: price analyst")
    shown = voxpop(folder, "--brand", "Price", "--label", "--labeler", "ana", said="1\n1\n")[1]
    assert "precision 100 % (34 to 100 %): 2 of 2 judged hits" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--label"], "name one audience"),
        (["buyers", "--brand", "Price"], "name one audience"),
        (["--brand", "No"], "is not configured; there are"),
    ],
)
def test_what_cannot_be_tried_is_said(folder, arguments, said):
    done = CliRunner().invoke(app, ["audience", "test", *arguments, "--config", str(folder / "voxpop.yaml")])
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)
