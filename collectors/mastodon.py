"""Mastodon: a tag's or an account's public posts on one server, https://docs.joinmastodon.org/methods/timelines/."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, Field, model_validator

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.config import Section
from voxpop.post import Kind, Post

TOKEN = "VOXPOP_MASTODON_TOKEN"  # noqa: S105  the name of a secret


class MastodonSettings(Section):
    """The keys of a channel whose source is 'mastodon'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\S*$")]
    tag: Annotated[str, Field(pattern=r"^\w+$")] | None = None
    account: Annotated[str, Field(pattern=r"^\d+$")] | None = None  # its id on this server
    login: bool = False  # send the token; servers may close their timelines to strangers

    @model_validator(mode="after")
    def _says_what(self) -> MastodonSettings:
        if (self.tag is None) == (self.account is None):
            raise ValueError("give 'tag' (without '#') or 'account' (its id on the server), one of the two")
        return self


class MastodonCollector(RestCollector):
    """One timeline, newest first. Posts are keyed by their uri, which is the same on every server."""

    source: ClassVar[str] = "mastodon"
    Settings: ClassVar[type[BaseModel]] = MastodonSettings
    settings: MastodonSettings
    prefix = ""

    def streams(self) -> tuple[Stream, ...]:
        """The timeline; it is ordered by id, which grows with the time on its server."""
        tag, account = self.settings.tag, self.settings.account
        path = f"/api/v1/timelines/tag/{quote(tag)}" if tag else f"/api/v1/accounts/{account}/statuses"
        return (
            Stream(
                path=path,
                parameters={"limit": 40},
                headers={"Authorization": f"Bearer {{secret:{TOKEN}}}"} if self.settings.login else {},
                pagination=Paging(kind="last", parameter="max_id", next="id"),
                newest_first=True,
                mapping=Columns(
                    post_id="uri",
                    text="content",
                    author="account.url",
                    handle="account.acct",
                    created_at="created_at",
                    edited_at="edited_at",
                    lang="language",
                    tags="tags.name",
                    url="url",
                    likes="favourites_count",
                    replies="replies_count",
                    reposts="reblogs_count",
                    title="spoiler_text",
                    repost_of="reblog.uri",
                    quote_of="quote.quoted_status.uri",
                ),
                html=True,
            ),
        )

    def finish(self, post: Post, record: Any) -> Post:
        """A boost with the words of what it boosts; an answer as one, though its parent is known on its own server only."""
        if post.repost_of:
            boosted = record.get("reblog")
            words = boosted.get("content") if isinstance(boosted, dict) else None
            return replace(post, kind=Kind.REPOST, text=html_to_text(words) if isinstance(words, str) else post.text)
        return replace(post, kind=Kind.REPLY) if record.get("in_reply_to_id") else post
