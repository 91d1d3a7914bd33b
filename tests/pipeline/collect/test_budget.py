"""No budget is passed: a channel's, an audience's over its channels, under faults, and by two processes at once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collectors.x.x_world import TOKEN, WINDOW, WORLD, collector, expected
from voxpop.landing import FetchWriter
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.budget import left_to_spend
from voxpop.pipeline.collect.check import check
from voxpop.pipeline.collect.plan import plan as plan_all
from voxpop.pipeline.collect.windows import next_windows
from voxpop.pipeline.demo.servers.base import DemoServer, Faults, Reply
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.housekeeping import retention as keep
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

SMALLEST = 10  # posts on a page of a search: with less than that left, X is not asked


def plan(workspace, channel, window):
    (told,) = plan_all(workspace, [(channel, window)])
    return told


@pytest.fixture
def server():
    with XServer(WORLD, Faults(), clock=lambda: datetime.now(UTC)) as started:
        yield started


@pytest.fixture
def workspace(server, tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)

    def made(audience, channel="{}"):
        channels = "".join(
            f"  - {{id: x{n}, source: x, query: acme, archive: true, page_size: 20, audience: buyers, "
            f"api_url: '{server.url}', budget: {channel}}}\n"
            for n in range(3)
        )
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\n"
            f"audiences: [{{id: buyers, name: Buyers, match: [{{source: [x]}}], budget: {audience}}}]\n"
            f"channels:\n{channels}"
        )
        return Workspace.open(tmp_path / "voxpop.yaml")

    return made


def read_of(workspace):
    return [fetch.coverage.posts_read for fetch in workspace.landing.fetches()]


def test_channels_of_an_audience_share_its_budget(workspace, server):
    there = workspace("{posts_per_month: 150}", "{posts_per_month: 100}")
    outcomes = [collect.land(there, f"x{n}", WINDOW).outcome for n in range(3)]
    assert outcomes == ["out_of_budget"] * 3
    read = read_of(there)
    assert 100 - SMALLEST < read[0] <= 100
    assert 150 - SMALLEST < sum(read) <= 150
    assert server.posts_read == sum(read)
    assert left_to_spend(there, there.channel("x0")) == (None, min(150 - sum(read), 100 - read[0]))
    assert f"{150 - sum(read)} posts left" in plan(there, "x2", WINDOW).will_miss[0]


def test_dollars_of_an_audience(workspace, server):
    there = workspace("{usd_per_month: 1.0}", "{usd_per_month: 0.6}")
    for n in range(3):
        collect.land(there, f"x{n}", WINDOW)
    assert server.posts_read * 0.005 <= 1.0 + 1e-9
    assert 120 - SMALLEST < read_of(there)[0] <= 120


def test_fetches_at_once_do_not_spend_the_same_rest(workspace, server):
    there = workspace("{posts_per_month: 150}")
    threads = [threading.Thread(target=collect.land, args=(there, f"x{n}", WINDOW)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert 150 - SMALLEST < server.posts_read <= 150
    assert server.posts_read == sum(read_of(there))


@pytest.mark.parametrize(
    "fault",
    [Reply(402), Reply(429), Reply(503), Reply(200, {"content-type": "application/json"}, b"{}" * 99, cut=True)],
)
@pytest.mark.parametrize("at", [0, 1, 4])
def test_faults_do_not_pass_it(workspace, server, fault, at, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    there = workspace("{posts_per_month: 150}")
    server.faults.add(*[None] * at, *[fault] * 6)
    for _ in range(3):
        collect.land(there, "x0", WINDOW)
    assert server.posts_read <= 150
    assert (
        sum(read_of(there)) == server.posts_read if not fault.cut else server.posts_read <= sum(read_of(there)) <= 150
    )


def test_an_answer_lost_on_the_way_counts_as_read(workspace, server, monkeypatch):
    """The server has given it, and may bill it, whether it arrives or not."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    there = workspace("{posts_per_month: 150}")

    def lost(_, reply):
        return replace(reply, cut=True)

    for at in (0, 2, 5):
        server.faults.add(*[None] * at, *[lost] * 3)
        collect.land(there, "x0", WINDOW)
        server.faults.clear()
    assert 150 - 2 * SMALLEST < server.posts_read <= sum(read_of(there)) <= 150
    assert any("lost on the way" in note for fetch in there.landing.fetches() for note in fetch.coverage.notes)


def test_predicted_cost_is_within_five_percent_of_the_actual(workspace, server):
    there = workspace("{}")
    for days in (1, 2, 4):
        window = Window(WINDOW.start, WINDOW.start + timedelta(days=days))
        told = plan(there, "x0", window)
        collect.land(there, "x0", window)
        cost = there.landing.fetches("x0")[-1].coverage.cost_usd
        assert told.usd == pytest.approx(cost, rel=0.05)
    assert server.posts_read >= len(expected())


def test_the_retention_forgets_posts_and_not_what_they_cost(workspace, server, tmp_path, monkeypatch):
    there = workspace("{posts_per_month: 150}")
    assert [collect.land(there, "x0", WINDOW).items > 0 for _ in range(2)] == [True, False]
    left = left_to_spend(there, there.channel("x0"))
    load.load(there)
    with (tmp_path / "voxpop.yaml").open("a") as file:
        file.write("retention: {landing_days: 1}\n")
    there = Workspace.open(tmp_path / "voxpop.yaml")
    _tomorrow(monkeypatch)
    assert keep.tidy(there)["expired"] == 1
    assert keep.tidy(there)["expired"] == 0, "once"
    assert [list(fetch.items()) for fetch in there.landing.fetches()] == [[], []]
    assert not any(fetch.holds_items for fetch in there.landing.fetches())
    assert left_to_spend(there, there.channel("x0")) == left
    assert not [problem for problem in integrity(there) if problem.fails]


def _tomorrow(monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=2)

    monkeypatch.setattr(keep, "datetime", Later)


def test_who_is_served_first_has_the_rest_kept_for_it(server, tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Acme, time_zone: UTC}\n"
        "audiences: [{id: buyers, name: Buyers, match: [{source: [x]}], budget: {posts_per_month: 30000}}]\nchannels:\n"
        + "".join(
            f"  - {{id: {name}, source: x, query: acme, archive: true, page_size: 20, audience: buyers, priority: {priority}, "
            f"api_url: '{server.url}'}}\n"
            for name, priority in (("later", 8), ("first", 2), ("same", 8))
        )
    )
    there = Workspace.open(tmp_path / "voxpop.yaml")
    assert [one.channel for one in collect.listen(there, [("later", WINDOW), ("first", WINDOW)])] == ["first", "later"]
    text = (tmp_path / "voxpop.yaml").read_text().replace("posts_per_month: 30000", "posts_per_month: 3000")
    (tmp_path / "voxpop.yaml").write_text(text)  # early in a month all of it is kept for the first
    there = Workspace.open(tmp_path / "voxpop.yaml")
    now = datetime.now(UTC)
    spent = 2 * len(expected())
    a_day = len(expected()) / ((WINDOW.end - WINDOW.start) / timedelta(days=1))
    for moment in (now.replace(day=1), now.replace(day=15, hour=12), now.replace(day=28)):
        days = ((moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)).replace(day=1) - moment) / timedelta(days=1)  # fmt: skip
        assert left_to_spend(there, there.channel("first"), moment)[1] == 3000 - spent
        kept = round(a_day * days)
        assert left_to_spend(there, there.channel("later"), moment)[1] == max(0, 3000 - spent - kept)
        assert left_to_spend(there, there.channel("same"), moment)[1] == max(0, 3000 - spent - kept)
    assert left_to_spend(there, there.channel("first"), (now.replace(day=1) + timedelta(days=40)))[1] == 3000
    text = (tmp_path / "voxpop.yaml").read_text().replace("posts_per_month: 3000", f"posts_per_month: {spent + 10}")
    (tmp_path / "voxpop.yaml").write_text(text)
    there = Workspace.open(tmp_path / "voxpop.yaml")
    told = {name: " ".join(plan(there, name, WINDOW).will_miss) for name in ("first", "later")}
    assert "has 10 posts left" in told["first"]
    assert "served first" not in told["first"]
    assert "kept for channels that are served first" in told["later"]


def test_prices_come_from_the_configuration(workspace, server, tmp_path):
    there = workspace("{usd_per_month: 3}")
    with (tmp_path / "voxpop.yaml").open("a") as file:
        file.write("prices: {as_of: 2027-02-01, x: {post: 0.02, count: 0.25, user: 0.01}}\n")
    there = Workspace.open(tmp_path / "voxpop.yaml")
    told = plan(there, "x0", WINDOW)
    assert (told.asking_usd, told.posts) == (0.25, len(expected()))
    assert "2.75 USD left" in told.will_miss[0]
    collect.land(there, "x0", WINDOW)
    record = there.landing.fetches("x0")[-1].coverage
    assert record.cost_usd > 0.02 * record.posts_read, "accounts beside the posts are paid for"
    spent = sum(fetch.coverage.cost_usd for fetch in there.landing.fetches())
    assert record.cost_usd + 0.25 == pytest.approx(spent)
    assert 2 < spent <= 3


def test_own_posts_have_a_price_of_their_own_and_a_channel_may_set_its_own(server):
    prices = {name: collector(server, **told).usd_per_post for name, told in {
        "query": {"query": "acme"}, "timeline": {"timeline_of": "7"}, "mentions": {"mentions_of": "7"},
        "own": {"query": "acme", "usd_per_post": 0.01}, "free": {"timeline_of": "7", "usd_per_post": 0},
    }.items()}  # fmt: skip
    assert prices == {"query": 0.005, "timeline": 0.001, "mentions": 0.001, "own": 0.01, "free": 0}
    assert not collector(server, timeline_of="7", usd_per_post=0).costs


@pytest.mark.parametrize("at", [1, 3])
def test_a_killed_fetch_leaves_what_it_paid_for_and_the_budget_knows_it(workspace, server, at, monkeypatch):
    there = workspace("{usd_per_month: 0.5}")

    class Killed(BaseException):
        pass

    def killed(self, item):
        added.append(item)
        found = add(self, item)
        if len(added) == at:
            raise Killed
        return found

    added, add = [], FetchWriter.add
    with monkeypatch.context() as during:
        during.setattr(FetchWriter, "add", killed)
        with pytest.raises(Killed):
            collect.land(there, "x0", WINDOW)
    assert there.landing.fetches() == []
    assert server.posts_read == 20 * at
    assert left_to_spend(there, there.channel("x1")) == (pytest.approx(0.5 - server.posts_read * 0.005), None)
    for _ in range(3):
        collect.land(there, "x0", WINDOW)
    assert server.posts_read <= 100
    assert there.landing.sweep(timedelta(hours=-1)) == 0, "not while the month lasts"
    assert not [problem for problem in integrity(there) if problem.place.endswith(".tmp")]
    next_month = datetime.now(UTC) + timedelta(days=32)
    assert left_to_spend(there, there.channel("x1"), next_month) == (0.5, None)
    assert there.landing.sweep(timedelta(hours=6), next_month) == 1


def test_a_source_that_does_not_count_keeps_to_a_budget_of_posts_too(tmp_path):
    lines = [f"{n},text {n},2026-11-{1 + n % 10:02d}T09:00:00Z" for n in range(100)]
    (tmp_path / "p.csv").write_text("\n".join(["id,t,at", *lines]) + "\n")
    feed = "".join(
        f"<item><guid>{n}</guid><title>t</title><description>d</description>"
        f"<pubDate>Mon, 02 Nov 2026 09:{n:02d}:00 GMT</pubDate></item>"
        for n in range(30)
    )
    server = DemoServer(WORLD)
    server.respond = lambda *_: Reply(200, {"content-type": "application/rss+xml"}, f"<rss version='2.0'><channel><title>a</title>{feed}</channel></rss>".encode())  # fmt: skip
    window = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC))
    with server:
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\nchannels:\n"
            "  - {id: rows, source: archive, path: p.csv, columns: {post_id: id, text: t, created_at: at}, time_format: iso, "
            "budget: {posts_per_month: 40}}\n"
            f"  - {{id: news, source: feed, url: '{server.url}/feed', budget: {{posts_per_month: 12}}}}\n"
        )
        there = Workspace.open(tmp_path / "voxpop.yaml")
        for name, most in (("rows", 40), ("news", 12)):
            landed = [collect.land(there, name, window) for _ in range(2)]
            assert [one.outcome for one in landed] == ["out_of_budget"] * 2
            assert "budget of posts is used up" in landed[0].reason
            records = [fetch.coverage for fetch in there.landing.fetches(name)]
            assert sum(record.posts_read for record in records) <= most
            assert {gap.reason for record in records for gap in record.gaps} == {"out_of_budget"}
        assert there.landing.fetches("news")[0].coverage.posts_read == 12


def test_what_a_check_costs_is_in_the_ledger(workspace, server):
    there = workspace("{usd_per_month: 1}")
    assert [works for _, works, _ in check(there)] == [True] * 3
    assert [fetch.coverage.cost_usd for fetch in there.landing.fetches()] == [0.005] * 3
    assert left_to_spend(there, there.channel("x0"))[0] == pytest.approx(0.985)
    assert next_windows(there, "x0")[0].start < datetime.now(UTC) - timedelta(days=6), "it is no fetch of a window"


@given(st.integers(1, 31), st.integers(0, 23), st.integers(1, 12))
def test_the_retention_keeps_the_records_of_the_whole_month(day, hour, month):
    """On the last minute of any month, its first fetch still counts."""
    first = datetime(2026, month, 1, tzinfo=UTC)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(minutes=1)
    moment = min(first + timedelta(days=day - 1, hours=hour), last)
    fetches = [SimpleNamespace(fetch_id=name, coverage=SimpleNamespace(started_at=at, recheck=False, window=WINDOW))
               for name, at in (("a", first), ("b", moment), ("c", last))]  # fmt: skip
    assert keep._find_needed(fetches, last) == {"a", "b", "c"}
