"""Discourse chat: the messages of a chat channel of a forum and their threads; the forum's posts are the source 'discourse'.

API: no page describes it; built from the forum's own code (https://github.com/discourse/discourse, plugins/chat, ListChannelMessages
and ListChannelThreadMessages). The key is that of an account that may see the channel; where threads are on, their answers stand in
lists of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Kind, RawItem

KEY, USERNAME = "VOXPOP_DISCOURSE_API_KEY", "VOXPOP_DISCOURSE_API_USERNAME"  # names of secrets
MESSAGES, ANSWERS = range(2)
FULL = 50  # messages of a page; older forums refuse more
MEDIA = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "avif"), "photo"),
    **dict.fromkeys(("mp4", "webm", "mov"), "video"),
    **dict.fromkeys(("mp3", "ogg", "wav", "m4a"), "audio"),
}


class DiscourseChatSettings(Section):
    """The keys of a channel whose source is 'discoursechat'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")]  # of the forum
    channel: Annotated[int, Field(ge=1)]  # its number, which stands in its address: /chat/c/general/2
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a message is looked at for new answers


class DiscourseChatCollector(ThreadCollector):
    """One chat channel. Messages are keyed '<host>/chat/<id>', so that none is taken for a post of the forum."""

    source: ClassVar[str] = "discoursechat"
    Settings: ClassVar[type[BaseModel]] = DiscourseChatSettings
    settings: DiscourseChatSettings

    @property
    def address(self) -> str:
        """The API's address."""
        return f"{self.settings.url.rstrip('/')}/chat/api"

    @property
    def prefix(self) -> str:
        """Names the forum."""
        parts = urlsplit(self.settings.url.rstrip("/"))
        return f"{parts.netloc.lower()}{parts.path}/chat/"

    @property
    def reach(self) -> timedelta:
        """A thread is listed by its beginning."""
        return timedelta(days=self.settings.answers_days)

    def streams(self) -> tuple[Stream, ...]:
        """Messages, the newest first, and the answers of one thread."""
        channel = f"/channels/{self.settings.channel}"
        return self._list(f"{channel}/messages"), self._list(f"{channel}/threads/{{above}}/messages")

    def below(self, place: int) -> Below | None:
        """A message that began a thread has the thread's number."""
        return (
            Below(place=ANSWERS, key="thread_id", count="thread_id", untold_is_none=True) if place == MESSAGES else None
        )

    def records(self, answer: Any, stream: Stream) -> Any:
        """The messages of a page, the newest first."""
        page = super().records(answer, stream)
        return page[::-1] if isinstance(page, list) else page

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its thread, its page, who is ours, what it shows."""
        root = at(record, "above.id")
        mine = isinstance(root, int) and facts["post_id"] != f"{self.prefix}{root}"
        above = at(record, "in_reply_to.id")
        facts["thread_id"] = f"{self.prefix}{root}" if mine else None
        facts["parent_id"] = f"{self.prefix}{above}" if isinstance(above, int) else facts["thread_id"]
        facts["thread_id"] = facts["thread_id"] or facts["parent_id"]
        facts["kind"] = Kind.REPLY if facts["parent_id"] else Kind.POST
        ours = [at(record, f"user.{name}") for name in ("admin", "moderator", "staff")]
        facts["author_staff"] = True if True in [one for one in ours if isinstance(one, bool)] else None
        facts["marks"] = ("bot",) if isinstance(record.get("chat_webhook_event"), dict) else ()
        files, given = record.get("uploads"), record.get("reactions")
        facts["media"] = tuple(
            MEDIA.get(str(one.get("extension")).lower(), "file")
            for one in (files if isinstance(files, list) else [])
            if isinstance(one, dict)
        )
        counts = [(at(one, "emoji"), at(one, "count")) for one in given] if isinstance(given, list) else []
        facts["reactions"] = tuple(f"{name}:{n}" for name, n in counts if isinstance(name, str) and isinstance(n, int))
        facts["url"] = f"{self.settings.url.rstrip('/')}/chat/c/-/{self.settings.channel}/{record.get('id')}"

    @property
    def can_recheck(self) -> bool:
        """The list can be opened at a message."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each message as it is now, or that it is gone; of an answer in a thread that is there, nothing is said."""
        client, window = Client(self, log), self.now()
        place = f"{self.address}/channels/{self.settings.channel}"
        if (
            client.get(place, {}, self.lists[ANSWERS], window) is None
        ):  # closed to us: not all of its messages are deleted
            raise CollectorError(self.source, f"channel {self.settings.channel} is not there; may the account see it?")
        for post_id in post_ids:
            number = post_id.removeprefix(self.prefix)
            if not post_id.startswith(self.prefix) or not number.isdigit():
                continue
            answer = client.get(f"{place}/messages", {"target_message_id": number}, self.lists[ANSWERS], window)
            if answer is None:
                yield self.item(window, {"stream": MESSAGES, "gone": post_id})
                continue
            page = at(answer[0], "messages")
            found = [one for one in page if str(at(one, "id")) == number] if isinstance(page, list) else []
            yield from (self.item(window, {"stream": MESSAGES, "item": one}) for one in found)

    def _list(self, path: str) -> Stream:
        return Stream(
            path=path,
            parameters={"direction": "past", "page_size": FULL},
            headers={"Api-Key": f"{{secret:{KEY}}}", "Api-Username": f"{{secret:{USERNAME}}}"},
            pagination=Paging(kind="last", parameter="target_message_id", next="id", more="meta.can_load_more_past"),
            newest_first=True,
            items="messages",
            mapping=Columns(
                post_id="id",
                text="message",
                author="user.id",
                handle="user.username",
                created_at="created_at",
            ),
            constants={"community": str(self.settings.channel)},
            deleted="deleted_at",
        )
