"""Instagram: the posts of a professional account, the comments below them, and posts in which others tag it.

API: https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/comments. It answers for accounts whose
token one holds (instagram_basic, instagram_manage_comments); there is no search.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.meta.wire import API, MEDIA, GraphCollector
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.rest.threads import Below
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

TOKEN = "VOXPOP_INSTAGRAM_TOKEN"  # noqa: S105  the name of a secret
POSTS, COMMENTS, ANSWERS, TAGGED = range(4)
OF_POST = "id,caption,media_type,permalink,timestamp,username,like_count,comments_count"
OF_ANSWER = "id,text,timestamp,username,from{id,username},like_count,parent_id"
OF_COMMENT = f"{OF_ANSWER},replies{{{OF_ANSWER}}}"


class InstagramSettings(Section):
    """The keys of a channel whose source is 'instagram'."""

    account: Annotated[str, Field(pattern=r"^\d+$")]  # its number
    tagged: bool = True  # posts of others in which it is tagged
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a post is looked at for new comments
    api_url: str = API


class InstagramCollector(GraphCollector):
    """One account. Ids are Instagram's own."""

    source: ClassVar[str] = "instagram"
    Settings: ClassVar[type[BaseModel]] = InstagramSettings
    settings: InstagramSettings
    token = TOKEN

    def streams(self) -> tuple[Stream, ...]:
        """Posts, comments below one, answers below a comment, posts in which it is tagged."""
        post = Columns(
            post_id="id",
            text="caption",
            author="username",
            handle="username",
            created_at="timestamp",
            likes="like_count",
            replies="comments_count",
            url="permalink",
        )
        said = {"text": "text", "author": "from.id|username", "handle": "from.username|username"}
        comment = Columns(
            post_id="id",
            created_at="timestamp",
            likes="like_count",
            thread_id="above.id",
            parent_id="parent_id|above.id",
            **said,
        )
        wordless = {"text": "", "community": self.settings.account}
        account = f"/{self.settings.account}"
        return (
            self._list(f"{account}/media", OF_POST, post, {**wordless, "kind": "post"}),
            self._list("/{above}/comments", OF_COMMENT, comment, wordless, newest_first=False),
            self._list("/{above}/replies", OF_ANSWER, comment, wordless, newest_first=False),
            self._list(f"{account}/tags", OF_POST, post, {**wordless, "kind": "post"}),
        )

    def first_lists(self) -> Iterator[tuple[int, Stream]]:
        """Those that are wanted."""
        return (one for one in super().first_lists() if self.settings.tagged or one[0] != TAGGED)

    def below(self, place: int) -> Below | None:
        """The first answers to a comment come with it."""
        if place not in {POSTS, TAGGED}:
            return None
        answers = Below(place=ANSWERS, inside="replies.data", more="replies.paging.next")
        return Below(place=COMMENTS, count="comments_count", below=answers)

    def about(self, record: dict[str, Any], stream: Stream) -> dict[str, Any]:
        """Who wrote the post tells its own answers from others'."""
        return {**super().about(record, stream), "username": record.get("username")}

    def trimmed(self, record: Any) -> Any:
        """A comment without the answers that came with it: each is an item of its own."""
        return (
            {name: value for name, value in record.items() if name != "replies"} if isinstance(record, dict) else record
        )

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """What it shows."""
        kind = record.get("media_type")
        facts["media"] = (MEDIA.get(str(kind).lower(), "file"),) if kind else ()

    @property
    def can_recheck(self) -> bool:
        """Whether a post or a comment is still there can be asked; comments cannot be edited."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Those that are gone. Nothing tells the id of a post from that of a comment, so that no more than the id is asked for."""
        client, window = Client(self, log), self.now()
        for post_id in post_ids:
            url = f"{self.address}/{quote(post_id, safe='')}?fields=id"
            if client.get(url, {}, self.lists[POSTS], window) is None:
                yield self.item(window, {"stream": POSTS, "gone": post_id})
