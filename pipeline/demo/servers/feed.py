"""A loopback blog server: /<slug>/rss.xml and /<slug>/atom.xml, with the newest entries only and ETags."""

from __future__ import annotations

from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.pipeline.demo.servers.feed_site import Feeds, etag

TYPES = {"rss.xml": "application/rss+xml; charset=utf-8", "atom.xml": "application/atom+xml; charset=utf-8"}
LOGIN = b"<!doctype html><html><head><title>Log in</title></head><body><form>Password</form></body></html>"


class FeedServer(DemoServer):
    """The world's posts whose site is 'feed', one feed for each place; `limit` entries each."""

    limit = 15

    def respond(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """The document, 304 where the client has it, or 404."""
        del query, body
        slug, _, name = path.strip("/").partition("/")
        feeds = Feeds(self.world, self.url, self.limit)
        if method != "GET" or name not in TYPES or slug not in feeds.slugs():
            return Reply(404, {"content-type": "text/html"}, b"<title>Not found</title>")
        document = (feeds.rss if name == "rss.xml" else feeds.atom)(slug, self.clock())
        tag = etag(document)
        if headers.get("if-none-match") == tag:
            return Reply(304, {"etag": tag})
        return Reply(200, {"content-type": TYPES[name], "etag": tag}, document)


def login_page() -> Reply:
    """What a helpdesk answers in place of its feed to somebody without a session: 200 and a page."""
    return Reply(200, {"content-type": "text/html; charset=utf-8"}, LOGIN)
