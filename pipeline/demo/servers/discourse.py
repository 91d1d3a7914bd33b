"""A loopback Discourse: https://docs.discourse.org, the pages that can be read without login."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.pipeline.demo.servers.discourse_site import GoneError, Site

NOT_FOUND = {"errors": ["The requested URL or resource could not be found."], "error_type": "not_found"}
SLOW_DOWN = {
    "errors": ["You've performed this action too many times, please try again later."],
    "error_type": "rate_limit",
}


class DiscourseServer(DemoServer):
    """The world's posts whose site is 'discourse', one forum."""

    @cached_property
    def site(self) -> Site:
        """What the forum holds."""
        return Site(self.world, self.clock)

    def respond(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """The page, or why there is none."""
        del headers, body
        if method != "GET":
            return Reply.json(NOT_FOUND, 404)
        try:
            answer = self._page(path, {name: values for name, values in query.items() if values})
        except GoneError:
            return Reply.json({**NOT_FOUND, "error_type": "not_found"}, 410)
        except (LookupError, ValueError):
            return Reply.json(NOT_FOUND, 404)
        return Reply.json(answer)

    def _page(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        site = self.site
        plain: dict[str, Callable[[], dict[str, Any]]] = {
            "/posts.json": lambda: site.latest_posts(int(query["before"][0]) if "before" in query else None),
            "/latest.json": lambda: site.latest(int(query.get("page", ["0"])[0])),
            "/categories.json": site.categories,
            "/site.json": site.about,
        }
        if path in plain:
            return plain[path]()
        found = re.fullmatch(r"/posts/(\d+)\.json|/t/(?:[^/]+/)?(\d+)(\.json|/posts\.json)", path)
        if found is None:
            raise LookupError(path)
        if found[1]:
            return site.post(int(found[1]))
        if found[3] == ".json":
            return site.topic(int(found[2]))
        return site.topic_posts(int(found[2]), map(int, query.get("post_ids[]", [])))


def too_many(retry_after: int = 10) -> Reply:
    """What the forum says to a client that asks too fast."""
    wait = {"extras": {"wait_seconds": retry_after, "time_left": f"{retry_after} seconds"}}
    return Reply.json({**SLOW_DOWN, **wait}, 429, {"retry-after": str(retry_after)})
