"""Recorded Discourse pages and feeds, where they are at hand: each post is mapped, or refused for a reason to agree with."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.places import SHARED
from voxpop.authors import AuthorKey
from voxpop.collectors.discourse.client import _numbers
from voxpop.collectors.discourse.mapping import posts_of
from voxpop.collectors.feed.entries import FeedSettings, post_of, read
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal
from voxpop.window import Window

TRAFFIC = SHARED / "traffic"
FORUMS, FEEDS = TRAFFIC / "forums" / "discourse", TRAFFIC / "feeds"
KEY = AuthorKey(b"key")
READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
SETTINGS = FeedSettings(url="https://blog.example/feed")

pytestmark = pytest.mark.skipif(not TRAFFIC.exists(), reason="the recorded traffic is not here")


def item(source, payload):
    window = Window(datetime(2000, 1, 1, tzinfo=UTC), READ_AT)
    received = json.loads(json.dumps(payload))
    return RawItem(source=source, channel="c", fetched_at=READ_AT, window=window, payload=received)


def forum_posts():
    """(file, post, topic, known numbers) of every recorded page that holds posts."""
    for path in sorted(FORUMS.rglob("*.json")):
        if path.parent.name == "spec":
            continue
        page = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(page, dict):
            continue
        stream = page.get("post_stream", {}).get("posts", [])
        for post in [
            *page.get("latest_posts", []),
            *page.get("posts", []),
            *([page["post"]] if "post" in page else []),
        ]:
            yield path.name, post, None, {}
        for post in stream:
            yield path.name, post, {k: v for k, v in page.items() if k != "post_stream"}, _numbers(page)
        if "cooked" in page:
            yield path.name, page, None, {}


def test_every_recorded_forum_post_is_mapped_or_refused_for_a_reason():
    counts, refused, posts = Counter(), [], []
    for name, post, topic, numbers in forum_posts():
        parent = numbers.get(post.get("reply_to_post_number") or 1)
        payload = {"host": "forum.example", "post": post, "topic": topic, "category": None, "parent_id": parent}
        records = list(posts_of(item("discourse", payload), KEY))
        if not records:
            counts[name, "moderator's action"] += post["post_type"] == 2
        for record in records:
            counts[name, type(record).__name__] += 1
            assert not isinstance(record, Gone)
            if isinstance(record, Refusal):
                refused.append((name, record.field))
            else:
                posts.append(record)
    assert counts == {
        ("get_post_response.json", "Post"): 1,
        ("new_topic_response.json", "Post"): 1,
        ("post.json", "Post"): 1,
        ("posts_before.json", "Post"): 3,
        ("query_response.json", "Post"): 1,
        ("topic.json", "Post"): 3,
        ("topic.json", "moderator's action"): 1,  # 'This topic is now pinned'
        ("topic_response.json", "Post"): 1,
        ("update_post_response.json", "Post"): 1,
    }
    assert refused == []
    assert all(post.text and post.handle_id and post.thread_id for post in posts)
    assert sum(post.author_id is None for post in posts) == 1  # a search result names the author and has no id
    assert len(Mapped.of(posts).posts) == len(posts)
    welcome = next(post for post in posts if post.text.startswith("Welcome!"))
    assert welcome.created_at == datetime(2013, 2, 4, 20, 26, 26, 278000, tzinfo=UTC)
    assert "- For more information on the Discourse project" in welcome.text
    assert "<" not in welcome.text


def test_every_recorded_feed_is_read():
    counts, undated, problems = Counter(), 0, 0
    for path in sorted(FEEDS.rglob("*.xml")):
        document = read(path.read_bytes(), "application/xml")
        problems += bool(document.problem)
        counts["feeds"] += 1
        counts["feeds without entries"] += not document.entries
        for entry in document.entries:
            payload = {"host": "blog.example", "feed": document.feed, "entry": entry}
            (record,) = post_of(item("feed", payload), KEY, SETTINGS)
            if isinstance(record, Refusal) and record.field == "published":
                undated += 1  # made for other purposes: most of these documents have no dates
                (record,) = post_of(item("feed", {**payload, "first_seen": READ_AT.isoformat()}), KEY, SETTINGS)
            counts[type(record).__name__, getattr(record, "field", "")] += 1  # pictures, links and guids without a word
            if isinstance(record, Post):
                assert record.post_id
                assert "<script" not in record.text
    assert counts == {"feeds": 109, "feeds without entries": 6, ("Post", ""): 43, ("Refusal", "content"): 64}
    assert (undated, problems) == (97, 4)
