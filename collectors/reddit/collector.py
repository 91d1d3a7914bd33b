"""Reddit through praw: new submissions and comments of a subreddit, or a search, newest first.

API: https://www.reddit.com/dev/api; rules: https://support.reddithelp.com/hc/articles/16160319875092
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from voxpop.collectors.base import Collector
from voxpop.collectors.reddit.mapping import posts_of
from voxpop.collectors.reddit.reader import Reader, Seen, moment_of
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

HALVES = ("self:yes", "self:no")  # of a search's finds: texts, and links
MORE_LISTINGS = ("top", "controversial")  # of a span that ends now
SPANS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}


class RedditSettings(BaseModel):
    """The keys of a channel with `source: reddit`: a subreddit ('a' or 'a+b'), a search, or a search in a subreddit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subreddit: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_+]{2,}$")
    search: str | None = Field(default=None, min_length=1, max_length=512)
    comments: bool = True  # comments are read for a subreddit; Reddit has no search over them
    api_url: str = "https://www.reddit.com"
    oauth_url: str = "https://oauth.reddit.com"

    @model_validator(mode="after")
    def _asks_for_something(self) -> RedditSettings:
        if not self.subreddit and not self.search:
            msg = "a reddit channel needs 'subreddit', 'search' or both"
            raise ValueError(msg)
        return self


class RedditCollector(Collector):
    """Submissions and comments of a window."""

    source: ClassVar[str] = "reddit"
    counts_posts: ClassVar[bool] = True
    Settings: ClassVar[type[BaseModel]] = RedditSettings
    settings: RedditSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Things of the window; where a listing ends before its start, that is a gap."""
        reader = self._reader(log)
        threads = Seen()
        try:
            for thing in self._submissions(reader, window, threads):
                yield self.item(window, thing)
            if self.settings.subreddit and self.settings.comments and not self.settings.search:
                yield from self._comments(reader, window, threads)
        except CollectorError as error:
            log.gaps.clear()  # of one kind or the other the whole window is missing
            log.gap(window.start, window.end, error.outcome)
            raise

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post in one thing."""
        return posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The things again, by their names; those that are not given any more are gone."""
        reader = self._reader(log)
        now = self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        left = list(post_ids)
        while left:
            size = reader.affordable()
            asked, left = left[:size], left[size:]
            found = reader.children(reader.get("api/info", {"id": ",".join(asked)}))
            log.posts_read += len(found)
            for thing in found:
                yield self.item(window, thing)
            missing = sorted(set(asked) - {str(thing["data"].get("name")) for thing in found})
            if missing:
                yield self.item(window, {"missing": missing})

    def probe(self) -> str:
        """Ask for the newest submission."""
        reader = self._reader(FetchLog())
        found = reader.children(reader.get(self._path(), {**self._query(), "limit": 1}))
        newest = datetime.fromtimestamp(found[0]["data"]["created_utc"], UTC) if found else None
        return f"newest submission {newest:%Y-%m-%d %H:%M} UTC" if newest else "readable, and empty"

    def _path(self) -> str:
        place = f"r/{self.settings.subreddit}/" if self.settings.subreddit else ""
        return f"{place}search" if self.settings.search else f"{place}new"

    def _query(self) -> dict[str, Any]:
        if not self.settings.search:
            return {}
        inside = {"restrict_sr": "1"} if self.settings.subreddit else {}
        return {"q": self.settings.search, "sort": "new", "t": "all", "type": "link", **inside}

    def _submissions(self, reader: Reader, window: Window, seen: Seen) -> Iterator[dict[str, Any]]:
        """Submissions of the window; where the listing hits its wall, what other listings and narrower searches give."""
        yield from reader.listing(self._path(), self._query(), window, seen)
        if seen.whole or not seen.things:
            return
        parts = self._narrower(window)
        before = len(seen.things)
        heard_from = seen.oldest
        walled: list[datetime] = []
        for path, query in parts:
            part = Seen()
            given = {str(thing["data"].get("name")) for thing in seen.things}
            for thing in reader.listing(path, query, window, part):
                if str(thing["data"].get("name")) not in given:
                    yield thing
            seen.things += [thing for thing in part.things if str(thing["data"].get("name")) not in given]
            if not part.whole:
                walled.append(part.oldest)
        reader.log.notes.append(
            f"{self._path()} ends after {before} things; {len(seen.things) - before} more by {len(parts)} others"
        )
        if self.settings.search and walled:  # each half tells of its own finds
            self._capped(window, min(heard_from, max(walled)), reader.log)
        elif not self.settings.search and len(walled) == len(
            parts
        ):  # each of the others would have held all of the span
            self._capped(window, heard_from, reader.log)

    def _narrower(self, window: Window) -> list[tuple[str, dict[str, Any]]]:
        """Paths and queries that reach behind the wall: a search's halves; the best and the most disputed of a span."""
        if self.settings.search:
            query = self._query()
            return [(self._path(), {**query, "q": f"({query['q']}) {half}"}) for half in HALVES]
        back = self.context.clock() - window.start
        span = next((name for name, length in SPANS.items() if back <= length), "all")
        return [(f"r/{self.settings.subreddit}/{name}", {"t": span}) for name in MORE_LISTINGS]

    def _capped(self, window: Window, heard_from: datetime, log: FetchLog) -> None:
        log.outcome = Outcome.CAPPED
        log.gap(window.start, min(window.end, heard_from), "capped")

    def _comments(self, reader: Reader, window: Window, threads: Seen) -> Iterator[RawItem]:
        """Comments from the listing; where it hits the wall, the rest from the trees of the submissions seen."""
        newest = Seen()
        path = f"r/{self.settings.subreddit}/comments"
        given: set[str] = set()
        for thing in reader.listing(path, {}, window, newest):
            given.add(str(thing["data"].get("name")))
            yield self.item(window, thing)
        if newest.whole:
            return
        reader.log.notes.append(f"{path} ends after {len(newest.things)} things")
        reader.log.notes.append(f"{path}: the rest is read from {len(threads.things)} threads")
        for thread in threads.things:
            if moment_of(thread) < window.end and thread["data"].get("num_comments"):
                for thing in reader.tree(thread["data"]):
                    reader.affordable(1)
                    reader.log.posts_read += 1
                    if moment_of(thing) in window and str(thing["data"].get("name")) not in given:
                        yield self.item(window, thing)
        if not threads.ended:  # where every submission was seen, so was every comment
            self._capped(window, newest.oldest, reader.log)
            reader.log.notes.append(f"{path}: late answers to submissions older than those are missing")

    def _reader(self, log: FetchLog) -> Reader:
        return Reader(self.context, log, self.settings.api_url, self.settings.oauth_url)
