"""Loading what has landed: a record that the mapping stumbles over is quarantined by itself and stops nothing."""

import random
from datetime import UTC, datetime

import pytest

from tests.collectors.contract_world import SECRETS
from tests.collectors.thread_worlds import SERVERS as CONVERSATIONS
from tests.collectors.web_world import OPTIONS
from voxpop.authors import AuthorKey
from voxpop.collectors.registry import SOURCES, collector_class
from voxpop.config import Channel
from voxpop.pipeline.load.fetches import _map_items
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Window(datetime(2026, 11, 16, tzinfo=UTC), NOW)
GOOD = {
    "x": {"data": [{"id": "1591234567890123456", "text": "fine", "author_id": "7", "created_at": "2026-11-17T09:00:00.000Z"}]},
    "reddit": {"kind": "t3", "data": {"id": "abc", "name": "t3_abc", "title": "fine", "selftext": "fine", "author": "a", "created_utc": 1.7e9}},
    "discourse": {"post": {"id": 1, "topic_id": 2, "post_number": 1, "raw": "fine", "cooked": "<p>fine</p>", "username": "a",
                           "created_at": "2026-11-17T09:00:00.000Z"}, "host": "f.example"},
    "feed": {"entry": {"id": "1", "title": "fine", "summary": "fine"}},
    "rest": {"stream": 0, "item": {"id": "1", "body": "fine", "at": "2026-11-17T09:00:00Z", "by": {"id": 5}, "up": 2}},
    "stackexchange": {"stream": 0, "item": {"question_id": 1, "body": "<p>fine</p>", "creation_date": 1.7e9, "owner": {"user_id": 5}}},
    "github": {"stream": 0, "item": {"url": "https://g.example/1", "body": None, "title": "fine", "labels": [{"name": "bug"}],
                                     "created_at": "2026-11-17T09:00:00Z", "user": {"id": 5, "login": "a"}}},
    "hackernews": {"stream": 0, "item": {"objectID": "1", "comment_text": "fine", "created_at_i": 1700000000, "author": "a"}},
    "bluesky": {"stream": 0, "item": {"uri": "at://did:a/app.bsky.feed.post/1", "author": {"did": "did:a", "handle": "a"},
                                      "record": {"text": "fine", "createdAt": "2026-11-17T09:00:00Z", "langs": ["en"]}}},
    "mastodon": {"stream": 0, "item": {"uri": "https://m.example/1", "content": "<p>fine</p>", "account": {"acct": "a"},
                                       "created_at": "2026-11-17T09:00:00Z", "tags": [{"name": "t"}]}},
    "zendesk": {"host": "f.example", "base": "http://f.example", "users": {"5": {"id": 5, "email": "a@f.example", "role": "end-user"}},
                "ticket": {"id": 1, "subject": "fine", "description": "fine", "submitter_id": 5, "status": "open",
                           "created_at": "2026-11-17T09:00:00Z", "tags": ["t"], "comment_count": 2}},
    "djangohelpdesk": {"host": "f.example", "base": "http://f.example", "created": "2026-11-17T09:00:00Z", "followups": 1,
                       "ticket": {"id": 1, "title": "fine", "description": "fine", "submitter_email": "a@f.example", "queue": 1,
                                  "status": 1, "priority": 3}},
    "askbot": {"host": "f.example", "base": "http://f.example", "kind": "question", "post_id": "f.example/1", "thread_id": "f.example/1",
               "written": "2026-11-17T09:00:00Z", "text": "fine",
               "record": {"id": 1, "title": "fine", "author": {"id": 5, "username": "a"}, "added_at": "1794992400",
                          "last_edited_at": "1794992400", "tags": ["t"], "score": 1, "answer_count": 0, "view_count": 2}},
}  # fmt: skip
JUNK = [
    None,
    0,
    -1.5,
    True,
    "",
    "word",
    "\x00",
    [],
    [None],
    {},
    {"a": 1},
    "9" * 400,
    [[["deep"]]],
    "2026-13-40T99:99:99Z",
    1e400,
]


def collector(source):
    urls = {name: {"url": "http://f.example"} for name in ("zendesk", "djangohelpdesk", "askbot")}
    options = {**urls, "x": {"query": "a"}, "reddit": {"subreddit": "acme"}, "discourse": {"url": "http://f.example"},
               "feed": {"url": "http://f.example/feed"}, **{name: make("http://f.example") for name, make in OPTIONS.items()}}  # fmt: skip
    from pathlib import Path

    from voxpop.collectors.base import Context

    channel = Channel.model_validate({"id": "c", "source": source, **options[source]})
    return collector_class(source)(channel, Context(AuthorKey(b"key"), SECRETS.__getitem__, Path("/")))


def spoiled(value, chooser):
    """The same record with something in it replaced by junk, or by a junk key."""
    if isinstance(value, dict) and value and chooser.random() < 0.8:
        key = chooser.choice(sorted(value))
        return {**value, key: spoiled(value[key], chooser)}
    if isinstance(value, list) and value and chooser.random() < 0.8:
        return [spoiled(value[0], chooser), *value[1:]]
    return chooser.choice(JUNK)


def item(source, payload):
    return RawItem(source=source, channel="c", fetched_at=NOW, window=WINDOW, payload=payload)


@pytest.mark.parametrize("source", sorted(GOOD))
def test_spoiled_records_never_stop_the_load_nor_vanish(source):
    chooser = random.Random(source)
    one = collector(source)
    payloads = [made for made in (spoiled(GOOD[source], chooser) for _ in range(400)) if isinstance(made, dict)]
    mapped = _map_items([item(source, payload) for payload in payloads], one)
    assert mapped.posts.num_rows + mapped.refused.num_rows > 0
    assert None not in mapped.posts["text"].to_pylist()
    for payload in payloads[:60]:
        alone = _map_items([item(source, payload)], one)
        assert alone.posts.num_rows + alone.refused.num_rows + alone.gone.num_rows <= 3


class Fragile:
    """A mapping that stumbles over every tenth record."""

    def to_table(self, items):
        from voxpop.post import Mapped

        return Mapped.of(record for one in items for record in self.to_posts(one))

    def to_posts(self, one):
        number = one.payload["n"]
        if number % 10 == 3:
            raise KeyError("nope")
        if number % 10 == 4:
            yield Refusal(source="x", item_id=str(number), field="text", reason="none", payload="{}")
        elif number % 10 == 5:
            yield Gone(source="x", post_id=str(number), gone_at=NOW, reason="deleted")
        else:
            yield Post(source="x", post_id=str(number), text="fine", author_id=None, created_at=NOW)


def test_only_the_record_itself_is_refused():
    mapped = _map_items([item("x", {"n": n}) for n in range(500)], Fragile())
    assert mapped.posts.num_rows == 350
    assert mapped.gone.num_rows == 50
    reasons = mapped.refused["reason"].to_pylist()
    assert reasons.count("cannot be mapped: KeyError") == 50
    assert reasons.count("none") == 50
    assert mapped.posts["post_id"].to_pylist() == [str(n) for n in range(500) if n % 10 not in (3, 4, 5)]


def test_every_source_is_spoiled_here_or_has_rows_of_its_own():
    elsewhere = {
        "archive",
        "mail",
        *CONVERSATIONS,
    }  # tests/collectors/mail/test_mail.py, tests/collectors/test_threads.py
    assert set(SOURCES) == {*GOOD, *elsewhere}
