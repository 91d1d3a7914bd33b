"""A mail as the collector maps it, and an mbox file as it reads it."""

import base64
from datetime import UTC, datetime

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.mail.collector import MailCollector
from voxpop.collectors.mail.mapping import posts_of
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.post import RawItem
from voxpop.window import Window

KEY = AuthorKey(b"key")
WEEK = Window(datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))


def posts(raw):
    payload = {"message": base64.b64encode(raw).decode(), "place": "box/0"}
    return list(posts_of(RawItem(source="mail", channel="box", fetched_at=WEEK.end, window=WEEK, payload=payload), KEY))


def read_mbox(folder, raw, path="box.mbox"):
    (folder / "box.mbox").write_bytes(raw)
    context = Context(author_key=KEY, secret=lambda name: name, base_dir=folder)
    collector = MailCollector(Channel.model_validate({"id": "box", "source": "mail", "path": path}), context)
    return [post for item in collector.fetch(WEEK, FetchLog()) for post in collector.to_posts(item)]
