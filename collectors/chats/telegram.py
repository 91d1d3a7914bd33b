"""Telegram: what is said in groups and channels of which a bot is a member, from when it came.

API: https://core.telegram.org/bots/api#getting-updates. Telegram keeps what a bot has not taken for a day, in one queue for all of
its chats; what is confirmed is forgotten. So nothing is confirmed that has not landed: the ids of what landed stand in the ledger
of coverage, and only what is seen again and stands there is confirmed. Ids begin anew after a week without news, so the last one
alone says nothing. No library: python-telegram-bot and aiogram confirm a page when they ask for the next.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field

from voxpop.collectors.base import Expected
from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Kind, RawItem
from voxpop.window import Window

KEPT = timedelta(hours=24)  # as long as Telegram keeps what was not taken
FULL = 100  # updates of one answer
SAID = ("message", "edited_message", "channel_post", "edited_channel_post")  # kinds of updates that are messages
MEDIA = {
    "photo": "photo", "video": "video", "animation": "gif", "audio": "audio", "voice": "audio", "video_note": "video",
    "document": "file", "sticker": "photo", "poll": "poll", "location": "file", "contact": "file",
}  # fmt: skip
OURS_FROM = 1_000_000_000_000  # ids of supergroups and channels are -100 and the number of their address


class TelegramSettings(Section):
    """The keys of a channel whose source is 'telegram'."""

    chats: (
        Literal["all"] | Annotated[tuple[int, ...], Field(min_length=1)]
    )  # ids of groups and channels; all: where the bot is
    staff: tuple[int, ...] = ()  # ids of members who are ours
    token: Annotated[str, Field(pattern=r"^VOXPOP_TELEGRAM_TOKEN(_\w+)?$")] = "VOXPOP_TELEGRAM_TOKEN"  # noqa: S105  a name
    api_url: str = "https://api.telegram.org"


class TelegramCollector(RestCollector):
    """One bot. Messages are keyed '<chat>/<id>'."""

    source: ClassVar[str] = "telegram"
    only_once: ClassVar[str] = "token"
    Settings: ClassVar[type[BaseModel]] = TelegramSettings
    settings: TelegramSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The bot's address, which holds its token; it is said nowhere (`voxpop.collectors.wire.http.bare`)."""
        return f"{self.settings.api_url.rstrip('/')}/bot{self.context.secret(self.settings.token)}"

    def streams(self) -> tuple[Stream, ...]:
        """Messages."""
        mapping = Columns(
            post_id="message_id",
            text="text|caption",
            author="sender_chat.id|from.id",
            handle="sender_chat.username|from.username",
            created_at="date",
            edited_at="edit_date",
            community="chat.title",
        )
        return (
            Stream(path="/getUpdates", items="result", mapping=mapping, constants={"text": ""}, time_format="unix"),
        )

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """All that waits, whenever it was written: what is not taken within a day is lost."""
        log.gap(window.start, min(window.end, self.context.clock() - KEPT), BEYOND_SEARCH)
        api = JsonApi(self.source, self.context, log)
        known = log.cursor.get("landed")
        landed = set(known if isinstance(known, list) else ())
        page = self._updates(api, {})
        confirmed = [number for number, _ in page[: _leading(page, landed)]]
        if confirmed:
            page = self._updates(api, {"offset": confirmed[-1] + 1})
        taken = [number for number, _ in page if number in landed]
        log.cursor |= {"landed": taken, "full": False}
        left = Counter[str]()
        for number, update in page:
            if number in landed:
                continue
            kind = next((one for one in SAID if isinstance(update.get(one), dict)), None)
            what = "updates of other kinds" if kind is None else self.left_out(update[kind])
            if what:
                left[what] += 1
                self._note_move(update, log)
            elif kind is not None:
                yield self.item(window, {"stream": 0, "item": update[kind], "update": number})
            taken.append(number)  # not before it has landed: a budget may end here
        log.cursor["full"] = len(page) >= FULL and len(taken) > len(landed & set(taken))
        log.notes.extend(f"{n:,} {what} not kept" for what, n in sorted(left.items()))

    def holds_more(self, cursor: Mapping[str, Any]) -> bool:
        """Whether the last answer was full: the next page is given once this one has landed."""
        return cursor.get("full") is True

    def expect(self, window: Window) -> Expected:
        """What Telegram has forgotten."""
        beyond = window.start < self.context.clock() - KEPT
        return Expected(
            unheard=("messages older than a day, which Telegram does not keep for a bot",) if beyond else ()
        )

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Messages to the bot itself, other chats, and joins, pins and other notices."""
        if at(record, "chat.type") == "private":
            return "messages to the bot alone"
        if self.settings.chats != "all" and at(record, "chat.id") not in self.settings.chats:
            return "messages of other chats"
        said = record.get("text") or record.get("caption") or any(record.get(name) for name in MEDIA)
        return None if said else "notices of the chat"

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its chat, its thread, its page, who is ours, what it shows."""
        chat, number = at(record, "chat.id"), facts["post_id"]
        facts["post_id"] = f"{chat}/{number}"
        above, thread = at(record, "reply_to_message.message_id"), at(record, "message_thread_id")
        if at(record, "reply_to_message.forum_topic_created"):  # what begins a topic of a forum is no message
            above = None
        facts["parent_id"] = f"{chat}/{above}" if isinstance(above, int) else None
        root = thread if isinstance(thread, int) else above
        facts["thread_id"] = f"{chat}/{root}" if isinstance(root, int) and str(root) != number else None
        origin, first = at(record, "forward_origin.chat.id"), at(record, "forward_origin.message_id")
        forwarded = isinstance(record.get("forward_origin"), dict)
        facts["repost_of"] = f"{origin}/{first}" if isinstance(origin, int) and isinstance(first, int) else None
        facts["kind"] = Kind.REPOST if forwarded else Kind.REPLY if facts["parent_id"] else Kind.POST
        own = (
            at(record, "sender_chat.id") == chat and chat is not None
        )  # the channel, or an admin who speaks as the group
        facts["author_staff"] = True if own or at(record, "from.id") in self.settings.staff else None
        facts["marks"] = ("bot",) if at(record, "from.is_bot") is True and "sender_chat" not in record else ()
        facts["media"] = tuple(word for name, word in MEDIA.items() if record.get(name))
        facts["links"] = tuple(dict.fromkeys(_links(record)))
        facts["url"] = _page(record, number)

    @property
    def can_recheck(self) -> bool:
        """A bot cannot ask for a message."""
        return False

    def probe(self) -> str:
        """Who the bot is, what it hears, and whether something else takes its messages."""
        api = JsonApi(self.source, self.context, FetchLog())
        bot, hook = self._asked(api, "getMe", {}), self._asked(api, "getWebhookInfo", {})
        if at(hook, "url"):
            raise CollectorError(
                self.source,
                "the bot has a webhook, to which all goes; remove it (deleteWebhook) or make a bot for Voxpop alone",
            )
        deaf = at(bot, "can_read_all_group_messages") is not True
        what = "; in groups it hears commands and answers to it alone: /setprivacy at @BotFather, or make it an admin"
        return f"{at(bot, 'username')} answers; {at(hook, 'pending_update_count')} updates wait{what if deaf else ''}"

    def _updates(self, api: JsonApi, parameters: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
        """The updates that wait, the oldest first; those before the offset are confirmed, which is for good."""
        asked = {"limit": FULL, "timeout": 0, "allowed_updates": json.dumps(SAID)}
        given = self._asked(api, "getUpdates", {**asked, **parameters})
        if not isinstance(given, list):
            raise CollectorError(self.source, f"getUpdates answered a {type(given).__name__}, not a list")
        known = [one for one in given if isinstance(one, dict) and isinstance(one.get("update_id"), int)]
        if len(known) < len(given):
            raise CollectorError(self.source, "getUpdates gave an update without an id; nothing was confirmed")
        return sorted(((one["update_id"], one) for one in known), key=lambda one: one[0])

    def _asked(self, api: JsonApi, method: str, parameters: dict[str, Any]) -> Any:
        answer = api.get(f"{self.address}/{method}", parameters)
        if answer is None:
            raise CollectorError(self.source, f"Telegram knows no such bot; is {self.settings.token} whole?")
        if not isinstance(answer[0], dict) or answer[0].get("ok") is not True:
            told = at(answer[0], "description")
            raise CollectorError(self.source, f"{method} answered '{str(told)[:200]}'")
        return answer[0].get("result")

    def _note_move(self, update: dict[str, Any], log: FetchLog) -> None:
        """A group that grows becomes another chat, with another id."""
        old, new = at(update, "message.chat.id"), at(update, "message.migrate_to_chat_id")
        if isinstance(new, int) and self.settings.chats != "all" and old in self.settings.chats:
            log.notes.append(f"the chat {old} is {new} from now on; put that into 'chats', too")


def _leading(page: list[tuple[int, dict[str, Any]]], landed: set[int]) -> int:
    """How many of the oldest have landed already."""
    return next((n for n, (number, _) in enumerate(page) if number not in landed), len(page))


def _links(record: dict[str, Any]) -> Iterator[str]:
    """The addresses in a message; where they stand is counted in UTF-16."""
    for words, marks in (("text", "entities"), ("caption", "caption_entities")):
        text, told = record.get(words), record.get(marks)
        if not isinstance(text, str) or not isinstance(told, list):
            continue
        units = text.encode("utf-16-le", errors="surrogatepass")
        for one in told:
            if at(one, "type") == "text_link" and isinstance(address := at(one, "url"), str):
                yield address
            start, length = at(one, "offset"), at(one, "length")
            if at(one, "type") == "url" and type(start) is int and type(length) is int and 0 <= start < 1 << 20 and 0 < length < 1 << 20:  # fmt: skip
                yield units[2 * start : 2 * (start + length)].decode("utf-16-le", errors="replace")


def _page(record: dict[str, Any], number: str) -> str | None:
    """The address of a message; groups that are neither public nor large have none."""
    name, chat = at(record, "chat.username"), at(record, "chat.id")
    if isinstance(name, str):
        return f"https://t.me/{name}/{number}"
    if type(chat) is int and chat < -OURS_FROM:
        return f"https://t.me/c/{-chat - OURS_FROM}/{number}"
    return None
