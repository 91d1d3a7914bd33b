"""A channel that could not be heard is told from one that was left out, and from one that had nothing to say."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.command import run
from voxpop.coverage import NOTHING_ASKED, Gap
from voxpop.errors import UnheardError
from voxpop.pipeline import tasks
from voxpop.pipeline.collect import windows
from voxpop.pipeline.collect.heard import demand_heard
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window


def fetched(outcome, reason="", channel="a"):
    return {
        "channel": channel,
        "fetch_id": "f",
        "window": "w",
        "items": 0,
        "outcome": outcome,
        "reason": reason,
        "clock": "",
    }


@pytest.mark.parametrize("outcome", ["complete", "capped"])
def test_nothing_said_is_heard(outcome):
    assert demand_heard([fetched(outcome, "a part is not given any more" if outcome == "capped" else "")]) == ""


@pytest.mark.parametrize("outcome", ["rate_limited", "forbidden", "unreachable", "failed"])
def test_what_may_pass_is_tried_again(outcome):
    with pytest.raises(UnheardError, match=rf"not heard: b: {outcome}: the server is down\. What came is in landing"):
        demand_heard([fetched("complete"), fetched(outcome, "the server is down", "b"), fetched("out_of_budget")])


@pytest.mark.parametrize(
    ("outcome", "reason"), [("out_of_budget", "the quota is used up"), ("unreachable", f"{NOTHING_ASKED}: beyond")]
)
def test_what_asking_again_does_not_give_is_left_out_and_told(outcome, reason):
    assert demand_heard([fetched("complete"), fetched(outcome, reason, "b")]) == f"b: {outcome}: {reason}"


CONFIG = """\
company: {name: Acme}
channels:
  - {id: news, source: feed, url: 'http://127.0.0.1:1/feed'}
  - {id: survey, source: archive, path: survey.csv, columns: {post_id: id, author: who, text: said, created_at: at}, time_format: iso}
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    (tmp_path / "survey.csv").write_text("id,who,said,at\n1,a,It works,2026-11-17T09:00:00Z\n")
    monkeypatch.setenv("VOXPOP_CONFIG", str(tmp_path / "voxpop.yaml"))
    monkeypatch.setenv("VOXPOP_AUTHOR_KEY", "k" * 40)
    monkeypatch.setattr("time.sleep", lambda _: None)


def test_a_server_that_is_down_is_not_heard_and_what_is_heard_is_not_asked_for_by_the_next_try(installed):
    began = datetime.now(UTC)
    week = {"from": "2026-11-16", "to": "2026-11-23"}
    for _ in range(2):
        landed = tasks.land("news", week, None, None, began)
        with pytest.raises(UnheardError, match="not heard: news: unreachable: "):
            tasks.demand_heard(landed)
    assert len(tasks.land("survey", week, None, None, began)["fetches"]) == 1
    again = tasks.land("survey", week, None, None, began)
    assert again["fetches"] == []
    assert tasks.demand_heard(again) == ""
    later = datetime.now(UTC) + timedelta(seconds=1)
    assert len(tasks.land("survey", week, None, None, later)["fetches"]) == 1, "another run asks for it"


class Record:
    def __init__(self, window, gaps, started_at):
        self.window, self.gaps, self.started_at = window, gaps, started_at


ZERO = datetime(2026, 11, 16, tzinfo=UTC)


def hours(start, end):
    return Window(ZERO + timedelta(hours=start), ZERO + timedelta(hours=end))


@pytest.mark.parametrize(("costs", "left"), [(True, [hours(3, 4), hours(8, 9)]), (False, [hours(0, 5), hours(8, 9)])])
def test_where_reading_costs_only_the_gap_is_asked_for_again(monkeypatch, costs, left):
    gaps = [Gap(ZERO + timedelta(hours=3), ZERO + timedelta(hours=4), "failed"),
            Gap(ZERO + timedelta(hours=4), ZERO + timedelta(hours=5), "capped")]  # fmt: skip
    before = Record(hours(3, 9), [], ZERO)
    records = [
        before,
        Record(hours(0, 5), gaps, ZERO + timedelta(days=1)),
        Record(hours(5, 8), [], ZERO + timedelta(days=1)),
    ]
    monkeypatch.setattr(windows, "_records", lambda *_: records)

    class There:
        def channel(self, name):
            return name

        def collector(self, channel):
            return type("Collector", (), {"costs": costs})

    asked = [hours(0, 5), hours(5, 8), hours(8, 9)]
    assert windows.left_of(There(), "a", asked, ZERO + timedelta(hours=20)) == left


def test_a_channel_that_is_configured_wrongly_does_not_end_the_others(tmp_path):
    (tmp_path / "wrong.csv").write_text("id,who,words,at\n1,mia,Hello there,2026-11-17T10:00:00Z\n")
    (tmp_path / "right.csv").write_text("id,who,text,at\n1,mia,Hello there,2026-11-17T10:00:00Z\n")
    columns = "columns: {post_id: id, handle: who, text: text, created_at: at}, time_format: iso"
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Larkspur}\nchannels:\n"
        f"  - {{id: a, source: archive, path: wrong.csv, {columns}}}\n  - {{id: b, source: archive, path: right.csv, {columns}}}\n"
    )
    done = run("land", "--from", "2026-11-16", "--to", "2026-11-23", folder=tmp_path)
    assert done.returncode == 2
    assert "wrong.csv: no column 'text'" in done.stderr
    assert "Fetches of other channels that have landed: 1." in done.stderr
    assert [fetch.coverage.channel for fetch in Workspace.open(tmp_path / "voxpop.yaml").landing.fetches()] == ["b"]
