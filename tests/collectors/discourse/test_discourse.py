"""Discourse: every post of every topic once, with what its topic says; interruptions lose nothing; deletions are seen."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.collectors.discourse.discourse_world import ALL, KEY, POSTS, collector, read
from tests.collectors.forum_world import END, PEOPLE, START, world
from voxpop.collectors.discourse.mapping import posts_of, text_of
from voxpop.coverage import FetchLog
from voxpop.errors import (
    CollectorError,
    ForbiddenError,
    MissingSecretError,
    OutOfBudgetError,
    RateLimitedError,
    UnreachableError,
    UsageError,
)
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.demo.servers.discourse import DiscourseServer, too_many
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal
from voxpop.window import Window

PUBLIC = [post for post in POSTS if post.deleted_at is None]


@pytest.fixture
def server():
    with DiscourseServer(world(POSTS), clock=lambda: END) as running:
        yield running


def test_every_post_of_every_topic_with_what_is_known_of_it(server):
    log = FetchLog()
    records = read(collector(server), log=log)
    assert len(records) == len({r.post_id for r in records}) == len(PUBLIC)
    by_number = {post.key: server.site.ids[post.key] for post in POSTS}
    host = server.url.removeprefix("http://")
    mapped = {r.post_id: r for r in records}
    for post in PUBLIC:
        found = mapped[f"{host}/{by_number[post.key]}"]
        first = server.site.threads[post.thread or post.key][0]
        assert (found.text, found.created_at, found.category) == (post.text, post.created_at, post.place)
        assert found.thread_id == f"{host}/t/{server.site.topic_ids[first.key]}"
        assert found.tags == ("a", "b")
        assert found.likes == post.likes
        assert found.edited_at == post.edited_at
        assert found.title == post.title
        assert found.author_id == KEY.author("discourse", f"{host}/{3 + sorted(PEOPLE).index(post.author)}")
        assert found.handle_id == KEY.handle("discourse", PEOPLE[post.author].handle)
        if post.thread:
            assert found.kind == ("answer" if post.accepted else "reply")
        else:
            assert found.kind == {"ideas": "idea", "support": "question", "lounge": "post"}[post.place]
            assert found.answered is {"support": True}.get(post.place)
            assert found.votes == post.votes
    staff = [r for r in records if r.author_staff]
    assert {(r.author_trust, r.author_flair, r.author_groups) for r in staff} == {(4, "Team", ("team",))}
    topics = Counter(request.path for request in server.requests)
    assert max(n for path, n in topics.items() if path.startswith("/t/")) == 1
    assert log.requests == len(server.requests)
    assert log.gaps == []


def test_parents_are_known_by_number(server):
    mapped = {r.post_id: r for r in read(collector(server))}
    ids, host = server.site.ids, server.url.removeprefix("http://")
    known = 0
    for post in PUBLIC:
        parent = mapped[f"{host}/{ids[post.key]}"].parent_id
        if post.parent is None:
            assert parent is None
        elif parent is not None:
            known += 1
            assert parent == f"{host}/{ids[post.parent]}"
    assert known > 0.9 * len(PUBLIC)


def test_windows_meet_without_overlap_and_older_ones_start_from_a_mark(server):
    cuts = [START + timedelta(days=n) for n in (0, 3, 7, 14, 21)]
    windows = [Window(a, b) for a, b in pairwise(cuts)]
    log, found = FetchLog(), Counter()
    read(collector(server), Window(END - timedelta(days=20), END), log)  # the whole forum once: leaves marks
    costs = []
    for window in windows:
        before = len(server.requests)
        records = read(collector(server, topic_details=False), window, log)
        costs.append(len(server.requests) - before)
        assert all(r.created_at in window for r in records)
        found.update(r.post_id for r in records)
    assert set(found.values()) == {1}
    assert len(found) == len(PUBLIC)
    assert costs[0] < 7  # not all the pages from today back to the first days


@pytest.mark.parametrize("inclusive", [True, False])
def test_older_forums_repeat_the_id_asked_for_and_give_empty_pages(server, inclusive, monkeypatch):
    newest = max(server.site.ids.values())

    def page(before):
        top = before if before is not None else newest
        ids = [i for i in sorted(server.site.by_id, reverse=True) if top - 50 < i <= top]
        posts = [server.site.by_id[i] for i in ids if not 200 <= i < 330]
        posts = [p for p in posts if p.deleted_at is None and (inclusive or server.site.ids[p.key] != before)]
        return {"latest_posts": [server.site._post(p, raw=True, title=True) for p in posts]}

    monkeypatch.setattr(type(server.site), "latest_posts", lambda site, before: page(before))
    records = read(collector(server))
    expected = [p for p in PUBLIC if not 200 <= server.site.ids[p.key] < 330]
    assert len(records) == len({r.post_id for r in records}) == len(expected)


def test_a_forum_that_ignores_before_is_an_error_and_not_a_loop(server, monkeypatch):
    true = server.site.latest_posts
    monkeypatch.setattr(type(server.site), "latest_posts", lambda site, before: true(None))
    log = FetchLog()
    with pytest.raises(CollectorError, match="same page again"):
        read(collector(server), log=log)
    assert len(server.requests) < 30
    assert log.gaps[0].start == START


def test_broken_off_and_taken_up_again_nothing_is_lost_and_little_read_twice(server):
    landed, log = [], FetchLog()
    with pytest.raises(OutOfBudgetError):
        landed.extend(collector(server, budget_posts=120, topic_details=False).fetch(ALL, log))
    assert len(landed) == 120
    gap = log.gaps[0]
    assert (gap.start, gap.reason) == (START, "out_of_budget")
    assert gap.end == min(datetime.fromisoformat(i.payload["post"]["created_at"]) for i in landed)
    again = FetchLog(cursor=json.loads(json.dumps(log.cursor)))
    rest = list(collector(server, topic_details=False).fetch(ALL, again))
    ids = [item.payload["post"]["id"] for item in (*landed, *rest)]
    assert set(ids) == {server.site.ids[p.key] for p in PUBLIC}
    assert len(ids) - len(set(ids)) <= 50  # one page
    assert again.posts_read <= len(PUBLIC) - 120 + 50
    assert again.gaps == []
    assert len(list(collector(server, topic_details=False).fetch(ALL, FetchLog(cursor=again.cursor)))) == len(PUBLIC)


def test_faults(server):
    naps: list[float] = []
    server.faults.add(too_many(7), None, Reply(503), None, Reply(200, {}, b"{"))
    with pytest.raises(CollectorError, match="cut off"):
        read(collector(server, naps=naps))
    assert naps[0] >= 7
    assert len(read(collector(server, naps=naps))) == len(PUBLIC)
    server.faults.add(Reply.json({"errors": ["no"]}, 403))
    with pytest.raises(ForbiddenError):
        read(collector(server))
    server.faults.add(*[too_many(10_000)] * 5)
    with pytest.raises(RateLimitedError):
        read(collector(server, naps=naps))


def test_nobody_there():
    server = DiscourseServer(world(POSTS))
    server.start()
    reader = collector(server)
    server.stop()
    with pytest.raises(UnreachableError):
        read(reader)


def test_categories_by_slug(server):
    log = FetchLog()
    records = read(collector(server, categories=["support"]), log=log)
    assert {r.category for r in records} == {"support"}
    others = sum(post.place != "support" for post in PUBLIC)
    assert log.notes == [f"{others} posts not kept: of other categories"]
    said = r"no category 'supportt'; did you mean 'support'\? It has: ideas, lounge, support"
    with pytest.raises(UsageError, match=said):
        read(collector(server, categories=["supportt"]))


def test_login_sends_the_key_only_where_it_is_asked_for(server):
    collector(server, secret=lambda name: f"<{name}>", login=True).probe()
    assert server.requests[-1].headers["api-key"] == "<VOXPOP_DISCOURSE_API_KEY>"
    collector(server, secret=lambda name: f"<{name}>").probe()
    assert "api-key" not in server.requests[-1].headers
    with pytest.raises(MissingSecretError, match="VOXPOP_DISCOURSE_API_KEY"):
        collector(server, login=True).probe()
    server.faults.add(Reply(301, {"location": "http://127.0.0.1:9/elsewhere"}))
    with pytest.raises(CollectorError, match=r"answered 301 and leads to http://127\.0\.0\.1:9/elsewhere"):
        collector(server, secret=lambda name: name, login=True).probe()  # the key goes to nobody else


def test_recheck_finds_edits_and_deletions(server):
    host = server.url.removeprefix("http://")
    gone = next(p for p in POSTS if p.deleted_at is not None)
    here = PUBLIC[30]
    ids = [f"{host}/{server.site.ids[p.key]}" for p in (here, gone)]
    reader = collector(server)
    again, lost = (r for item in reader.recheck([*ids, "elsewhere/1"], FetchLog()) for r in reader.to_posts(item))
    first = next(r for r in read(reader) if r.post_id == ids[0])
    ignored = {"counts_at"}
    assert {k: getattr(again, k) for k in again.__slots__ if k not in ignored} == {
        k: getattr(first, k) for k in first.__slots__ if k not in ignored
    }
    assert isinstance(lost, Gone)
    assert (lost.post_id, lost.reason) == (ids[1], "deleted")
    server.faults.add(Reply.json({}, 403))
    with pytest.raises(ForbiddenError):  # a forum closed to us is not a forum whose posts are all gone
        list(reader.recheck(ids, FetchLog()))


def test_probe(server):
    assert collector(server).probe().endswith("3 categories, newest post 2026-11-21")


def item(post, topic=None, **more):
    payload = {"host": "forum.example", "base": "https://forum.example", "post": post, "topic": topic, **more}
    return RawItem(source="discourse", channel="forum", fetched_at=END, window=ALL, payload=payload)


PLAIN = {
    "id": 7,
    "post_number": 1,
    "topic_id": 3,
    "created_at": "2026-11-02T10:00:00.000Z",
    "raw": "words",
    "user_id": 5,
}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, Post),
        ({"deleted_at": "2026-11-03T10:00:00Z"}, Gone),
        ({"user_deleted": True}, Gone),
        ({"hidden": True}, Gone),
        ({"id": None}, Refusal),
        ({"created_at": "soon"}, Refusal),
        ({"created_at": None}, Refusal),
        ({"raw": None}, Refusal),
        ({"raw": None, "cooked": "<p>hi</p>"}, Post),
        ({"user_id": None, "username": None}, Post),
        ({"trust_level": 10**30, "reads": -(10**30), "raw": "half a pair: \ud83d", "username": "\udc00"}, Post),
        ({"trust_level": "x", "actions_summary": "?", "reply_count": None, "tags": 3}, Post),
        ({"raw": "x" * 5_000_000 + "\0<script>"}, Post),
    ],
)
def test_strange_posts(changed, found):
    records = list(posts_of(item({**PLAIN, **changed}), KEY))
    assert [type(r) for r in records] == [found]
    assert Mapped.of(records).posts.num_rows == (found is Post)
    if found is Post:
        assert "\0" not in records[0].text
    if found is Gone:
        assert records[0].reason == ("removed" if "hidden" in changed else "deleted")


@pytest.mark.parametrize("kind", [2, 3, 4])
def test_moderators_actions_and_whispers_are_no_posts(kind):
    assert list(posts_of(item({**PLAIN, "post_type": kind}), KEY)) == []


def test_not_reported_is_not_zero():
    (bare,) = posts_of(item(PLAIN), KEY)
    (told,) = posts_of(item({**PLAIN, "actions_summary": [], "reply_count": 0, "reads": 0}), KEY)
    assert (bare.likes, bare.replies, bare.views, bare.author_staff, bare.answered) == (None, None, None, None, None)
    assert (told.likes, told.replies, told.views) == (0, 0, 0)


def test_quotes_and_code_are_kept_apart_from_own_words():
    raw = '[quote="bob, post:1, topic:2"]\nIt is slow\n[quote="eve"]inner[/quote]\n[/quote]\nNot for me\n\n```\n[code]\n```'
    cooked = (
        '<aside class="quote" data-username="bob"><div class="title">bob:</div><blockquote><p>It is slow</p></blockquote>'
        "</aside><p>Not for me</p><pre><code>a &lt; b\n\n\n  c</code></pre><script>alert(1)</script>"
    )
    assert text_of({"raw": raw}) == "> It is slow\n>\n> > inner\n\nNot for me\n\n```\n[code]\n```"
    assert text_of({"cooked": cooked}) == "> bob:\n>\n> > It is slow\n\nNot for me\n\n```\na < b\n\n\n  c\n```"


def test_an_answer_may_be_accepted_long_after(server):
    topic = {"accepted_answer": {"post_number": 4, "username": "x"}, "has_accepted_answer": True}
    (answer,) = posts_of(item({**PLAIN, "post_number": 4}, topic), KEY)
    (other,) = posts_of(item({**PLAIN, "post_number": 5}, topic), KEY)
    (question,) = posts_of(item(PLAIN, topic), KEY)
    assert (answer.kind, answer.accepted, other.kind, other.accepted) == ("answer", True, "reply", False)
    assert (question.kind, question.answered) == ("question", True)


def test_times_of_other_zones_are_utc():
    (post,) = posts_of(item({**PLAIN, "created_at": "2013-02-04T15:26:26.278-05:00"}), KEY)
    assert post.created_at == datetime(2013, 2, 4, 20, 26, 26, 278000, tzinfo=UTC)
