"""Mastodon: a tag's or an account's posts on one server, https://docs.joinmastodon.org/methods/timelines/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, model_validator

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.beside import beside_html
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.language_codes import language_code
from voxpop.post import Gone, Kind, Post, RawItem, Refusal
from voxpop.window import Window

TOKEN = "VOXPOP_MASTODON_TOKEN"  # noqa: S105  the name of a secret
LOOKUPS = 200  # posts above answers that one fetch asks for; a server allows 300 requests in five minutes
DEEPEST = 100  # answers above an answer
MEDIA = {"image": "photo", "gifv": "gif", "video": "video", "audio": "audio", "unknown": "file"}
SEEN_BY = {"private": "followers", "direct": "private"}  # Mastodon's word -> ours, where they differ
ABOVE = "above"
NEAR = timedelta(minutes=1)  # an id is made some moments after the post
FIRST_YEAR = 2016  # of Mastodon; smaller ids hold no time


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
                    quotes="quotes_count",
                    title="spoiler_text",
                    repost_of="reblog.uri",
                    quote_of="quote.quoted_status.uri",
                    poll="poll.options.title",
                    sensitive="sensitive",
                    visibility="visibility",
                    author_followers="account.followers_count",
                ),
                html=True,
            ),
        )

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """The posts of the window, each answer with the uri of what it answers and of where its thread begins."""
        held: list[RawItem] = []
        failed: CollectorError | None = None
        try:
            held.extend(super().fetch(window, log))  # the parents of answers stand behind them
        except CollectorError as error:
            failed = error
        above = Above(self, log, {str(i.payload["item"].get("id")): i.payload["item"] for i in held if _is_object(i)})
        for item in held:
            found = above.of(item.payload["item"]) if _is_object(item) else None
            yield replace(item, payload={**item.payload, ABOVE: found}) if found else item
        above.note()
        if failed is not None:
            raise failed

    def times_of(self, record: Any, stream: Stream) -> list[datetime]:
        """When a post was written and edited; a time after it came here is no time of writing."""
        came = came_at(record)
        return [min(told, came) if came and told > came + NEAR else told for told in super().times_of(record, stream)]

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post with what stands above it."""
        above, record = item.payload.get(ABOVE), item.payload.get("item")
        for made in super().to_posts(item):
            if not isinstance(made, Post) or not isinstance(record, dict) or made.kind != Kind.REPLY:
                yield made
                continue
            told = above if isinstance(above, dict) else {}
            parent = told.get("parent") if isinstance(told.get("parent"), str) else self.address_of(record)
            root = told.get("root") if isinstance(told.get("root"), str) else None
            yield replace(made, parent_id=parent, thread_id=root or parent)

    def address_of(self, record: dict[str, Any]) -> str:
        """The uri of what a post answers where it was not looked up: told for answers to oneself, else as the server has it."""
        parent, own, uri = str(record.get("in_reply_to_id")), str(record.get("id")), record.get("uri")
        account = record.get("account")
        to_self = isinstance(account, dict) and record.get("in_reply_to_account_id") == account.get("id")
        if to_self and isinstance(uri, str) and uri.endswith(f"/{own}"):
            return f"{uri.removesuffix(own)}{parent}"
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}/statuses/{parent}"

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """A boost with the words of what it boosts; an answer as one; media, marks and who may read it in our words."""
        boosted = record.get("reblog")
        shown = boosted if isinstance(boosted, dict) and facts.get("repost_of") else record
        account, attached = record.get("account"), shown.get("media_attachments")
        files = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
        marks = ["bot"] if isinstance(account, dict) and account.get("bot") is True else []
        facts["marks"] = (*marks, "pinned") if record.get("pinned") is True else tuple(marks)
        facts["media"] = tuple(MEDIA.get(str(one.get("type")), "file") for one in files)
        facts["alt_text"] = tuple(
            told.strip() for one in files if isinstance(told := one.get("description"), str) and told.strip()
        )
        came = came_at(record)
        if came and facts["created_at"] > came + NEAR:
            facts["created_at"] = came
        facts["visibility"] = SEEN_BY.get(facts.get("visibility") or "", facts.get("visibility"))
        if shown is record:
            facts["kind"] = Kind.REPLY if record.get("in_reply_to_id") else facts["kind"]
            return
        facts["kind"] = Kind.REPOST
        words, title = shown.get("content"), shown.get("spoiler_text")
        if isinstance(words, str):
            facts |= {"text": html_to_text(words), "links": beside_html(words).links}
        if isinstance(title, str) and title.strip():
            facts["title"] = html_to_text(title)
        poll, sensitive = shown.get("poll"), shown.get("sensitive")
        facts["poll"] = _texts(poll.get("options") if isinstance(poll, dict) else None, "title")
        facts["tags"] = tuple(dict.fromkeys(_texts(shown.get("tags"), "name")))
        facts["lang"] = language_code(shown.get("language"))
        if isinstance(sensitive, bool):
            facts["sensitive"] = sensitive


def came_at(record: Any) -> datetime | None:
    """When a post came to this server, which its id holds in milliseconds; None where ids are of another kind.

    A server elsewhere may have its clock ahead; an id made after that is of the moment when the post came here:
    https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb
    """
    number = record.get("id") if isinstance(record, dict) else None
    if not isinstance(number, str) or not number.isascii() or not number.isdecimal() or len(number) > 20:
        return None
    found = datetime.fromtimestamp((int(number) >> 16) / 1000, UTC)
    return found if found.year >= FIRST_YEAR else None


@dataclass(slots=True)
class Above:
    """The posts above answers, by their ids on this server: those of the window are known, others are asked for."""

    owner: MastodonCollector
    log: FetchLog
    known: dict[str, Any]
    asked: int = 0
    unread: int = 0
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(self.owner, self.log)

    def of(self, record: dict[str, Any]) -> dict[str, str] | None:
        """{'parent': uri, 'root': uri} of an answer, as far up as can be read; None where it is none or nothing can be."""
        told: list[str] = []
        at, steps = record.get("in_reply_to_id"), 0
        while isinstance(at, str | int) and at and steps < DEEPEST:
            found = self._read(str(at))
            uri = found.get("uri") if isinstance(found, dict) else None
            if not isinstance(found, dict) or not isinstance(uri, str) or uri in told:
                break
            told.append(uri)
            at, steps = found.get("in_reply_to_id"), steps + 1
        return {"parent": told[0], "root": told[-1]} if told else None

    def note(self) -> None:
        """Say what could not be read."""
        if self.unread:
            self.log.notes.append(f"{self.unread:,} posts above answers could not be read")

    def _read(self, number: str) -> Any:
        if number not in self.known:
            self.known[number] = self._ask(number) if self.asked < LOOKUPS else None
            self.unread += self.known[number] is None
        return self.known[number]

    def _ask(self, number: str) -> Any:
        self.asked += 1
        address = f"{self.owner.address}/api/v1/statuses/{quote(number, safe='')}"
        try:
            found = self.client.get(address, {}, self.owner.streams()[0], self.owner.now())
        except CollectorError as error:  # the post of the window is there all the same
            self.asked = LOOKUPS
            self.log.notes.append(f"what answers were to is not looked up any more: {error}")
            return None
        return found[0] if found and isinstance(found[0], dict) else None


def _is_object(item: RawItem) -> bool:
    return isinstance(item.payload.get("item"), dict)


def _texts(entries: Any, name: str) -> tuple[str, ...]:
    found = (one.get(name) for one in entries if isinstance(one, dict)) if isinstance(entries, list) else ()
    return tuple(text for text in found if isinstance(text, str) and text)
