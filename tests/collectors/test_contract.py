"""What every collector keeps: the same replies give the same posts, once each, in the window, whatever the network does."""

import copy
import gzip
import json
import mailbox
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.collectors.contract_world import NOW, ONLINE, SECRETS, WINDOW, Place, serve
from tests.collectors.forum_world import PEOPLE, START, forum
from tests.collectors.spoiled import places
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import SOURCES, collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, UnreachableError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.post import POST_SCHEMA, Gone, Post, RawItem, Refusal
from voxpop.window import Window


@pytest.fixture(params=ONLINE)
def source(request):
    return request.param


@pytest.fixture
def place(source):
    server, options, expected = serve(source)
    with server:
        yield Place(server, options(server.url), expected)


@pytest.fixture
def archive(tmp_path):
    rows = [
        {"id": post.key, "text": post.text, "at": post.created_at.isoformat(), "who": PEOPLE[post.author].handle}
        for post in forum()
    ]
    with gzip.open(tmp_path / "posts.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    options = {"columns": {"post_id": "id", "text": "text", "created_at": "at", "handle": "who"}}
    channel = Channel.model_validate(
        {"id": "place", "source": "archive", "path": str(tmp_path / "posts.jsonl.gz"), **options}
    )
    context = Context(AuthorKey(b"key"), SECRETS.__getitem__, Path("/"), clock=lambda: NOW)
    return collector_class("archive")(channel, context), sum(post.created_at in WINDOW for post in forum())


@pytest.fixture
def mail(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for post in forum():
        message = EmailMessage()
        message["From"] = f"{PEOPLE[post.author].name} <{PEOPLE[post.author].handle}@example.com>"
        message["Date"], message["Message-ID"], message["Subject"] = (
            post.created_at,
            f"<{post.key}@example.com>",
            "About it",
        )
        message.set_content(post.text)
        box.add(message)
    box.close()
    channel = Channel.model_validate({"id": "place", "source": "mail", "path": str(tmp_path / "box")})
    context = Context(AuthorKey(b"key"), SECRETS.__getitem__, Path("/"), clock=lambda: NOW)
    return collector_class("mail")(channel, context), sum(post.created_at in WINDOW for post in forum())


def landed(item):
    """The item as it comes back from landing."""
    return replace(item, payload=json.loads(json.dumps(item.payload)))


def read(collector, window=WINDOW, log=None):
    items = [landed(item) for item in collector.fetch(window, log or FetchLog())]
    return [record for item in items for record in collector.to_posts(item)]


def own(records, window=WINDOW):
    """The posts of the window; a page can hold others beside them (X gives referenced posts)."""
    return [r for r in records if isinstance(r, Post) and r.created_at in window]


def check(records, expected):
    posts = own(records)
    assert len({(p.source, p.post_id) for p in posts}) == expected
    assert not [r for r in records if isinstance(r, Refusal)]
    handles = {person.handle for person in PEOPLE.values()} | {person.name for person in PEOPLE.values()}
    for post in posts:
        assert post.created_at.tzinfo == UTC
        assert post.author_id is None or len(post.author_id) == 32
        told = [getattr(post, f.name) for f in fields(post) if f.name not in {"text", "url"}]
        assert not handles & set(map(str, told))


def test_every_source_is_in_the_contract():
    beside = {"archive", "mail"}  # files: below; a mailbox also in test_mail.py, on a real server
    assert {*ONLINE, *beside} == set(SOURCES)


def test_all_posts_of_the_window_once(source, place):
    log = FetchLog()
    records = read(place.collector(source), log=log)
    check(records, place.expected)
    posts = own(records)
    assert len(posts) == place.expected
    assert (log.outcome, log.requests >= 1) == (Outcome.COMPLETE, True)


def test_archive_all_posts_of_the_window_once(archive):
    collector, expected = archive
    records = read(collector)
    check(records, expected)
    assert all(record.created_at in WINDOW for record in records)


def test_mail_all_posts_of_the_window_once(mail):
    collector, expected = mail
    records = read(collector)
    check(records, expected)
    assert all(record.created_at in WINDOW for record in records)
    assert read(collector) == records
    middle = WINDOW.start + (WINDOW.end - WINDOW.start) / 2
    halves = [r for part in (Window(WINDOW.start, middle), Window(middle, WINDOW.end)) for r in read(collector, part)]
    assert sorted(r.post_id for r in halves) == sorted(r.post_id for r in records)


def test_the_same_replies_give_the_same_posts(source, place):
    first = [landed(item) for item in place.collector(source).fetch(WINDOW, FetchLog())]
    second = [landed(item) for item in place.collector(source).fetch(WINDOW, FetchLog())]
    assert first == second
    collector = place.collector(source)
    once = [record for item in first for record in collector.to_posts(item)]
    again = [record for item in second for record in place.collector(source).to_posts(item)]
    assert once == again


COUNTS = ("likes", "replies", "reposts", "quotes", "views", "votes")
NO_COUNTS = {"feed", "zendesk"}  # in a feed's world are none; Zendesk counts the description as a comment
UNTOLD = {"discourse": {"likes"}}  # the forum leaves out what nobody has done


def without(payload, path):
    changed = copy.deepcopy(payload)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return changed


def with_zero(payload, path):
    changed = copy.deepcopy(payload)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = 0
    return changed


def test_none_is_not_zero(source, place):
    """Where a number in the answer is a count of ours, 0 in its place is 0, and nothing in its place is None."""
    collector, fed = place.collector(source), set()
    items = [landed(item) for item in collector.fetch(WINDOW, FetchLog())][:40]
    for item in items:
        first = next(iter(collector.to_posts(item)), None)
        for path in places(item.payload):
            number = item.payload
            for step in path:
                number = number[step]
            if not isinstance(number, int) or isinstance(number, bool) or number == 0:
                continue
            told, gone = (next(iter(collector.to_posts(replace(item, payload=change(item.payload, path)))), None)
                          for change in (with_zero, without))  # fmt: skip
            if not all(isinstance(r, Post) and r.post_id == first.post_id for r in (first, told, gone)):
                continue
            zero = {c for c in COUNTS if getattr(told, c) == 0 and getattr(first, c) == number}
            for count in zero - UNTOLD.get(source, set()):
                fed.add(count)
                assert getattr(gone, count) is None, (path, count)
        if len(fed) > 1:
            break
    assert fed or source in NO_COUNTS


def test_what_was_received_is_kept(source, place):
    """In each item stands a record just as the server sent it, so that it can be mapped anew."""
    sent = []
    respond = place.server.respond

    def noted(*asked):
        reply = respond(*asked)
        with suppress(ValueError):
            sent.append(json.loads(reply.body))
        return reply

    place.server.respond = noted
    items = list(place.collector(source).fetch(WINDOW, FetchLog()))
    assert items
    if source == "feed":  # XML, kept as feedparser reads it
        assert all(item.payload["entry"]["title"] for item in items)
        return
    known = [set(flat(record)) for page in sent for record in records_in(page)]
    for item in items:
        kept = [set(flat(record)) for record in records_in(item.payload) if len(record) > 3] or [
            set(flat(item.payload))
        ]
        assert any(record <= whole for record in kept for whole in known), item.payload


def flat(record):
    """Name and value of each of its entries, as text."""
    return ((name, json.dumps(value, sort_keys=True)) for name, value in record.items())


def records_in(value):
    """All objects in a JSON value, itself too."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from records_in(inner)


def test_as_a_table(source, place):
    collector = place.collector(source)
    items = list(collector.fetch(WINDOW, FetchLog()))
    mapped = collector.to_table(items)
    assert mapped.posts.schema == POST_SCHEMA
    assert mapped.posts.num_rows == sum(isinstance(r, Post) for item in items for r in collector.to_posts(item))


def test_two_halves_are_the_whole(source, place):
    middle = WINDOW.start + (WINDOW.end - WINDOW.start) / 2
    log, halves = FetchLog(), []
    for part in (Window(WINDOW.start, middle), Window(middle, WINDOW.end)):
        halves += own(read(place.collector(source), part, log), part)
    assert sorted(p.post_id for p in halves) == sorted(p.post_id for p in own(read(place.collector(source))))


def faults(source):
    """Replies that come before the true ones; Reddit's first request asks for a token."""
    wait = Reply.json({"error": 429}, 429, {"retry-after": "7"})
    return [
        [None] * (source == "reddit") + [wait, None, wait],
        [None] * (source == "reddit") + [Reply(503), Reply(502), None, Reply(500)],
        [None] * (source == "reddit")
        + [Reply(200, {"content-type": "application/json"}, b"{" + b" " * 5000 + b"}", cut=True)],
    ]


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["429 waits", "5xx is tried again", "a cut connection loses nothing"])
def test_faults_lose_nothing(source, place, kind):
    naps: list[float] = []
    log = FetchLog()
    place.server.faults.add(*faults(source)[kind])
    check(read(place.collector(source, naps), log=log), place.expected)
    assert naps
    assert log.retries == len(naps)
    if kind == 0:
        assert naps[0] >= 7
    assert log.requests == len(place.server.requests)


def test_a_server_that_stays_down_is_said(source, place):
    log = FetchLog()
    place.server.faults.add(*[None] * (source == "reddit"), *[Reply(503)] * 50)
    with pytest.raises(UnreachableError) as caught:
        read(place.collector(source), log=log)
    assert "503" in str(caught.value)
    assert caught.value.outcome == "unreachable"


def test_a_page_in_place_of_an_answer_is_an_error_and_not_an_empty_week(source, place):
    page = Reply(200, {"content-type": "text/html"}, b"<!doctype html><title>Down for maintenance</title>")
    place.server.faults.add(*[None] * (source == "reddit"), *[page] * 50)
    with pytest.raises(CollectorError):
        read(place.collector(source))


def test_strange_payloads_are_refused_and_never_crash(source, place):
    collector = place.collector(source)
    for payload in (
        {},
        {"data": None},
        {"post": 1},
        {"entry": []},
        {"kind": "t3", "data": {}},
        {"data": [{"id": 5}], "x": "\ud83d"},
    ):
        item = RawItem(source=source, channel="place", fetched_at=NOW, window=WINDOW, payload=payload)
        records = list(collector.to_posts(item))
        assert all(isinstance(record, Refusal | Gone) for record in records)


def test_unknown_keys_and_missing_ones_are_mistakes(source):
    settings = collector_class(source).Settings
    with pytest.raises(ValidationError):
        settings.model_validate({})
    with pytest.raises(ValidationError):
        settings.model_validate({"url": "https://x.example", "query": "a", "subreddit": "aa", "colour": "red"})


def test_probe_says_one_line(source, place):
    said = place.collector(source).probe()
    assert said
    assert "\n" not in said


def test_a_window_of_another_time_is_empty(source, place):
    past = Window(START - timedelta(days=400), START - timedelta(days=399))
    assert own(read(place.collector(source), past), past) == []
    assert datetime.now(UTC) > START
