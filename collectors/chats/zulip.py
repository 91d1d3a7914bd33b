"""Zulip: the messages of a channel, whose topics are its threads, by the API of the organisation.

API: https://zulip.com/api/get-messages, for servers of Zulip 10 and later. The login is a bot or an account that may read the
channel. Messages are listed by id, the newest first; the sweep asks for many by their ids, which finds edits and deletions.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Kind, RawItem
from voxpop.window import Window

if TYPE_CHECKING:
    from datetime import datetime

    from voxpop.collectors.wire.json_api import JsonApi

EMAIL, KEY = "VOXPOP_ZULIP_EMAIL", "VOXPOP_ZULIP_KEY"  # names of secrets
FULL = 1_000  # messages of a page, as many as Zulip recommends
AT_ONCE = 200  # of the sweep; their ids stand in the address
RESOLVED = "✔ "  # begins the topic that somebody marked as resolved
NAMED = re.compile(r"@_?\*\*([^*|]+)(?:\|\d+)?\*\*|#\*\*([^*]+)\*\*")  # a person or group, a channel or topic
ANSWERED = re.compile(r"@_\*\*[^*]+\*\* \[[^\]]*\]\([^)\s]*/near/(\d+)\)")  # how a quoted message is named
SHOWN = re.compile(r"\]\((?:https?://[^)\s]+)?/user_uploads/[^)\s]*?\.(\w+)\)")
KINDS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "avif"), "photo"),
    **dict.fromkeys(("mp4", "webm", "mov"), "video"),
    **dict.fromkeys(("mp3", "ogg", "wav", "m4a"), "audio"),
}
LINK = re.compile(r"https?://[^\s<>)\]\"']+")


class ZulipSettings(Section):
    """The keys of a channel whose source is 'zulip'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")]  # https://acme.zulipchat.com
    channel: Annotated[int, Field(ge=1)]  # its number, which stands in its address: #narrow/channel/12-help
    staff: tuple[int, ...] = ()  # numbers of members who are ours


class ZulipCollector(RestCollector):
    """One channel. Messages are keyed '<host>/<id>', topics by the channel and a hash of their name."""

    source: ClassVar[str] = "zulip"
    Settings: ClassVar[type[BaseModel]] = ZulipSettings
    settings: ZulipSettings
    _limited: bool = False  # whether the plan of the organisation hides what is older
    _oldest: datetime | None = None

    @property
    def address(self) -> str:
        """The API's address."""
        return f"{self.settings.url.rstrip('/')}/api/v1"

    @property
    def prefix(self) -> str:
        """Names the server; one with a path of its own, too."""
        parts = urlsplit(self.settings.url.rstrip("/"))
        return f"{parts.netloc.lower()}{parts.path}/"

    @property
    def _narrowed(self) -> str:
        """The list of the channel's messages. Without the channel it would be what the account was sent, which begins later."""
        narrow = [{"operator": "channel", "operand": self.settings.channel}]
        return f"/messages?narrow={quote(json.dumps(narrow, separators=(',', ':')), safe='')}&apply_markdown=false"

    def streams(self) -> tuple[Stream, ...]:
        """Messages, the newest first."""
        return (
            Stream(
                path=self._narrowed,
                parameters={"anchor": "newest", "include_anchor": "false", "num_before": FULL, "num_after": 0},
                pagination=Paging(kind="last", parameter="anchor", next="id"),
                newest_first=True,
                items="messages",
                mapping=Columns(
                    post_id="id",
                    text="content",
                    author="sender_id",
                    created_at="timestamp",
                    edited_at="last_edit_timestamp",
                    title="subject",
                ),
                constants={"community": str(self.settings.channel)},
                time_format="unix",
            ),
        )

    def headers(self, api: JsonApi) -> dict[str, str]:
        """The login of the bot."""
        del api
        login = f"{self.context.secret(EMAIL)}:{self.context.secret(KEY)}"
        return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """What was written in the window."""
        self._limited, self._oldest = False, None
        yield from super().fetch(window, log)
        if self._limited:
            until = min(self._oldest or window.end, window.end)
            log.gap(window.start, until, BEYOND_SEARCH)
            log.notes.append(f"the plan of the organisation hides what was written before {until:%Y-%m-%d %H:%M}")

    def records(self, answer: Any, stream: Stream) -> Any:
        """The messages of a page, the newest first."""
        page = super().records(answer, stream)
        if not isinstance(page, list):
            return page
        self._limited = self._limited or at(answer, "history_limited") is True
        times = [times[0] for record in page if (times := self.times_of(record, stream))]
        self._oldest = min([*times, *([self._oldest] if self._oldest else [])], default=None)
        return page[::-1]

    def left_out(self, record: dict[str, Any]) -> str | None:
        """What the server itself says (moved, resolved, welcome) is nobody's words."""
        own = record.get("sender_realm_str") == "zulipinternal"
        return "notices of the server" if own or record.get("type", "stream") not in {"stream", "channel"} else None

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Plain names, the topic as its thread, who is ours, what it shows."""
        told = facts.get("title") or ""
        topic, resolved = told.removeprefix(RESOLVED), told.startswith(RESOLVED)
        facts["title"] = topic or None
        name = hashlib.blake2s(topic.lower().encode(errors="replace"), digest_size=8).hexdigest()  # topics mind no case
        facts["thread_id"] = f"{self.prefix}{self.settings.channel}/{name}"
        answered = ANSWERED.match(facts["text"])
        facts["parent_id"] = f"{self.prefix}{answered[1]}" if answered else None
        facts["kind"] = Kind.REPLY if answered else Kind.POST
        facts["answered"] = True if resolved else None
        facts["links"] = tuple(dict.fromkeys(LINK.findall(facts["text"])))
        facts["media"] = tuple(KINDS.get(ending.lower(), "file") for ending in SHOWN.findall(facts["text"]))
        facts["text"] = plain(facts["text"])
        facts["author_staff"] = True if record.get("sender_id") in self.settings.staff else None
        given = record.get("reactions")
        names = (one.get("emoji_name") for one in (given if isinstance(given, list) else []) if isinstance(one, dict))
        counted = Counter(name for name in names if isinstance(name, str))
        facts["reactions"] = tuple(f"{name}:{n}" for name, n in counted.items())
        facts["url"] = (
            f"{self.settings.url.rstrip('/')}/#narrow/channel/{self.settings.channel}/near/{record.get('id')}"
        )

    @property
    def can_recheck(self) -> bool:
        """Messages are asked for by their ids."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The messages as they are now; those missing are gone, or moved to another channel.

        To an account that may not read the channel any more all would be missing: so the channel is asked for first.
        """
        here = [one for one in post_ids if one.startswith(self.prefix) and one.removeprefix(self.prefix).isdigit()]
        if not here:
            return
        client = Client(self, log)
        if client.get(f"{self.address}/streams/{self.settings.channel}", {}, self.lists[0], self.now()) is None:
            raise CollectorError(
                self.source, f"channel {self.settings.channel} is not there; may the bot still read it?"
            )

        def ask(ids: list[str]) -> tuple[int, str, dict[str, Any]]:
            numbers = [int(one.removeprefix(self.prefix)) for one in ids]
            return 0, f"{self.address}{self._narrowed}&client_gravatar=true", {"message_ids": json.dumps(numbers)}

        yield from self.recheck_together(here, ask, log, AT_ONCE)


def plain(text: str) -> str:
    """The words without Zulip's marks: '@**Ada|12**' is '@Ada', '#**help>login**' is '#help>login'."""
    return NAMED.sub(lambda found: f"@{found[1]}" if found[1] else f"#{found[2]}", text)
