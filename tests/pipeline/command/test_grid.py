"""`voxpop coverage --grid`: channels by days, from a workspace that was landed, loaded and analyzed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from voxpop import warehouse
from voxpop.coverage import FetchLog, Outcome
from voxpop.pipeline.collect.fetch import record
from voxpop.pipeline.command.grid import STATES, show_grid
from voxpop.pipeline.command.main import app
from voxpop.pipeline.load.fetches import load, publish
from voxpop.pipeline.workspace import Workspace
from voxpop.post import RawItem
from voxpop.window import Window

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    place = tmp_path / "voxpop.yaml"
    place.write_text(
        "company: {name: Acme, time_zone: UTC}\n"
        "channels:\n  - {id: news, source: feed, url: 'http://127.0.0.1:9/feed'}\n"
    )
    workspace = Workspace.open(place)
    channel = workspace.channel("news")
    for day, (outcome, lost) in {
        0: (Outcome.COMPLETE, None),
        1: (Outcome.CAPPED, "capped"),
        2: (Outcome.OUT_OF_BUDGET, "out_of_budget"),
        4: (Outcome.UNREACHABLE, "unreachable"),
    }.items():
        window = Window(MONDAY + timedelta(days=day), MONDAY + timedelta(days=day + 1))
        notes = FetchLog(outcome=outcome)
        if lost:
            notes.gap(window.start, window.start + timedelta(hours=2), lost)
        record(workspace, channel, window, notes, iter(list[RawItem]()))
    return workspace, place


def run(*words):
    return CliRunner().invoke(app, ["coverage", "--grid", *map(str, words)])


def test_before_an_analysis_it_says_what_to_run(config):
    found = run("--config", config[1])
    assert found.exit_code != 0
    assert "voxpop analyze" in str(found.exception or found.output)


def test_a_letter_a_day_and_a_question_mark_for_what_nobody_asked(config):
    workspace, place = config
    load(workspace)
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.findings.build_marts("UTC")
    publish(workspace)
    shown = run("--config", place).output
    assert "news  #cl?f" in shown
    assert "11-16" in shown
    days = json.loads(run("--config", place, "--json").output)
    assert [day["state"] for day in days] == ["complete", "capped", "limited", "unknown", "failed"]
    assert [day["n_posts"] for day in days] == [0, 0, 0, None, 0], "unknown is not zero"
    assert [day["heard"] for day in days] == pytest.approx([1, 22 / 24, 22 / 24, 0, 22 / 24])
    later = json.loads(run("--config", place, "--json", "--from", "2026-11-18").output)
    assert len(later) == 3


def test_a_long_span_is_shown_in_blocks(capsys):
    start = MONDAY.date()
    show_grid(
        [
            {"channel": name, "day": start + timedelta(days=n), "state": "complete"}
            for name in ("a", "bb")
            for n in range(200)
        ]
    )
    shown = capsys.readouterr().out
    assert shown.count("#") == 400 + 1
    assert max(map(len, shown.splitlines())) <= 120
    assert all(f"{letter} {state}" in shown for state, (letter, _) in STATES.items())
    show_grid([])
    assert "nothing was asked" in capsys.readouterr().out
