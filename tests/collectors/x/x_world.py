"""A week of posts on a server in X's wire format, and a collector that reads them."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import MissingSecretError
from voxpop.pipeline.demo.servers.base import x_post_id
from voxpop.pipeline.demo.servers.x import TOKEN
from voxpop.pipeline.demo.world import Person, World, WorldPost
from voxpop.window import Window

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=5), NOW - timedelta(days=1))
PEOPLE = {f"p{n}": Person(key=f"p{n}", handle=f"Person{n}", name=f"Person {n}", role="customer") for n in range(9)}


def world(number=700):
    chooser = random.Random(5)
    posts = []
    for n in range(number):
        moment = NOW - timedelta(days=6) + timedelta(seconds=n * 6 * 86_400 / number)
        text = f"acme post {n} & <b>more</b> " + ("very long indeed " * 30 if n % 40 == 3 else "")
        changes: dict[str, Any] = {}
        if n % 10 == 4:
            changes = {"parent": f"w{n - 1:05d}", "thread": f"w{n - 1:05d}"}
        elif n % 50 == 7:
            changes = {"repost_of": f"w{n - 2:05d}"}
        elif n % 50 == 9:
            changes = {"quote_of": f"w{n - 3:05d}"}
        posts.append(
            WorldPost(key=f"w{n:05d}", site="x", place="", author=f"p{chooser.randrange(9)}", created_at=moment, text=text.strip(),
                      likes=n % 5, lang="en", deleted_at=NOW - timedelta(hours=2) if n % 100 == 50 else None, **changes)
        )  # fmt: skip
    return World(company="Acme", start=NOW - timedelta(days=6), end=NOW, people=PEOPLE, posts=tuple(posts), truths={})


WORLD = world()


def collector(server, naps=None, secret=TOKEN, budget=None, **settings):
    settings = settings or {"query": "acme"}
    channel = Channel.model_validate({"id": "x-brand", "source": "x", "api_url": server.url, **settings})

    def secrets(name):
        if secret is None:
            raise MissingSecretError(name, ["the environment"], "Set it.")
        return {"VOXPOP_X_BEARER_TOKEN": secret}[name]

    context = Context(
        AuthorKey(b"key"), secrets, Path("/"), clock=lambda: NOW, sleep=(naps if naps is not None else []).append,
        **({"budget_posts": budget} if budget is not None else {}),
    )  # fmt: skip
    return collector_class("x")(channel, context)


def read(one, window=WINDOW, log=None):
    log = log or FetchLog()
    return [record for item in one.fetch(window, log) for record in one.to_posts(item)]


def expected(window=WINDOW, reposts=False):
    return {
        x_post_id(p.key, p.created_at)
        for p in WORLD.posts
        if p.created_at in window and p.deleted_at is None and (reposts or p.repost_of is None)
    }


PROBLEM = "https://api.x.com/2/problems/"


def problem(kind, post_id=None, **more):
    said = {"type": PROBLEM + kind, "title": kind, "detail": kind, "resource_type": "tweet", **more}
    return said if post_id is None else {**said, "resource_id": post_id, "value": post_id}
