"""Zendesk: tickets by the incremental export, each with its comments, its requester and its rating.

API: https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.base import Collector
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.zendesk.mapping import SOURCE, is_deleted, moment, posts_of
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

EMAIL, TOKEN = "VOXPOP_ZENDESK_EMAIL", "VOXPOP_ZENDESK_TOKEN"  # names of secrets
SETTLING = timedelta(minutes=1)  # the export leaves out what changed within the last minute
AT_ONCE = 100
KEPT_OF_USERS = ("id", "role", "email", "organization_id", "tags")  # no names, phones, notes


class ZendeskSettings(Section):
    """The keys of a channel whose source is 'zendesk'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#@]+$")]  # https://acme.zendesk.com
    notes: bool = False  # internal notes, which the requester never sees
    side_conversations: bool = False  # what agents write to third parties about a ticket
    ratings: bool = True  # the words that came with a rating, one more request each

    @property
    def host(self) -> str:
        """What makes ids of several accounts differ."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()


class ZendeskCollector(Collector):
    """One account. Tickets are keyed '<host>/<id>', what belongs to one '<host>/<ticket>/<id>'."""

    source: ClassVar[str] = SOURCE
    counts_posts: ClassVar[bool] = True
    Settings: ClassVar[type[BaseModel]] = ZendeskSettings
    settings: ZendeskSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Each ticket that was written, answered or changed in the window, with what is new of it.

        The export lists a ticket once, where it changed last: so all of it is read from the window's start to now.
        """
        end = min(window.end, self.context.clock() - SETTLING)
        log.gap(max(end, window.start), window.end, "not over yet")
        if end <= window.start:
            return
        api, asked = self._api(log), Window(window.start, end)
        internal = 0
        for ticket, users in self._export(api, asked):
            written, changed = moment(ticket.get("created_at")), moment(ticket.get("updated_at"))
            if written is not None and written >= asked.end:
                continue
            if is_deleted(ticket):
                if changed is None or changed in asked:
                    yield self.item(window, {"host": self.settings.host, "ticket": ticket})
                continue
            if ticket.get("is_public") is False and not self.settings.notes:
                internal += 1
                continue
            new = list(self._parts(api, ticket, users, asked))
            if new or written is None or written in asked or (changed is not None and changed in asked):
                self._affords(log)
                log.posts_read += 1 + len(new)
                yield self.item(window, self._payload({"ticket": ticket}, ticket.get("submitter_id"), users))
                yield from (self.item(window, part) for part in new)
        if internal:
            log.notes.append(f"{internal:,} tickets not kept: they hold internal notes only")

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The ticket and what came with it."""
        return posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The tickets of these posts as they are now; those that are not given any more are gone, with all of theirs."""
        api, now = self._api(log), self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        wanted: dict[int, list[str]] = {}
        for post_id in post_ids:
            host, _, rest = post_id.partition("/")
            ticket = rest.partition("/")[0]
            if host == self.settings.host and ticket.isdigit():
                wanted.setdefault(int(ticket), []).append(post_id)
        numbers = list(wanted)
        for start in range(0, len(numbers), AT_ONCE):
            asked = numbers[start : start + AT_ONCE]
            ids = ",".join(map(str, asked))
            answer = api.must(
                self._at("/api/v2/tickets/show_many.json"), {"ids": ids, "include": "users,comment_count"}
            )
            found = {t["id"]: t for t in _objects(answer.get("tickets")) if isinstance(t.get("id"), int)}
            users = _users(answer)
            for number in asked:
                if number not in found:
                    gone = ({"host": self.settings.host, "gone": post_id} for post_id in wanted[number])
                    yield from (self.item(window, one) for one in gone)
                    continue
                now_is = found[number]
                yield self.item(window, self._payload({"ticket": now_is}, now_is.get("submitter_id"), users))
                if any(post_id != f"{self.settings.host}/{number}" for post_id in wanted[number]):
                    yield from (self.item(window, part) for part in self._parts(api, now_is, users, None))

    def probe(self) -> str:
        """Who we are there, and how many tickets there are."""
        api = self._api(FetchLog())
        me = api.must(self._at("/api/v2/users/me.json")).get("user") or {}
        count = (api.must(self._at("/api/v2/tickets/count.json")).get("count") or {}).get("value")
        if me.get("role") not in {"admin", "agent"}:
            raise CollectorError(
                SOURCE, f"{self.settings.host}: {EMAIL} and {TOKEN} are no agent's; the export needs an admin"
            )
        return f"{self.settings.host}: read as {me['role']}, {count if isinstance(count, int) else 'unknown'} tickets"

    def _export(self, api: JsonApi, window: Window) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Tickets that changed since the window's start, each with the accounts that its page names."""
        address = self._at("/api/v2/incremental/tickets/cursor.json")
        follow: dict[str, Any] = {"start_time": int(window.start.timestamp())}
        seen: set[str] = set()
        while True:
            page = api.must(address, {**follow, "include": "users,comment_count"})
            tickets = page.get("tickets")
            if not isinstance(tickets, list):
                raise CollectorError(SOURCE, f"{address} has no 'tickets'; is this Zendesk?")
            users = _users(page)
            yield from ((ticket, users) for ticket in _objects(tickets))
            cursor = page.get("after_cursor")
            if page.get("end_of_stream") is True or not cursor:
                return
            if str(cursor) in seen:
                raise CollectorError(SOURCE, f"{address} gives the same cursor again; its pagination runs in a circle")
            seen.add(str(cursor))
            follow = {"cursor": str(cursor)}

    def _payload(self, part: dict[str, Any], writer: Any, users: dict[str, Any]) -> dict[str, Any]:
        """A ticket or a part of one as received, with the account that wrote it."""
        known = {str(writer): users[str(writer)]} if str(writer) in users else {}
        return {"host": self.settings.host, "base": self.settings.url, **part, "users": known}

    def _parts(
        self, api: JsonApi, ticket: dict[str, Any], users: dict[str, Any], window: Window | None
    ) -> Iterator[dict[str, Any]]:
        """What belongs to a ticket and was written in the window (None: ever): comments, side conversations, a rating."""
        number, known = ticket.get("id"), dict(users)
        comments: list[dict[str, Any]] = []
        if ticket.get("comment_count") != 1:  # the first one is the description
            asked = {"include": "users", "page[size]": 100}
            for page in self._pages(api, f"/api/v2/tickets/{number}/comments.json", asked):
                known |= _users(page)
                comments += _objects(page.get("comments"))
        for comment in comments[1:]:
            if _inside(comment, window) and (self.settings.notes or comment.get("public") is not False):
                yield self._payload({"of": number, "comment": comment}, comment.get("author_id"), known)
        if self.settings.side_conversations:
            for event in filter(lambda event: _inside(event, window), self._side_conversations(api, number)):
                yield self._payload({"of": number, "side": event}, (event.get("actor") or {}).get("user_id"), known)
        rating = ticket.get("satisfaction_rating")
        if self.settings.ratings and isinstance(rating, dict) and rating.get("comment") and rating.get("id"):
            found = api.get(self._at(f"/api/v2/satisfaction_ratings/{rating['id']}.json"))
            whole = found[0].get("satisfaction_rating") if found and isinstance(found[0], dict) else None
            if isinstance(whole, dict):
                yield self._payload({"of": number, "rating": whole}, whole.get("requester_id"), known)

    def _side_conversations(self, api: JsonApi, number: Any) -> Iterator[dict[str, Any]]:
        """The messages of a ticket's side conversations."""
        for page in self._pages(api, f"/api/v2/tickets/{number}/side_conversations.json", {}):
            for talk in _objects(page.get("side_conversations")):
                path = f"/api/v2/tickets/{number}/side_conversations/{talk.get('id')}/events.json"
                for events in self._pages(api, path, {}):
                    yield from (event for event in _objects(events.get("events")) if event.get("message"))

    def _pages(self, api: JsonApi, path: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A list's pages; none where the ticket is not there any more."""
        return api.pages(self._at(path), parameters, _next_page)

    def _affords(self, log: FetchLog) -> None:
        most = self.context.budget_posts
        if most is not None and log.posts_read >= most:
            raise OutOfBudgetError(SOURCE, f"channel '{self.channel.id}': this month's budget is spent")

    def _api(self, log: FetchLog) -> JsonApi:
        login = f"{self.context.secret(EMAIL)}/token:{self.context.secret(TOKEN)}"
        return JsonApi(
            SOURCE, self.context, log, {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}
        )

    def _at(self, path: str) -> str:
        return f"{self.settings.url}{path}"


def _next_page(page: dict[str, Any]) -> Any:
    """The address of the next page, in either way that Zendesk has of saying it."""
    if (page.get("meta") or {}).get("has_more") is False:
        return None
    return (page.get("links") or {}).get("next") or page.get("next_page")


def _users(page: dict[str, Any]) -> dict[str, Any]:
    """Account id -> what we keep of it."""
    return {
        str(user.get("id")): {name: user[name] for name in KEPT_OF_USERS if name in user}
        for user in _objects(page.get("users"))
    }


def _objects(value: Any) -> list[dict[str, Any]]:
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _inside(part: dict[str, Any], window: Window | None) -> bool:
    """Whether it was written in the window; what has no time is kept, to be refused."""
    written: datetime | None = moment(part.get("created_at"))
    return window is None or written is None or written in window
