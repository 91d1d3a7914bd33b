"""Slack: the messages of a channel and their threads, for communities that a company runs there.

API: https://docs.slack.dev/reference/methods/conversations.history, .../conversations.replies. The app has to be a member of the
channel (channels:history); a channel of a company is no public place, so say to its members that it is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError
from voxpop.post import RawItem

TOKEN = "VOXPOP_SLACK_TOKEN"  # noqa: S105  the name of a secret
MESSAGES, ANSWERS = range(2)
WORDS = frozenset(
    {None, "", "thread_broadcast", "me_message", "file_share", "bot_message"}
)  # of subtypes: people's words
NO_ENTRY = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "no_permission",
     "not_in_channel", "channel_not_found", "access_denied", "ekm_access_denied", "team_access_not_granted"}
)  # fmt: skip
MEDIA = {"image": "photo", "video": "video", "audio": "audio"}
LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


class SlackSettings(Section):
    """The keys of a channel whose source is 'slack'."""

    channel: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{8,}$")]  # its id, as in its address
    url: Annotated[str, Field(pattern=r"^https://[^\s/?#@]+$")] | None = None  # https://acme.slack.com, for links
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a message is looked at for new answers
    staff: tuple[str, ...] = ()  # ids of members who are ours (U0123ABCD)
    api_url: str = "https://slack.com/api"


class SlackCollector(ThreadCollector):
    """One channel. Messages are keyed '<channel>/<ts>'; `ts` is unique in a channel alone."""

    source: ClassVar[str] = "slack"
    Settings: ClassVar[type[BaseModel]] = SlackSettings
    settings: SlackSettings

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    @property
    def prefix(self) -> str:
        """Names the channel."""
        return f"{self.settings.channel}/"

    @property
    def reach(self) -> timedelta:
        """A thread is listed by its beginning."""
        return timedelta(days=self.settings.answers_days)

    def streams(self) -> tuple[Stream, ...]:
        """Messages, the newest first, and the answers of one thread."""
        asked: dict[str, str | bool] = {"oldest": "{start}", "latest": "{end}", "inclusive": True}
        return (
            self._list("/conversations.history", asked, newest_first=True),
            self._list("/conversations.replies?ts={above}", {}),
        )

    def below(self, place: int) -> Below | None:
        """Only the first message of a thread says that there are answers."""
        return (
            Below(place=ANSWERS, key="ts", count="reply_count", untold_is_none=True, latest="latest_reply")
            if place == MESSAGES
            else None
        )

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Joins, topics and other notices are nobody's words."""
        return None if record.get("subtype") in WORDS else "notices of the channel"

    def refuse(self, answer: Any) -> None:
        """Slack refuses with status 200."""
        if isinstance(answer, dict) and answer.get("ok") is not True:
            why = str(answer.get("error"))[:100]
            if why in NO_ENTRY:
                needed = f" (needs {answer['needed']})" if isinstance(answer.get("needed"), str) else ""
                raise ForbiddenError(
                    self.source,
                    f"Slack answers '{why}'{needed}: invite the app to the channel, or set a {TOKEN} that may read it",
                )
            raise CollectorError(self.source, f"Slack answers '{why}'")

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Plain words, the thread, who is ours, links and what it shows."""
        ts, thread = str(record.get("ts")), record.get("thread_ts")
        answers = isinstance(thread, str) and thread != ts
        facts["thread_id"] = facts["parent_id"] = f"{self.prefix}{thread}" if answers else None
        facts["kind"] = "reply" if answers else "post"
        facts["links"] = tuple(dict.fromkeys(m[1] for m in LINK.finditer(facts["text"]) if m[1].startswith("http")))
        facts["text"] = plain(facts["text"])
        facts["community"] = self.settings.channel
        facts["author_staff"] = True if record.get("user") in self.settings.staff else None
        facts["marks"] = ("bot",) if record.get("bot_id") else ()
        files = record.get("files")
        facts["media"] = tuple(
            MEDIA.get(str(one.get("mimetype")).partition("/")[0], "file")
            for one in (files if isinstance(files, list) else [])
            if isinstance(one, dict)
        )
        told = record.get("reactions")
        facts["reactions"] = tuple(
            f"{one['name']}:{one['count']}"
            for one in (told if isinstance(told, list) else [])
            if isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("count"), int)
        )
        if self.settings.url:
            below = f"?thread_ts={thread}&cid={self.settings.channel}" if answers else ""
            facts["url"] = f"{self.settings.url}/archives/{self.settings.channel}/p{ts.replace('.', '')}{below}"

    @property
    def can_recheck(self) -> bool:
        """A message is asked for by its time."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each message as it is now, or that it is gone: a history from its time to its time, or its thread."""
        client, window = Client(self, log), self.now()
        for post_id in post_ids:
            if not post_id.startswith(self.prefix):
                continue
            ts = post_id.removeprefix(self.prefix)
            known = {"channel": self.settings.channel, "latest": ts, "oldest": ts, "inclusive": True, "limit": 1}
            for method in ("conversations.history", "conversations.replies"):
                more = {"ts": ts} if method.endswith("replies") else {}
                answer = client.get(f"{self.address}/{method}", {**known, **more}, self.lists[MESSAGES], window)
                record = next((m for m in _messages(answer[0] if answer else None) if m.get("ts") == ts), None)
                if record is not None:
                    yield self.item(window, {"stream": MESSAGES, "item": record})
                    break
            else:
                yield self.item(window, {"stream": MESSAGES, "gone": post_id})

    def _list(self, path: str, parameters: dict[str, str | bool], *, newest_first: bool = False) -> Stream:
        return Stream(
            path=path,
            parameters={"channel": self.settings.channel, **parameters, "limit": 200},
            headers={"Authorization": f"Bearer {{secret:{TOKEN}}}"},
            pagination=Paging(kind="cursor", parameter="cursor", next="response_metadata.next_cursor"),
            newest_first=newest_first,
            items="messages",
            mapping=Columns(
                post_id="ts",
                text="text",
                author="user|bot_id",
                handle="user_profile.name|username",
                created_at="ts",
                edited_at="edited.ts",
                replies="reply_count",
            ),
            constants={"text": ""},  # of a file alone
            time_format="unix",
            window_format="unix",
        )


def plain(text: str) -> str:
    """The words without Slack's marks: '<https://a.example|there>' is 'there', '<@U1>' is '@U1', '&lt;' is '<'."""

    def say(match: re.Match[str]) -> str:
        what, label = match[1], match[2]
        if what.startswith(("@", "#", "!")) and label is None:
            return what.replace("!", "@", 1)
        if what.startswith(("@", "#")):
            return what[0] + label
        return label or what

    return html.unescape(LINK.sub(say, text))


def _messages(answer: Any) -> list[dict[str, Any]]:
    found = at(answer, "messages")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
