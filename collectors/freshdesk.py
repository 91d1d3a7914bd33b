"""Freshdesk: tickets and what was said below them, https://developers.freshdesk.com/api/#tickets, .../api/#conversations."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

KEY = "VOXPOP_FRESHDESK_KEY"
TICKETS, TALK = range(2)
MOST_PAGES = 300  # the list of tickets ends there


class FreshdeskSettings(Section):
    """The keys of a channel whose source is 'freshdesk'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#@]+$")]  # https://acme.freshdesk.com
    notes: bool = False  # private notes, which the customer never sees


class FreshdeskCollector(ThreadCollector):
    """One account. Tickets are keyed '<host>/<id>', what belongs to one '<host>/<ticket>/<id>'."""

    source: ClassVar[str] = "freshdesk"
    Settings: ClassVar[type[BaseModel]] = FreshdeskSettings
    settings: FreshdeskSettings

    @property
    def address(self) -> str:
        """The API's address."""
        return f"{self.settings.url}/api/v2"

    @property
    def prefix(self) -> str:
        """Ids are unique in one account."""
        return f"{urlsplit(self.settings.url).netloc.lower()}/"

    def streams(self) -> tuple[Stream, ...]:
        """Tickets that changed since the window's start, and what was said below one."""
        tickets = self._list(
            "/tickets",
            {"updated_since": "{start}", "order_by": "updated_at", "order_type": "asc", "include": "description"},
            Columns(
                post_id="id",
                text="description_text|description|subject",
                title="subject",
                author="requester_id",
                created_at="created_at",
                tags="tags",
                category="type",
            ),
            "ticket",
        )
        talk = self._list(
            "/tickets/{above}/conversations",
            {},
            Columns(
                post_id="id",
                text="body_text|body",
                author="user_id",
                created_at="created_at",
                thread_id="above.id|ticket_id",
                parent_id="above.id|ticket_id",
            ),
            "reply",
        )
        return tickets, talk

    def below(self, place: int) -> Below | None:
        """A ticket does not say how much was said."""
        return Below(place=TALK) if place == TICKETS else None

    def left_out(self, record: dict[str, Any]) -> str | None:
        """What the customer never sees, and what is none."""
        if record.get("spam") is True:
            return "tickets that are spam"
        return "private notes" if record.get("private") is True and not self.settings.notes else None

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Ids of answers, pages, who is of the staff."""
        words = ("body_text", "body") if "incoming" in record else ("description_text", "description")
        if record.get(words[0]) is None and record.get(words[1]) is not None:  # some accounts give HTML alone
            facts["text"] = html_to_text(facts["text"])
        facts["community"] = self.prefix.rstrip("/")
        number = facts["post_id"].removeprefix(self.prefix)
        if "incoming" not in record:
            facts["url"] = f"{self.settings.url}/a/tickets/{number}"
            return
        ticket = facts.get("thread_id") or self.prefix
        facts["author_staff"] = record["incoming"] is False if isinstance(record["incoming"], bool) else None
        facts["url"] = f"{self.settings.url}/a/tickets/{ticket.removeprefix(self.prefix)}"
        facts["post_id"] = f"{ticket}/{number}"

    @property
    def can_recheck(self) -> bool:
        """A ticket has an address; what was said below it is a list."""
        return True

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Tickets and what was said below them as they are now; what is not given any more is gone."""
        client, window, streams = Client(self, log), self.now(), self.lists
        wanted: dict[str, set[str]] = {}
        for post_id in post_ids:
            if post_id.startswith(self.prefix):
                ticket, _, part = post_id.removeprefix(self.prefix).partition("/")
                wanted.setdefault(ticket, set()).add(part)
        for ticket, parts in wanted.items():
            answer = client.get(f"{self.address}/tickets/{ticket}", {}, streams[TICKETS], window)
            record = answer[0] if answer and isinstance(answer[0], dict) else None
            there = record is not None and record.get("deleted") is not True and not self.left_out(record)
            given: dict[str, Any] = {"": record} if there else {}
            if there and parts != {""}:
                path = streams[TALK].model_copy(update={"path": f"/tickets/{ticket}/conversations"})
                said = [one for one in client.walk(path, window, may_be_gone=True) if isinstance(one, dict)]
                given |= {str(one.get("id")): one for one in said if not self.left_out(one)}
            for part in sorted(parts):
                place = TALK if part else TICKETS
                known = (
                    {"item": given[part]}
                    if part in given
                    else {"gone": f"{self.prefix}{ticket}{'/' * bool(part)}{part}"}
                )
                yield self.item(
                    window, {"stream": place, **known, **({"above": {"id": ticket}} if part in given and part else {})}
                )

    def _list(self, path: str, parameters: dict[str, str], mapping: Columns, kind: str) -> Stream:
        login = base64.b64encode(f"{self.context.secret(KEY)}:X".encode()).decode()
        return Stream(
            path=path,
            parameters={**parameters, "per_page": 100},
            headers={"Authorization": f"Basic {login}"},
            pagination=Paging(kind="link", most=MOST_PAGES),
            mapping=mapping,
            constants={"kind": kind},
            changed_at="updated_at",  # it moves with every answer: no time of an edit
            deleted="deleted",
        )
