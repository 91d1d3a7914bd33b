"""Reading Reddit through praw for one fetch: listings to their wall, trees to the last 'more', inside the budget."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import praw
import prawcore

from voxpop.collectors.base import Context
from voxpop.collectors.reddit.mapping import SOURCE, time_of
from voxpop.collectors.reddit.wire import session
from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.http import Patience
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, OutOfBudgetError
from voxpop.window import Window

AGENT = "voxpop/0.1 (social listening; contact in the app's settings)"
PAGE = 100
WALL = 990  # listings end at about 1,000 things, whatever lies behind
PAGES = 10  # the same wall where removed things are missing from its pages
SEARCH_WALL = (230, 260)  # a search can end at about 245 finds
WORDING = ("title", "selftext", "body", "edited", "removed_by_category")
EMPTY_PAGES = 20  # a page whose things were all removed is not the end; this number in a row is a fault
MORE_AT_ONCE = 100


@dataclass(slots=True)
class Seen:
    """What a listing gave, of the window or not; `whole`: it has nothing of the window left, behind a wall or not."""

    things: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False  # it has nothing older, and not because of a wall
    whole: bool = False

    @property
    def oldest(self) -> datetime:
        """The time of the oldest thing."""
        return min(map(moment_of, self.things))


@dataclass(slots=True)
class Reader:
    """A read-only client whose session is ours; nothing of a praw.ini can change where it goes."""

    context: Context
    log: FetchLog
    api_url: str
    oauth_url: str
    client: praw.Reddit = field(init=False)

    def __post_init__(self) -> None:
        patience = Patience(SOURCE, self.log, self.context.sleep or time.sleep, most_bytes=self.context.limits.answer)
        self.client = praw.Reddit(
            client_id=self.context.secret("VOXPOP_REDDIT_CLIENT_ID"),
            client_secret=self.context.secret("VOXPOP_REDDIT_CLIENT_SECRET"),
            user_agent=AGENT,
            reddit_url=self.api_url,
            oauth_url=self.oauth_url,
            username=None,
            password=None,
            refresh_token=None,
            check_for_updates=False,
            check_for_async=False,
            requestor_kwargs={"session": session(patience, AGENT)},
        )

    def affordable(self, wanted: int | None = None) -> int:
        """How many things may still be read, up to a page; `OutOfBudgetError` where there is none left."""
        budget = self.context.budget_posts
        most = PAGE if wanted is None else wanted
        left = most if budget is None else min(most, budget - self.log.posts_read)
        if left < 1:
            raise OutOfBudgetError(SOURCE, "this month's budget of posts is used up")
        return left

    def listing(
        self,
        path: str,
        query: dict[str, Any],
        window: Window,
        seen: Seen,
    ) -> Iterator[dict[str, Any]]:
        """Things of the window from a listing, to the first page that is older or to where it ends."""
        after: str | None = None
        names: set[str] = set()
        fresh = Fresh()
        tokens: set[str] = set()
        empty = 0
        for pages in itertools.count(1):
            page = self.get(path, {**query, "limit": self.affordable(), **({"after": after} if after else {})})
            things = [t for t in self.children(page) if fresh.takes(str(t["data"].get("name")), wording_of(t["data"]))]
            names.update(str(thing["data"].get("name")) for thing in things)
            seen.things.extend(things)
            self.log.posts_read += len(things)
            yield from (thing for thing in things if moment_of(thing) in window)
            by_time = "t" not in query or query["t"] == "all"
            reached = by_time and any(moment_of(thing) < window.start for thing in things)
            after = (page.get("data") or {}).get("after")
            if reached or not after:
                seen.ended = not after and not walled(len(names), pages, search="q" in query)
                seen.whole = reached or seen.ended or not seen.things
                return
            empty = 0 if things else empty + 1
            if after in tokens or empty >= EMPTY_PAGES:
                why = "a repeated 'after'" if after in tokens else "only empty pages"
                raise CollectorError(SOURCE, f"{path}: paging does not end: {why}")
            tokens.add(after)

    def tree(self, submission: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Every comment of a submission, to the last 'more'."""
        queue = self._branches(f"comments/{submission['id']}")
        asked: set[str] = set()
        given: set[str] = set()
        while queue:
            thing = queue.pop()
            facts = thing["data"]
            if thing.get("kind") == "more":
                queue.extend(self._behind(str(submission["id"]), facts, asked))
                continue
            replies = facts.pop("replies", None)  # the tree is walked here; each comment lands by itself
            queue.extend(self.children(replies) if isinstance(replies, dict) else [])
            if facts.get("name") not in given:
                given.add(str(facts.get("name")))
                yield thing

    def _branches(self, path: str) -> list[dict[str, Any]]:
        """The comments of a thread, or of the part of it below a comment."""
        pages = self.get(path, {"limit": 500, "sort": "new"})
        if not isinstance(pages, list) or len(pages) < 2:
            raise CollectorError(SOURCE, f"{path}: not a submission and its comments")
        return self.children(pages[1])

    def _behind(self, submission: str, more: dict[str, Any], asked: set[str]) -> Iterator[dict[str, Any]]:
        """What a 'more' stands for: comments by their ids or, where it names none, all below the one it hangs on."""
        children = [str(child) for child in more.get("children") or []]
        above = str(more.get("parent_id"))
        if not children and above.startswith("t1_") and above not in asked:
            asked.add(above)
            yield from self._branches(f"comments/{submission}/_/{above.removeprefix('t1_')}")
        children = [child for child in children if child not in asked]
        asked.update(children)
        for start in range(0, len(children), MORE_AT_ONCE):
            ids = ",".join(children[start : start + MORE_AT_ONCE])
            values = {"link_id": f"t3_{submission}", "children": ids, "api_type": "json"}
            found = self.get("api/morechildren", values)
            inner = found.get("json") if isinstance(found, dict) else None
            things = (inner.get("data") or {}).get("things") if isinstance(inner, dict) else None
            yield from self.children({"data": {"children": things}})

    def get(self, path: str, values: dict[str, Any]) -> Any:
        """Parsed JSON of one request."""
        try:
            return self.client.request(method="GET", path=path, params={**values, "raw_json": 1})
        except prawcore.exceptions.RequestException as error:
            if isinstance(error.original_exception, CollectorError):
                raise error.original_exception from error
            raise CollectorError(SOURCE, f"{path}: {error.original_exception}") from error
        except prawcore.exceptions.Redirect as error:  # to the search for subreddits
            raise CollectorError(SOURCE, f"{path}: there is no such subreddit") from error
        except (prawcore.exceptions.OAuthException, prawcore.exceptions.InvalidToken) as error:
            raise ForbiddenError(SOURCE, f"the client id or secret is not accepted ({type(error).__name__})") from error
        except prawcore.exceptions.BadJSON as error:
            wrong = what_is_wrong(error.response.text, error.response.headers.get("content-type", ""))
            raise CollectorError(SOURCE, f"{path} answered {wrong}") from error
        except (prawcore.exceptions.ResponseException, praw.exceptions.PRAWException) as error:
            status = getattr(getattr(error, "response", None), "status_code", None)
            if status in (401, 403):
                raise ForbiddenError(
                    SOURCE, f"the client id or secret is not accepted ({path} answered {status})"
                ) from error
            raise CollectorError(SOURCE, f"{path} answered {status or type(error).__name__}: {error}") from error

    def children(self, listing: Any) -> list[dict[str, Any]]:
        """The things of a listing."""
        found = (listing.get("data") or {}).get("children") if isinstance(listing, dict) else None
        if not isinstance(found, list):
            raise CollectorError(SOURCE, "Reddit answered something that is not a listing")
        return [thing for thing in found if isinstance(thing, dict) and isinstance(thing.get("data"), dict)]


def wording_of(facts: dict[str, Any]) -> list[Any]:
    """What an edit changes; scores differ from page to page without one."""
    return [facts.get(name) for name in WORDING]


def walled(count: int, pages: int, *, search: bool) -> bool:
    """True if the listing stopped at Reddit's limit of about 1,000 items."""
    return count >= WALL or pages >= PAGES or (search and SEARCH_WALL[0] <= count <= SEARCH_WALL[1])


def moment_of(thing: dict[str, Any]) -> datetime:
    """When it was posted; what has no time counts as now, so that it is landed and then refused."""
    return time_of(thing["data"]) or datetime.now(UTC)
