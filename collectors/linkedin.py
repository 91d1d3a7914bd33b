"""LinkedIn: the posts of an organisation's page and the comments below them.

API: https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api, .../shares/comments-api. It answers for
pages that one administers (r_organization_social), with a version in a header that lives for about a year; there is no search,
and members' own posts are not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

TOKEN = "VOXPOP_LINKEDIN_TOKEN"  # noqa: S105  the name of a secret
POSTS, COMMENTS = range(2)
PAGE = "https://www.linkedin.com/feed/update/"
HASHTAG = re.compile(r"\{hashtag\|\\?#\|([^}]*)\}")
MENTION = re.compile(r"@\[((?:\\.|[^\]\\])*)\]\(urn:li:[^)]*\)")
MEDIA = {"media": "photo", "multiImage": "gallery", "article": "card", "poll": "poll", "document": "file"}
COMMENT = re.compile(r"urn:li:comment:\((urn:li:\w+:\d+),(\d+)\)")
ESCAPED = re.compile(r"\\([|{}@\[\]()<>#\\*_~])")


class LinkedInSettings(Section):
    """The keys of a channel whose source is 'linkedin'."""

    organization: Annotated[str, Field(pattern=r"^\d+$")]  # its number
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a post is looked at for new comments
    version: Annotated[str, Field(pattern=r"^20\d{4}$")] = "202511"  # of the API
    api_url: str = "https://api.linkedin.com/rest"


class LinkedInCollector(ThreadCollector):
    """One page. Ids are LinkedIn's own, 'urn:li:share:1' and 'urn:li:comment:(urn:li:activity:1,2)'."""

    source: ClassVar[str] = "linkedin"
    Settings: ClassVar[type[BaseModel]] = LinkedInSettings
    settings: LinkedInSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    @property
    def urn(self) -> str:
        """The page, as LinkedIn names it."""
        return f"urn:li:organization:{self.settings.organization}"

    @property
    def reach(self) -> timedelta:
        """Posts are listed by their beginning."""
        return timedelta(days=self.settings.answers_days)

    def streams(self) -> tuple[Stream, ...]:
        """Posts, the newest first, and the comments below one, or below a comment."""
        posts = self._list(
            "/posts",
            {"q": "author", "author": self.urn, "sortBy": "CREATED"},
            Columns(
                post_id="id", text="commentary", author="author", handle="author", created_at="publishedAt|createdAt"
            ),
            newest_first=True,
        )
        comments = self._list(
            "/socialActions/{above}/comments",
            {},
            Columns(
                post_id="commentUrn",
                text="message.text",
                author="actor",
                handle="actor",
                created_at="created.time",
                edited_at="lastModified.time",
                thread_id="above.id",
                parent_id="parentComment|above.id",
                likes="likesSummary.aggregatedTotalLikes|likesSummary.totalLikes",
                replies="commentsSummary.aggregatedTotalComments",
            ),
        )
        return posts, comments

    def below(self, place: int) -> Below | None:
        """Comments on a comment stand below it, one level deep."""
        if place != POSTS:
            return None
        answers = Below(place=COMMENTS, key="commentUrn", count="commentsSummary.aggregatedTotalComments")
        return Below(place=COMMENTS, below=answers)

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Drafts and what was taken back are no posts."""
        state = record.get("lifecycleState", "PUBLISHED")
        return None if state == "PUBLISHED" else f"posts that are {str(state).lower().replace('_', ' ')}"

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Plain words, who is of the page, its page, what it shows."""
        writer = record.get("author") or record.get("actor")
        facts["text"] = plain(facts["text"])
        facts["author_staff"] = writer == self.urn if isinstance(writer, str) else None
        facts["community"] = self.settings.organization
        if "commentUrn" not in record:
            facts["url"] = f"{PAGE}{facts['post_id']}"
            content = record.get("content")
            facts["media"] = (
                tuple(MEDIA[name] for name in content if name in MEDIA) if isinstance(content, dict) else ()
            )

    @property
    def can_recheck(self) -> bool:
        """Each post and comment has an address."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Posts as they are now, and what is gone. A comment does not tell its post, so that of it only that is asked."""
        client, window = Client(self, log), self.now()
        for post_id in post_ids:
            comment = COMMENT.fullmatch(post_id)
            path = (
                f"/socialActions/{quote(comment[1], safe='')}/comments/{comment[2]}"
                if comment
                else f"/posts/{quote(post_id, safe='')}"
            )
            answer = client.get(self.address + path, {}, self.lists[COMMENTS if comment else POSTS], window)
            record = answer[0] if answer else None
            if not isinstance(record, dict) or self.left_out(record):
                yield self.item(window, {"stream": POSTS, "gone": post_id})
            elif not comment:
                yield self.item(window, {"stream": POSTS, "item": record})

    def _list(self, path: str, parameters: dict[str, str], mapping: Columns, *, newest_first: bool = False) -> Stream:
        return Stream(
            path=path,
            parameters={**parameters, "count": 100},
            headers={
                "Authorization": f"Bearer {{secret:{TOKEN}}}",
                "LinkedIn-Version": self.settings.version,
                "X-Restli-Protocol-Version": "2.0.0",
            },
            pagination=Paging(kind="offset", parameter="start", total="paging.total"),
            newest_first=newest_first,
            items="elements",
            mapping=mapping,
            constants={"text": ""},
            time_format="unix_ms",
        )


def plain(text: str) -> str:
    """The words of LinkedIn's 'little text': hashtags and names as people read them, escapes undone."""
    words = HASHTAG.sub(lambda match: f"#{match[1]}", text)
    return ESCAPED.sub(r"\1", MENTION.sub(lambda match: f"@{match[1]}", words))
