"""Intercom: conversations with customers, their parts, and their ratings.

API: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations. Conversations are found by when they
changed last, then read one by one, which is one request each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.base import Collector
from voxpop.collectors.wire.beside import beside_html
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Gone, Kind, Post, RawItem, Refusal
from voxpop.window import Window

SOURCE = "intercom"
TOKEN = "VOXPOP_INTERCOM_TOKEN"  # noqa: S105  the name of a secret
VERSION = "2.14"
AT_ONCE = 150
STAFF = frozenset({"admin", "team"})
MADE = frozenset({"bot"})
"""Types of writers."""
STARS = 5.0
KEPT = ("id", "subject", "body", "created_at", "part_type", "redacted", "delivered_as", "rating", "remark")


class IntercomSettings(Section):
    """The keys of a channel whose source is 'intercom'."""

    workspace: Annotated[str, Field(pattern=r"^\w+$")]  # its id, as in the addresses of its inbox
    notes: bool = False  # internal notes, which the customer never sees
    bots: bool = False  # what Intercom's own assistants wrote
    api_url: str = "https://api.intercom.io"


class IntercomCollector(Collector):
    """One workspace. Conversations are keyed by their ids, what belongs to one '<conversation>/<part>'."""

    source: ClassVar[str] = SOURCE
    Settings: ClassVar[type[BaseModel]] = IntercomSettings
    settings: IntercomSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Each conversation that changed since the window's start, with what is new of it."""
        api, left = self._api(log), 0
        for number in self._changed(api, window):
            whole = self._whole(api, number)
            if whole is None:
                continue
            for part in self._parts(whole):
                if self._hidden(part):
                    left += 1
                    continue
                when = _written(part)
                if when is None or when in window:
                    yield self.item(window, part)
        if left:
            log.notes.append(f"{left:,} notes, notices and words of programs not kept")

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of a first message, of a part, or of a rating."""
        if isinstance(gone := item.payload.get("gone"), str):
            yield Gone(source=SOURCE, post_id=gone, gone_at=item.fetched_at, reason="deleted")
            return
        number, record = item.payload.get("conversation"), _record(item.payload)
        body, when, name = (
            record.get("remark" if "rating" in item.payload else "body"),
            _written(item.payload),
            _id(item.payload),
        )
        body = "" if body is None and "part" not in item.payload else body  # begun by a picture; rated without a word
        if name is None or when is None or not isinstance(body, str):
            missing = "post_id" if name is None else "created_at" if when is None else "text"
            told = json.dumps(item.payload, default=str)
            yield Refusal(source=SOURCE, item_id=name, field=missing, reason=f"no usable '{missing}'", payload=told)
            return
        kind = Kind.TICKET if name == number else Kind.REVIEW if "rating" in item.payload else Kind.REPLY
        above = None if name == number else str(number)
        key, writer = self.context.author_key, item.payload.get("writer")
        author, told = at(writer, "id"), at(writer, "type")
        role = told if isinstance(told, str) else None
        shown, title, stars = beside_html(body), record.get("subject"), record.get("rating")
        rating = float(stars) if isinstance(stars, int) and kind == Kind.REVIEW else None
        yield Post(
            source=SOURCE,
            post_id=name,
            kind=kind,
            thread_id=above,
            parent_id=above,
            title=html_to_text(title) if isinstance(title, str) and title else None,
            text=html_to_text(body),
            author_id=key.author(SOURCE, str(author)) if isinstance(author, str | int) else None,
            author_staff=None if role is None else role in STAFF,
            community=self.settings.workspace,
            url=f"https://app.intercom.com/a/apps/{self.settings.workspace}/conversations/{number}",
            created_at=when,
            links=shown.links,
            media=shown.media,
            alt_text=shown.alt_text,
            marks=("bot",) if role in MADE else (),
            rating=rating,
            rating_scale=None if rating is None else STARS,
        )

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each part as it is now, or that it is gone: taken back, or with its conversation."""
        api, now = self._api(log), self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        wanted: dict[str, list[str]] = {}
        for post_id in post_ids:
            wanted.setdefault(post_id.partition("/")[0], []).append(post_id)
        for number, ids in wanted.items():
            whole = self._whole(api, number)
            parts = {} if whole is None else {_id(part): part for part in self._parts(whole) if not self._hidden(part)}
            for post_id in ids:
                yield self.item(window, parts.get(post_id) or {"gone": post_id})

    def probe(self) -> str:
        """Whose token it is."""
        me = self._api(FetchLog()).must(f"{self._at}/me")
        return f"{at(me, 'app.name') or self.settings.workspace}: the token is valid"

    @property
    def _at(self) -> str:
        return self.settings.api_url.rstrip("/")

    def _api(self, log: FetchLog) -> JsonApi:
        headers = {"Authorization": f"Bearer {self.context.secret(TOKEN)}", "Intercom-Version": VERSION}
        return JsonApi(SOURCE, self.context, log, headers)

    def _changed(self, api: JsonApi, window: Window) -> Iterator[str]:
        """Ids of the conversations that changed since the window's start. The search compares whole seconds, 'later than'."""
        since = {"field": "updated_at", "operator": ">", "value": int(window.start.timestamp()) - 1}
        asked = {
            "query": since,
            "sort": {"field": "updated_at", "order": "ascending"},
            "pagination": {"per_page": AT_ONCE},
        }
        seen: set[str] = set()
        after: str | None = None
        while True:
            if after is not None:
                asked["pagination"] = {"per_page": AT_ONCE, "starting_after": after}
            answer = api.post(f"{self._at}/conversations/search", asked)
            page = at(answer, "conversations")
            if not isinstance(page, list):
                raise CollectorError(SOURCE, "the search gave no 'conversations'; is this Intercom?")
            for record in page:
                number = str(at(record, "id"))
                if number not in seen:
                    seen.add(number)
                    yield number
            following = at(answer, "pages.next.starting_after")
            if not isinstance(following, str) or not page:
                return
            if following == after:
                raise CollectorError(SOURCE, "the search gives the same page again; it runs in a circle")
            after = following

    def _whole(self, api: JsonApi, number: str) -> dict[str, Any] | None:
        answer = api.get(f"{self._at}/conversations/{number}")
        return answer[0] if answer and isinstance(answer[0], dict) else None

    def _parts(self, whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The first message, what followed, and the rating: each as it came, without the names and addresses of people."""
        number, first = str(whole.get("id")), whole.get("source")
        if isinstance(first, dict):
            yield {
                "conversation": number,
                "first": _kept(first),
                "created_at": whole.get("created_at"),
                **_writer(first),
            }
        parts = at(whole, "conversation_parts.conversation_parts")
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict):
                yield {"conversation": number, "part": _kept(part), **_writer(part)}
        rated = whole.get("conversation_rating")
        if isinstance(rated, dict) and rated.get("created_at"):
            yield {"conversation": number, "rating": _kept(rated), **_writer(rated)}

    def _hidden(self, payload: dict[str, Any]) -> bool:
        """Notes, notices without words, what was taken back, and programs."""
        record = _record(payload)
        if record.get("redacted") is True or (record.get("part_type") == "note" and not self.settings.notes):
            return True
        if str(at(payload, "writer.type")) in MADE and not self.settings.bots:
            return True
        return "part" in payload and not record.get("body")


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in KEPT if name in record}


def _writer(record: dict[str, Any]) -> dict[str, Any]:
    """Whose words they are, without name and address."""
    who = record.get("author") or record.get("contact")
    return {"writer": {name: who[name] for name in ("id", "type") if name in who}} if isinstance(who, dict) else {}


def _record(payload: dict[str, Any]) -> dict[str, Any]:
    held = next((payload[name] for name in ("first", "part", "rating") if name in payload), None)
    return held if isinstance(held, dict) else {}


def _id(payload: dict[str, Any]) -> str | None:
    number = payload.get("conversation")
    if not isinstance(number, str):
        return None
    if "part" in payload:
        part = _record(payload).get("id")
        return f"{number}/{part}" if isinstance(part, str | int) else None
    return f"{number}/rating" if "rating" in payload else number if "first" in payload else None


def _written(payload: dict[str, Any]) -> datetime | None:
    value = payload.get("created_at") if "first" in payload else _record(payload).get("created_at")
    return moment(value, "unix")
