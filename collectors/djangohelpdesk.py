"""django-helpdesk: tickets and what was answered, by its REST API, https://django-helpdesk.readthedocs.io."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Collector
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.wire.json_paths import moment
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Gone, Kind, Post, RawItem, Refusal
from voxpop.window import Window

SOURCE = "djangohelpdesk"
USER, PASSWORD = "VOXPOP_HELPDESK_USER", "VOXPOP_HELPDESK_PASSWORD"  # names of secrets
PAGE = 100
WALKS = 3  # a ticket that is deleted while pages are read moves the others up, past the reader
DONE = frozenset({3, 4})  # resolved, closed


class DjangoHelpdeskSettings(Section):
    """The keys of a channel whose source is 'djangohelpdesk'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")]  # with the folder that it is under, if any
    notes: bool = False  # follow-ups that the submitter does not see
    accounts_are_staff: bool = True  # false where customers log in: then nobody is taken for staff

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def host(self) -> str:
        """What makes ids of several installations differ."""
        parts = urlsplit(self.base)
        return f"{parts.netloc.rpartition('@')[2].lower()}{parts.path}"


class DjangoHelpdeskCollector(Collector):
    """One installation. Tickets are keyed '<host>/<id>', follow-ups '<host>/<ticket>/<id>'."""

    source: ClassVar[str] = SOURCE
    Settings: ClassVar[type[BaseModel]] = DjangoHelpdeskSettings
    settings: DjangoHelpdeskSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Tickets opened or answered in the window, and the answers. The API has no filter by time: all are looked at."""
        for ticket in self._list(self._api(log)):
            yield from (self.item(window, payload) for payload in self._payloads(ticket, window))

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The ticket or the follow-up, or that it is gone."""
        yield _record_of(item, self.context.author_key, staff=self.settings.accounts_are_staff)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The tickets of these posts as they are now. A follow-up that was edited in the browser has a new number."""
        api, now = self._api(log), self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        wanted: dict[str, set[str]] = {}
        for post_id in post_ids:
            if post_id.startswith(f"{self.settings.host}/"):
                number = post_id.removeprefix(f"{self.settings.host}/").partition("/")[0]
                wanted.setdefault(number, set()).add(post_id)
        address = f"{self.settings.base}/api/tickets/"
        count = api.must(address, {"page_size": 1}).get("count")  # a desk that is closed is not one without tickets
        tickets: Iterator[dict[str, Any]]
        if isinstance(count, int) and count < PAGE * len(wanted):
            tickets = (ticket for ticket in self._list(api) if str(ticket.get("id")) in wanted)
        else:
            answers = (api.get(f"{address}{number}/") for number in wanted if number.isdigit())
            tickets = (found[0] for found in answers if found is not None and isinstance(found[0], dict))
        left = {post_id for asked in wanted.values() for post_id in asked}
        for ticket in tickets:
            for payload in self._payloads(ticket, None):
                left.discard(self._post_id(payload))
                yield self.item(window, payload)
        for post_id in sorted(left):
            yield self.item(window, {"host": self.settings.host, "gone": post_id})

    def probe(self) -> str:
        """How many tickets there are."""
        found = self._api(FetchLog()).must(f"{self.settings.base}/api/tickets/", {"page_size": 1})
        return f"{self.settings.host}: {found.get('count')} tickets can be read"

    def _list(self, api: JsonApi) -> Iterator[dict[str, Any]]:
        """Every ticket once, again where it changed meanwhile; an error where they cannot all be seen."""
        fresh = Fresh()
        for _ in range(WALKS):
            counts = set[Any]()
            address = f"{self.settings.base}/api/tickets/"
            for page in api.pages(address, {"page_size": PAGE}, lambda page: page.get("next")):
                tickets = page.get("results")
                if not isinstance(tickets, list):
                    raise CollectorError(SOURCE, f"{address} has no 'results'; is it django-helpdesk?")
                counts.add(page.get("count"))
                yield from (t for t in tickets if isinstance(t, dict) and fresh.takes(str(t.get("id")), t))
            if len(counts) == 1:  # nothing came or went between two pages
                return
        raise CollectorError(SOURCE, f"{self.settings.host}: the list of tickets changes faster than it can be read")

    def _payloads(self, ticket: dict[str, Any], window: Window | None) -> Iterator[dict[str, Any]]:
        """The ticket where it or an answer is of the window (None: ever), then the answers of it."""
        known = {"host": self.settings.host, "base": self.settings.base}
        parts = ticket.get("followup_set")
        first, *answers = parts if isinstance(parts, list) and parts else [{}]
        written = first.get("date") if isinstance(first, dict) else None
        said = [a for a in answers if isinstance(a, dict) and (a.get("comment") or "").strip()]
        said = [a for a in said if (self.settings.notes or a.get("public") is True) and _inside(a.get("date"), window)]
        light = {name: value for name, value in ticket.items() if name != "followup_set"}
        if said or _inside(written, window):
            yield {**known, "ticket": light, "created": written, "followups": len(answers)}
        by = ticket.get("submitter_email")
        yield from (
            {**known, "of": ticket.get("id"), "by": by if a.get("user") is None else None, "followup": a} for a in said
        )

    def _post_id(self, payload: dict[str, Any]) -> str:
        part = payload.get("followup")
        number = payload.get("of") if part else payload["ticket"].get("id")
        return f"{self.settings.host}/{number}/{part['id']}" if part else f"{self.settings.host}/{number}"

    def _api(self, log: FetchLog) -> JsonApi:
        login = f"{self.context.secret(USER)}:{self.context.secret(PASSWORD)}"
        return JsonApi(
            SOURCE, self.context, log, {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}
        )


def _record_of(item: RawItem, key: AuthorKey, *, staff: bool) -> Post | Refusal | Gone:
    """The post in one item."""
    payload, host = item.payload, _words(item.payload.get("host"))
    if gone := _words(payload.get("gone")):
        return Gone(source=SOURCE, post_id=gone, gone_at=item.fetched_at, reason="deleted")
    ticket, answer = payload.get("ticket"), payload.get("followup")
    record = answer if isinstance(answer, dict) else ticket if isinstance(ticket, dict) else {}
    first, number = record is ticket, _number(record.get("id"))
    of = number if first else _number(payload.get("of"))
    if host is None or number is None or of is None:
        return _refuse(None, "id", record or payload)
    thread = f"{host}/{of}"
    post_id = thread if first else f"{thread}/{number}"
    created_at = moment(payload.get("created") if first else record.get("date"), "iso")
    text = record.get("description" if first else "comment")
    if created_at is None:
        return _refuse(post_id, "created" if first else "date", record)
    if not isinstance(text, str):
        return _refuse(post_id, "description" if first else "comment", record)
    email = _words(record.get("submitter_email") if first else payload.get("by"))
    account = None if first else _number(record.get("user"))
    native = f"{host}/user/{account}" if account is not None else f"{host}/{email.lower()}" if email else None
    queue, priority = _number(record.get("queue")), _number(record.get("priority"))
    count = _number(payload.get("followups")) if first else None
    base = _words(payload.get("base"))
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=Kind.TICKET if first else Kind.REPLY,
        thread_id=thread,
        parent_id=None if first else thread,
        title=_words(record.get("title")) if first else None,
        text=text.replace("\0", "\ufffd").strip(),
        author_id=key.author(SOURCE, native) if native else None,
        handle_id=key.handle(SOURCE, email),
        author_staff=(True if staff else None) if account is not None else False,
        author_domain=email.rpartition("@")[2].lower() if email and "@" in email else None,
        community=host,
        category=None if queue is None else f"queue-{queue}",
        tags=() if priority is None else (f"priority:{priority}",),
        url=f"{base}/tickets/{of}/" if base else None,
        created_at=created_at,
        replies=count if count is not None and 0 <= count < 1 << 31 else None,
        counts_at=item.fetched_at if count is not None else None,
        visibility="private",
        marks=("internal",) if not first and record.get("public") is False else (),
        media=("file",) * len(files) if isinstance(files := record.get("followupattachment_set"), list) else (),
        answered=_number(record.get("status")) in DONE if first and _number(record.get("status")) is not None else None,
    )


def _inside(written: Any, window: Window | None) -> bool:
    """Whether it was written in the window; what has no time is kept, to be refused."""
    found = moment(written, "iso")
    return window is None or found is None or found in window


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 else None


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _refuse(post_id: str | None, field: str, record: Any) -> Refusal:
    payload = json.dumps(record, default=str)
    return Refusal(source=SOURCE, item_id=post_id, field=field, reason=f"no usable '{field}'", payload=payload)
