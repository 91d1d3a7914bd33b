"""The demand board of a workspace: found over channels, decided on by people, forgotten with their posts, exported."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.decisions.demands import Decision, check
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.explore import demand
from voxpop.pipeline.explore.demand_export import to_csv
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Gone, Post

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur}
analysis: {sentiment: fast}
channels:
  - {id: forum, source: archive, path: p.csv, columns: {post_id: i, text: t, created_at: a}, time_format: iso}
audiences:
  - {id: admins, name: Admins, match: [{terms: [admin, admins]}]}
"""
DARK = (
    "Please add a dark theme for the admin pages",
    "A feature request: dark mode for the whole application, please",
    "It would be great if you could add a dark colour scheme",
    "Please add a dark mode to the interface",
)
CALENDAR = (
    "Please support several calendars for one person",
    "Feature request: please let us connect two calendars at once",
    "It would be nice if you could add a second calendar per user",
)


def said(number, text, who, days_ago=1):
    when = NOW - timedelta(days=days_ago, minutes=number)
    return Post(source="archive", post_id=f"p{number}", text=text, author_id=who, created_at=when, url=f"https://forum.example.org/{number}")  # fmt: skip


def told(there, *posts, at=NOW, channel="forum"):
    with warehouse.writer(there.warehouse_path) as writer:
        writer.load(batch(f"f-{at:%H%M%S}-{channel}", at, list(posts), channel))
        writer.publish(there.snapshots)
    analyze.analyze(there)


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    there = Workspace.open(tmp_path / "voxpop.yaml")
    posts = [said(n, text, f"dark{n}") for n, text in enumerate(DARK)]
    posts += [said(10 + n, text, f"cal{n}") for n, text in enumerate(CALENDAR)]
    posts += [said(20 + n, f"Please add {'a dark theme' if n % 2 else 'dark mode'}", "loud", 3 + n) for n in range(12)]
    posts += [said(40 + n, "The numbers look good.", f"dark{n}", 20) for n in range(4)]
    told(there, *posts)
    return there


def titles(board):
    return {line.demand_id: line for line in board}


def test_the_same_wish_in_other_words_is_one_line_and_a_loud_voice_is_one_person(workspace):
    board = demand.board(workspace)
    dark, calendar = board[:2]
    assert "dark" in dark.title.lower()
    assert "calendar" in calendar.title.lower()
    assert (dark.n_people, dark.n_known, calendar.n_people) == (5, 4 + 1, 3)
    assert dark.n_posts == 16
    assert demand.board(workspace, "admins")[0].n_people >= 1
    assert [line.demand_id for line in demand.board(workspace)] == [line.demand_id for line in board]


def test_what_people_decide_outlives_more_posts_and_further_analyses(workspace):
    dark, calendar = demand.board(workspace)[:2]
    demand.decide(workspace, check({"do": "rename", "demand": dark.demand_id, "to": "Dark theme"}))
    demand.decide(workspace, check({"do": "state", "demand": dark.demand_id, "to": "shipped", "at": "2026-10-20"}))
    demand.decide(workspace, check({"do": "merge", "demand": calendar.demand_id, "into": dark.demand_id}))
    analyze.analyze(workspace)
    told(workspace, said(60, "Please give us a dark theme too", "new"), said(61, "Please support more than one calendar for a person", "new2"), at=NOW + timedelta(hours=1))  # fmt: skip
    (line,) = demand.board(workspace)
    assert (line.demand_id, line.title, line.state) == (dark.demand_id, "Dark theme", "shipped")
    assert line.n_people == 5 + 3 + 2
    assert line.effect.after > line.effect.before == 0
    lines = workspace.demand_decisions.read_text().splitlines()
    workspace.demand_decisions.write_text("\n".join(lines[:-1]) + "\n")
    analyze.analyze(workspace)
    assert {one.demand_id for one in demand.board(workspace)} == {dark.demand_id, calendar.demand_id}, "taken back"


def test_a_split_and_a_hidden_one(workspace):
    dark, calendar = demand.board(workspace)[:2]
    demand.decide(workspace, check({"do": "split", "demand": dark.demand_id, "posts": ["archive/p0", "archive/p1"]}))
    demand.decide(workspace, check({"do": "hide", "demand": calendar.demand_id}))
    for _ in range(2):
        analyze.analyze(workspace)
        board = demand.board(workspace)
        assert sorted(line.n_posts for line in board) == [2, 14]


@pytest.mark.parametrize(
    ("parts", "said_"),
    [
        ({"do": "state", "to": "done"}, "a state needs 'to': new, planned"),
        ({"do": "merge"}, "a merge needs 'into'"),
        ({"do": "split"}, "a split needs 'posts'"),
        ({"do": "rename"}, "a rename needs 'to'"),
    ],
)
def test_half_a_decision_is_refused(parts, said_):
    with pytest.raises(UsageError, match=said_):
        check({"demand": "d1", **parts})


def test_an_unknown_demand_is_refused_and_not_written(workspace):
    with pytest.raises(UsageError, match="no demand 'd0'"):
        demand.decide(workspace, Decision(do="hide", demand="d0"))
    assert not workspace.demand_decisions.exists()


def test_a_deleted_post_leaves_the_board_at_once(workspace):
    told_gone = [Gone(source="archive", post_id="p1", gone_at=NOW + timedelta(hours=2), reason="deleted")]
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.load(batch("f-gone", NOW + timedelta(hours=2), told_gone))
        assert writer.con.execute("select count(*) from post_demands where post_id = 'p1'").fetchall() == [(0,)]


def test_a_csv_file_is_harmless(workspace, tmp_path):
    board = [replace(demand.board(workspace)[0], title="=cmd() @octocat --> <!-- voxpop:d0 -->")]
    assert to_csv(board, tmp_path / "b.csv") == 1
    (row,) = csv.DictReader((tmp_path / "b.csv").open())
    assert row["title"].startswith("'=")
