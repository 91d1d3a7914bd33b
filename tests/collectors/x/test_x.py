"""X through the real tweepy against a server in its wire format."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.collectors.spoiled import spoiled
from tests.collectors.x.x_world import NOW, PEOPLE, PROBLEM, WINDOW, WORLD, collector, expected, problem, read
from voxpop.authors import AuthorKey
from voxpop.collectors.registry import collector_class
from voxpop.collectors.x.mapping import posts_of
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, MissingSecretError, OutOfBudgetError, RateLimitedError
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.demo.servers.base import Faults, Reply, x_post_id, x_user_id
from voxpop.pipeline.demo.servers.x import TOKEN, XServer
from voxpop.pipeline.demo.world import WorldPost
from voxpop.pipeline.housekeeping import retention as keep
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal
from voxpop.window import Window


@pytest.fixture(params=["tweet", "post"])
def server(request):
    with XServer(WORLD, Faults(), clock=lambda: NOW, vocabulary=request.param) as started:
        yield started


@pytest.fixture
def plain():
    with XServer(WORLD, Faults(), clock=lambda: NOW) as started:
        yield started


def test_every_post_of_the_window_once_over_many_pages(server):
    log = FetchLog()
    records = read(collector(server, query="acme", page_size=50), log=log)
    assert all(isinstance(record, Post) for record in records)
    assert Counter(record.post_id for record in records) == dict.fromkeys(expected(), 1)
    assert log.posts_read == len(records)
    assert log.cost_usd == pytest.approx(0.005 * len(records))
    assert log.requests > 9
    assert log.gaps == []
    assert log.unknown_keys == {}


def test_texts_authors_and_counts_are_whole(server):
    found = {record.post_id: record for record in read(collector(server))}
    for post in WORLD.posts:
        record = found.get(x_post_id(post.key, post.created_at))
        if record:
            assert record.text == post.text
            assert record.likes == post.likes
            assert abs(record.created_at - post.created_at) < timedelta(seconds=1)
            assert record.author_id == AuthorKey(b"key").author("x", x_user_id(post.author))
            assert record.handle_id == AuthorKey(b"key").handle("x", PEOPLE[post.author].handle)
            assert record.lang == "en"
            assert bool(record.quote_of) == bool(post.quote_of)
            assert bool(record.parent_id) == bool(post.parent)


def test_windows_that_meet_share_nothing_and_lose_nothing(plain):
    cuts = [
        WINDOW.start,
        WINDOW.start + timedelta(hours=31, seconds=7.5),
        WINDOW.end - timedelta(minutes=3),
        WINDOW.end,
    ]
    parts = [read(collector(plain), Window(a, b)) for a, b in pairwise(cuts)]
    ids = Counter(record.post_id for part in parts for record in part)
    assert set(ids) == expected()
    assert sum(ids.values()) <= len(expected()) + 4  # whole seconds: the border's own second may come twice


def test_a_budget_ends_before_it_is_passed_and_says_what_is_missing(plain):
    log = FetchLog()
    one = collector(plain, budget=120, query="acme", page_size=50)
    items = []
    with pytest.raises(OutOfBudgetError, match="budget is spent"):
        for item in one.fetch(WINDOW, log):
            items.append(item)
    records = [record for item in items for record in one.to_posts(item)]
    assert 100 <= log.posts_read <= 120
    heard = {record.post_id for record in records}
    missing = expected() - heard
    times = {x_post_id(p.key, p.created_at): p.created_at for p in WORLD.posts}
    assert missing
    assert all(any(gap.start <= times[i] < gap.end + timedelta(seconds=1) for gap in log.gaps) for i in missing)


def test_the_monthly_cap_is_a_gap_with_its_reason():
    with XServer(WORLD, Faults(), clock=lambda: NOW, monthly_cap_posts=90) as server:
        log = FetchLog()
        with pytest.raises(OutOfBudgetError, match="monthly cap"):
            read(collector(server), log=log)
        assert log.gaps
        assert {gap.reason for gap in log.gaps} == {"out_of_budget"}


def test_recent_search_reaches_seven_days_and_says_so(plain):
    log = FetchLog()
    read(collector(plain), Window(NOW - timedelta(days=20), NOW), log)
    assert log.gaps[0].reason == "beyond recent search"
    assert log.gaps[0].start == NOW - timedelta(days=20)
    assert log.gaps[-1].reason == "not over yet"
    log = FetchLog()
    read(collector(plain, query="acme", archive=True), Window(NOW - timedelta(days=20), NOW - timedelta(days=1)), log)
    assert log.gaps == []


def test_timelines_and_mentions(plain):
    user = x_user_id("p3")
    records = read(collector(plain, timeline_of=user))
    mine = {
        x_post_id(p.key, p.created_at)
        for p in WORLD.posts
        if p.author == "p3" and p.created_at in WINDOW and not p.deleted_at
    }
    assert {record.post_id for record in records} == mine
    assert read(collector(plain, mentions_of=user)) == []


def test_recheck_finds_new_counts_and_what_is_gone(server):
    posts = [p for p in WORLD.posts if p.created_at in WINDOW][:250]
    ids = [x_post_id(p.key, p.created_at) for p in posts]
    one = collector(server)
    records = [record for item in one.recheck(ids, FetchLog()) for record in one.to_posts(item)]
    gone = {record.post_id for record in records if isinstance(record, Gone)}
    assert gone == {x_post_id(p.key, p.created_at) for p in posts if p.deleted_at}
    assert {r.post_id for r in records if isinstance(r, Post)} == set(ids) - gone


def test_faults_wait_and_lose_nothing(plain):
    naps, log = [], FetchLog()
    plain.faults.add(Reply(503), None, Reply(429, {"x-rate-limit-reset": str(int(NOW.timestamp()) + 60)}), Reply(500))
    records = read(collector(plain, naps), log=log)
    assert {record.post_id for record in records} == expected()
    assert len(naps) == log.retries == 3
    assert max(naps) >= 59


def test_failing_for_good_is_an_error_and_a_gap(plain):
    log = FetchLog()
    plain.faults.add(None, *[Reply(429)] * 20)
    with pytest.raises(RateLimitedError):
        read(collector(plain), log=log)
    assert log.gaps[-1].end == WINDOW.end


@pytest.mark.parametrize(
    "body", [b"[]", b"<html>busy</html>", b"null", b'{"data": "x"}', b'{"data": [{"id": 3}, null, 7]}']
)
def test_answers_that_make_no_sense_are_errors_or_refusals_never_silence(plain, body):
    plain.faults.add(Reply(200, {"content-type": "application/json"}, body))
    one = collector(plain)
    log = FetchLog()
    try:
        records = [record for item in one.fetch(WINDOW, log) for record in one.to_posts(item)]
    except CollectorError:
        assert log.gaps
    else:
        assert sum(isinstance(record, Refusal) for record in records) >= 1


def test_what_is_expected_is_what_comes(plain):
    told = collector(plain).expect(WINDOW)
    log = FetchLog()
    assert told.posts == len(read(collector(plain), log=log))
    assert told.usd_per_post * told.posts == pytest.approx(log.cost_usd)
    assert told.unheard == ()
    assert plain.posts_read == told.posts, "counting read posts, which costs"
    far = collector(plain).expect(Window(NOW - timedelta(days=20), NOW))
    assert "beyond recent search" in far.unheard[0]


def test_a_page_token_that_repeats_ends_the_fetch(plain):
    page = {"data": [], "meta": {"result_count": 0, "next_token": "again"}}
    plain.faults.add(*[Reply.json(page)] * 50)
    with pytest.raises(CollectorError, match="paging does not end"):
        read(collector(plain))


def test_a_wrong_and_a_missing_token(plain):
    with pytest.raises(ForbiddenError, match="401") as caught:
        read(collector(plain, secret="wrong-secret-token"))
    assert "wrong-secret-token" not in str(caught.value)
    with pytest.raises(MissingSecretError, match="VOXPOP_X_BEARER_TOKEN"):
        read(collector(plain, secret=None))


def test_probe_says_what_it_found(plain):
    assert (
        collector(plain).probe()
        == f"the query matched {len(expected(Window(WORLD.start, NOW)))} posts in the last seven days"
    )
    assert "Person3" in collector(plain, timeline_of=x_user_id("p3")).probe()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"query": "a", "timeline_of": "1"},
        {"query": "a" * 600},
        {"timeline_of": "name"},
        {"query": "a", "page_size": 5},
    ],
)
def test_settings_that_cannot_work_are_refused(settings):
    with pytest.raises(ValueError, match=r"\w"):
        collector_class("x").Settings.model_validate(settings)


def record(post_id, text="acme", history=None, word="tweet"):
    return {"id": post_id, "text": text, "author_id": "7", f"edit_history_{word}_ids": history or [post_id]}


def mapped(page):
    item = RawItem(source="x", channel="x-brand", fetched_at=NOW, window=WINDOW, payload=page)
    return list(posts_of(item, AuthorKey(b"key")))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("resource-not-found", "deleted"),
        ("not-authorized-for-resource", "forbidden"),
        ("disallowed-resource", "forbidden"),
        ("resource-unavailable", "removed"),
        ("field-unauthorized", None),  # these are about a field of a post that is there
        ("not-authorized-for-field", None),
        ("field-hydration-failure", None),
        ("internal-error", None),
    ],
)
def test_errors_beside_the_posts_of_a_page(plain, kind, reason):
    plain.faults.add(Reply.json({"data": [record("100"), record("101")], "errors": [problem(kind, "102")], "meta": {}}))
    log = FetchLog()
    records = read(collector(plain), Window(NOW - timedelta(hours=30), NOW - timedelta(hours=29)), log)
    assert [r.reason for r in records if isinstance(r, Gone)] == ([reason] if reason else [])
    assert len(records) == (3 if reason else 2)
    assert log.unknown_keys == ({} if reason else {f"errors: {kind}": 1})


@pytest.mark.parametrize("word", ["tweet", "post"])
def test_an_edited_post_keeps_its_first_id_and_time(word):
    first = x_post_id("w1", WINDOW.start)
    edit = x_post_id("w1", WINDOW.start + timedelta(minutes=9))
    (before,) = mapped({"data": [record(first, "as it was", word=word)]})
    (after,) = mapped({"data": [record(edit, "as it is", [first, edit], word)]})
    assert (before.post_id, before.text, before.edited_at) == (first, "as it was", None)
    assert (after.post_id, after.text, after.created_at) == (first, "as it is", before.created_at)
    assert after.edited_at == WINDOW.start + timedelta(minutes=9)
    assert after.url.endswith(edit)


def test_a_repost_has_the_whole_words_of_the_original():
    with XServer(WORLD, Faults(), clock=lambda: NOW, reposts_in_search=True) as server:
        found = {r.post_id: r for r in read(collector(server))}
    assert set(found) == expected(reposts=True)
    reposts = [r for r in found.values() if r.repost_of]
    assert len(reposts) == sum(
        p.repost_of is not None and p.created_at in WINDOW and not p.deleted_at for p in WORLD.posts
    )
    for repost in reposts:
        original = found.get(repost.repost_of)
        assert repost.kind == "repost"
        assert original is None or repost.text == original.text


@pytest.mark.parametrize("vocabulary", ["tweet", "post"])
def test_whatever_stands_in_a_page_it_is_mapped_or_refused(vocabulary):
    with XServer(WORLD, Faults(), clock=lambda: NOW, vocabulary=vocabulary) as server:
        ids = [x_post_id(p.key, p.created_at) for p in WORLD.posts if p.key in ("w00003", "w00014", "w00050", "w00059")]
        page = server._by_ids(ids)
    page = json.loads(page.body)
    assert len(page["data"]) + len(page["errors"]) == len(ids)
    for path, junk, changed in spoiled(page):
        records = mapped(changed)
        found = Mapped.of(records)
        assert len(records) >= len(changed["data"] if isinstance(changed["data"], list) else []), (path, junk)
        assert found.posts.num_rows + found.refused.num_rows + found.gone.num_rows == len(records)


def test_an_account_that_is_not_there_is_an_error_and_not_silence(plain):
    said = {
        "detail": "Could not find user with id: [77].",
        "resource_type": "user",
        "type": PROBLEM + "resource-not-found",
    }
    plain.faults.add(Reply.json({"errors": [said]}))
    log = FetchLog()
    with pytest.raises(CollectorError, match=r"no posts: Could not find user with id: \[77\]"):
        read(collector(plain, timeline_of="77"), log=log)
    assert [(gap.start, gap.end) for gap in log.gaps] == [
        (WINDOW.start, WINDOW.start + timedelta(hours=20)),
        (WINDOW.start + timedelta(hours=20), WINDOW.end),
    ]
    with pytest.raises(CollectorError, match="no posts"):
        collector(plain, timeline_of="77").probe()
    plain.faults.add(Reply.json({}))
    with pytest.raises(CollectorError, match="no posts: no reason"):
        read(collector(plain))


def test_times_that_cannot_be_read_do_not_end_a_fetch(plain):
    plain.faults.add(Reply.json({"data": [{**record("100000000000000"), "created_at": "soon"}], "meta": {}}))
    window = Window(NOW - timedelta(hours=30), NOW - timedelta(hours=29))
    assert [r.text for r in read(collector(plain), window)] == ["acme"]


def test_windows_of_whole_seconds_share_nothing(plain):
    cuts = [WINDOW.start + timedelta(hours=hours) for hours in (0, 7, 31, 50, 96)]
    parts = [read(collector(plain), Window(a, b)) for a, b in pairwise(cuts)]
    assert Counter(r.post_id for part in parts for r in part) == dict.fromkeys(expected(), 1)


def test_a_recheck_is_paid_for_and_ends_before_the_budget_is_passed(plain):
    ids = [x_post_id(p.key, p.created_at) for p in WORLD.posts if not p.deleted_at][:250]
    log = FetchLog()
    list(collector(plain).recheck(ids, log))
    assert (log.posts_read, log.cost_usd) == (250, pytest.approx(1.25))
    log, items = FetchLog(), []
    with pytest.raises(OutOfBudgetError, match="budget is spent"):
        items.extend(collector(plain, budget=130).recheck(ids, log))
    assert log.posts_read == 130


def test_a_recheck_asks_for_the_newest_wording(plain):
    first, edit = (x_post_id("w1", WINDOW.start + timedelta(minutes=n)) for n in (0, 9))
    history = [first, edit]
    plain.faults.add(
        Reply.json(
            {"data": [record(first, "as it was", history), record("9")], "errors": [problem("resource-not-found", "8")]}
        ),
        Reply.json({"data": [record(edit, "as it is", history)]}),
    )
    one = collector(plain)
    records = [r for item in one.recheck([first, "8", "9"], FetchLog()) for r in one.to_posts(item)]
    assert [(r.post_id, getattr(r, "text", "gone")) for r in records if not isinstance(r, Refusal)] == [
        ("8", "gone"),
        (first, "as it is"),
    ]
    assert plain.requests[-1].query["ids"] == [edit]


def test_a_newest_wording_that_never_comes_is_not_asked_for_twice(plain):
    first, edit = (x_post_id("w1", WINDOW.start + timedelta(minutes=n)) for n in (0, 9))
    plain.faults.add(*[Reply.json({"data": [record(first, "as it was", [first, edit])]})] * 50)
    one = collector(plain)
    records = [r for item in one.recheck([first], FetchLog()) for r in one.to_posts(item)]
    assert [r.text for r in records] == ["as it was"]
    assert len(plain.requests) == 2


def test_listening_and_sweeping_share_one_budget(tmp_path, monkeypatch):
    now = datetime.now(UTC)
    posts = tuple(
        WorldPost(
            key=f"w{n}", site="x", place="", author="p1", created_at=now - timedelta(hours=2, minutes=n), text="acme"
        )
        for n in range(80)
    )
    with XServer(replace(WORLD, posts=posts)) as server:
        (tmp_path / "voxpop.yaml").write_text(f"""
company: {{name: Acme}}
brands: [{{name: Acme, terms: [acme]}}]
channels: [{{id: x-brand, name: X, source: x, query: acme, api_url: "{server.url}", budget: {{posts_per_month: 180}}}}]
""")
        monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)
        workspace = Workspace.open(tmp_path / "voxpop.yaml")
        collect.land(workspace, "x-brand", Window(now - timedelta(hours=5), now - timedelta(minutes=5)))
        keep.tidy(workspace)
        outcomes = [keep.sweep(workspace, "x-brand", now + timedelta(hours=21)) for _ in range(2)]
    assert [found["asked"] for found in outcomes] == [80, 80]
    assert [found["outcome"] for found in outcomes] == ["complete", "out_of_budget"]
    assert sum(fetch.coverage.posts_read for fetch in workspace.landing.fetches("x-brand")) == 180
