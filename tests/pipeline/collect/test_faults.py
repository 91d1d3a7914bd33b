"""The fault script: each fault at each online source, then recovery; the posts are the truth and the ledger the faults."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.collectors.contract_world import NOW, SECRETS, WINDOW, place_at, serve
from voxpop import warehouse
from voxpop.collectors.wire import http
from voxpop.coverage import FetchLog
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.windows import heard_until, next_windows
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.load.fetches import load
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post
from voxpop.window import Window

FIRST = {"x": 2, "reddit": 2, "discourse": 2, "feed": 0, "mastodon": 2}  # so many true answers come before the fault
HTML = Reply(200, {"content-type": "text/html"}, b"<!doctype html><title>Down for maintenance</title>")
CUT = Reply(200, {"content-type": "application/json"}, b"{" + b" " * 5000 + b"}", cut=True)
RESET = int((NOW + timedelta(hours=2)).timestamp()) + 60  # a minute from now by the server's clock, two hours off


@dataclass(frozen=True)
class Fault:
    """What is planted, how the first fetch must end, and how many requests it may still make from there on."""

    replies: tuple[Reply, ...]
    outcome: str
    most: int | None = None
    waits: tuple[float, float] = (0, 900)


FAULTS = {
    "429 with Retry-After": Fault((Reply(429, {"retry-after": "30"}),), "complete", waits=(30, 32)),
    "429 by a clock two hours off": Fault(
        (Reply(429, {"x-rate-limit-reset": str(RESET)}),), "complete", waits=(60, 62)
    ),
    "429 that asks for an hour": Fault((Reply(429, {"retry-after": "3600"}),) * 9, "rate_limited", 1, (0, 0)),
    "429 without a header": Fault((Reply(429),) * 9, "rate_limited", 3),
    "402": Fault((Reply(402),) * 9, "out_of_budget", 1, (0, 0)),
    "403": Fault(
        (Reply(403),) * 9, "forbidden", 4, (0, 0)
    ),  # Discourse: single topics may be private, and then it asks on
    **{f"{status} once": Fault((Reply(status),), "complete", waits=(0.5, 4)) for status in (500, 502, 503, 504)},
    "503 for good": Fault((Reply(503),) * 99, "unreachable", 4),
    "a body cut off": Fault((CUT,), "complete", waits=(0.5, 4)),
    "bodies cut off for good": Fault((CUT,) * 99, "unreachable", 4),
    "a hang": Fault((Reply(hang=3),), "complete", waits=(0.5, 900)),
    "HTML with 200": Fault((HTML,) * 99, "failed", 2),
}


@pytest.fixture(params=sorted(FIRST))  # mastodon stands for all that are built on `rest`
def source(request):
    return request.param


@pytest.fixture
def world(source, tmp_path):
    server, options, expected = serve(source)
    with server:
        place = tmp_path / "voxpop.yaml"
        keys = "".join(f", {name}: '{value}'" for name, value in options(server.url).items())
        place.write_text(
            f"company: {{name: Acme, time_zone: UTC}}\nchannels: [{{id: place, source: {source}{keys}}}]\n"
        )
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
        yield Workspace.open(place), place_at(source, server, options, expected)


def fetch(workspace, place, source, naps=None, until=None):
    """One fetch into landing, by the step; `until`: it crashes before that item."""
    notes = FetchLog(cursor=dict(workspace.landing.last_cursor("place")))
    one = place.collector(naps)

    def pulled():
        for number, item in enumerate(one.fetch(WINDOW, notes)):
            if number == until:
                raise KeyboardInterrupt
            yield item

    return collect.record(workspace, workspace.channel("place"), WINDOW, notes, pulled())


def warehoused(workspace):
    """The ids of the window's posts."""
    load(workspace)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        ids = snapshot.con.execute("select post_id from posts where created_at >= ? and created_at < ?",
                                   [WINDOW.start.isoformat(), WINDOW.end.isoformat()]).fetchall()  # fmt: skip
    return [row[0] for row in ids]


def states(workspace):
    """The states of the hours of the window."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.set_time_zone("UTC")
        hours = snapshot.con.execute(f"select distinct state from ({warehouse.query('channel_hours', 'marts')})")
        return {row[0] for row in hours.fetchall()}


def truth(place, source):
    """Id and time of every post that can be heard."""
    one = place.collector()
    found = [r for item in one.fetch(WINDOW, FetchLog()) for r in one.to_posts(item)]
    return {r.post_id: r.created_at for r in found if isinstance(r, Post) and r.created_at in WINDOW}


@pytest.mark.parametrize("name", FAULTS)
def test_after_recovery_the_posts_are_the_truth_and_the_ledger_says_what_was(world, source, name, monkeypatch):
    fault = FAULTS[name]
    workspace, place = world
    true = truth(place, source)
    assert len(true) == place.expected
    if fault.replies[0].hang:
        monkeypatch.setattr(http, "READ_SECONDS", 2)
    if "clock" in name:
        place.server.clock = lambda: NOW + timedelta(hours=2)
    place.server.faults.add(*[None] * FIRST[source], *fault.replies)
    begun, naps = len(place.server.requests), []
    landed = fetch(workspace, place, source, naps)
    asked = len(place.server.requests) - begun - FIRST[source]
    (record,) = [f.coverage for f in workspace.landing.fetches("place")]
    assert landed.outcome == record.outcome == fault.outcome, landed.reason
    assert bool(record.gaps) == (fault.outcome != "complete")
    assert {gap.reason for gap in record.gaps} <= {fault.outcome}
    assert record.requests == asked + FIRST[source]
    assert fault.most is None or asked <= fault.most
    assert fault.waits[0] <= sum(naps) <= fault.waits[1]
    heard = warehoused(workspace)
    missing = set(true) - set(heard)
    assert all(any(g.start <= true[i] < g.end for g in record.gaps) for i in missing), "lost in silence"
    place.server.faults._replies.clear()
    place.server.clock = lambda: NOW
    if fault.outcome != "complete":
        assert heard_until(workspace, "place") < WINDOW.end, "the gap is asked for again"
        assert fetch(workspace, place, source).complete
    assert sorted(warehoused(workspace)) == sorted(true), "lost or doubled"
    assert states(workspace) == {"complete"}
    assert heard_until(workspace, "place") == WINDOW.end


@pytest.mark.parametrize("page", [0, 1, 3])
def test_a_crash_at_any_item_leaves_nothing_half(world, source, page):
    workspace, place = world
    true = truth(place, source)
    with suppress(KeyboardInterrupt):
        fetch(workspace, place, source, until=page)
        pytest.fail("it did not crash")
    assert workspace.landing.fetches("place") == []
    assert heard_until(workspace, "place") is None
    assert fetch(workspace, place, source).complete
    assert (sorted(warehoused(workspace)), states(workspace)) == (sorted(true), {"complete"})


def test_what_cannot_be_had_any_more_is_not_paid_for_again_and_again(tmp_path, monkeypatch):
    server, _, _ = serve("x")
    with server:
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\nchannels: [{id: place, source: x, query: text, "
            f"api_url: '{server.url}'}}]\n"
        )
        server.clock = lambda: datetime.now(UTC)
        monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", SECRETS["VOXPOP_X_BEARER_TOKEN"])
        workspace = Workspace.open(tmp_path / "voxpop.yaml")
        now = datetime.now(UTC) - timedelta(hours=2)
        window = Window(now - timedelta(days=20), now)
        collect.land(workspace, "place", window)
        (record,) = [f.coverage for f in workspace.landing.fetches("place")]
        assert [gap.reason for gap in record.gaps] == ["beyond recent search"]
        assert heard_until(workspace, "place") == now
        (following,) = next_windows(workspace, "place")
        assert following.start == now
