"""A collector of the made-up forum."""

from pathlib import Path

from tests.collectors.forum_world import END, START, forum
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.discourse.collector import DiscourseCollector
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import (
    MissingSecretError,
)
from voxpop.window import Window

KEY = AuthorKey(b"key")
ALL = Window(START, END)
POSTS = forum()


def no_secret(name):
    raise MissingSecretError(name, ["nowhere"], "")


def collector(server, secret=no_secret, budget_posts=None, naps=None, **options):
    channel = Channel.model_validate({"id": "forum", "source": "discourse", "url": server.url, **options})
    naps = [] if naps is None else naps
    context = Context(KEY, secret, Path(), sleep=naps.append, budget_posts=budget_posts)
    return DiscourseCollector(channel, context)


def read(reader, window=ALL, log=None):
    return [record for item in reader.fetch(window, log or FetchLog()) for record in reader.to_posts(item)]
