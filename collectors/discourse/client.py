"""The pages of a Discourse forum that we read, as JSON, through the one HTTP layer."""

from __future__ import annotations

import time
from typing import Annotated, Any
from urllib.parse import urlsplit

import requests
from pydantic import Field

from voxpop import __version__
from voxpop.collectors.base import Context
from voxpop.collectors.discourse.mapping import SOURCE
from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.http import Patience, bare, session
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, UnreachableError

API_KEY = "VOXPOP_DISCOURSE_API_KEY"
API_USERNAME = "VOXPOP_DISCOURSE_API_USERNAME"
HEAVY = ("post_stream", "details", "suggested_topics", "related_topics", "timeline_lookup", "thumbnails", "bookmarks")
GONE = {404: "deleted", 410: "deleted"}


class DiscourseSettings(Section):
    """The keys of a channel whose source is 'discourse'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\S*$")]
    categories: tuple[str, ...] = ()  # slugs; none: all that can be read
    topic_details: bool = True  # one more request per topic: tags, votes, accepted answers, parents
    login: bool = False  # send the API key; a public forum needs none

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def host(self) -> str:
        """What makes ids of several forums differ."""
        parts = urlsplit(self.base)
        return f"{parts.netloc.rpartition('@')[2].lower()}{parts.path}"


class DiscourseClient:
    """One fetch's session with a forum."""

    def __init__(self, settings: DiscourseSettings, context: Context, log: FetchLog) -> None:
        self.base = settings.base
        patience = Patience(SOURCE, log, context.sleep or time.sleep, most_bytes=context.limits.answer)
        self._session = session(patience, f"voxpop/{__version__}")
        self._keyed = settings.login  # then no redirect is followed: requests would send the key along
        if settings.login:
            self._session.headers["Api-Key"] = context.secret(API_KEY)
            self._session.headers["Api-Username"] = context.secret(API_USERNAME)

    def latest(self, before: int | None) -> list[dict[str, Any]]:
        """Newest posts of all topics, with ids below `before`; older forums give `before` itself again."""
        answer = self._get("/posts.json", {} if before is None else {"before": before})
        posts = answer.get("latest_posts") if isinstance(answer, dict) else None
        if not isinstance(posts, list):
            raise CollectorError(
                SOURCE, f"{bare(self.base)}/posts.json has no 'latest_posts'; is this a Discourse forum?"
            )
        return [post for post in posts if isinstance(post, dict)]

    def topic(self, topic_id: int) -> tuple[dict[str, Any] | None, dict[int, int]]:
        """A topic without its posts, and post number -> post id as far as its page tells; None: not to be read."""
        try:
            topic = self._get(f"/t/{topic_id}.json", {}, missing_is_none=True)
        except ForbiddenError:
            return None, {}
        if not isinstance(topic, dict):
            return None, {}
        light = {name: value for name, value in topic.items() if name not in HEAVY}
        return light, _numbers(topic)

    def post(self, post_id: int) -> dict[str, Any] | str:
        """A post, or why it cannot be read any more."""
        try:
            post = self._get(f"/posts/{post_id}.json", {}, missing_is_none=True)
        except ForbiddenError:
            return "forbidden"
        return post if isinstance(post, dict) else GONE[404]

    def categories(self) -> dict[int, dict[str, Any]]:
        """Category id -> category, sub-categories too."""
        answer = self._get("/categories.json", {"include_subcategories": "true"})
        listed = answer.get("category_list", {}) if isinstance(answer, dict) else {}
        found: dict[int, dict[str, Any]] = {}
        open_lists = [listed.get("categories") or []]
        while open_lists:
            for category in open_lists.pop():
                if isinstance(category, dict) and isinstance(category.get("id"), int):
                    open_lists.append(category.get("subcategory_list") or [])
                    kept = (
                        "id",
                        "slug",
                        "name",
                        "parent_category_id",
                        "custom_fields",
                        "enable_accepted_answers",
                        "read_restricted",
                    )
                    found[category["id"]] = {name: category[name] for name in kept if name in category}
        return found

    def _get(self, path: str, params: dict[str, Any], *, missing_is_none: bool = False) -> Any:
        address = f"{self.base}{path}"
        try:
            response = self._session.get(
                address, params=params, headers={"Accept": "application/json"}, allow_redirects=not self._keyed
            )
        except requests.RequestException as error:  # what the adapter cannot see: a bad address, a loop of redirects
            raise UnreachableError(SOURCE, f"{bare(address)}: {type(error).__name__}") from error
        if missing_is_none and response.status_code in GONE:
            return None
        if response.status_code != 200:
            target = response.headers.get("location")
            hint = (
                f"and leads to {bare(target)}; write that address as url" if target else "; is this a Discourse forum?"
            )
            raise CollectorError(SOURCE, f"{bare(address)} answered {response.status_code} {hint}".replace(" ;", ";"))
        try:
            return response.json()
        except ValueError:
            wrong = what_is_wrong(response.text, response.headers.get("content-type", ""))
            wrong = wrong.replace("does it need a login?", "is it a Discourse forum, and can it be read without login?")
            raise CollectorError(SOURCE, f"{bare(address)} answered {wrong}") from None


def _numbers(topic: dict[str, Any]) -> dict[int, int]:
    """Known for the first posts, and for all where none was ever deleted."""
    stream = topic.get("post_stream") or {}
    ids, highest = stream.get("stream") or [], topic.get("highest_post_number")
    numbers = dict(enumerate(ids, start=1)) if ids and len(ids) == highest else {}
    numbers |= {p["post_number"]: p["id"] for p in stream.get("posts") or [] if "post_number" in p and "id" in p}
    return {n: i for n, i in numbers.items() if isinstance(n, int) and isinstance(i, int)}
