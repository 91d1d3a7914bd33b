"""Zendesk: who speaks, what stays inside, what is gone, ratings, redactions, and junk in every place."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.collectors.desk_world import EMAIL, TOKEN, desk, number
from tests.collectors.forum_world import END, START
from tests.collectors.spoiled import spoiled
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, OutOfBudgetError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.post import Gone, Mapped, Post, Refusal
from voxpop.window import Window

NOW = END + timedelta(minutes=1)
WINDOW = Window(START, END)
KEY = AuthorKey(b"key")


@pytest.fixture
def server():
    made, _ = desk(lambda: NOW)
    with made:
        yield made


def collector(server, *, now=NOW, budget=None, **options):
    channel = Channel.model_validate({"id": "desk", "source": "zendesk", "url": server.url, **options})
    secrets = {"VOXPOP_ZENDESK_EMAIL": EMAIL, "VOXPOP_ZENDESK_TOKEN": TOKEN}
    context = Context(KEY, secrets.__getitem__, Path("/"), lambda: now, lambda _: None, budget_posts=budget)
    return collector_class("zendesk")(channel, context)


def read(one, window=WINDOW, log=None):
    items = [replace(i, payload=json.loads(json.dumps(i.payload))) for i in one.fetch(window, log or FetchLog())]
    return [record for item in items for record in one.to_posts(item)]


def tickets(server):
    return [p for p in server.world.posts if p.thread is None]


def test_who_speaks_and_what_belongs_where(server):
    records = read(collector(server))
    host = server.url.removeprefix("http://")
    first = tickets(server)[0]
    (ticket,) = [r for r in records if r.post_id == f"{host}/{number(first)}"]
    assert (ticket.kind, ticket.title, ticket.author_staff, ticket.thread_id) == (
        "ticket",
        first.title,
        False,
        ticket.post_id,
    )
    assert ticket.replies == len(server.of(first)) - 1
    assert (ticket.url, ticket.category) == (f"{server.url}/agent/tickets/{number(first)}", "email")
    replies = [r for r in records if r.thread_id == ticket.post_id and r is not ticket]
    assert {(r.kind, r.parent_id) for r in replies} == {("reply", ticket.post_id)}
    assert sum(r.author_staff for r in replies) == sum(p.author == "p0008" for p in server.of(first))
    agent = next(r for r in replies if r.author_staff)
    assert (agent.handle_id, agent.author_domain) == (
        KEY.handle("zendesk", "author8@customer.example"),
        "customer.example",
    )
    assert agent.author_groups == ("team",)


def test_what_we_do_not_need_of_accounts_is_not_kept(server):
    items = list(collector(server).fetch(WINDOW, FetchLog()))
    kept = json.dumps([item.payload for item in items])
    assert "555" not in kept
    assert "Author 1" not in kept
    assert "author1@customer.example" in kept, "the address is what staff and domains are told by"


def test_internal_notes_stay_inside_unless_asked_for(server):
    note, whole = server.world.posts[3], tickets(server)[1]
    server.internal = frozenset({note.key, whole.key})
    log = FetchLog()
    outside = {r.post_id for r in read(collector(server), log=log)}
    inside = {r.post_id for r in read(collector(server, notes=True))}
    assert len(inside) == len(server.world.posts)
    assert len(inside - outside) == 1 + len(server.of(whole))
    assert log.notes == ["1 tickets not kept: they hold internal notes only"]


def test_side_conversations_come_only_when_asked_for(server):
    ticket = tickets(server)[0]
    said = {
        "id": "e1",
        "created_at": ticket.created_at.isoformat(),
        "actor": {"user_id": 77},
        "message": {"body": "to a partner"},
    }
    server.talks = {number(ticket): [said, {"id": "e2", "created_at": ticket.created_at.isoformat(), "type": "close"}]}
    assert not [r for r in read(collector(server)) if r.text == "to a partner"]
    (found,) = [r for r in read(collector(server, side_conversations=True)) if r.text == "to a partner"]
    assert (found.kind, found.post_id) == ("reply", f"{found.thread_id}/side/e1")


def test_a_rating_is_a_tag_and_its_words_are_a_review(server):
    good, bad = tickets(server)[:2]
    server.ratings = {number(good): ("good", None), number(bad): ("bad", "three days for a password")}
    records = {r.post_id.partition("/")[2]: r for r in read(collector(server))}
    assert "csat:good" in records[f"{number(good)}"].tags
    review = records[f"{number(bad)}/rating/{number(bad)}"]
    assert (review.kind, review.text, "csat:bad" in review.tags) == ("review", "three days for a password", True)
    assert f"{number(good)}/rating/{number(good)}" not in records
    assert not [r for r in read(collector(server, ratings=False)) if r.kind == "review"]


def test_deleted_tickets_are_gone(server):
    first, second, third = tickets(server)[:3]
    before = read(collector(server))
    server.deleted, server.vanished = frozenset({number(first)}), frozenset({number(second)})
    gone = [r for r in read(collector(server)) if isinstance(r, Gone)]
    assert [(g.post_id.partition("/")[2], g.reason) for g in gone] == [(str(number(first)), "deleted")]
    asked = [
        r.post_id
        for r in before
        if r.thread_id.endswith(f"/{number(second)}") or r.thread_id.endswith(f"/{number(third)}")
    ]
    one = collector(server)
    again = [record for item in one.recheck(asked, FetchLog()) for record in one.to_posts(item)]
    assert sum(isinstance(r, Gone) for r in again) == len(server.of(second))
    assert {r.post_id for r in again} == set(asked)


def test_what_was_redacted_is_read_again(server):
    ticket = tickets(server)[0]
    reply = server.of(ticket)[2]
    one = collector(server)
    before = {r.post_id: r.text for r in read(one)}
    server.wordings = {reply.key: "my number is \u2587\u2587\u2587\u2587"}
    asked = [name for name in before if name.partition("/")[2].startswith(f"{number(ticket)}/")]
    after = {r.post_id: r.text for item in one.recheck(asked, FetchLog()) for r in one.to_posts(item)}
    assert [text for name, text in after.items() if before[name] != text] == ["my number is \u2587\u2587\u2587\u2587"]


def test_what_the_export_cannot_have_yet_is_a_gap(server):
    log = FetchLog()
    late = Window(END - timedelta(hours=1), END)
    read(collector(server, now=END + timedelta(seconds=10)), late, log)
    assert [(gap.start, gap.end, gap.reason) for gap in log.gaps] == [
        (END - timedelta(seconds=50), END, "not over yet")
    ]


def test_a_backfill_reads_what_changed_since(server):
    """A ticket written in the window and answered long after stands in the export where it was answered."""
    day = Window(START, START + timedelta(days=1))
    found = {r.post_id for r in read(collector(server), day) if r.created_at in day}
    assert len(found) == sum(p.created_at in day for p in server.world.posts)


def test_an_export_that_runs_in_circles_is_an_error(server):
    server.circle = True
    with pytest.raises(CollectorError, match="circle"):
        read(collector(server))
    assert len(server.requests) < 200


def test_wrong_keys_and_keys_of_a_customer_are_said(server):
    with pytest.raises(ForbiddenError) as caught:
        read(collector(server) if server.faults.add(*[Reply(401)] * 9) is None else None)
    assert TOKEN not in str(caught.value)
    server.faults = type(server.faults)([Reply.json({"user": {"id": 1, "role": "end-user"}})])
    with pytest.raises(CollectorError, match="no agent's"):
        collector(server).probe()
    assert "read as admin" in collector(server).probe()


def test_the_budget_is_not_passed(server):
    log = FetchLog()
    with pytest.raises(OutOfBudgetError):
        read(collector(server, budget=30), log=log)
    assert log.posts_read <= 30 + 25  # a ticket is read whole


def test_any_value_anywhere_is_mapped_or_refused(server):
    first = tickets(server)[0]
    server.ratings = {number(first): ("bad", "slow")}
    said = {
        "id": "e1",
        "created_at": first.created_at.isoformat(),
        "actor": {"user_id": 77},
        "message": {"body": "hello"},
    }
    server.talks = {number(first): [said]}
    one = collector(server, side_conversations=True)
    items = list(one.fetch(WINDOW, FetchLog()))
    for part in ("ticket", "comment", "side", "rating"):
        item = next(i for i in items if part in i.payload)
        assert [type(r) for r in one.to_posts(item)] == [Post]
        for path, junk, changed in spoiled(item.payload):
            made = list(one.to_posts(replace(item, payload=changed)))
            assert len(made) == 1, (path, junk)
            assert isinstance(made[0], Post | Refusal | Gone)
            assert len(Mapped.of(made).posts) == isinstance(made[0], Post)
