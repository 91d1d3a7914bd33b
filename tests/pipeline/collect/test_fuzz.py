"""Whatever stands in an answer, a run goes on: the fetch ends with a line in the ledger, and its posts load or are refused."""

import contextlib
import gc
import json
import random

import pytest

from tests.collectors.contract_world import NOW, ONLINE, SECRETS, WINDOW, serve
from tests.collectors.spoiled import JUNK
from tests.collectors.spoiled import places as places_of
from voxpop import warehouse
from voxpop.coverage import FetchLog, Outcome
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.windows import heard
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.load.fetches import load
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post
from voxpop.window import union

TIMES = 25
WHOLE = (b"", b"null", b"[]", b"{}", b"3", b'"x"', b"{", b"\xff\xfe", b"[[[[", b'{"a": NaN}', b"[" * 2000)


@pytest.fixture(
    params=[source for source in ONLINE if source in ("x", "reddit", "discourse", "feed", "mastodon", "github")]
)
def place(request, tmp_path, clock_of_collectors):
    clock_of_collectors(NOW)
    server, options, _ = serve(request.param)
    with server:
        keys = "".join(f", {name}: {json.dumps(value)}" for name, value in options(server.url).items())
        (tmp_path / "voxpop.yaml").write_text(
            f"company: {{name: Acme, time_zone: UTC}}\nchannels: [{{id: place, source: {request.param}{keys}}}]\n"
        )
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
        yield Workspace.open(tmp_path / "voxpop.yaml"), server


def spoil(chooser):
    """A change of an answer: one value replaced at a place drawn by chance, or all of it."""

    def change(_, reply):
        if not reply.body:
            return None
        if chooser.random() < 0.15:
            return Reply(reply.status, reply.headers, chooser.choice(WHOLE))
        try:
            page = json.loads(reply.body)
            path = chooser.choice(list(places_of(page)))
        except (ValueError, IndexError):  # a feed: some bytes are others
            body = bytearray(reply.body)
            for _ in range(chooser.randint(1, 20)):
                body[chooser.randrange(len(body))] = chooser.randrange(256)
            return Reply(reply.status, reply.headers, bytes(body))
        inner = page
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = chooser.choice(JUNK)
        return Reply(reply.status, reply.headers, json.dumps(page).encode())

    return change


@contextlib.contextmanager
def uncollected():
    """Without the collector of cycles: where it starts at the bottom of 1,000 calls, finalizers have no stack left."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.mark.parametrize("body", WHOLE, ids=lambda body: repr(body[:8]))
def test_what_is_no_answer_at_all_fails_the_fetch(place, monkeypatch, body):
    monkeypatch.setattr("time.sleep", lambda _: None)
    workspace, server = place
    server.faults.add(*[Reply(200, {"content-type": "application/json"}, body)] * 99)
    with uncollected():
        landed = collect.land(workspace, "place", WINDOW)
    lists = workspace.config.channels[0].source in {"mastodon", "github"}
    assert landed.outcome == ("complete" if body == b"[]" and lists else "failed")
    assert bool(workspace.landing.fetches("place")[-1].coverage.gaps) == (landed.outcome == "failed")


def test_no_answer_ends_a_run(place, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    workspace, server = place
    chooser = random.Random(3)
    one = workspace.collector(workspace.channel("place"))
    true = {
        r.post_id
        for i in one.fetch(WINDOW, FetchLog())
        for r in one.to_posts(i)
        if isinstance(r, Post) and r.created_at in WINDOW
    }
    for _ in range(TIMES):
        server.faults.add(*[None] * chooser.randrange(4), *[spoil(chooser)] * chooser.choice((1, 1, 2, 9)))
        landed = collect.land(workspace, "place", WINDOW)
        server.faults.clear()
        record = workspace.landing.fetches("place")[-1].coverage
        assert record.outcome == landed.outcome in set(Outcome)
        if landed.outcome in {"complete", "capped"}:
            assert landed.reason == ""
        else:
            assert record.gaps
            assert "Traceback" not in landed.reason
        parts = [*heard(record), *(type(WINDOW)(gap.start, gap.end) for gap in record.gaps)]
        assert union(parts)[0].start <= WINDOW.start
        assert union(parts)[-1].end >= WINDOW.end
    assert collect.land(workspace, "place", WINDOW).outcome == "complete"
    assert load(workspace)["fetches"] == TIMES + 1
    with warehouse.writer(workspace.warehouse_path) as writer:
        stored = {row[0] for row in writer.con.execute("select post_id from posts").fetchall()}
    assert true <= stored
