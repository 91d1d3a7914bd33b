"""What is gone from X, learned by compliance jobs: one at a time, resumed after a crash, and no post is paid for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.collectors.x.x_world import TOKEN, WORLD, collector
from voxpop.collectors.x import compliance as x_compliance
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.demo.servers.base import Faults, Reply, x_post_id
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.housekeeping import retention as keep
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Gone, RawItem
from voxpop.window import Window

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
POSTS = [p for p in WORLD.posts if p.repost_of is None]
IDS = [x_post_id(p.key, p.created_at) for p in POSTS]
DELETED = {x_post_id(p.key, p.created_at) for p in POSTS if p.deleted_at}


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def server(clock):
    with XServer(WORLD, Faults(), clock=lambda: clock[0]) as started:
        yield started


def sweep(server, log, ids=IDS, naps=None, clock=None):
    one = collector(server, naps, query="acme", deletions="jobs")
    if clock:
        one.context = replace(one.context, clock=lambda: clock[0])
    return {r.post_id: r.reason for item in one.recheck(ids, log) for r in one.to_posts(item) if isinstance(r, Gone)}


def test_all_that_is_gone_is_found_without_paying_for_a_post(server):
    log = FetchLog()
    assert sweep(server, log, [*IDS, "123456789"]).keys() == DELETED | {"123456789"}
    assert (log.posts_read, log.cost_usd, server.posts_read) == (0, 0, 0)
    assert len(server.jobs.ids) == 1
    stored = [r for r in server.requests if r.path.startswith("/storage/")]
    assert not any("authorization" in request.headers for request in stored), "the token went to a stranger"
    assert log.requests == len(server.requests)


def test_a_job_that_takes_long_is_landed_by_the_next_sweep_and_only_once(server, clock):
    server.jobs.takes = timedelta(hours=3)
    log, naps = FetchLog(), []
    assert sweep(server, log, naps=naps) == {}
    assert any("still running" in note for note in log.notes)
    assert 250 < sum(naps) < 400
    clock[0] = NOW + timedelta(hours=24)
    next_night = FetchLog(cursor=log.cursor)
    assert sweep(server, next_night, clock=clock).keys() == DELETED
    assert len(server.jobs.jobs) == 2, "and a new one was begun"
    clock[0] = NOW + timedelta(hours=30)
    soon = FetchLog(cursor=next_night.cursor)
    assert sweep(server, soon, clock=clock).keys() == DELETED
    assert len(server.jobs.jobs) == 2, "not so soon again"
    assert sweep(server, FetchLog(cursor=soon.cursor), clock=clock) == {}


def test_one_that_a_crash_left_without_ids_is_taken_up(server):
    server.jobs.begin("tweets", x_compliance.NAME)
    assert sweep(server, FetchLog()).keys() == DELETED
    assert len(server.jobs.jobs) == 1


def test_somebody_elses_job_is_waited_for(server):
    server.jobs.begin("tweets", "research")
    log = FetchLog()
    assert sweep(server, log) == {}
    assert any("somebody else" in note for note in log.notes)
    assert len(server.jobs.jobs) == 1


@pytest.mark.parametrize(
    ("before", "reply", "said"),
    [
        (1, Reply.json({"title": "Conflict", "detail": "running already"}, 409), "running already"),
        (1, Reply.json({"data": {}}), "no compliance job"),
        (2, Reply(403), "403"),
        (3, Reply.json({"data": {"id": "1", "status": "failed"}}), "failed"),
        (4, Reply(200, {}, b"<html>"), "not lines of JSON"),
        (4, Reply(404), "404"),
        (0, Reply(200, {"content-type": "application/json"}, b"[]"), "no page of posts"),
        (0, Reply.json({"data": [{"id": "1", "name": "voxpop", "created_at": "soon"}]}), "no time"),
    ],
)
def test_whatever_goes_wrong_is_an_error_that_says_so(server, before, reply, said):
    server.faults.add(*[None] * before, *[reply] * 4)
    with pytest.raises(CollectorError, match=said):
        sweep(server, FetchLog())


@pytest.mark.parametrize(
    "results", [None, 3, [], [None, 3, {"id": 1}, {"id": "x", "action": "delete"}, {"action": "delete"}]]
)
def test_results_that_make_no_sense_take_nothing_away(server, results):
    item = RawItem(
        source="x", channel="a", fetched_at=NOW, window=Window(NOW - timedelta(1), NOW), payload={"compliance": results}
    )
    assert list(collector(server).to_posts(item)) == []


def test_reasons_and_other_actions(server):
    told = [{"id": str(n), "action": "delete", "reason": reason} for n, reason in
            enumerate(("deleted", "deactivated", "protected", "suspended", None), 100)]  # fmt: skip
    told.append({"id": "105", "action": "scrub_geo", "reason": "scrub_geo"})
    item = RawItem(
        source="x", channel="a", fetched_at=NOW, window=Window(NOW - timedelta(1), NOW), payload={"compliance": told}
    )
    reasons = [gone.reason for gone in collector(server).to_posts(item)]
    assert reasons == ["deleted", "deleted", "forbidden", "removed", "removed"]


def test_from_the_sweep_to_the_tables_for_all_channels_and_however_old(server, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Acme, time_zone: UTC}\nchannels:\n"
        + "".join(
            f"  - {{id: x{n}, source: x, query: '{query}', archive: true, deletions: jobs, api_url: '{server.url}'}}\n"
            for n, query in enumerate(("acme lang:en", "acme -lang:en OR acme"))
        )
    )
    there = Workspace.open(tmp_path / "voxpop.yaml")
    clock[0] = NOW - timedelta(hours=3)  # before they were deleted
    for name in ("x0", "x1"):
        collect.land(there, name, Window(NOW - timedelta(days=6), NOW - timedelta(hours=4)))
    keep.tidy(there)
    paid = server.posts_read
    clock[0] = NOW
    later = datetime.now(UTC) + timedelta(days=90)
    assert keep.sweep(there, "x1", later) == {"asked": 0, "by": "x0"}
    found = keep.sweep(there, "x0", later)
    assert (found["outcome"], found["asked"]) == (
        "complete",
        sum(p.created_at < NOW - timedelta(hours=4) for p in POSTS),
    )
    counts = keep.tidy(there)
    assert counts["gone"] == len(DELETED)
    assert server.posts_read == paid
