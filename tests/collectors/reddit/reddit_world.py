"""A subreddit of threads on a server in Reddit's wire format, and a collector that reads them."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import MissingSecretError
from voxpop.pipeline.demo.servers.reddit import CLIENT
from voxpop.pipeline.demo.world import Person, World, WorldPost
from voxpop.window import Window

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
START = NOW - timedelta(days=20)
WINDOW = Window(NOW - timedelta(days=10), NOW - timedelta(days=3))
PEOPLE = {
    f"p{n}": Person(key=f"p{n}", handle=f"Person{n}", name=f"Person {n}", role="customer", flair="Admin")
    for n in range(9)
}


def world(threads=60, comments=12):
    chooser = random.Random(3)
    posts = []
    for thread in range(threads):
        begin = START + (NOW - START) * thread / threads
        first = WorldPost(key=f"w{len(posts):06d}", site="reddit", place="acme", author=f"p{thread % 9}", created_at=begin,
                          title=f"Thread {thread}", text=f"text {thread} & <b>bold</b>", votes=thread, lang="en")  # fmt: skip
        posts.append(first)
        family = [first]
        for n in range(comments):
            key = f"w{len(posts):06d}"
            above = chooser.choice(family)
            moment = begin + timedelta(hours=2 * n + 1)
            if moment >= NOW:
                break
            answer = WorldPost(key=key, site="reddit", place="acme", author=f"p{chooser.randrange(9)}", created_at=moment, parent=above.key,
                               thread=first.key, text=f"answer {n} in thread {thread}", lang="en",
                               deleted_at=NOW - timedelta(hours=1) if len(posts) % 30 == 11 else None,
                               edited_at=NOW - timedelta(hours=2) if len(posts) % 40 == 13 else None, edited_text="as it reads now")  # fmt: skip
            posts.append(answer)
            family.append(answer)
    return World(
        company="Acme",
        start=START,
        end=NOW,
        people=PEOPLE,
        posts=tuple(sorted(posts, key=lambda p: p.created_at)),
        truths={},
    )


WORLD = world()


def collector(server, naps=None, secret=CLIENT[1], **settings):
    settings = settings or {"subreddit": "acme"}
    channel = Channel.model_validate(
        {"id": "reddit", "source": "reddit", "api_url": server.url, "oauth_url": server.url, **settings}
    )

    def secrets(name):
        if secret is None:
            raise MissingSecretError(name, ["the environment"], "Set it.")
        return {"VOXPOP_REDDIT_CLIENT_ID": CLIENT[0], "VOXPOP_REDDIT_CLIENT_SECRET": secret}[name]

    sleep = (naps if naps is not None else []).append
    return collector_class("reddit")(
        channel, Context(AuthorKey(b"key"), secrets, Path("/"), clock=lambda: NOW, sleep=sleep)
    )


def read(one, window=WINDOW, log=None):
    log = log or FetchLog()
    return [record for item in one.fetch(window, log) for record in one.to_posts(item)]


def expected(server, window=WINDOW):
    return {server.names[p.key] for p in WORLD.posts if p.created_at in window and p.deleted_at is None}
