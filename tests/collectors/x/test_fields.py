"""What a page of X can hold beside plain posts: polls, withheld posts, partial errors, keys of tomorrow; the whole archive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.collectors.x.x_world import NOW, WINDOW, WORLD, collector, expected, problem, read
from voxpop.coverage import FetchLog
from voxpop.pipeline.demo.servers.base import Faults, Reply, x_post_id, x_user_id
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.post import Gone, Post
from voxpop.window import Window

HOUR = Window(NOW - timedelta(hours=30), NOW - timedelta(hours=29))


@pytest.fixture
def server():
    with XServer(WORLD, Faults(), clock=lambda: NOW) as started:
        yield started


def page(*records, **more):
    return Reply.json({"data": list(records), "meta": {"result_count": len(records)}, **more})


def plain(post_id, text="acme", **more):
    return {
        "id": post_id,
        "text": text,
        "author_id": "7",
        "edit_history_tweet_ids": [post_id],
        "created_at": "2026-11-21T22:30:00Z",
        **more,
    }


def test_a_poll_is_a_post_and_its_options_stay_in_landing(server):
    options = [{"position": 1, "label": "yes", "votes": 3}, {"position": 2, "label": "no", "votes": 1}]
    poll = plain("1700000000000000001", "Do you like acme?", attachments={"poll_ids": ["1500000000000000001"]})
    includes = {"polls": [{"id": "1500000000000000001", "options": options, "voting_status": "open"}]}
    server.faults.add(page(poll, includes=includes))
    one, log = collector(server), FetchLog()
    (item,) = one.fetch(HOUR, log)
    (post,) = one.to_posts(item)
    assert (post.text, log.unknown_keys) == ("Do you like acme?", {})
    assert item.payload["includes"]["polls"][0]["options"] == options
    asked = server.requests[-1].query
    assert "attachments.poll_ids" in asked["expansions"][0]
    assert "options" in asked["poll.fields"][0]


def test_a_post_withheld_in_some_country_is_a_post(server):
    withheld = plain("1700000000000000002", withheld={"copyright": False, "country_codes": ["DE"], "scope": "tweet"})
    server.faults.add(page(withheld))
    log = FetchLog()
    assert [r.text for r in read(collector(server), HOUR, log)] == ["acme"]
    assert log.unknown_keys == {}


def test_a_post_withheld_from_us_and_one_that_is_gone_stand_beside_those_that_came(server):
    errors = [
        problem("disallowed-resource", "1700000000000000003"),
        problem("resource-not-found", "1700000000000000004"),
    ]
    server.faults.add(page(plain("1700000000000000005"), errors=errors))
    records = read(collector(server), HOUR)
    assert [r.post_id for r in records if isinstance(r, Post)] == ["1700000000000000005"]
    assert {r.post_id: r.reason for r in records if isinstance(r, Gone)} == {
        "1700000000000000003": "forbidden",
        "1700000000000000004": "deleted",
    }


def test_keys_of_tomorrow_are_counted_and_lose_nothing(server):
    server.faults.add(
        lambda _, reply: reply.mended(
            lambda told: told | {"data": [r | {"mood": {"a": 1}} for r in told["data"]], "weather": 1}
        )
    )
    log = FetchLog()
    records = read(collector(server), HOUR, log)
    assert {r.post_id for r in records} == expected(HOUR)
    assert log.unknown_keys == {"mood": len(records)}


def test_the_whole_archive_is_read_back_to_the_first_post(server):
    log = FetchLog()
    years = Window(NOW - timedelta(days=800), NOW - timedelta(days=1))
    records = read(collector(server, query="acme", archive=True), years, log)
    assert {r.post_id for r in records} == expected(Window(WORLD.start, years.end))
    assert log.gaps == []
    assert max(int(r.query["max_results"][0]) for r in server.requests) == 500


def test_our_own_posts_and_mentions_are_read_whole_at_their_own_price():
    named = [p for p in WORLD.posts if p.created_at in WINDOW and p.deleted_at is None]
    handle = WORLD.people["p3"].handle
    posts = tuple(replace(p, text=f"@{handle} {p.text}") if n % 3 == 0 else p for n, p in enumerate(WORLD.posts))
    with XServer(replace(WORLD, posts=posts), Faults(), clock=lambda: NOW) as server:
        for settings, chosen in (
            ({"timeline_of": x_user_id("p3")}, [p for p in named if p.author == "p3"]),
            (
                {"mentions_of": x_user_id("p3")},
                [p for p in named if f"@{handle}" in next(q.text for q in posts if q.key == p.key)],
            ),
        ):
            log = FetchLog()
            records = read(collector(server, page_size=10, **settings), log=log)
            assert {r.post_id for r in records} == {x_post_id(p.key, p.created_at) for p in chosen}
            assert len(records) > 30
            assert log.cost_usd == pytest.approx(0.001 * len(records))
