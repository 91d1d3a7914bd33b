"""Facebook: the posts of a page, what visitors write below them or say of the page, and its recommendations.

API: https://developers.facebook.com/docs/graph-api/reference/page/feed, .../comment, .../page/ratings, .../page/tagged. It
answers for pages whose token one holds (pages_read_engagement, pages_read_user_content); there is no search.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.meta.wire import API, MEDIA, GraphCollector
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.rest.threads import Below
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section

TOKEN = "VOXPOP_FACEBOOK_TOKEN"  # noqa: S105  the name of a secret
POSTS, COMMENTS, TAGGED, RATINGS = range(4)
OF_POST = (
    "id,message,story,created_time,permalink_url,from{id,name},shares,attachments{media_type,title,unshimmed_url},"
    "reactions.limit(0).summary(total_count),comments.filter(stream).limit(0).summary(total_count)"
)
OF_COMMENT = "id,message,created_time,permalink_url,from{id,name},parent{id},like_count,comment_count,attachment{media}"
OF_RATING = "open_graph_story{id},review_text,created_time,recommendation_type,rating,reviewer{id,name}"


class FacebookSettings(Section):
    """The keys of a channel whose source is 'facebook'."""

    page: Annotated[str, Field(pattern=r"^\d+$")]  # its number
    tagged: bool = True  # posts of others that name the page
    ratings: bool = True  # recommendations, and the stars of former years
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a post is looked at for new comments
    api_url: str = API


class FacebookCollector(GraphCollector):
    """One page. Ids are Facebook's own."""

    source: ClassVar[str] = "facebook"
    Settings: ClassVar[type[BaseModel]] = FacebookSettings
    settings: FacebookSettings
    token = TOKEN

    def streams(self) -> tuple[Stream, ...]:
        """Posts, comments below one, posts that name the page, ratings."""
        post = Columns(
            post_id="id",
            text="message|story",
            author="from.id",
            handle="from.name",
            created_at="created_time",
            likes="reactions.summary.total_count",
            replies="comments.summary.total_count",
            reposts="shares.count",
            url="permalink_url",
            links="attachments.data.unshimmed_url",
        )
        comment = Columns(
            post_id="id",
            text="message",
            author="from.id",
            handle="from.name",
            created_at="created_time",
            thread_id="above.id",
            parent_id="parent.id|above.id",
            likes="like_count",
            replies="comment_count",
            url="permalink_url",
        )
        rating = Columns(
            post_id="open_graph_story.id",
            text="review_text",
            author="reviewer.id",
            handle="reviewer.name",
            created_at="created_time",
            rating="rating",
        )
        wordless = {"text": "", "community": self.settings.page}  # of pictures
        all_levels = {"filter": "stream", "order": "chronological"}
        page = f"/{self.settings.page}"
        return (
            self._list(f"{page}/feed", OF_POST, post, {**wordless, "kind": "post"}),
            self._list("/{above}/comments", OF_COMMENT, comment, wordless, all_levels, newest_first=False),
            self._list(f"{page}/tagged", OF_POST, post, {**wordless, "kind": "post"}),
            self._list(
                f"{page}/ratings",
                OF_RATING,
                rating,
                {**wordless, "kind": "review", "rating_scale": 5},
                newest_first=False,
            ),
        )

    def first_lists(self) -> Iterator[tuple[int, Stream]]:
        """Those that are wanted."""
        off = {TAGGED: not self.settings.tagged, RATINGS: not self.settings.ratings}
        return ((place, stream) for place, stream in super().first_lists() if not off.get(place))

    def below(self, place: int) -> Below | None:
        """Comments of all levels come in one list."""
        return Below(place=COMMENTS, count="comments.summary.total_count") if place in {POSTS, TAGGED} else None

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Whether the page itself wrote it, what it shows, and what a visitor recommends."""
        writer = at(record, "from.id|reviewer.id")
        facts["author_staff"] = writer == self.settings.page if isinstance(writer, str) else None
        kinds = at(record, "attachments.data.media_type")
        shown = [MEDIA.get(str(kind).lower(), "file") for kind in kinds] if isinstance(kinds, list) else []
        facts["media"] = (*shown, *(["photo"] if at(record, "attachment.media") else []))
        told = record.get("recommendation_type")
        facts["marks"] = (f"recommends:{told}",) if told in {"positive", "negative"} else ()
        if facts.get("rating") is None:
            facts["rating_scale"] = None

    @property
    def can_recheck(self) -> bool:
        """Posts and comments can be asked for by their ids."""
        return True

    def located(self, post_id: str) -> tuple[int, str] | None:
        """Ids of the page's posts begin with its own."""
        fields, place = (OF_POST, POSTS) if post_id.startswith(f"{self.settings.page}_") else (OF_COMMENT, COMMENTS)
        return place, f"{self.address}/{quote(post_id, safe='')}?fields={quote(fields, safe='')}"

    def above_of(self, post_id: str) -> dict[str, Any] | None:
        """A comment does not tell its post, which its id begins with."""
        page = f"{self.settings.page}_"
        return None if post_id.startswith(page) else {"id": page + post_id.partition("_")[0]}
