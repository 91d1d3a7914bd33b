"""`voxpop plan`: what a run would read, cost and miss, and that planning itself costs nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.collectors.x.x_world import TOKEN, WINDOW, WORLD, expected
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.plan import plan as plan_all
from voxpop.pipeline.demo.servers.base import Faults
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window


def plan(workspace, channel, window):
    (told,) = plan_all(workspace, [(channel, window)])
    return told


@pytest.fixture
def server():
    with XServer(WORLD, Faults(), clock=lambda: datetime.now(UTC)) as started:
        yield started


@pytest.fixture
def workspace(server, tmp_path):
    def made(budget="", rows=0):
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\nchannels:\n"
            f"  - {{id: x-brand, source: x, query: acme, archive: true, api_url: '{server.url}'{budget}}}\n"
            "  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, text: t, created_at: at}, time_format: iso}\n"
        )
        (tmp_path / ".env").write_text(f"VOXPOP_X_BEARER_TOKEN={TOKEN}\n")
        lines = [f"{n},text {n},2026-11-{1 + n % 10:02d}T09:00:00Z" for n in range(rows)]
        (tmp_path / "p.csv").write_text("\n".join(["id,t,at", *lines]) + "\n")
        return Workspace.open(tmp_path / "voxpop.yaml")

    return made


def test_counts_and_costs_are_those_of_the_run(workspace, server):
    there = workspace()
    told = plan(there, "x-brand", WINDOW)
    assert told.posts == len(expected())
    assert told.usd == pytest.approx(0.005 * told.posts, abs=0.01)
    assert told.basis == "counted by the source"
    assert told.will_miss == ()
    assert server.posts_read == 0
    assert told.minutes is None, "never collected"
    asked = len(server.requests)
    landed = collect.land(there, "x-brand", WINDOW)
    assert landed.complete
    assert told.requests <= len(server.requests) - asked <= told.requests + len(WINDOW.days())
    assert plan(there, "x-brand", WINDOW).minutes >= 0
    assert server.posts_read == told.posts


@pytest.mark.parametrize(
    ("budget", "said"),
    [(", budget: {posts_per_month: 100}", "100 posts left"), (", budget: {usd_per_month: 1.005}", "1.00 USD left")],
)
def test_a_budget_that_will_end_is_said_with_what_is_lost(workspace, budget, said):
    told = plan(workspace(budget), "x-brand", WINDOW)
    assert len(told.will_miss) == 1
    assert said in told.will_miss[0]
    assert f"{told.posts - (100 if 'posts' in budget else 200):,} posts" in told.will_miss[0]


def test_without_counts_the_rate_so_far_is_taken(workspace):
    there = workspace(rows=100)
    week = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 11, tzinfo=UTC))
    assert plan(there, "survey", week).basis == "never collected: no rate yet"
    collect.land(there, "survey", week)
    told = plan(there, "survey", Window(week.end, week.end + timedelta(days=2)))
    assert (told.posts, told.basis, told.usd) == (20, "10.0 a day so far", 0.0)


def test_what_cannot_be_asked_is_said(workspace, server, tmp_path):
    there = workspace()
    (tmp_path / ".env").write_text("VOXPOP_X_BEARER_TOKEN=wrong\n")
    told = plan(Workspace.open(there.lines.path), "x-brand", WINDOW)
    assert told.posts is None
    assert "401" in told.will_miss[0]
