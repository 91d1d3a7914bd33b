"""Discord: the messages of a channel or of a forum's posts, for communities that a company runs there.

API: https://docs.discord.com/developers/resources/message. A bot of one's own has to be a member of the server and to see the
channel, with the intent MESSAGE_CONTENT: without it the words are empty. Discord's terms forbid to train models on messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Kind, RawItem
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.collectors.base import Context
    from voxpop.config import Channel

TOKEN = "VOXPOP_DISCORD_TOKEN"  # noqa: S105  the name of a secret
CHANNEL, THREAD = range(2)
EPOCH_MS = 1_420_070_400_000  # ids count from 2015
FORUMS = frozenset({15, 16})  # types of channels that have threads alone
WORDS = frozenset({0, 19, 20, 23})  # types of messages: people's words, answers, answers of commands
MEDIA = {"image": "photo", "video": "video", "audio": "audio"}


class DiscordSettings(Section):
    """The keys of a channel whose source is 'discord'."""

    server: Annotated[str, Field(pattern=r"^\d+$")]  # its id, called guild by the API
    channel: Annotated[str, Field(pattern=r"^\d+$")]  # a text channel or a forum
    threads: bool = True  # read threads and forum posts below it
    threads_days: Annotated[int, Field(ge=0, le=365)] = 30  # of threads that are archived
    staff_roles: tuple[str, ...] = ()  # ids of roles whose members are ours
    api_url: str = "https://discord.com/api/v10"


class DiscordCollector(RestCollector):
    """One channel with its threads, whose messages stand in channels of their own. Ids are Discord's."""

    source: ClassVar[str] = "discord"
    Settings: ClassVar[type[BaseModel]] = DiscordSettings
    settings: DiscordSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def __init__(self, channel: Channel, context: Context) -> None:
        super().__init__(channel, context)
        self._begins: dict[str, str] = {}  # thread -> the post that it began with

    def streams(self) -> tuple[Stream, ...]:
        """The messages of the channel, the newest first."""
        return (self._messages(self.settings.channel),)

    def wanted(self, client: Client, window: Window) -> Iterator[tuple[int, Stream]]:
        """The channel's messages, and those of each thread that had one in the window."""
        channel = self._told(client, f"/channels/{self.settings.channel}", window)
        forum = channel.get("type") in FORUMS
        if not forum:
            yield 0, self.lists[0]
        if self.settings.threads:
            first = snowflake(window.start)
            for thread in self._threads(client, window):
                number, last = thread.get("id"), thread.get("last_message_id")
                if isinstance(number, str) and not (isinstance(last, str) and last.isdigit() and int(last) < first):
                    self._begins[number] = f"{number if forum else self.settings.channel}/{number}"
                    yield 0, self._messages(number)

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Joins, pins and other notices are nobody's words."""
        return None if record.get("type", 0) in WORDS else "notices of the channel"

    def refuse(self, answer: Any) -> None:
        """An answer that is an object is none."""
        if isinstance(answer, dict) and "message" in answer:
            raise CollectorError(self.source, f"Discord answers '{answer['message']}'")

    def payload_of(self, place: int, record: Any, client: Client) -> dict[str, Any]:
        """A message of a thread knows with which message that began."""
        payload = super().payload_of(place, record, client)
        root = self._begins.get(str(at(record, "channel_id")))
        return {**payload, "above": {"id": root}} if root else payload

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its thread, its page, who is ours, what it shows."""
        place, root = str(record.get("channel_id")), at(record, "above.id")
        number = facts["post_id"]
        facts["post_id"] = f"{place}/{number}"
        about = record.get("message_reference")
        answered = at(about, "message_id") if at(about, "type") in {None, 0} else None  # 1: a message passed on
        facts["parent_id"] = f"{at(about, 'channel_id') or place}/{answered}" if isinstance(answered, str) else None
        if isinstance(root, str) and root != facts["post_id"]:
            facts["thread_id"] = root
            facts["parent_id"] = facts["parent_id"] or root
        facts["kind"] = Kind.REPLY if facts["parent_id"] else Kind.POST
        facts["url"] = f"https://discord.com/channels/{self.settings.server}/{place}/{number}"
        roles = at(record, "member.roles")
        ours = isinstance(roles, list) and bool(set(map(str, roles)) & set(self.settings.staff_roles))
        facts["author_staff"] = True if ours else None
        facts["marks"] = ("bot",) if at(record, "author.bot") is True else ()
        files = record.get("attachments")
        kinds = [one.get("content_type") for one in files if isinstance(one, dict)] if isinstance(files, list) else []
        facts["media"] = tuple(MEDIA.get(str(kind).partition("/")[0], "file") for kind in kinds)
        told = record.get("reactions")
        counts = [(at(one, "emoji.name"), at(one, "count")) for one in told] if isinstance(told, list) else []
        facts["reactions"] = tuple(f"{name}:{n}" for name, n in counts if isinstance(name, str) and isinstance(n, int))
        facts["community"] = self.settings.channel

    @property
    def can_recheck(self) -> bool:
        """Each message has an address."""
        return True

    def located(self, post_id: str) -> tuple[int, str] | None:
        """The channel or thread, and the message."""
        place, _, number = post_id.partition("/")
        known = place.isdigit() and number.isdigit()
        return (0, f"{self.address}/channels/{place}/messages/{number}") if known else None

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each message as it is now, or that it is gone."""
        forum: bool | None = None
        for item in super().recheck(post_ids, log):
            place = str(at(item.payload, "item.channel_id"))
            if "gone" in item.payload or place == self.settings.channel:
                yield item
                continue
            if forum is None:
                path = f"/channels/{self.settings.channel}"
                forum = self._told(Client(self, log), path, item.window).get("type") in FORUMS
            root = f"{place if forum else self.settings.channel}/{place}"
            yield self.item(item.window, {**item.payload, "above": {"id": root}})

    def _threads(self, client: Client, window: Window) -> Iterator[dict[str, Any]]:
        """Threads that go on, then those that were archived not long before the window."""
        ours = self.settings.channel
        for thread in _objects(self._told(client, f"/guilds/{self.settings.server}/threads/active", window), "threads"):
            if thread.get("parent_id") == ours:
                yield thread
        oldest = (window.start - timedelta(days=self.settings.threads_days)).isoformat()
        before = ""
        while True:
            path = f"/channels/{ours}/threads/archived/public?limit=100{before}"
            answer = self._told(client, path, window)
            page = _objects(answer, "threads")
            yield from page
            last = at(page[-1], "thread_metadata.archive_timestamp") if page else None
            if answer.get("has_more") is not True or not isinstance(last, str) or last < oldest or last in before:
                return
            before = f"&before={quote(last)}"

    def _told(self, client: Client, path: str, window: Window) -> dict[str, Any]:
        answer = client.get(self.address + path, {}, self.lists[0], window)
        if answer is None:
            raise CollectorError(
                self.source, f"{path} is not there; is the bot a member of the server, and may it see the channel?"
            )
        return answer[0] if isinstance(answer[0], dict) else {}

    def _messages(self, channel: str) -> Stream:
        return Stream(
            path=f"/channels/{channel}/messages",
            parameters={"limit": 100},
            headers={"Authorization": f"Bot {{secret:{TOKEN}}}"},
            pagination=Paging(kind="last", parameter="before", next="id"),
            newest_first=True,
            mapping=Columns(
                post_id="id",
                text="content",
                author="author.id",
                handle="author.username",
                created_at="timestamp",
                edited_at="edited_timestamp",
            ),
        )


def snowflake(when: datetime) -> int:
    """The least id that was given at a time."""
    return max(0, int(when.timestamp() * 1000) - EPOCH_MS) << 22


def _objects(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    held = answer.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
