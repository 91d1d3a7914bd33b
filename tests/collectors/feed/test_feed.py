"""Feeds: what they hold, once; a gap where they forget; undated entries; pages that are no feed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.collectors.forum_world import END, PEOPLE, START, blog, world
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.feed.collector import FeedCollector
from voxpop.collectors.feed.entries import FeedSettings, entry_id, post_of, read
from voxpop.config import Channel
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, UnreachableError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.demo.servers.feed import FeedServer, login_page
from voxpop.post import Mapped, Post, RawItem, Refusal
from voxpop.window import Window

KEY = AuthorKey(b"key")
ALL = Window(START, END)
POSTS = blog()
XML = {"content-type": "application/rss+xml"}


class Clock:
    """A moment that a test moves."""

    def __init__(self, now=END):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server(clock):
    with FeedServer(world(POSTS), clock=clock) as running:
        running.limit = 100
        yield running


def collector(server, clock=None, name="rss.xml", **options):
    channel = Channel.model_validate({"id": "news", "source": "feed", "url": f"{server.url}/news/{name}", **options})
    return FeedCollector(channel, Context(KEY, str, Path(), clock=clock or Clock(), sleep=lambda seconds: None))


def fetched(reader, window=ALL, log=None):
    return [record for item in reader.fetch(window, log or FetchLog()) for record in reader.to_posts(item)]


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_every_entry_with_what_it_says(server, name):
    records = fetched(collector(server, name=name, kind="idea", community="blog", category="product"))
    assert len(records) == 40
    host = server.url.removeprefix("http://")
    by_title = {r.title: r for r in records}
    for n, post in enumerate(POSTS):
        found = by_title[f"Entry <{n}> & co"]
        assert found.text == f"first paragraph of {n}\n\nsecond & <last>"
        assert (found.created_at, found.kind, found.tags) == (post.created_at, "idea", ("release",))
        assert (found.community, found.category) == ("blog", "product")
        assert found.post_id == (f"news:{post.key}" if name == "rss.xml" else f"urn:demo:news:{post.key}")
        assert found.url == f"{server.url}/news/{post.key}"
        handle = PEOPLE[post.author].handle
        assert found.author_id == KEY.author("feed", f"{host}/{handle.casefold()}")
        assert found.handle_id == KEY.handle("feed", handle)
        assert found.likes is None


def test_only_the_window_and_the_rest_is_counted(server):
    log = FetchLog()
    records = fetched(collector(server), Window(START, START + timedelta(days=7)), log)
    assert len(records) == 14
    assert log.notes == ["26 entries lie outside the window"]
    assert log.gaps == []


def test_unchanged_is_asked_for_with_an_etag_but_not_where_entries_were_left_out(server):
    log = FetchLog()
    first, second = Window(START, START + timedelta(days=10)), Window(START + timedelta(days=10), END)
    found = fetched(collector(server), first, log)
    assert "if-none-match" not in server.requests[-1].headers
    found += fetched(collector(server), second, log)
    assert "if-none-match" not in server.requests[-1].headers
    assert len(found) == len({r.post_id for r in found}) == 40
    assert fetched(collector(server), Window(END, END + timedelta(days=1)), log) == []
    assert "if-none-match" in server.requests[-1].headers
    assert log.notes[-1] == "the feed is unchanged since it was last read"


def test_hour_by_hour_each_entry_comes_once_without_a_gap(server, clock):
    server.limit = 10
    log, found = FetchLog(), []
    cuts = [START + timedelta(hours=6 * n) for n in range(40)]
    for start, end in pairwise(cuts):
        clock.now = end
        found += fetched(collector(server, clock), Window(start, end), log)
    assert len(found) == len({r.post_id for r in found}) == 20
    assert log.gaps == []


def test_a_feed_that_has_moved_on_leaves_a_gap(server, clock):
    server.limit = 10
    log = FetchLog()
    clock.now = START + timedelta(days=1)
    fetched(collector(server, clock), Window(START, clock.now), log)
    assert log.gaps == []
    clock.now = END  # three weeks asleep: only the ten newest entries are still there
    records = fetched(collector(server, clock), Window(START + timedelta(days=1), END), log)
    assert len(records) == 10
    (gap,) = log.gaps
    assert (gap.start, gap.end) == (START + timedelta(days=1), min(r.created_at for r in records))
    assert log.outcome == Outcome.CAPPED


def test_an_older_window_than_the_feed_reaches_is_a_gap_even_after_a_good_fetch(server, clock):
    server.limit = 10
    log = FetchLog()
    last = Window(END - timedelta(days=3), END)
    fetched(collector(server, clock), last, log)
    assert log.gaps == []
    past = Window(START, START + timedelta(days=2))
    assert fetched(collector(server, clock), past, log) == []
    assert [(g.start, g.end) for g in log.gaps] == [(past.start, past.end)]


def test_a_young_feed_is_whole(server, clock):
    clock.now = START + timedelta(days=2)
    log = FetchLog()
    window = Window(START - timedelta(days=30), clock.now)
    assert len(fetched(collector(server, clock), window, log)) == 4
    assert log.gaps == []


def rss(items, extra=""):
    body = "".join(f"<item>{item}</item>" for item in items)
    return Reply(200, XML, f'<rss version="2.0"><channel><title>t</title>{extra}{body}</channel></rss>'.encode())


OLD = "<guid>a</guid><title>old one</title>"
NEW = "<guid>b</guid><title>new one</title>"


def test_undated_entries_get_the_time_when_they_were_first_seen(server, clock):
    log = FetchLog()
    server.faults.add(rss([OLD]), rss([NEW, OLD]), rss([NEW, OLD, "<guid>c</guid><title>c</title>"]))
    clock.now = START + timedelta(hours=1)
    (refused,) = fetched(collector(server, clock), Window(START, clock.now), log)
    assert isinstance(refused, Refusal)
    assert "when it was written cannot be known" in refused.reason
    clock.now = START + timedelta(hours=2)
    (post,) = fetched(collector(server, clock), Window(START, clock.now), log)
    assert (post.title, post.created_at) == ("new one", clock.now)
    clock.now = START + timedelta(hours=3)
    (third,) = fetched(collector(server, clock), Window(START, clock.now), log)
    assert third.title == "c"


def test_an_edit_of_an_older_entry_comes_with_the_window_of_the_edit(server):
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id><title>x</title>'
        b"<published>2026-10-01T10:00:00Z</published><updated>2026-11-03T10:00:00+01:00</updated></entry></feed>"
    )
    server.faults.add(Reply(200, XML, atom))
    (post,) = fetched(collector(server))
    assert post.created_at == datetime(2026, 10, 1, 10, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 11, 3, 9, tzinfo=UTC)


def test_older_pages_are_followed_on_the_same_server_only(server):
    def page(n, following):
        link = f'<link rel="next" href="{following}" xmlns="http://www.w3.org/2005/Atom"/>' if following else ""
        return rss([f"<guid>{n}</guid><title>{n}</title><pubDate>{9 - n} Nov 2026 10:00:00 GMT</pubDate>"], link)

    server.faults.add(page(1, "/news/rss.xml?page=2"), page(2, "/news/rss.xml?page=3"), page(3, "/news/rss.xml?page=2"))
    assert [r.title for r in fetched(collector(server))] == ["1", "2", "3"]
    server.faults.add(page(1, "http://127.0.0.1:9/elsewhere"))
    assert [r.title for r in fetched(collector(server))] == ["1"]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (login_page(), "answered a page called 'Log in', not RSS or Atom; does it need a login"),
        (Reply(200, {"content-type": "application/json"}, b"{}"), "application/json that is no feed"),
        (Reply(200, XML, b""), "that is no feed"),
        (Reply(404, {}, b"nothing"), "answered 404"),
    ],
)
def test_what_is_no_feed_is_an_error(server, reply, message):
    server.faults.add(reply)
    log = FetchLog()
    with pytest.raises(CollectorError, match=message):
        fetched(collector(server), log=log)
    assert log.cursor == {}
    assert fetched(collector(server), log=log)


def test_nobody_there(server):
    reader = collector(server)
    server.stop()
    with pytest.raises(UnreachableError):
        fetched(reader)


def test_probe(server):
    assert collector(server).probe() == "rss20, 40 entries, 2026-11-02 to 2026-11-21"


def test_ill_formed_feeds_are_read_as_far_as_possible_and_that_is_noted(server):
    broken = b'<rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>a & b</title><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>'
    server.faults.add(Reply(200, XML, broken))
    log = FetchLog()
    (post,) = fetched(collector(server), log=log)
    assert post.title == "a & b"
    assert any(note.startswith("ill-formed, read as far as possible") for note in log.notes)


def test_entities_neither_explode_nor_reach_files():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{lol}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    document = read(
        f"{head}<rss version='2.0'><channel><item><guid>1</guid><title>&l9;&x;</title></item></channel></rss>".encode(),
        "application/xml",
    )
    said = str(document.entries)
    assert len(said) < 10_000
    assert "root:" not in said


def entry(**more):
    values = {"id": "tag:x,2026:1", "title": "t", "published": "2026-11-03T10:00:00Z", "summary": "s", **more}
    return {name: value for name, value in values.items() if value is not None}


def mapped(payload):
    item = RawItem(source="feed", channel="news", fetched_at=END, window=ALL, payload=payload)
    return list(post_of(item, KEY, FeedSettings(url="https://blog.example/feed")))


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, Post),
        ({"published": "Tue, 03 Nov 2026 10:00:00"}, Post),
        ({"published": "yesterday"}, Refusal),
        ({"published": "yesterday", "updated": "2026-11-03"}, Post),
        ({"title": None, "summary": None}, Refusal),
        ({"title": "<b>&amp;</b>", "summary": "\0<script>x</script>" + "<a " * 100_000}, Post),
        ({"title": "half a pair: \ud83d", "slash_comments": "9" * 30, "tags": [{"term": "\udc00"}]}, Post),
        ({"tags": [{"term": None}, {"term": "a"}], "slash_comments": "7", "link": 5}, Post),
    ],
)
def test_strange_entries(changed, found):
    (record,) = mapped({"host": "blog.example", "entry": entry(**changed)})
    assert type(record) is found
    assert Mapped.of([record]).posts.num_rows == (found is Post)
    if found is Post:
        assert "\0" not in record.text
        assert "script" not in record.text


def test_no_entry_at_all_is_refused():
    assert [type(r) for r in mapped({"host": "h"})] == [Refusal]


@pytest.mark.parametrize(
    ("own", "link", "found"),
    [
        ("tag:x,2026:1", None, "tag:x,2026:1"),
        ("https://blog.example/1", None, "https://blog.example/1"),
        ("17", None, "h/17"),
        ("http://localhost/17", None, "h/http://localhost/17"),  # Askbot's feeds say so
        (None, "https://blog.example/2", "https://blog.example/2"),
        ("x" * 5_000, None, "h/75d0878b"),
    ],
)
def test_ids(own, link, found):
    assert entry_id(entry(id=own, link=link), "h").startswith(found[:9])
    assert len(entry_id(entry(id=own, link=link), "h")) < 320
    assert entry_id(entry(id=None), "h") == entry_id(entry(id=None), "h") != entry_id(entry(id=None, title="u"), "h")


def test_the_secret_in_a_private_feed_s_address_is_sent_and_not_told(server):
    secret = "a-made-up-feed-token"
    address = f"{server.url}/news/rss.xml?k={{secret:VOXPOP_FEED_TOKEN}}"
    channel = Channel.model_validate({"id": "news", "source": "feed", "url": address})
    context = Context(KEY, {"VOXPOP_FEED_TOKEN": secret}.__getitem__, Path(), clock=Clock(), sleep=lambda seconds: None)
    reader, log = FeedCollector(channel, context), FetchLog()
    items = list(reader.fetch(ALL, log))
    assert len(items) == 40
    assert server.requests[0].one("k") == secret
    assert secret not in repr([item.payload for item in items]) + repr(log)
    server.faults.add(Reply(404), login_page(), *[Reply(503)] * 9)
    for _ in range(3):
        with pytest.raises(CollectorError) as caught:
            list(reader.fetch(ALL, FetchLog()))
        assert secret not in str(caught.value)
