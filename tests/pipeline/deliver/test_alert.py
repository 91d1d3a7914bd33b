"""A sudden rise of negative voices is told once, with the theme; a quiet day and a day that was not heard are not."""

import csv
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from voxpop.analysis.estimates.alerts import find, spike, tail
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.deliver.alert import alert
from voxpop.pipeline.deliver.senders import Outcome
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)  # a Thursday evening
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at}, time_format: iso}
events: [{date: 2026-11-18, name: 7.2 released, kind: release}]
analysis: {sentiment: fast}
delivery:
  targets: [{id: share, kind: folder, path: out, alerts: true, reports: false}]
"""
CALM = ("Thanks, the dashboard export is a great help to our team", "How do I export a dashboard to a file?")
BAD = ("terrible", "awful", "horrible", "a disaster", "broken", "useless", "unusable", "so bad")
PLACES = ("billing", "search", "import", "calendar", "login", "reports", "mail", "tickets", "roles", "files")
ENDS = (
    "I hate it",
    "we lost data",
    "what a mess",
    "very disappointed",
    "nothing works",
    "worst week ever",
    "I want my money back",
)


def angry(n):
    """Something bad, in words of its own."""
    return (
        f"{PLACES[n % 10].title()} is {BAD[n % 8]} since Monday for team {n}, {PLACES[(n + 3) % 10]} too, {ENDS[n % 7]}"
    )


@pytest.fixture
def workspace(tmp_path):
    def made(angry_today, lost=False):
        rng = np.random.default_rng(1)
        rows = []
        for ago in range(1, 35):
            for n in range(int(rng.poisson(6))):
                at = NOW - timedelta(days=ago, hours=float(rng.uniform(-20, 3)))
                said = angry(10 * ago + n) if n < 2 else f"{CALM[n % 2]}, once more {ago}.{n}"
                rows.append((f"p{ago}-{n}", f"author{ago}-{n}", said, at.isoformat()))
        for n in range(angry_today):
            rows.append(
                (
                    f"new{n}",
                    f"angry{n}",
                    angry(1000 + n),
                    (NOW - timedelta(hours=2 + n / 10)).isoformat(),
                )
            )
        with (tmp_path / "p.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("id", "who", "t", "at"), *rows])
        (tmp_path / "voxpop.yaml").write_text(CONFIG)
        there = Workspace.open(tmp_path / "voxpop.yaml")
        collect.land(there, "survey", Window(NOW - timedelta(days=36), NOW - timedelta(days=20 if lost else 0)))
        if lost:
            collect.land(there, "survey", Window(NOW - timedelta(days=2), NOW))
        load.load(there)
        analyze.analyze(there)
        return there

    return made


def test_a_rise_is_told_once_with_its_event_and_its_size(workspace, tmp_path):
    there = workspace(30)
    ((message, sent),) = alert(there, NOW)
    assert [one.outcome for one in sent] == [Outcome.SENT]
    assert message.subject == "Everyone: many more negative voices than usual"
    assert message.facts["n_authors"] >= 20
    assert message.facts["usual"] < 5
    assert "Shortly before: 7.2 released (18 Nov)." in message.lines
    told = next((tmp_path / "out" / "alerts").rglob("alert.txt")).read_text()
    assert "team" not in told, "an alert quotes nobody"
    assert alert(there, NOW + timedelta(hours=1)) == [], "within the cooldown"
    assert len(alert(there, NOW + timedelta(hours=1), preview=True)) == 0
    json.dumps(message.facts)


def test_a_preview_neither_sends_nor_starts_the_cooldown(workspace, tmp_path):
    there = workspace(30)
    assert [one.outcome for _, sent in alert(there, NOW, preview=True) for one in sent] == [Outcome.PREVIEW]
    assert not (tmp_path / "out").exists()
    assert len(alert(there, NOW)) == 1


def test_a_usual_day_and_a_handful_of_angry_people_are_no_alert(workspace):
    assert alert(workspace(4), NOW) == []


def test_days_that_were_not_heard_are_no_quiet_days(workspace):
    """Only the two days before were heard lately: nothing to judge by, so nothing is claimed."""
    assert alert(workspace(30, lost=True), NOW) == []


def days(*counts, theme=None, same=True):
    return [{"theme_id": theme, "ago": n, "same_kind": same, "n_authors": c} for n, c in enumerate(counts)]


def test_the_theme_that_rose_is_named_and_none_where_nothing_stands_out():
    every = days(60, *[10, 12, 9, 11, 10, 8, 13, 10, 9, 11] * 2)
    one = find([*every, *days(50, *[2] * 20, theme="t1"), *days(10, *[8] * 20, theme="t2")])
    assert (one.theme_id, one.theme_authors, one.theme_usual) == ("t1", 50, 2.0)
    assert find([*every, *days(4, *[2] * 20, theme="t1")]).theme_id is None
    assert find([*every, *days(60, *[2] * 20, theme="other")]).theme_id is None


def test_a_moody_community_needs_more_for_an_alert():
    calm, moody = [20, 22, 19, 21, 20, 18, 23, 20, 19, 21], [5, 45, 8, 60, 12, 30, 3, 40, 10, 20]
    assert spike(60, calm) is not None
    assert spike(60, moody) is None


def test_nothing_is_said_on_too_few_days_or_voices():
    assert spike(100, [1] * 7) is None
    assert spike(9, [0] * 20) is None
    assert spike(19, [10] * 20) is None


def test_the_tail_is_that_of_a_negative_binomial():
    rng = np.random.default_rng(2)
    drawn = rng.poisson(20 * rng.gamma(1 / 0.2, 0.2, 400_000))
    assert tail(45, 20, 0.2) == pytest.approx((drawn >= 45).mean(), rel=0.05)
    assert tail(30, 20, 1e-9) == pytest.approx((rng.poisson(20, 400_000) >= 30).mean(), rel=0.05)


def test_a_quiet_year_is_mostly_silent():
    from benchmarks.alerts import alerts, ours, year

    rng = np.random.default_rng(3)
    assert len(alerts(rng.poisson(year(rng, 40, 0.1)), ours)) <= 3
