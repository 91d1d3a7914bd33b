"""Hacker News: stories and comments by Algolia's public search, https://hn.algolia.com/api."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.config import Section
from voxpop.post import Gone, Post, RawItem, Refusal

MARKS = ("ask_hn", "show_hn", "poll", "job")  # tags of the search that say what a story is
WRITTEN = ("author", "text", "title")  # what a deleted item has lost


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
                    post_id="objectID|id",
                    text="comment_text|story_text|text|title",
                    title="title",
                    author="author",
                    handle="author",
                    created_at="created_at_i",
                    thread_id="story_id",
                    parent_id="parent_id",
                    votes="points",
                    replies="num_comments",
                    links="url",
                ),
                constants={"community": "news.ycombinator.com"},
                time_format="unix",
                window_format="unix",
                html=True,
                item_path="/items/{id}",
            ),
        )

    def trimmed(self, record: Any) -> Any:
        """An item without the tree below it, of which the number is kept, as the search gives it of a story."""
        if not isinstance(record, dict):
            return record
        alone = {name: value for name, value in record.items() if name != "children"}
        return {**alone, "num_comments": _below(record)} if record.get("type") == "story" else alone

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post, or that it is gone: a deleted one stays in its tree without author and words."""
        record = item.payload.get("item")
        if isinstance(record, dict) and record.get("id") is not None and not any(map(record.get, WRITTEN)):
            yield Gone(source=self.source, post_id=str(record["id"]), gone_at=item.fetched_at, reason="deleted")
            return
        yield from super().to_posts(item)

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its page, and what the search says of it; a title is no HTML, and the words of a story that has no text."""
        title, told = record.get("title"), record.get("_tags")
        facts["title"] = title if isinstance(title, str) and title else None
        facts["text"] = facts["text"] or html_to_text(facts["title"] or "")
        facts["url"] = f"https://news.ycombinator.com/item?id={facts['post_id']}"
        if isinstance(told, list):
            facts["marks"] = tuple(tag for tag in MARKS if tag in told)


def _below(record: dict[str, Any]) -> int:
    """How many comments stand below."""
    count, left = 0, [record]
    while left:
        children = left.pop().get("children")
        inner = [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []
        count += len(inner)
        left += inner
    return count
