"""Askbot and django-helpdesk on made-up servers: junk in every place, forums and desks that change or are closed."""

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.collectors.desk_world import SECRETS, SERVERS, desk, number
from tests.collectors.forum_world import END, START
from tests.collectors.spoiled import spoiled
from tests.collectors.web_world import unix
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.post import Gone, Mapped, Post, Refusal
from voxpop.window import Window

NOW = END + timedelta(minutes=1)
WINDOW = Window(START, END)
OURS = ["askbot", "djangohelpdesk"]


@pytest.fixture(params=OURS)
def source(request):
    return request.param


@pytest.fixture
def server(source):
    made, _ = desk(lambda: NOW, SERVERS[source])
    with made:
        yield made


def collector(source, server, budget=None, **options):
    channel = Channel.model_validate({"id": "desk", "source": source, "url": server.url, **options})
    context = Context(
        AuthorKey(b"key"), SECRETS.__getitem__, Path("/"), lambda: NOW, lambda _: None, budget_posts=budget
    )
    return collector_class(source)(channel, context)


def read(one, window=WINDOW, log=None):
    return [record for item in one.fetch(window, log or FetchLog()) for record in one.to_posts(item)]


def test_any_value_anywhere_is_mapped_or_refused(source, server):
    one = collector(source, server)
    items = {str(sorted(item.payload)) + str(item.payload.get("kind")): item for item in one.fetch(WINDOW, FetchLog())}
    assert len(items) == {"askbot": 3, "djangohelpdesk": 2}[source]
    for item in items.values():
        assert [type(record) for record in one.to_posts(item)] == [Post]
        for path, junk, changed in spoiled(item.payload):
            (made,) = one.to_posts(replace(item, payload=changed))
            assert isinstance(made, Post | Refusal | Gone), (path, junk)
            assert len(Mapped.of([made]).posts) == isinstance(made, Post)


def test_a_recheck_learns_what_is_gone_and_reads_the_rest_again(source, server):
    one = collector(source, server)
    before = [record.post_id for record in read(one)]
    lost = server.world.posts[0]
    server.world = replace(
        server.world, posts=tuple(p for p in server.world.posts if lost.key not in {p.key, p.thread})
    )
    again = [record for item in one.recheck(before, FetchLog()) for record in one.to_posts(item)]
    gone = {record.post_id for record in again if isinstance(record, Gone)}
    of = f"{server.url.removeprefix('http://')}/{number(lost)}"
    assert gone == {post_id for post_id in before if post_id == of or post_id.startswith(f"{of}/")}
    assert gone
    assert gone | {record.post_id for record in again if isinstance(record, Post)} == set(before)


def test_a_place_that_is_closed_is_not_one_whose_posts_are_all_deleted(source, server):
    one = collector(source, server)
    before = [record.post_id for record in read(one)]
    server.faults.add(*[Reply(404)] * 50)
    with pytest.raises(CollectorError, match="not there"):
        list(one.recheck(before, FetchLog()))


def test_the_budget_is_not_passed():
    server, log = desk(lambda: NOW, SERVERS["askbot"])[0], FetchLog()
    with server, pytest.raises(OutOfBudgetError):
        read(collector("askbot", server, budget=7), log=log)
    assert log.posts_read == 7


def test_a_ticket_that_moves_up_while_pages_are_read_is_not_missed():
    server, posts = desk(lambda: NOW, SERVERS["djangohelpdesk"])
    first, answered = server.tickets()[0], server.page

    def page(n):
        reply = answered(n)
        if n == 1:  # deleted between two pages
            server.world = replace(
                server.world, posts=tuple(p for p in server.world.posts if first.key not in {p.key, p.thread})
            )
        return reply

    server.page = page
    with server:
        found = {record.post_id for record in read(collector("djangohelpdesk", server))}
    assert len(found) == len(posts)


def test_askbot_reads_utc_as_the_time_of_its_own_zone_and_we_do_not():
    """Its API's times are then hours off; its feeds' are right."""
    server, posts = desk(lambda: NOW, SERVERS["askbot"])
    answer = server.answer
    server.answer = lambda post: {**answer(post), "added_at": str(unix(post.created_at) + 6 * 3600)}
    active = server.active
    server.active = lambda question: active(question) + timedelta(hours=6)
    window = Window(END - timedelta(days=6), END - timedelta(days=2))
    with server:
        found = {r.created_at for r in read(collector("askbot", server), window) if r.created_at in window}
    assert found == {post.created_at for post in posts if post.created_at in window}


def test_askbot_without_its_feeds_is_an_error():
    server, _ = desk(lambda: NOW, SERVERS["askbot"])
    server.feed = lambda _: Reply(404)
    with server, pytest.raises(CollectorError, match="feeds switched off"):
        read(collector("askbot", server))
    page = Reply(
        200, {"content-type": "text/html", "date": format_datetime(NOW)}, b"<html><title>Sign in</title></html>"
    )
    server.feed = lambda _: page
    with server, pytest.raises(CollectorError, match="no feed"):
        read(collector("askbot", server))
