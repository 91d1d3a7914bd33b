"""A running server for every online source, with posts to read."""

from dataclasses import replace
from datetime import timedelta

from tests.collectors import desk_world, thread_worlds
from tests.collectors.forum_world import END, PEOPLE, blog, forum, world
from tests.collectors.thread_world import ThreadServer, threads
from tests.collectors.web_world import OPTIONS, web
from voxpop.pipeline.demo.servers import reddit as reddit_server
from voxpop.pipeline.demo.servers import x as x_server
from voxpop.pipeline.demo.servers.base import DemoServer
from voxpop.pipeline.demo.servers.discourse import DiscourseServer
from voxpop.pipeline.demo.servers.feed import FeedServer
from voxpop.pipeline.testing import Place
from voxpop.window import Window

NOW = END + timedelta(minutes=1)
WINDOW = Window(END - timedelta(days=6), END)
SECRETS = {
    "VOXPOP_X_BEARER_TOKEN": x_server.TOKEN,
    "VOXPOP_REDDIT_CLIENT_ID": reddit_server.CLIENT[0],
    "VOXPOP_REDDIT_CLIENT_SECRET": reddit_server.CLIENT[1],
    **desk_world.SECRETS,
    **thread_worlds.SECRETS,
}
LOGINS = {"reddit": 1, "googleplay": 1}  # their first request asks for a token
NO_COUNTS = {
    "appstore",
    "feed",
    "zendesk",
    "discord",
    "freshdesk",
    "intercom",
    "zulip",
    "discoursechat",
    "telegram",
}  # Zendesk counts the description as a comment; the others tell none
UNTOLD = {"discourse": frozenset({"likes"})}  # the forum leaves out what nobody has done
NAMES = frozenset(name for person in PEOPLE.values() for name in (person.handle, person.name))


def as_site(site, place):
    """The forum's posts as if written elsewhere."""
    return [replace(post, site=site, place=place, title=None if site == "x" else post.title) for post in forum()]


def place_at(source, server, options, expected):
    """The source with something to read; the server runs."""
    return Place(
        source=source,
        server=server,
        options=options(server.url),
        expected=expected,
        window=WINDOW,
        now=NOW,
        secrets=SECRETS | (server.secrets() if isinstance(server, ThreadServer) else {}),
        logins=LOGINS.get(source, 0),
        names=NAMES,
        tells_counts=source not in NO_COUNTS,
        untold=UNTOLD.get(source, frozenset()),
        keeps_json=source != "feed",  # XML, kept as feedparser reads it
    )


def in_window(posts):
    return sum(post.created_at in WINDOW and (post.deleted_at is None or post.deleted_at > NOW) for post in posts)


def serve(source):
    """A running server for a source, with the channel's own keys."""
    server: DemoServer
    if source == "x":
        posts = as_site("x", "")
        server = x_server.XServer(world(posts), clock=lambda: NOW)
        return server, lambda url: {"query": "text", "api_url": url, "page_size": 20}, in_window(posts)
    if source == "reddit":
        posts = as_site("reddit", "larkspur")
        server = reddit_server.RedditServer(world(posts), clock=lambda: NOW)
        return server, lambda url: {"subreddit": "larkspur", "api_url": url, "oauth_url": url}, in_window(posts)
    if source == "discourse":
        posts = forum()
        return DiscourseServer(world(posts), clock=lambda: NOW), lambda url: {"url": url}, in_window(posts)
    if source in desk_world.SERVERS:
        server, posts = desk_world.desk(lambda: NOW, desk_world.SERVERS[source])
        return server, lambda url: {"url": url}, in_window(posts)
    if source in thread_worlds.SERVERS:
        server, posts = threads(thread_worlds.SERVERS[source], lambda: NOW)
        return server, thread_worlds.OPTIONS[source], in_window(posts)
    if source in OPTIONS:
        server, posts = web(lambda: NOW)
        return server, OPTIONS[source], in_window(posts)
    posts = blog()
    feeds = FeedServer(world(posts), clock=lambda: NOW)
    feeds.limit = 100
    return feeds, lambda url: {"url": f"{url}/news/atom.xml"}, in_window(posts)


ONLINE = ["x", "reddit", "discourse", "feed", *desk_world.SERVERS, *thread_worlds.OPTIONS, *OPTIONS]
