"""Hacker News: stories and comments by Algolia's public search, https://hn.algolia.com/api."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from collectors.archive_settings import Columns
from collectors.html_text import html_to_text
from collectors.rest import RestCollector
from collectors.rest_settings import Paging, Stream
from voxpop.config import Section
from voxpop.post import Post


class HackerNewsSettings(Section):
    """The keys of a channel whose source is 'hackernews'."""

    query: Annotated[str, Field(min_length=1)]
    api_url: str = "https://hn.algolia.com/api/v1"


class HackerNewsCollector(RestCollector):
    """One search. An answer ends at 1,000 hits, so that older ones are asked for by their time."""

    source: ClassVar[str] = "hackernews"
    Settings: ClassVar[type[BaseModel]] = HackerNewsSettings
    settings: HackerNewsSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def streams(self) -> tuple[Stream, ...]:
        """The newest hits of the window first."""
        return (
            Stream(
                path="/search_by_date",
                parameters={
                    "query": self.settings.query,
                    "tags": "(story,comment)",
                    "hitsPerPage": 1000,
                    "numericFilters": "created_at_i>={start},created_at_i<{end}",
                },
                pagination=Paging(kind="before", size=1000),
                newest_first=True,
                items="hits",
                mapping=Columns(
                    post_id="objectID",
                    text="comment_text|story_text|title",
                    title="title",
                    author="author",
                    handle="author",
                    created_at="created_at_i",
                    thread_id="story_id",
                    parent_id="parent_id",
                    votes="points",
                    replies="num_comments",
                ),
                constants={"community": "news.ycombinator.com"},
                time_format="unix",
                window_format="unix",
                html=True,
            ),
        )

    def finish(self, post: Post, record: Any) -> Post:
        """With its page; a title is no HTML."""
        title = record.get("title")
        return replace(
            post,
            title=title if isinstance(title, str) and title else None,
            text=post.text or html_to_text(post.title or ""),
            url=f"https://news.ycombinator.com/item?id={post.post_id}",
        )
