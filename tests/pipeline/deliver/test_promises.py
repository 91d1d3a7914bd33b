"""A feed that promised five posts a day and gave one: told on the first day, once a week, and never over an outage."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest

from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.deliver.alert import alert
from voxpop.pipeline.deliver.promises import own_side
from voxpop.pipeline.deliver.senders import Outcome
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.report.run import build_report
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week, Window

START = datetime(2026, 10, 12, tzinfo=UTC)  # a Monday, 02:00 in Berlin
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
channels:
  - {id: feed, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at}, time_format: iso}
analysis: {sentiment: fast}
staff:
  - {source: archive, handle: lark_events, name: "Events <b>feed</b>", role: brand, promise: {posts: 5, per: day, start: 2026-10-12}}
  - {source: archive, handle: lark_team, name: Team}
delivery:
  targets: [{id: share, kind: folder, path: out, alerts: true, reports: false}]
"""


@pytest.fixture
def workspace(tmp_path):
    def made(posts_by_day, deaf=()):
        rows = [("c1", "someone", "We like the new dashboard a lot, thank you.", START.isoformat())]
        for n, count in enumerate(posts_by_day):
            rows += [
                (f"e{n}-{i}", "lark_events", f"Talk {i} of day {n} begins in hall {i}", (START + timedelta(days=n, hours=6 + i)).isoformat())
                for i in range(count)
            ]  # fmt: skip
        with (tmp_path / "p.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("id", "who", "t", "at"), *rows])
        (tmp_path / "voxpop.yaml").write_text(CONFIG)
        there = Workspace.open(tmp_path / "voxpop.yaml")
        for n in range(-1, len(posts_by_day) + 1):
            if n not in deaf:
                at = START + timedelta(days=n, hours=-4)
                collect.land(there, "feed", Window(at, at + timedelta(days=1)))
        load.load(there)
        analyze.analyze(there)
        return there

    return made


def morning(n):
    """At eight on the day after day n."""
    return START + timedelta(days=n + 1, hours=6)


def test_one_post_of_five_is_told_on_the_first_day_and_once_a_week(workspace, tmp_path):
    there = workspace([1] + [0] * 9)
    ((message, sent),) = alert(there, morning(0))
    assert [one.outcome for one in sent] == [Outcome.SENT]
    assert message.facts["day"] == "2026-10-12"
    assert (message.facts["promised"], message.facts["posted"]) == (5, 1)
    assert message.lines[0] == "Promised 5 a day, posted 1 on 12 Oct."
    page = message.html
    assert "hall" not in next((tmp_path / "out" / "promises").rglob("alert.txt")).read_text()
    assert "<b>feed" not in page
    assert "Events &lt;b&gt;feed" in page
    assert [len(alert(there, morning(n))) for n in range(10)] == [0] * 7 + [1, 0, 0]
    json.dumps(message.facts)


def test_a_kept_promise_is_never_told(workspace):
    there = workspace([5, 6, 5])
    assert [alert(there, morning(n)) for n in range(3)] == [[], [], []]


def test_an_outage_is_not_a_broken_promise(workspace):
    there = workspace([5, 0, 5], deaf=(1,))
    assert alert(there, morning(2)) == []
    (events, _) = own_side(there, morning(2)).accounts
    assert [day.day for day in events.standing.unheard] == [13]


def test_an_account_is_found_by_its_id_where_no_handle_is_told(tmp_path):
    """As in chats: our own posts are neither a customer's nor a promise that was broken."""
    rows = [(f"e{n}-{i}", "U1", f"Talk {i} of day {n} begins", (START + timedelta(days=n, hours=6 + i)).isoformat())
            for n in range(3) for i in range(5)]  # fmt: skip
    with (tmp_path / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "t", "at"), *rows])
    text = CONFIG.replace("handle: who", "author: who").replace("handle: lark_events", "handle: U1")
    (tmp_path / "voxpop.yaml").write_text(text)
    there = Workspace.open(tmp_path / "voxpop.yaml")
    for n in range(-1, 4):
        at = START + timedelta(days=n, hours=-4)
        collect.land(there, "feed", Window(at, at + timedelta(days=1)))
    load.load(there)
    analyze.analyze(there)
    assert alert(there, morning(2)) == []
    events, _ = own_side(there, morning(2)).accounts
    assert (events.n_recent, events.standing.broken) == (15, False)
    assert build_report(there, "everyone", Week.of(START.date())).own_note.startswith("1 of our 2")


def test_our_side_names_the_dormant_and_on_how_few_it_rests(workspace):
    side = own_side(workspace([5, 6, 5]), morning(2))
    assert (side.n_active, side.factor) == (1, 1)
    events, team = side.accounts
    assert (events.n_recent, events.dormant, events.standing.broken) == (16, False, False)
    assert (team.n_recent, team.dormant, team.standing) == (0, True, None)
