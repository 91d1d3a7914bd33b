"""Which windows a run asks for: late posts are read, gaps are closed, and nothing that was heard is paid for twice."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collectors import contract_world as contract
from tests.collectors.forum_world import START
from tests.collectors.x.x_world import TOKEN, WORLD
from voxpop.coverage import BEYOND_SEARCH, Coverage, FetchLog, Gap, Outcome
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.windows import LOOK_BACK, heard_until, next_windows, open_gaps, scheduled_windows
from voxpop.pipeline.demo.servers.base import Faults, Reply
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post, RawItem
from voxpop.window import Window, minus, union

ZERO = datetime(2026, 11, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=8)


def hours(start, end):
    return Window(ZERO + start * HOUR, ZERO + end * HOUR)


def moments(windows):
    return {n for one in windows for n in range(200) if ZERO + n * HOUR + HOUR / 2 in one}


@given(SPANS, SPANS)
def test_spans_are_joined_and_cut_as_sets_of_moments(some, others):
    a, b = [hours(*span) for span in some], [hours(*span) for span in others]
    assert moments(union(a)) == moments(a)
    assert moments(minus(a, b)) == moments(a) - moments(b)
    for found in (union(a), minus(a, b)):
        assert all(one.end < other.start for one, other in pairwise(found)), "not as few as it takes"


def fetched(number, window, gaps=()):
    return Coverage(
        fetch_id=f"{number:06d}", source="x", channel="a", window=window, started_at=ZERO, ended_at=ZERO, items=0, requests=0,
        retries=0, cost_usd=0, outcome="complete", reason="", gaps=tuple(gaps), cursor={}, unknown_keys={}, notes=(),
    )  # fmt: skip


REASONS = st.sampled_from(["failed", "out_of_budget", "capped", BEYOND_SEARCH])
FETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.lists(st.tuples(st.integers(0, 19), st.integers(1, 9), REASONS), max_size=3)), max_size=7)  # fmt: skip


@given(FETCHES)
def test_a_moment_is_open_where_nobody_heard_it_and_the_newest_gap_can_be_closed(made):
    records, heard, newest = [], set(), {}
    for number, (start, length, gaps) in enumerate(made):
        window = hours(start, start + length)
        found = [
            Gap(ZERO + (start + a) * HOUR, ZERO + min(start + a + b, start + length) * HOUR, reason)
            for a, b, reason in gaps
            if a < length
        ]
        records.append(fetched(number, window, found))
        missed = {}
        for gap in found:
            for n in moments([Window(gap.start, gap.end)]):
                missed[n] = newest[n] = gap.for_good
        heard |= moments([window]) - missed.keys()
    assert moments(open_gaps(records)) == {n for n, for_good in newest.items() if not for_good and n not in heard}


@pytest.fixture
def news(tmp_path):
    def made(more="", source="feed, url: 'http://127.0.0.1:9/feed'"):
        (tmp_path / "voxpop.yaml").write_text(
            f"company: {{name: Acme, time_zone: UTC}}\nchannels: [{{id: news, source: {source}{more}}}]\n"
        )
        return Workspace.open(tmp_path / "voxpop.yaml")

    return made


def ran(workspace, window, lost=(), reason="unreachable"):
    notes = FetchLog(outcome=Outcome.UNREACHABLE if lost else Outcome.COMPLETE)
    for gap in lost:
        notes.gap(gap.start, gap.end, reason)
    collect.record(workspace, workspace.channel("news"), window, notes, iter(list[RawItem]()))


X = "x, query: acme, archive: true"


def test_a_new_window_reads_a_little_of_the_time_before_it_again(news):
    for source, more, again in (
        ("feed, url: 'http://127.0.0.1:9/feed'", "", HOUR),
        ("feed, url: 'http://127.0.0.1:9/feed'", ", overlap_hours: 72", 72 * HOUR),
        (X, "", timedelta()),
        (X, ", overlap_hours: 0.5", HOUR / 2),
    ):
        there = news(more, source)
        assert next_windows(there, "news", ZERO) == [Window(ZERO - LOOK_BACK, ZERO)], "the first one looks back a week"
        ran(there, hours(0, 10))
        assert next_windows(there, "news", ZERO + 12 * HOUR) == [Window(ZERO + 10 * HOUR - again, ZERO + 12 * HOUR)]
        assert next_windows(there, "news", ZERO + 10 * HOUR) == [], "nothing new: nothing to ask for"
        for fetch in there.landing.fetches():
            there.landing.remove(fetch)


def test_a_gap_of_an_earlier_run_is_asked_for_by_later_ones_until_it_is_closed(news):
    there = news("", X)
    ran(there, hours(0, 10), [hours(3, 5)])
    ran(there, hours(10, 12))
    assert next_windows(there, "news", ZERO + 13 * HOUR) == [hours(3, 5), hours(12, 13)]
    assert heard_until(there, "news") == ZERO + 3 * HOUR
    ran(there, hours(3, 5), [hours(3, 4)])
    ran(there, hours(12, 13))
    assert next_windows(there, "news", ZERO + 14 * HOUR) == [hours(3, 4), hours(13, 14)]
    assert scheduled_windows(there, "news", hours(13, 14)) == [hours(3, 4), hours(13, 14)]
    ran(there, hours(3, 4))
    assert heard_until(there, "news") == ZERO + 13 * HOUR
    assert next_windows(there, "news", ZERO + 14 * HOUR) == [hours(13, 14)]


def test_where_reading_is_free_one_window_holds_the_gap_and_the_new_time(news):
    there = news()
    ran(there, hours(0, 10), [hours(3, 5)])
    ran(there, hours(10, 12))
    assert next_windows(there, "news", ZERO + 13 * HOUR) == [hours(3, 13)]


def test_a_gap_is_given_up_after_a_week_and_one_for_good_at_once(news):
    there = news("", X)
    ran(there, hours(0, 10), [hours(3, 5)])
    ran(there, hours(10, 172), [hours(20, 30)], reason=BEYOND_SEARCH)
    assert next_windows(there, "news", ZERO + 172 * HOUR) == [hours(4, 5)], "of it only what is a week old or less"
    assert next_windows(there, "news", ZERO + 174 * HOUR) == [hours(172, 174)]


def test_a_scheduled_run_begins_where_an_outage_began_and_a_backfill_asks_for_its_own_days(news):
    there = news("", X)
    ran(there, hours(0, 10))
    assert scheduled_windows(there, "news", hours(20, 21)) == [hours(10, 21)]
    assert scheduled_windows(there, "news", hours(400, 401)) == [
        Window(ZERO + 400 * HOUR - LOOK_BACK, ZERO + 401 * HOUR)
    ]
    assert scheduled_windows(there, "news", hours(2, 3)) == [hours(2, 3)]


def test_a_channel_that_paused_goes_on_where_it_was_asked_last_also_after_a_backfill(news):
    there = news("", X)
    ran(there, hours(0, 10))
    (fetch,) = there.landing.fetches("news")
    fetch.path.rename(fetch.path.with_name("20251102T100000.000000Z-00000000"))
    assert next_windows(there, "news", ZERO + 1500 * HOUR) == [hours(10, 1500)]
    ran(there, hours(2, 4))
    assert next_windows(there, "news", ZERO + 1500 * HOUR) == [hours(10, 1500)]


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_whatever_fails_everything_of_the_last_week_is_heard_in_the_end_and_nothing_twice(seed):
    chooser = random.Random(seed)
    records, asked = [], []
    clock = 0
    for number in range(30):
        clock += chooser.choice((0, 1, 1, 2, 7))
        start = max((r.window.end for r in records), default=ZERO)
        gaps = [Window(one.start, min(one.end, ZERO + clock * HOUR)) for one in open_gaps(records)]
        wanted = union([*gaps, *([Window(start, ZERO + clock * HOUR)] if start < ZERO + clock * HOUR else [])])
        for window in wanted:
            asked.append(window)
            cut = window.start + (window.end - window.start) * chooser.random()
            lost = (
                [Gap(window.start, cut, "failed")]
                if chooser.random() < 0.5 and number < 29 and cut > window.start
                else []
            )
            records.append(fetched(len(records), window, lost))
    if clock:
        assert open_gaps(records) == []
        heard = [minus([r.window], [Window(g.start, g.end) for g in r.gaps]) for r in records]
        parts = [part for found in heard for part in found]
        assert union(parts) == [Window(ZERO, ZERO + clock * HOUR)]
        assert sum((p.end - p.start for p in parts), timedelta()) == clock * HOUR, (
            "something was heard, and paid for, twice"
        )


@pytest.mark.parametrize("source", ["reddit", "discourse", "feed"])
def test_a_post_that_a_moderator_lets_through_later_is_heard(source, tmp_path):
    """It bears the time at which it was written, which the window before had read already."""
    server, options, _ = contract.serve(source)
    late = next(p for p in reversed(server.world.posts) if contract.NOW - p.created_at > timedelta(minutes=30))
    let_through = late.created_at + timedelta(minutes=50)
    held = tuple(p if p.key != late.key else replace(p, appears_at=let_through) for p in server.world.posts)
    clock = [START]
    server = type(server)(replace(server.world, posts=held), clock=lambda: clock[0])
    if source == "feed":
        server.limit = 100
    with server:
        keys = "".join(f", {name}: '{value}'" for name, value in options(server.url).items())
        (tmp_path / "voxpop.yaml").write_text(
            f"company: {{name: Acme, time_zone: UTC}}\nchannels: [{{id: place, source: {source}{keys}}}]\n"
        )
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in contract.SECRETS.items()))
        there = Workspace.open(tmp_path / "voxpop.yaml")
        one = there.collector(there.channel("place"))

        def heard_at(now):
            clock[0] = now
            for window in next_windows(there, "place", now):
                collect.land(there, "place", window)
            items = [item for fetch in there.landing.fetches("place") for item in fetch.items()]
            return {r.created_at for item in items for r in one.to_posts(item) if isinstance(r, Post)}

        written = late.created_at.replace(microsecond=0)
        assert written not in heard_at(late.created_at + timedelta(minutes=20))
        assert written in heard_at(let_through + timedelta(minutes=5))


def test_hour_by_hour_through_faults_x_is_read_once(tmp_path, monkeypatch):
    """Two days by the hour, with failures: all posts are there, and none was paid for twice."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)
    chooser = random.Random(4)
    with XServer(WORLD, Faults(), clock=lambda: WORLD.end) as server:
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\n"
            f"channels: [{{id: a, source: x, query: acme, archive: true, page_size: 10, api_url: '{server.url}'}}]\n"
        )
        there = Workspace.open(tmp_path / "voxpop.yaml")
        begin = WORLD.start + timedelta(hours=1)
        for hour in range(48):
            interval = Window(begin + hour * HOUR, begin + (hour + 1) * HOUR)
            for window in scheduled_windows(there, "a", interval):
                if hour < 45 and chooser.random() < 0.4:
                    server.faults.add(*[None] * chooser.randrange(2), *[Reply(503)] * 4)
                collect.land(there, "a", window)
                server.faults._replies.clear()
        one = there.collector(there.channel("a"))
        items = [item for fetch in there.landing.fetches("a") for item in fetch.items()]
        ids = [r.post_id for item in items for r in one.to_posts(item) if isinstance(r, Post)]
        records = [fetch.coverage for fetch in there.landing.fetches("a")]
        assert open_gaps(records) == []
        assert sum(record.outcome != "complete" for record in records) > 8
        span = Window(begin, begin + 48 * HOUR)
        true = [p for p in WORLD.posts if p.created_at in span and p.repost_of is None and p.deleted_at is None]
        assert len(set(ids)) == len(true)
        assert server.posts_read == len(ids) == sum(record.posts_read for record in records)
        assert len(ids) - len(set(ids)) <= 0.02 * len(true), "whole seconds: the border's own second may come twice"
