"""X through tweepy for one fetch: page after page of posts, each small enough to be paid for, and noted what it cost."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import requests
import tweepy

from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.http import Patience
from voxpop.collectors.x.mapping import post_errors, records, unknown_keys, users_of
from voxpop.collectors.x.wire import HOST, RoutedAdapter
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.collectors.base import Context, Expected
    from voxpop.collectors.x.settings import XSettings
    from voxpop.config import Channel
    from voxpop.coverage import FetchLog
    from voxpop.post import RawItem

SOURCE = "x"
EMPTY_PAGES = 20  # an empty page is not the end; this number in a row is a fault
FIELDS = {  # a post is billed once, however much of it is asked for, and a field that is missed is a post read again
    "tweet_fields": "article,attachments,author_id,card_uri,community_id,context_annotations,conversation_id,created_at,"
    "display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,in_reply_to_user_id,lang,media_metadata,"
    "note_tweet,possibly_sensitive,public_metrics,referenced_tweets,reply_settings,scopes,source,withheld",
    "user_fields": "created_at,location,parody,protected,public_metrics,username,verified,verified_type",
    "media_fields": "alt_text,duration_ms,media_key,preview_image_url,public_metrics,type,url",
    "place_fields": "country,country_code,full_name,geo,name,place_type",
    "poll_fields": "duration_minutes,end_datetime,options,voting_status",
    "expansions": "author_id,referenced_tweets.id,attachments.media_keys,attachments.poll_ids,geo.place_id,"
    "referenced_tweets.id.attachments.media_keys",
}

logging.getLogger("tweepy").setLevel(logging.INFO)  # its debug lines print the bearer token


class ShortError(OutOfBudgetError):
    """The budgets of some channels do not reach for the next page."""

    def __init__(self, channels: list[str]) -> None:
        self.channels = channels
        names = ", ".join(f"'{channel}'" for channel in channels) or "in common"
        super().__init__(SOURCE, f"channel {names}: this month's budget is spent")


@dataclass(slots=True)
class Purse:
    """What one channel may still read in this fetch, and what it has paid."""

    channel: str
    context: Context
    log: FetchLog
    usd_per_post: float
    beside: list[FetchLog] = field(default_factory=list)  # of channels that ask together: they may share a budget

    @property
    def room(self) -> float:
        """How many posts can still be paid for, if all that ask together spent from one budget."""
        return self._room([self.log, *self.beside])

    @property
    def own_room(self) -> float:
        """How many posts can still be paid for by what this channel has spent."""
        return self._room([self.log])

    def _room(self, logs: list[FetchLog]) -> float:
        left = float("inf")
        if self.context.budget_posts is not None:
            left = self.context.budget_posts - sum(log.posts_read for log in logs)
        dearest = self.usd_per_post + 3 * self.context.prices.x.user  # its author, those of what it answers and quotes
        if self.context.budget_usd is not None and dearest > 0:
            left = min(left, (self.context.budget_usd - sum(log.cost_usd for log in logs)) / dearest + 1e-9)
        return left

    def pay(self, posts: int, users: int) -> None:
        """Write down what a page, or this channel's part of it, cost."""
        self.log.posts_read += posts
        self.log.cost_usd += posts * self.usd_per_post + users * self.context.prices.x.user


@dataclass(frozen=True, slots=True)
class Ask:
    """One endpoint: tweepy's method, what it is asked for, the name of its page token, its smallest and largest page."""

    method: str
    values: dict[str, Any]
    token_name: str
    least: int
    most: int


class Asking(Protocol):
    """What a common fetch must know of each of its channels."""

    channel: Channel
    context: Context
    settings: XSettings

    def purse(self, log: FetchLog) -> Purse:
        """What the channel may spend in a fetch."""
        ...

    def reachable(self, window: Window, log: FetchLog) -> Window | None:
        """The part of the window that can be asked for; the rest is a gap in the log."""
        ...

    def expect(self, window: Window) -> Expected:
        """What a fetch of this channel alone would read."""
        ...

    def counted(self, query: str, window: Window) -> Expected:
        """How many posts a query would give."""
        ...

    def item(self, window: Window, payload: dict[str, Any]) -> RawItem:
        """A payload as received, wrapped."""
        ...


def search(query: str, *, archive: bool) -> Ask:
    """The search for a query."""
    if archive:
        return Ask("search_all_tweets", {"query": query}, "next_token", 10, 500)
    return Ask("search_recent_tweets", {"query": query}, "next_token", 10, 100)


@dataclass(slots=True)
class Pages:
    """The pages of one fetch, for one channel or for several that ask together."""

    purses: list[Purse]
    context: Context
    api_url: str
    page_size: int | None = None
    client: tweepy.Client = field(init=False)
    patience: Patience = field(init=False)
    _asked: int = 0  # posts that the request under way may give
    _losses: int = 0  # answers to it that were lost on the way

    def __post_init__(self) -> None:
        self.client = tweepy.Client(self.context.secret("VOXPOP_X_BEARER_TOKEN"), return_type=dict)
        self.patience = Patience(
            SOURCE, self.purses[0].log, self.context.sleep or time.sleep, most_bytes=self.context.limits.answer
        )
        self.patience.on_lost = self._lost
        self.client.session.mount(HOST, RoutedAdapter(self.patience, self.api_url))

    def of(
        self, ask: Ask, window: Window, pay: Callable[[dict[str, Any]], None] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Page after page of a window, newest first; each is paid for before it is given."""
        values = {**ask.values, "start_time": stamp(window.start), "end_time": stamp(window.end, up=True), **FIELDS}
        seen: set[str] = set()
        empty = 0
        while True:
            size = self.affordable(ask.least, self.page_size or ask.most, ask.most)
            page = self.call(ask.method, max_results=size, **values)
            self.note(page, pay)
            yield page
            token = (page.get("meta") or {}).get("next_token")
            if not token:
                return
            empty = 0 if records(page) else empty + 1
            if token in seen or empty >= EMPTY_PAGES:
                why = "a repeated token" if token in seen else "only empty pages"
                raise CollectorError(SOURCE, f"paging does not end: {why}")
            seen.add(token)
            values[ask.token_name] = token

    def _lost(self) -> None:
        """An answer was lost on the way, and X may bill it all the same: asked for again only where both can be paid."""
        if self._asked:
            self._losses += 1
            needed = (self._losses + 1) * self._asked
            if any(purse.room < needed for purse in self.purses):
                raise ShortError([purse.channel for purse in self.purses if purse.own_room < needed])

    def _settle(self, posts: int) -> None:
        """Counts lost answers as read, each with its number of posts."""
        if self._losses:
            self.purses[0].pay(self._losses * posts, 0)
            said = f"{self._losses} answers of {posts} posts at most were lost on the way and count as read"
            self.purses[0].log.notes.append(said)
            self._losses = 0

    def note(self, page: dict[str, Any], pay: Callable[[dict[str, Any]], None] | None = None) -> None:
        """Write down what the page cost and what of it is new to us."""
        self._settle(len(records(page)))
        if pay is None:
            self.purses[0].pay(len(records(page)), len(users_of(page)))
        else:
            pay(page)
        for key in unknown_keys(page):
            self.purses[0].log.unknown(key)

    def affordable(self, least: int, wanted: int, most: int) -> int:
        """How many posts the next page may hold; `ShortError` before a budget would be passed."""
        if any(purse.room < least for purse in self.purses):
            raise ShortError([purse.channel for purse in self.purses if purse.own_room < least])
        self._asked = int(min(wanted, most, *(purse.room for purse in self.purses)))
        return self._asked

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """One request that gives posts; an answer that is no page of them is an error."""
        try:
            page = self.ask(method, **values)
        except CollectorError:
            self._settle(self._asked)
            raise
        if not isinstance(page.get("data", []), list | dict) or not isinstance(page.get("meta") or {}, dict):
            raise self._failed("X answered something that is no page of posts")
        if not page.keys() & {"data", "meta"} and not any(post_errors(page)):  # such as: there is no such account
            errors = page.get("errors")
            told = [str(e.get("detail") or e.get("title")) for e in errors if isinstance(e, dict)] if errors else []
            raise self._failed(f"X gave no posts: {'; '.join(told) or 'no reason'}")
        return page

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """One request; what tweepy cannot read is a failure of this fetch."""
        try:
            answer = getattr(self.client, method)(**values)
        except tweepy.HTTPException as error:
            said = "; ".join(
                dict.fromkeys([*error.api_messages, *(str(e.get("detail", "")) for e in error.api_errors)])
            )
            raise self._failed(f"X answered {error.response.status_code}: {said or error}") from error
        except requests.JSONDecodeError as error:
            raise self._failed(f"X answered {what_is_wrong(str(error.doc))}") from error
        except (tweepy.TweepyException, requests.RequestException, ValueError) as error:
            raise self._failed(f"{type(error).__name__}: {error}") from error
        if not isinstance(answer, dict):
            raise self._failed("X answered something that is no page of posts")
        return answer

    def _failed(self, what: str) -> CollectorError:
        names = ", ".join(f"'{purse.channel}'" for purse in self.purses)
        return CollectorError(SOURCE, f"channel {names}: {what}")


def stamp(moment: datetime, *, up: bool = False) -> str:
    """Whole seconds, as X wants them; an end is rounded up, so that nothing falls between two windows."""
    if up and moment.microsecond:
        moment += timedelta(seconds=1)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
