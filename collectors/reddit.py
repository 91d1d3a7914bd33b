"""Reddit through praw: new submissions and comments of a subreddit, or a search, newest first.

API: https://www.reddit.com/dev/api; rules: https://support.reddithelp.com/hc/articles/16160319875092
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import praw
import prawcore
from pydantic import BaseModel, ConfigDict, Field, model_validator

from collectors.base import Collector
from collectors.http import Patience
from collectors.reddit_mapping import posts_of, time_of
from collectors.reddit_wire import session
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, ForbiddenError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

AGENT = "voxpop/0.1 (social listening; contact in the app's settings)"
PAGE = 100
WALL = 990  # listings end at about 1,000 things, whatever lies behind
PAGES = 10  # the same wall where removed things are missing from its pages
MORE_AT_ONCE = 100


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


@dataclass(slots=True)
class Seen:
    """What a listing gave, of the window or not; `ended`: it has nothing older, and not because of the wall."""

    things: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False


class RedditCollector(Collector):
    """Submissions and comments of a window."""

    source: ClassVar[str] = "reddit"
    Settings: ClassVar[type[BaseModel]] = RedditSettings
    settings: RedditSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Things of the window; where a listing ends before its start, that is a gap."""
        client = self._client(log)
        threads = Seen()
        try:
            for thing in self._listing(client, self._path(), self._query(), window, log, threads):
                yield self.item(window, thing)
            if self.settings.subreddit and self.settings.comments and not self.settings.search:
                yield from self._comments(client, window, threads, log)
        except CollectorError as error:
            log.gaps.clear()  # of one kind or the other the whole window is missing
            log.gap(window.start, window.end, error.outcome)
            raise

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post in one thing."""
        return posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The things again, by their names; those that are not given any more are gone."""
        client = self._client(log)
        now = self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        for start in range(0, len(post_ids), PAGE):
            asked = post_ids[start : start + PAGE]
            found = self._children(self._get(client, "api/info", {"id": ",".join(asked)}))
            for thing in found:
                yield self.item(window, thing)
            missing = sorted(set(asked) - {str(thing["data"].get("name")) for thing in found})
            if missing:
                yield self.item(window, {"missing": missing})

    def probe(self) -> str:
        """Ask for the newest submission."""
        found = self._children(self._get(self._client(FetchLog()), self._path(), {**self._query(), "limit": 1}))
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

    def _listing(
        self,
        client: praw.Reddit,
        path: str,
        query: dict[str, Any],
        window: Window,
        log: FetchLog,
        seen: Seen,
    ) -> Iterator[dict[str, Any]]:
        """Things of the window from a listing. A wall before the start is a gap."""
        after: str | None = None
        names: set[str] = set()
        for pages in itertools.count(1):
            page = self._get(client, path, {**query, "limit": PAGE, **({"after": after} if after else {})})
            things = [t for t in self._children(page) if str(t["data"].get("name")) not in names]
            names.update(str(thing["data"].get("name")) for thing in things)
            seen.things.extend(things)
            log.posts_read += len(things)
            yield from (thing for thing in things if _moment(thing) in window)
            oldest = min((_moment(thing) for thing in things), default=None)
            after = (page.get("data") or {}).get("after")
            reached = oldest is not None and oldest < window.start
            last = not after or not things
            seen.ended = last and len(names) < WALL and pages < PAGES
            if last and not reached and not seen.ended and seen.things:
                log.outcome = Outcome.CAPPED
                log.gap(window.start, min(window.end, *map(_moment, seen.things)), "capped")
                log.notes.append(f"{path} ends after {len(names)} things")
            if last or reached:
                return

    def _comments(self, client: praw.Reddit, window: Window, threads: Seen, log: FetchLog) -> Iterator[RawItem]:
        """Comments from the listing; where it hits the wall, the rest from the trees of the submissions seen."""
        before = (log.outcome, list(log.gaps))
        newest = Seen()
        path = f"r/{self.settings.subreddit}/comments"
        given: set[str] = set()
        for thing in self._listing(client, path, {}, window, log, newest):
            given.add(str(thing["data"].get("name")))
            yield self.item(window, thing)
        walled = len(log.gaps) > len(before[1])
        if not walled:
            return
        log.notes.append(f"{path}: the rest is read from {len(threads.things)} threads")
        for thread in threads.things:
            if _moment(thread) < window.end and thread["data"].get("num_comments"):
                for thing in self._tree(client, thread["data"]):
                    log.posts_read += 1
                    if _moment(thing) in window and str(thing["data"].get("name")) not in given:
                        yield self.item(window, thing)
        if threads.ended:  # every submission was seen, and so every comment
            log.outcome, log.gaps[:] = before
        else:
            log.notes.append(f"{path}: late answers to submissions older than those are missing")

    def _tree(self, client: praw.Reddit, submission: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Every comment of a submission, to the last 'more'."""
        queue = self._branches(client, f"comments/{submission['id']}")
        asked: set[str] = set()
        given: set[str] = set()
        while queue:
            thing = queue.pop()
            facts = thing["data"]
            if thing.get("kind") == "more":
                queue.extend(self._behind(client, str(submission["id"]), facts, asked))
                continue
            replies = facts.pop("replies", None)  # the tree is walked here; each comment lands by itself
            queue.extend(self._children(replies) if isinstance(replies, dict) else [])
            if facts.get("name") not in given:
                given.add(str(facts.get("name")))
                yield thing

    def _branches(self, client: praw.Reddit, path: str) -> list[dict[str, Any]]:
        """The comments of a thread, or of the part of it below a comment."""
        pages = self._get(client, path, {"limit": 500, "sort": "new"})
        if not isinstance(pages, list) or len(pages) < 2:
            raise CollectorError(self.source, f"{path}: not a submission and its comments")
        return self._children(pages[1])

    def _behind(
        self, client: praw.Reddit, submission: str, more: dict[str, Any], asked: set[str]
    ) -> Iterator[dict[str, Any]]:
        """What a 'more' stands for: comments by their ids or, where it names none, all below the one it hangs on."""
        children = [str(child) for child in more.get("children") or []]
        above = str(more.get("parent_id"))
        if not children and above.startswith("t1_") and above not in asked:
            asked.add(above)
            yield from self._branches(client, f"comments/{submission}/_/{above.removeprefix('t1_')}")
        children = [child for child in children if child not in asked]
        asked.update(children)
        for start in range(0, len(children), MORE_AT_ONCE):
            ids = ",".join(children[start : start + MORE_AT_ONCE])
            values = {"link_id": f"t3_{submission}", "children": ids, "api_type": "json"}
            found = self._get(client, "api/morechildren", values)
            inner = found.get("json") if isinstance(found, dict) else None
            things = (inner.get("data") or {}).get("things") if isinstance(inner, dict) else None
            yield from self._children({"data": {"children": things}})

    def _client(self, log: FetchLog) -> praw.Reddit:
        """A read-only client whose session is ours; nothing of a praw.ini can change where it goes."""
        patience = Patience(self.source, log, self.context.sleep or time.sleep)
        return praw.Reddit(
            client_id=self.context.secret("VOXPOP_REDDIT_CLIENT_ID"),
            client_secret=self.context.secret("VOXPOP_REDDIT_CLIENT_SECRET"),
            user_agent=AGENT,
            reddit_url=self.settings.api_url,
            oauth_url=self.settings.oauth_url,
            username=None,
            password=None,
            refresh_token=None,
            check_for_updates=False,
            check_for_async=False,
            requestor_kwargs={"session": session(patience, AGENT)},
        )

    def _get(self, client: praw.Reddit, path: str, values: dict[str, Any]) -> Any:
        """Parsed JSON of one request."""
        try:
            return client.request(method="GET", path=path, params={**values, "raw_json": 1})
        except prawcore.exceptions.RequestException as error:
            if isinstance(error.original_exception, CollectorError):
                raise error.original_exception from error
            raise CollectorError(self.source, f"{path}: {error.original_exception}") from error
        except prawcore.exceptions.Redirect as error:  # to the search for subreddits
            raise CollectorError(self.source, f"{path}: there is no such subreddit") from error
        except (prawcore.exceptions.OAuthException, prawcore.exceptions.InvalidToken) as error:
            raise ForbiddenError(
                self.source, f"the client id or secret is not accepted ({type(error).__name__})"
            ) from error
        except (prawcore.exceptions.ResponseException, praw.exceptions.PRAWException) as error:
            status = getattr(getattr(error, "response", None), "status_code", None)
            if status in (401, 403):
                raise ForbiddenError(
                    self.source, f"the client id or secret is not accepted ({path} answered {status})"
                ) from error
            raise CollectorError(self.source, f"{path} answered {status or type(error).__name__}: {error}") from error

    def _children(self, listing: Any) -> list[dict[str, Any]]:
        found = (listing.get("data") or {}).get("children") if isinstance(listing, dict) else None
        if not isinstance(found, list):
            raise CollectorError(self.source, "Reddit answered something that is not a listing")
        return [thing for thing in found if isinstance(thing, dict) and isinstance(thing.get("data"), dict)]


def _moment(thing: dict[str, Any]) -> datetime:
    """When it was posted; what has no time counts as now, so that it is landed and then refused."""
    return time_of(thing["data"]) or datetime.now(UTC)
