"""X through tweepy: search, an account's own posts, and mentions; day by day, newest first inside a day.

API: https://docs.x.com/x-api/posts/search/introduction
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

import requests
import tweepy
from pydantic import BaseModel, ConfigDict, Field, model_validator

from collectors.base import Collector, Expected
from collectors.http import Patience
from collectors.x_mapping import newest_of, post_errors, posts_of, records, time_of, unknown_keys
from collectors.x_wire import HOST, RoutedAdapter
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

RECENT = timedelta(days=7)  # how far back recent search goes
SETTLING = timedelta(seconds=15)  # search refuses an end nearer to now than ten seconds
EMPTY_PAGES = 20  # an empty page is not the end; so many in a row are a fault
IDS_AT_ONCE = 100
FIELDS = {
    "tweet_fields": "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,"
    "note_tweet,public_metrics,referenced_tweets,withheld",
    "user_fields": "username,verified",
    "expansions": "author_id,referenced_tweets.id",
}

logging.getLogger("tweepy").setLevel(logging.INFO)  # its debug lines print the bearer token


POST_USD, OWNED_USD = 0.005, 0.001  # prices of November 2026; 'owned' are mentions and posts of our own account


class XSettings(BaseModel):
    """The keys of a channel with `source: x`: one of query, timeline_of, mentions_of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str | None = Field(default=None, min_length=1, max_length=1024)
    timeline_of: str | None = Field(default=None, pattern=r"^\d+$")  # id of an account of ours
    mentions_of: str | None = Field(default=None, pattern=r"^\d+$")
    archive: bool = False  # full archive instead of the last seven days
    api_url: str = HOST
    page_size: int | None = Field(default=None, ge=10, le=500)
    usd_per_post: float = Field(default=POST_USD, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _owned_reads_cost_less(cls, value: Any) -> Any:
        if isinstance(value, dict) and (value.get("timeline_of") or value.get("mentions_of")):
            return {"usd_per_post": OWNED_USD, **value}
        return value

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> XSettings:
        given = [name for name in ("query", "timeline_of", "mentions_of") if getattr(self, name)]
        if len(given) != 1:
            msg = "an x channel needs exactly one of 'query', 'timeline_of', 'mentions_of'"
            raise ValueError(msg)
        if self.query and len(self.query) > 512 and not self.archive:
            msg = f"the query has {len(self.query)} characters; recent search takes 512, 'archive: true' 1024"
            raise ValueError(msg)
        return self


class XCollector(Collector):
    """Posts that a query finds, or that an account wrote or was named in."""

    source: ClassVar[str] = "x"
    Settings: ClassVar[type[BaseModel]] = XSettings
    settings: XSettings

    @property
    def costs(self) -> bool:
        """X bills posts that are read."""
        return self.settings.usd_per_post > 0

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Pages of the window. A fetch that ends early leaves as its gap just what was not read."""
        now = self.context.clock()
        client = self._client(log)
        asked = self._reachable(window, now, log)
        if asked is None:
            return
        for day in asked.days():
            oldest = day.end
            try:
                for page in self._pages(client, day, log):
                    oldest = min([oldest, *_times(page)])
                    yield self.item(window, page)
            except CollectorError as error:
                log.gap(day.start, oldest, error.outcome)
                log.gap(day.end, asked.end, error.outcome)
                raise

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The posts of one page."""
        return posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The posts again, by their ids: counts, edits, and errors for those that are gone.

        The id of an older wording can give just that wording; the newest is then asked for in its place.
        """
        now = self.context.clock()
        client = self._client(log)
        left = list(post_ids)
        followed: set[str] = set()
        while left:
            size = self._affordable(log, 1, IDS_AT_ONCE, IDS_AT_ONCE)
            asked, left = left[:size], left[size:]
            page = self._call(client.get_tweets, ids=asked, **FIELDS)
            self._note(page, log)
            found = [(record, newest_of(record)) for record in records(page)]
            newer = [post_id for _, post_id in found if post_id and post_id not in followed]
            if newer:
                page = {**page, "data": [record for record, post_id in found if post_id not in newer]}
                left = [*newer, *left]
                followed.update(newer)
            yield self.item(Window(now - timedelta(seconds=1), now), page)

    def probe(self) -> str:
        """Ask for the counts of the last hour, or for one page of the account."""
        log = FetchLog()
        client = self._client(log)
        if self.settings.query is None:
            user = self.settings.timeline_of or self.settings.mentions_of
            found = self._call(client.get_user, id=user)
            return f"account {found.get('data', {}).get('username', user)} can be read"
        counts = self._call(client.get_recent_tweets_count, query=self.settings.query)
        total = sum(int(bucket.get("tweet_count", bucket.get("post_count", 0))) for bucket in counts.get("data") or [])
        return f"the query matched {total} posts in the last seven days"

    def expect(self, window: Window) -> Expected:
        """The counts endpoint's number for a query; it reads no post and costs nothing. Accounts are not counted."""
        log = FetchLog()
        asked = self._reachable(window, self.context.clock(), log)
        unheard = tuple(f"{gap.start:%Y-%m-%d %H:%M} to {gap.end:%Y-%m-%d %H:%M}: {gap.reason}" for gap in log.gaps)
        least_and_most = self._endpoint(self._client(log))[-2:]
        size = min(self.settings.page_size or least_and_most[1], least_and_most[1])
        if asked is None or self.settings.query is None:
            return Expected(None if asked else 0, self.settings.usd_per_post, size, unheard)
        client = self._client(log)
        call = client.get_all_tweets_count if self.settings.archive else client.get_recent_tweets_count
        values: dict[str, Any] = {
            "query": self.settings.query,
            "granularity": "day",
            "start_time": _stamp(asked.start),
            "end_time": _stamp(asked.end, up=True),
        }
        total = 0
        while True:
            page = self._call(call, **values)
            buckets = page.get("data") or []
            total += sum(int(bucket.get("tweet_count", bucket.get("post_count", 0))) for bucket in buckets)
            token = (page.get("meta") or {}).get("next_token")
            if not token or token == values.get("next_token"):
                return Expected(total, self.settings.usd_per_post, size, unheard)
            values["next_token"] = token

    def _reachable(self, window: Window, now: datetime, log: FetchLog) -> Window | None:
        """The part of the window that can be asked for; the rest is a gap."""
        start, end = window.start, min(window.end, now - SETTLING)
        if not self.settings.archive and self.settings.query:
            start = max(start, now - RECENT + SETTLING)
        if start >= end:
            log.gap(window.start, window.end, BEYOND_SEARCH if window.end <= now else "not over yet")
            return None
        log.gap(window.start, start, BEYOND_SEARCH)
        log.gap(end, window.end, "not over yet")
        return Window(start, end)

    def _pages(self, client: tweepy.Client, day: Window, log: FetchLog) -> Iterator[dict[str, Any]]:
        call, values, token_name, least, most = self._endpoint(client)
        values |= {"start_time": _stamp(day.start), "end_time": _stamp(day.end, up=True), **FIELDS}
        seen: set[str] = set()
        empty = 0
        while True:
            size = self._affordable(log, least, self.settings.page_size or most, most)
            page = self._call(call, max_results=size, **values)
            read = self._note(page, log)
            yield page
            token = (page.get("meta") or {}).get("next_token")
            if not token:
                return
            empty = 0 if read else empty + 1
            if token in seen or empty >= EMPTY_PAGES:
                raise CollectorError(
                    self.source, f"paging does not end: {'a repeated token' if token in seen else 'only empty pages'}"
                )
            seen.add(token)
            values[token_name] = token

    def _note(self, page: dict[str, Any], log: FetchLog) -> int:
        """Write down what the page cost and what of it is new to us; how many posts it holds."""
        read = len(records(page))
        log.posts_read += read
        log.cost_usd += read * self.settings.usd_per_post
        for key in unknown_keys(page):
            log.unknown(key)
        return read

    def _endpoint(self, client: tweepy.Client) -> tuple[Callable[..., Any], dict[str, Any], str, int, int]:
        """What to call, with what, the name of its page token, and its smallest and largest page."""
        chosen = self.settings
        if chosen.timeline_of:
            return client.get_users_tweets, {"id": chosen.timeline_of}, "pagination_token", 5, 100
        if chosen.mentions_of:
            return client.get_users_mentions, {"id": chosen.mentions_of}, "pagination_token", 5, 100
        if chosen.archive:
            return client.search_all_tweets, {"query": chosen.query}, "next_token", 10, 500
        return client.search_recent_tweets, {"query": chosen.query}, "next_token", 10, 100

    def _affordable(self, log: FetchLog, least: int, wanted: int, most: int) -> int:
        """How many posts the next page may hold; `OutOfBudgetError` before the budget would be passed."""
        left = float(min(wanted, most))
        if self.context.budget_posts is not None:
            left = min(left, self.context.budget_posts - log.posts_read)
        if self.context.budget_usd is not None and self.settings.usd_per_post > 0:
            left = min(left, (self.context.budget_usd - log.cost_usd) / self.settings.usd_per_post)
        if left < least:
            raise OutOfBudgetError(self.source, f"channel '{self.channel.id}': this month's budget is spent")
        return int(left)

    def _client(self, log: FetchLog) -> tweepy.Client:
        client = tweepy.Client(self.context.secret("VOXPOP_X_BEARER_TOKEN"), return_type=dict)
        patience = Patience(self.source, log, self.context.sleep or time.sleep)
        client.session.mount(HOST, RoutedAdapter(patience, self.settings.api_url))
        return client

    def _call(self, call: Callable[..., Any], **values: Any) -> dict[str, Any]:
        """One request; what tweepy cannot read is a failure of this fetch."""
        try:
            page = call(**values)
        except tweepy.HTTPException as error:
            said = "; ".join(
                dict.fromkeys([*error.api_messages, *(str(e.get("detail", "")) for e in error.api_errors)])
            )
            status = error.response.status_code
            raise CollectorError(
                self.source, f"channel '{self.channel.id}': X answered {status}: {said or error}"
            ) from error
        except (tweepy.TweepyException, requests.RequestException, ValueError) as error:
            raise CollectorError(
                self.source, f"channel '{self.channel.id}': {type(error).__name__}: {error}"
            ) from error
        if not isinstance(page, dict) or not isinstance(page.get("data", []), list | dict):
            raise CollectorError(
                self.source, f"channel '{self.channel.id}': X answered something that is no page of posts"
            )
        if not page.keys() & {"data", "meta"} and not any(post_errors(page)):  # such as: there is no such account
            errors = page.get("errors")
            told = [str(e.get("detail") or e.get("title")) for e in errors if isinstance(e, dict)] if errors else []
            raise CollectorError(
                self.source, f"channel '{self.channel.id}': X gave no posts: {'; '.join(told) or 'no reason'}"
            )
        return page


def _times(page: dict[str, Any]) -> Iterator[datetime]:
    return filter(None, map(time_of, records(page)))


def _stamp(moment: datetime, *, up: bool = False) -> str:
    """Whole seconds, as X wants them; an end is rounded up, so that nothing falls between two windows."""
    if up and moment.microsecond:
        moment += timedelta(seconds=1)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
