"""YouTube: the comments under a channel's videos, with their answers, and the videos themselves.

API: https://developers.google.com/youtube/v3/docs/commentThreads, .../comments, .../playlistItems. Each request costs one of
the project's 10,000 units a day. Comments are listed by when their thread began, so that a thread is looked at again for
`answers_days`; the API has no list of new answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

KEY = "VOXPOP_YOUTUBE_KEY"
THREADS, ANSWERS, VIDEOS = range(3)  # places of the lists
AT_ONCE = 50
WORDS: dict[str, str | int] = {"textFormat": "plainText", "maxResults": 100}
PAGES = "https://www.youtube.com/watch?v="


class YouTubeSettings(Section):
    """The keys of a channel whose source is 'youtube'."""

    channel: Annotated[str, Field(pattern=r"^UC[\w-]{22}$")]  # its id, not its @name
    videos: bool = True  # what the channel says itself: title and description of each video
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a thread is looked at for new answers
    api_url: str = "https://www.googleapis.com/youtube/v3"


class YouTubeCollector(ThreadCollector):
    """One channel. Ids are YouTube's own: an answer's is '<thread>.<answer>'."""

    source: ClassVar[str] = "youtube"
    Settings: ClassVar[type[BaseModel]] = YouTubeSettings
    settings: YouTubeSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    @property
    def reach(self) -> timedelta:
        """Threads are listed by their beginning."""
        return timedelta(days=self.settings.answers_days)

    def streams(self) -> tuple[Stream, ...]:
        """Threads and videos, the newest first, and the answers of one thread."""
        first = "snippet.topLevelComment"
        threads = self._stream(
            "/commentThreads",
            {
                "allThreadsRelatedToChannelId": self.settings.channel,
                "part": "snippet,replies",
                "order": "time",
                **WORDS,
            },
            self._comment(f"{first}.snippet", replies="snippet.totalReplyCount"),
            newest_first=True,
        )
        answers = self._stream(
            "/comments?parentId={above}",
            {"part": "snippet", **WORDS},
            self._comment("snippet", thread_id="snippet.parentId", parent_id="snippet.parentId"),
        )
        videos = self._stream(
            "/playlistItems",
            {"playlistId": f"UU{self.settings.channel[2:]}", "part": "snippet,contentDetails", "maxResults": 50},
            Columns(
                post_id="contentDetails.videoId",
                text="snippet.description",
                title="snippet.title",
                author="snippet.videoOwnerChannelId",
                created_at="contentDetails.videoPublishedAt|snippet.publishedAt",
            ),
            newest_first=True,
        )
        return threads, answers, *([videos] if self.settings.videos else [])

    def below(self, place: int) -> Below | None:
        """Up to five answers come with their thread."""
        return Below(place=ANSWERS, inside="replies.comments", count="snippet.totalReplyCount") if place == 0 else None

    def trimmed(self, record: Any) -> Any:
        """A thread without the answers that came with it."""
        return (
            {name: value for name, value in record.items() if name != "replies"} if isinstance(record, dict) else record
        )

    def about(self, record: dict[str, Any], stream: Stream) -> dict[str, Any]:
        """An answer does not name its video where it is given alone."""
        return {**super().about(record, stream), "video": at(record, "snippet.videoId")}

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its page; whether the channel itself wrote it; a video without a description is its title."""
        said = at(record, "snippet.topLevelComment.snippet|snippet")
        written_by = at(said, "authorChannelId.value|videoOwnerChannelId")
        facts["author_staff"] = written_by == self.settings.channel if isinstance(written_by, str) else None
        facts["community"] = self.settings.channel
        if "contentDetails" in record:
            facts |= {"url": f"{PAGES}{facts['post_id']}", "media": ("video",)}
            facts["text"] = facts["text"] or facts.get("title") or ""
            return
        video = at(record, "snippet.videoId|above.video")
        if isinstance(video, str):
            facts["url"] = f"{PAGES}{video}&lc={facts['post_id']}"
        if held := at(said, "moderationStatus"):
            facts["marks"] = (str(held),)

    @property
    def can_recheck(self) -> bool:
        """Comments can be asked for by their ids."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each comment as it is now, or that it is gone; videos, whose ids have eleven letters, are left alone."""
        comments = [post_id for post_id in post_ids if len(post_id) != 11]
        known = {"part": "snippet", "textFormat": "plainText"}
        return self.recheck_together(
            comments, lambda ids: (ANSWERS, f"{self.address}/comments", {**known, "id": ",".join(ids)}), log, AT_ONCE
        )

    def _stream(
        self, path: str, parameters: dict[str, str | int], mapping: Columns, *, newest_first: bool = False
    ) -> Stream:
        return Stream(
            path=path,
            parameters=parameters,
            headers={
                "X-Goog-Api-Key": f"{{secret:{KEY}}}"
            },  # as a header: an address is written down in too many places
            pagination=Paging(kind="cursor", parameter="pageToken", next="nextPageToken"),
            newest_first=newest_first,
            items="items",
            mapping=mapping,
        )

    def _comment(self, said: str, **columns: str) -> Columns:
        return Columns(
            post_id="id",
            text=f"{said}.textOriginal|{said}.textDisplay",
            author=f"{said}.authorChannelId.value",
            handle=f"{said}.authorDisplayName",
            created_at=f"{said}.publishedAt",
            edited_at=f"{said}.updatedAt",
            likes=f"{said}.likeCount",
            **columns,
        )
