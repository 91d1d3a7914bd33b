"""Reddit through the real praw against a server in its wire format."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.collectors.reddit.reddit_world import NOW, PEOPLE, WINDOW, WORLD, collector, expected, read
from tests.collectors.spoiled import spoiled
from voxpop.authors import AuthorKey
from voxpop.collectors.reddit.mapping import posts_of
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, ForbiddenError, MissingSecretError, RateLimitedError, UnreachableError
from voxpop.pipeline.demo.servers.base import Faults, Reply
from voxpop.pipeline.demo.servers.reddit import RedditServer
from voxpop.post import Gone, Mapped, Post, RawItem


@pytest.fixture
def server():
    with RedditServer(WORLD, Faults(), clock=lambda: NOW) as started:
        yield started


def test_submissions_and_comments_of_the_window_once(server):
    log = FetchLog()
    records = read(collector(server), log=log)
    assert all(isinstance(record, Post) for record in records)
    assert Counter(record.post_id for record in records) == dict.fromkeys(expected(server), 1)
    assert log.outcome is Outcome.COMPLETE
    assert log.gaps == []


def test_texts_parents_and_authors_are_whole(server):
    found = {record.post_id: record for record in read(collector(server))}
    for post in WORLD.posts:
        record = found.get(server.names[post.key])
        if record:
            assert record.text == post.text_at(NOW)
            assert record.title == post.title
            assert record.handle_id == AuthorKey(b"key").handle("reddit", PEOPLE[post.author].handle)
            assert record.author_flair == "Admin"
            assert record.community == "acme"
            assert record.parent_id == (server.names[post.parent] if post.parent else None)
            assert record.thread_id == (server.names[post.thread] if post.thread else None)
            assert (record.edited_at is not None) == (post.edited_at is not None)


def test_where_the_comment_listing_ends_the_threads_give_the_rest(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.WALL", 190)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW, wall=200) as server:
        log = FetchLog()
        records = read(collector(server), log=log)
        assert {r.post_id for r in records if isinstance(r, Post)} == expected(server)
        assert max(Counter(r.post_id for r in records).values()) == 1
        assert log.gaps == []
        assert any("threads" in note for note in log.notes)


@pytest.mark.parametrize(("tree", "depth"), [(200, 2), (3, 10), (2, 1), (0, 10)])
def test_trees_are_read_to_the_last_more(monkeypatch, tree, depth):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.WALL", 90)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW, wall=100, tree=tree, depth=depth) as server:
        log = FetchLog()
        records = read(collector(server), log=log)
        assert Counter(r.post_id for r in records if isinstance(r, Post)) == dict.fromkeys(expected(server), 1)
        assert any("/_/" in r.path if depth < 5 else r.path == "/api/morechildren" for r in server.requests)
        assert log.gaps == []


def test_late_answers_to_submissions_that_were_not_listed_are_a_gap(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.WALL", 190)
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGE", 10)
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGES", 99)
    first = next(p for p in WORLD.posts if not p.parent)
    late = replace(
        first,
        key="w900000",
        title=None,
        parent=first.key,
        thread=first.key,
        created_at=WINDOW.start + timedelta(hours=2),
    )
    with RedditServer(replace(WORLD, posts=(*WORLD.posts, late)), Faults(), clock=lambda: NOW, wall=200) as server:
        log = FetchLog()
        heard = {r.post_id for r in read(collector(server), log=log)}
        assert expected(server) <= heard
        assert server.names[late.key] not in heard
        assert log.outcome is Outcome.CAPPED
        assert [gap.start <= late.created_at < gap.end for gap in log.gaps] == [True]
        assert any("late answers" in note for note in log.notes)


def test_a_listing_whose_pages_are_not_full_still_has_its_wall(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGES", 3)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW, wall=300) as server:
        log = FetchLog()
        read(collector(server), log=log)
        assert any("r/acme/comments ends after 300" in note for note in log.notes)


def test_where_submissions_end_too_it_is_a_gap(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.WALL", 9)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW, wall=10) as server:
        log = FetchLog()
        heard = {r.post_id for r in read(collector(server, subreddit="acme", comments=False), log=log)}
        assert log.outcome is Outcome.CAPPED
        lost = {n for n in expected(server) if n.startswith("t3_")} - heard
        times = {server.names[p.key]: p.created_at for p in WORLD.posts}
        assert all(any(gap.start <= times[name] <= gap.end for gap in log.gaps) for name in lost)
        assert lost


def test_recheck_finds_edits_counts_and_what_is_gone(server):
    names = [server.names[p.key] for p in WORLD.posts if p.created_at in WINDOW]
    one = collector(server)
    records = [record for item in one.recheck([*names, "t1_nobody"], FetchLog()) for record in one.to_posts(item)]
    gone = {r.post_id for r in records if isinstance(r, Gone)}
    assert gone == {server.names[p.key] for p in WORLD.posts if p.created_at in WINDOW and p.deleted_at} | {"t1_nobody"}
    edited = {r.post_id for r in records if isinstance(r, Post) and r.text == "as it reads now"}
    assert edited == {
        server.names[p.key] for p in WORLD.posts if p.created_at in WINDOW and p.edited_at and not p.deleted_at
    }


def test_search_finds_submissions_only(server):
    records = read(collector(server, search='"thread 30" OR "thread 31"'))
    assert {r.title for r in records} <= {"Thread 30", "Thread 31"}


def test_faults_wait_and_lose_nothing(server):
    naps, log = [], FetchLog()
    server.faults.add(None, Reply(503), None, Reply(429, {"x-ratelimit-reset": "20"}), Reply(500))
    records = read(collector(server, naps), log=log)
    assert {record.post_id for record in records} == expected(server)
    assert log.retries == len(naps) == 3
    assert max(naps) >= 20


def test_a_server_that_fails_is_an_error_and_a_gap(server):
    log = FetchLog()
    server.faults.add(None, *[Reply(503)] * 60)
    with pytest.raises(UnreachableError):
        read(collector(server), log=log)
    assert [(gap.start, gap.end) for gap in log.gaps] == [(WINDOW.start, WINDOW.end)]


def test_where_submissions_end_and_comments_fail_the_whole_window_is_missing(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.WALL", 9)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW, wall=10) as server:
        log = FetchLog()
        server.faults.add(None, None, *[Reply(503)] * 9)
        with pytest.raises(UnreachableError):
            read(collector(server), log=log)
        assert [(gap.start, gap.end, gap.reason) for gap in log.gaps] == [(WINDOW.start, WINDOW.end, "unreachable")]


def test_a_token_that_ends_early_is_asked_for_again(server, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # prawcore waits by itself before it asks for another
    server.faults.add(None, None, Reply.json({"message": "Unauthorized", "error": 401}, 401))
    assert {record.post_id for record in read(collector(server))} == expected(server)
    assert sum(request.path == "/api/v1/access_token" for request in server.requests) == 2


def test_a_subreddit_that_is_not_there(server):
    server.faults.add(None, Reply(302, {"location": "/subreddits/search.json?q=acme"}))
    log = FetchLog()
    with pytest.raises(CollectorError, match="r/acme/new: there is no such subreddit"):
        read(collector(server), log=log)
    assert log.gaps


def test_a_private_subreddit_is_forbidden(server):
    server.faults.add(None, *[Reply.json({"reason": "private", "message": "Forbidden", "error": 403}, 403)] * 3)
    log = FetchLog()
    with pytest.raises(ForbiddenError, match=r"403.*private"):
        read(collector(server), log=log)
    assert [(gap.start, gap.end, gap.reason) for gap in log.gaps] == [(WINDOW.start, WINDOW.end, "forbidden")]


def test_a_wrong_and_a_missing_secret(server):
    with pytest.raises(ForbiddenError, match="client id or secret is not accepted") as caught:
        read(collector(server, secret="wrong-secret-word"))
    assert "wrong-secret-word" not in str(caught.value)
    with pytest.raises(MissingSecretError, match="VOXPOP_REDDIT_CLIENT"):
        read(collector(server, secret=None))


@pytest.mark.parametrize("body", [b"[]", b"<html>busy</html>", b'{"kind": "Listing"}', b'{"data": {"children": 3}}'])
def test_answers_that_make_no_sense_are_errors(server, body):
    log = FetchLog()
    server.faults.add(None, *[Reply(200, {"content-type": "application/json"}, body)] * 9)
    with pytest.raises(CollectorError):
        read(collector(server), log=log)
    assert log.gaps


def test_probe_says_what_it_found(server):
    assert collector(server).probe().startswith("newest submission 2026-11-2")
    assert collector(server, subreddit="emptiness").probe() == "readable, and empty"


def mapped(thing):
    item = RawItem(source="reddit", channel="reddit", fetched_at=NOW, window=WINDOW, payload=thing)
    return list(posts_of(item, AuthorKey(b"key")))


def submission(**facts):
    known = {"id": "a1", "name": "t3_a1", "created_utc": 1.7e9, "title": "Acme", "selftext": "", "author": "somebody"}
    return {"kind": "t3", "data": {**known, **facts}}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"selftext": "[deleted]", "author": "[deleted]"}, "deleted"),
        ({"selftext": "[removed]"}, "removed"),
        ({"removed_by_category": "deleted"}, "deleted"),  # a link: there is no text that could say it
        ({"removed_by_category": "author"}, "deleted"),
        ({"removed_by_category": "moderator"}, "removed"),
    ],
)
def test_who_took_a_submission_down(facts, reason):
    (gone,) = mapped(submission(**facts))
    assert (gone.post_id, gone.reason) == ("t3_a1", reason)


def test_a_crosspost_without_words_is_a_repost_and_one_with_words_a_quote():
    (bare,) = mapped(submission(crosspost_parent="t3_a0"))
    (said,) = mapped(submission(crosspost_parent="t3_a0", selftext="Look at this"))
    assert (bare.kind, bare.repost_of, bare.quote_of) == ("repost", "t3_a0", None)
    assert (said.kind, said.repost_of, said.quote_of) == ("post", None, "t3_a0")


def test_what_is_not_given_is_none_and_nought_is_nought():
    (post,) = mapped(submission(score=0, num_comments=0, author="[deleted]", edited=True))
    assert (post.votes, post.replies, post.reposts, post.views) == (0, 0, None, None)
    assert (post.author_id, post.handle_id, post.edited_at) == (None, None, None)
    (hidden,) = mapped(submission(score=1, hide_score=True))
    assert hidden.votes is None


def test_whatever_stands_in_a_thing_it_is_mapped_or_refused(server):
    thread, answer = (
        next(p for p in WORLD.posts if bool(p.parent) is side and not p.deleted_at) for side in (False, True)
    )
    things = [json.loads(json.dumps(server._thing(post))) for post in (thread, answer)]
    for thing in (*things, {"missing": ["t1_a"]}):
        for path, junk, changed in spoiled(thing):
            records = mapped(changed)
            found = Mapped.of(records)
            assert len(records) == 1 or "missing" in changed, (path, junk)
            assert found.posts.num_rows + found.refused.num_rows + found.gone.num_rows == len(records)


@pytest.mark.filterwarnings("ignore:The praw.ini")
def test_a_praw_ini_sends_nothing_elsewhere_and_logs_nobody_in(server, tmp_path, monkeypatch):
    lines = [
        "[DEFAULT]",
        "oauth_url=http://127.0.0.1:9",
        "reddit_url=http://127.0.0.1:9",
        "username=me",
        "password=hush",
    ]
    (tmp_path / "praw.ini").write_text("\n".join([*lines, "client_id=other", "refresh_token=old", "user_agent=other"]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("praw.config.Config.CONFIG", None)
    assert {record.post_id for record in read(collector(server))} == expected(server)
    assert server.requests[0].body == b"grant_type=client_credentials"
    assert all(request.headers["user-agent"].startswith("voxpop") for request in server.requests)


def test_a_used_up_allowance_is_waited_for_by_us_and_inside_the_limit(server, monkeypatch):
    monkeypatch.setattr("prawcore.rate_limit.time.sleep", lambda _: pytest.fail("prawcore sleeps on its own"))
    spent = {"x-ratelimit-remaining": "0.0", "x-ratelimit-used": "100", "x-ratelimit-reset": "300"}
    server.faults.add(None, *[Reply.json({"kind": "Listing", "data": {"children": [
        {"kind": "t3", "data": {"name": f"t3_{n}", "id": str(n), "created_utc": NOW.timestamp()}}], "after": f"t3_{n}"}},
        headers=spent) for n in range(9)])  # fmt: skip
    naps, log = [], FetchLog()
    with pytest.raises(RateLimitedError, match="more than this run may"):
        read(collector(server, naps), log=log)
    assert 600 <= sum(naps) <= 900
    assert log.gaps[0].reason == "rate_limited"
