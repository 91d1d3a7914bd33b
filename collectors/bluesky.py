"""Bluesky: posts that a search finds, https://docs.bsky.app/docs/api/app-bsky-feed-search-posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import Post, RawItem

AT_ONCE = 25  # posts that one request may ask for


class BlueskySettings(Section):
    """The keys of a channel whose source is 'bluesky'."""

    query: Annotated[str, Field(min_length=1)]
    api_url: str = "https://api.bsky.app"


class BlueskyCollector(RestCollector):
    """One search. Posts are keyed by their AT URI."""

    source: ClassVar[str] = "bluesky"
    Settings: ClassVar[type[BaseModel]] = BlueskySettings
    settings: BlueskySettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def streams(self) -> tuple[Stream, ...]:
        """The newest first, by cursor. `since` and `until` go by the time that Bluesky sorts by."""
        return (
            Stream(
                path="/xrpc/app.bsky.feed.searchPosts",
                parameters={
                    "q": self.settings.query,
                    "sort": "latest",
                    "since": "{start}",
                    "until": "{end}",
                    "limit": 100,
                },
                pagination=Paging(kind="cursor", parameter="cursor", next="cursor", total="hitsTotal"),
                newest_first=True,
                items="posts",
                mapping=Columns(
                    post_id="uri",
                    text="record.text",
                    author="author.did",
                    handle="author.handle",
                    created_at="record.createdAt",
                    lang="record.langs.0",
                    thread_id="record.reply.root.uri",
                    parent_id="record.reply.parent.uri",
                    tags="record.tags",
                    likes="likeCount",
                    replies="replyCount",
                    reposts="repostCount",
                    quotes="quoteCount",
                    quote_of="record.embed.record.uri",
                ),
            ),
        )

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each post as it is now, or that it is gone."""

        def ask(asked: list[str]) -> tuple[int, str, dict[str, Any]]:
            return 0, f"{self.address}/xrpc/app.bsky.feed.getPosts", {"uris": asked}

        return self.recheck_together([name for name in post_ids if name.startswith("at://")], ask, log, AT_ONCE)

    def finish(self, post: Post, record: Any) -> Post:
        """With its page: at://did/app.bsky.feed.post/key becomes an address."""
        del record
        parts = post.post_id.removeprefix("at://").split("/")
        return replace(post, url=f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}") if len(parts) == 3 else post
