"""The demo's world behind its servers for the benchmark of faults, and the truth of it: what can be heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from voxpop import warehouse
from voxpop.pipeline.demo.servers.base import DemoServer
from voxpop.pipeline.demo.servers.discourse import DiscourseServer
from voxpop.pipeline.demo.servers.feed import FeedServer
from voxpop.pipeline.demo.servers.reddit import RedditServer
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.demo.servers.x_query import compile_query
from voxpop.pipeline.demo.world import World, WorldPost
from voxpop.pipeline.load.fetches import load
from voxpop.pipeline.stage import SECRETS
from voxpop.pipeline.workspace import Workspace

SWEPT = ("x", "reddit", "discourse")  # a feed does not say what is gone
Posts = list[tuple[str, str]]  # source and id


def stretched(world: World) -> World:
    """The world with every post of two days deleted an hour after its end."""
    since, until, at = world.end - timedelta(days=12), world.end - timedelta(days=10), world.end + timedelta(hours=1)
    posts = tuple(
        replace(p, deleted_at=at) if p.site in SWEPT and since <= p.created_at < until and p.deleted_at is None else p
        for p in world.posts
    )
    return replace(world, posts=posts)


@contextmanager
def served(
    world: World, folder: Path, clock: Callable[[], datetime], budget: str = ""
) -> Iterator[tuple[Workspace, dict[str, Any]]]:
    """The world's servers by source, and a workspace that listens to them."""
    with ExitStack() as running:
        servers: dict[str, DemoServer] = {
            "x": XServer(world, clock=clock),
            "reddit": RedditServer(world, clock=clock),
            "discourse": DiscourseServer(world, clock=clock),
            "feed": FeedServer(world, clock=clock),
        }
        text = (files("voxpop.pipeline.demo") / "larkspur.yaml").read_text(encoding="utf-8")
        for name, source in (("X", "x"), ("REDDIT", "reddit"), ("FORUM", "discourse"), ("FEED", "feed")):
            text = text.replace(f"${{{name}_URL}}", running.enter_context(servers[source]).url)
        text = text.replace("budget: {usd_per_month: 250}", f"deletions: jobs\n{budget}")
        (folder / "voxpop.yaml").write_text(text, encoding="utf-8")
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in SECRETS.items()), encoding="utf-8")
        yield Workspace.open(folder / "voxpop.yaml"), servers


def truth(workspace: Workspace, servers: dict[str, Any], since: datetime) -> set[tuple[str, str]]:
    """Source and id of every post that the channels can hear now, from the world and not through a collector."""

    def there(post: WorldPost) -> bool:
        return post.there(now) and post.created_at >= since

    x, reddit, forum, feed = (servers[name] for name in ("x", "reddit", "discourse", "feed"))
    now = x.clock()
    found: set[tuple[str, str]] = set()
    for channel in workspace.config.channels:
        if channel.source == "x":
            matches = compile_query(str(channel.options["query"]))
            heard = [p for p in x.posts if p.repost_of is None and matches(p, x.world.people[p.author])]
            found |= {("x", x.ids[p.key]) for p in heard if there(p)}
        elif channel.source == "reddit":
            here = [p for p in reddit.posts if p.place == channel.options["subreddit"]]
            found |= {("reddit", reddit.names[p.key]) for p in here if there(p)}
        elif channel.source == "discourse":
            site = forum.site
            public = [p for p in site.posts if there(p) and site.threads[p.thread or p.key][0].there(now)]
            found |= {("discourse", f"forum/{site.ids[p.key]}") for p in public}
        elif channel.source == "feed":
            entries = [p for p in feed.world.posts if p.site == "feed" and p.place == "blog" and p.deleted_at is None]
            newest = sorted(entries, key=lambda p: (p.created_at, p.key))[-feed.limit :]
            found |= {("feed", f"blog:{p.key}") for p in newest if there(p)}
    return found


def warehoused(workspace: Workspace, since: datetime) -> tuple[Posts, set[Any]]:
    """The posts that stand in the warehouse, and the state of every hour."""
    load(workspace)
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.findings.build_marts("UTC")
        posts = writer.con.execute(  # a forum's ids name its host, whose port differs from run to run
            r"select source, regexp_replace(post_id, '^127[.]0[.]0[.]1:\d+', 'forum') from posts "
            "where deleted_at is null and created_at >= ?",
            [since.isoformat()],
        ).fetchall()
        hours = writer.con.execute("select channel, hour::varchar, state from channel_hours").fetchall()
    return posts, set(hours)
