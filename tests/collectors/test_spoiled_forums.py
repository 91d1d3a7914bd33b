"""Forum and feed entries with any value replaced by any junk: a post, a refusal or a deletion, never a crash."""

import json
from datetime import UTC, datetime

from tests.collectors.spoiled import spoiled
from voxpop.authors import AuthorKey
from voxpop.collectors.discourse import mapping as discourse_posts
from voxpop.collectors.feed import entries as feed_entries
from voxpop.collectors.feed.entries import FeedSettings
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

READ_AT = datetime(2026, 11, 20, tzinfo=UTC)
WINDOW = Window(datetime(2026, 11, 16, tzinfo=UTC), READ_AT)
DISCOURSE = {
    "host": "forum.example", "base": "https://forum.example", "parent_id": 6,
    "category": {"slug": "help", "name": "Help", "custom_fields": {"enable_accepted_answers": "true"}},
    "post": {
        "id": 7, "post_type": 1, "post_number": 1, "topic_id": 3, "user_id": 5, "username": "ada", "version": 2,
        "created_at": "2026-11-16T09:00:00Z", "updated_at": "2026-11-16T10:00:00Z", "raw": "[quote]a[/quote] b",
        "cooked": "<p>b</p>", "actions_summary": [{"id": 2, "count": 4}], "topic_slug": "exports", "trust_level": 2,
    },
    "topic": {"id": 3, "title": "Exports", "tags": ["csv", {"name": "api"}], "accepted_answer": {"post_number": 2}},
}  # fmt: skip
FEED = {
    "host": "blog.example", "first_seen": "2026-11-17T00:00:00Z",
    "feed": {"author": "Ada", "author_detail": {"name": "Ada", "email": "ada@blog.example"}, "language": "en-GB"},
    "entry": {
        "id": "https://blog.example/7", "link": "https://blog.example/7", "title": "Exports",
        "title_detail": {"type": "text/html"}, "author": "Bo", "author_detail": {"name": "Bo", "href": "https://b.example"},
        "published": "Mon, 16 Nov 2026 09:00:00 GMT", "updated_utc": "2026-11-16T10:00:00+00:00",
        "content": [{"type": "text/html", "language": "en", "value": "<p>They fail</p>"}], "summary": "They",
        "summary_detail": {"type": "text/plain"}, "tags": [{"term": "csv"}], "slash_comments": "3",
    },
}  # fmt: skip


def mapped_once(page, to_posts):
    first = list(to_posts(RawItem(source="x", channel="x", fetched_at=READ_AT, window=WINDOW, payload=page)))
    assert all(isinstance(found, Post | Refusal | Gone) for found in first)
    return first


def no_junk_crashes(payload, to_posts):
    assert isinstance(mapped_once(payload, to_posts)[0], Post)
    for path, junk, changed in spoiled(payload):
        try:
            found = mapped_once(changed, to_posts)
        except Exception as error:
            raise AssertionError(f"{path} = {junk!r}: {error!r}") from error
        assert len(found) <= 1, json.dumps(path)


def test_a_spoiled_discourse_post_never_crashes_the_mapping():
    key = AuthorKey(b"k" * 32)
    no_junk_crashes(DISCOURSE, lambda item: discourse_posts.posts_of(item, key))


def test_a_spoiled_feed_entry_never_crashes_the_mapping():
    key, settings = AuthorKey(b"k" * 32), FeedSettings(url="https://blog.example/feed")
    no_junk_crashes(FEED, lambda item: feed_entries.post_of(item, key, settings))
