"""X through tweepy: search, an account's own posts, and mentions; day by day, newest first inside a day.

API: https://docs.x.com/x-api/posts/search/introduction
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from pydantic import BaseModel

from voxpop.collectors.base import Collector, Expected
from voxpop.collectors.x import compliance as x_compliance
from voxpop.collectors.x import together as x_together
from voxpop.collectors.x.conversations import followed, remember
from voxpop.collectors.x.mapping import newest_of, posts_of, records, time_of
from voxpop.collectors.x.pages import FIELDS, Ask, Pages, Purse, search, stamp
from voxpop.collectors.x.settings import XSettings
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

RECENT = timedelta(days=7)  # how far back recent search goes
SETTLING = timedelta(seconds=15)  # search refuses an end nearer to now than ten seconds
IDS_AT_ONCE = 100


class XCollector(Collector):
    """Posts that a query finds, or that an account wrote or was named in."""

    source: ClassVar[str] = "x"
    counts_posts: ClassVar[bool] = True
    late: ClassVar[timedelta] = timedelta()  # what is read twice is paid twice
    Settings: ClassVar[type[BaseModel]] = XSettings
    settings: XSettings

    @property
    def usd_per_post(self) -> float:
        """What a post read costs here."""
        prices = self.context.prices.x
        owned = self.settings.timeline_of or self.settings.mentions_of
        given = self.settings.usd_per_post
        return given if given is not None else prices.owned_post if owned else prices.post

    @property
    def costs(self) -> bool:
        """X bills posts that are read."""
        return self.usd_per_post > 0

    @property
    def rechecks_source(self) -> bool:
        """A compliance job takes all ids of the app's posts, and only one may run."""
        return self.settings.deletions == "jobs"

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Pages of the window. A fetch that ends early leaves as its gap just what was not read."""
        asked = self.reachable(window, log)
        if asked is None:
            return
        pages = self.pages(log)
        for day in asked.days():
            oldest = day.end
            try:
                for page in pages.of(self.asks(), day):
                    oldest = oldest_of(page, oldest)
                    remember(page, log) if self.settings.conversations else None
                    yield self.item(window, page)
            except CollectorError as error:
                log.gap(day.start, oldest, error.outcome)
                log.gap(day.end, asked.end, error.outcome)
                raise
        if self.settings.conversations:
            yield from self._conversations(window, asked, log)

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The posts of one page, or what a compliance job said of known ones."""
        if x_compliance.RESULTS in item.payload:
            return x_compliance.gone_of(item)
        return posts_of(item, self.context.author_key)

    def companions(self, others: Sequence[Collector]) -> list[Collector]:
        """The others whose queries fit into one request with this one's, and can be told apart again."""
        return list(x_together.companions(self, [other for other in others if isinstance(other, XCollector)]))

    def fetch_together(
        self, others: Sequence[Collector], window: Window, logs: Sequence[FetchLog]
    ) -> Iterator[tuple[int, RawItem]]:
        """Pages of all their queries at once, each split again: (whose, the part of the page that is theirs)."""
        return x_together.fetch([self, *cast("Sequence[XCollector]", others)], window, logs)

    def expect_together(self, others: Sequence[Collector], window: Window) -> list[Expected]:
        """What each would pay of a common fetch."""
        return x_together.expect([self, *cast("Sequence[XCollector]", others)], window)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The posts again, by their ids: counts, edits, and errors for those that are gone.

        The id of an older wording can give just that wording; the newest is then asked for in its place.
        """
        now = self.context.clock()
        at = Window(now - timedelta(seconds=1), now)
        pages = self.pages(log)
        if self.settings.deletions == "jobs":
            for results in x_compliance.sweep(pages, post_ids, log, now):
                yield self.item(at, results)
            return
        left = list(post_ids)
        followed_ids: set[str] = set()
        while left:
            size = pages.affordable(1, IDS_AT_ONCE, IDS_AT_ONCE)
            asked, left = left[:size], left[size:]
            page = pages.call("get_tweets", ids=asked, **FIELDS)
            pages.note(page)
            found = [(record, newest_of(record)) for record in records(page)]
            newer = [post_id for _, post_id in found if post_id and post_id not in followed_ids]
            if newer:
                page = {**page, "data": [record for record, post_id in found if post_id not in newer]}
                left = [*newer, *left]
                followed_ids.update(newer)
            yield self.item(at, page)

    @property
    def probe_usd(self) -> float:
        """One request for counts, or an account."""
        return self.context.prices.x.count if self.settings.query else self.context.prices.x.user

    def probe(self) -> str:
        """Ask for the counts of the last hour, or for one page of the account."""
        pages = self.pages(FetchLog())
        if self.settings.query is None:
            user = self.settings.timeline_of or self.settings.mentions_of
            found = pages.call("get_user", id=user)
            return f"account {found.get('data', {}).get('username', user)} can be read"
        counts = pages.call("get_recent_tweets_count", query=self.settings.query)
        return f"the query matched {_total(counts)} posts in the last seven days"

    def expect(self, window: Window) -> Expected:
        """The counts endpoint's number for a query; it reads no post, and costs by the request. Accounts are not counted."""
        if self.settings.query is None:
            unheard = FetchLog()
            asked = self.reachable(window, unheard)
            days = len(asked.days()) if asked else 0
            return Expected(None if asked else 0, self.usd_per_post, self.page_size, said_of(unheard), 0.0, days)
        return self.counted(self.settings.query, window)

    def counted(self, query: str, window: Window) -> Expected:
        """How many posts a query would give here; None where the budget does not reach for counting."""
        log = FetchLog()
        asked = self.reachable(window, log)
        paid, price, total = 0.0, self.context.prices.x.count, 0
        if asked is None:
            return Expected(0, self.usd_per_post, self.page_size, said_of(log))
        method = "get_all_tweets_count" if self.settings.archive else "get_recent_tweets_count"
        values: dict[str, Any] = {"query": query, "granularity": "day"}
        values |= {"start_time": stamp(asked.start), "end_time": stamp(asked.end, up=True)}
        pages = self.pages(FetchLog())
        while self.context.budget_usd is None or paid + price <= self.context.budget_usd:
            page = pages.call(method, **values)
            paid += price
            total += _total(page)
            token = (page.get("meta") or {}).get("next_token")
            if not token or token == values.get("next_token"):
                return Expected(total, self.usd_per_post, self.page_size, said_of(log), paid, len(asked.days()))
            values["next_token"] = token
        return Expected(None, self.usd_per_post, self.page_size, said_of(log), paid)

    def asks(self) -> Ask:
        """What to call, and with what."""
        chosen = self.settings
        if chosen.query is not None:
            return search(chosen.query, archive=chosen.archive)
        account = chosen.timeline_of or chosen.mentions_of
        method = "get_users_tweets" if chosen.timeline_of else "get_users_mentions"
        return Ask(method, {"id": account}, "pagination_token", 5, 100)

    @property
    def page_size(self) -> int:
        """How many posts a request gives at most."""
        most = self.asks().most
        return min(self.settings.page_size or most, most)

    def pages(self, log: FetchLog, *, usd_per_post: float | None = None) -> Pages:
        """The pages of one fetch of this channel."""
        purse = self.purse(log, usd_per_post)
        return Pages([purse], self.context, self.settings.api_url, self.settings.page_size)

    def purse(self, log: FetchLog, usd_per_post: float | None = None) -> Purse:
        """What this channel may spend in a fetch."""
        return Purse(self.channel.id, self.context, log, self.usd_per_post if usd_per_post is None else usd_per_post)

    def reachable(self, window: Window, log: FetchLog) -> Window | None:
        """The part of the window that can be asked for; the rest is a gap."""
        now = self.context.clock()
        start, end = window.start, min(window.end, now - SETTLING)
        if not self.settings.archive and self.settings.query:
            start = max(start, now - RECENT + SETTLING)
        if start >= end:
            log.gap(window.start, window.end, BEYOND_SEARCH if window.end <= now else "not over yet")
            return None
        log.gap(window.start, start, BEYOND_SEARCH)
        log.gap(end, window.end, "not over yet")
        return Window(start, end)

    def _conversations(self, window: Window, asked: Window, log: FetchLog) -> Iterator[RawItem]:
        """The answers of the window in the conversations that are followed; other people's posts, at their price."""
        given = self.settings.usd_per_post
        pages = self.pages(log, usd_per_post=given if given is not None else self.context.prices.x.post)
        start = asked.start
        if not self.settings.archive:  # an account's posts reach farther back than the search for their answers
            start = max(start, self.context.clock() - RECENT + SETTLING)
        if start >= asked.end:
            log.gap(asked.start, asked.end, BEYOND_SEARCH)
            return
        log.gap(asked.start, start, BEYOND_SEARCH)
        try:
            for query in followed(log, self.settings):
                for page in pages.of(search(query, archive=self.settings.archive), Window(start, asked.end)):
                    yield self.item(window, page)
        except CollectorError as error:
            log.gap(start, asked.end, error.outcome)
            raise


def oldest_of(page: dict[str, Any], before: datetime) -> datetime:
    """The time of the oldest post so far."""
    return min([before, *filter(None, map(time_of, records(page)))])


def said_of(log: FetchLog) -> tuple[str, ...]:
    """The gaps of a log in words."""
    return tuple(f"{gap.start:%Y-%m-%d %H:%M} to {gap.end:%Y-%m-%d %H:%M}: {gap.reason}" for gap in log.gaps)


def _total(page: dict[str, Any]) -> int:
    return sum(int(bucket.get("tweet_count", bucket.get("post_count", 0))) for bucket in page.get("data") or [])
