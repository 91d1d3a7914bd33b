"""Discourse forums: every post of every topic, by a walk over the ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import BaseModel

from voxpop.collectors.base import Collector
from voxpop.collectors.discourse.client import DiscourseClient, DiscourseSettings
from voxpop.collectors.discourse.mapping import SOURCE, gone_reason, is_regular, moment, posts_of
from voxpop.collectors.discourse.walk import Walk
from voxpop.collectors.wire.http import bare
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UsageError, choices
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window


class DiscourseCollector(Collector):
    """One forum. Posts are keyed '<host>/<id>', topics '<host>/t/<id>'."""

    source: ClassVar[str] = SOURCE
    counts_posts: ClassVar[bool] = True
    Settings: ClassVar[type[BaseModel]] = DiscourseSettings
    settings: DiscourseSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """The window's posts, newest first, each with its topic and category."""
        client = DiscourseClient(self.settings, self.context, log)
        pages = _Pages(client, self.settings, client.categories())
        wanted = pages.wanted()
        scope = ",".join(sorted(self.settings.categories))
        walk = Walk(client.latest, window, log, scope, self.context.budget_posts)
        skipped: Counter[str] = Counter()
        try:
            for post in walk.posts():
                created = moment(post.get("created_at"))
                if created is not None and created not in window:
                    continue
                if wanted is not None and post.get("category_id") not in wanted:
                    skipped["of other categories"] += 1
                elif gone_reason(post) is None and not is_regular(post):
                    skipped["whispers and moderators' actions"] += 1
                else:
                    yield self.item(window, pages.payload(post))
        except CollectorError as error:
            log.gap(window.start, min(walk.oldest or window.end, window.end), error.outcome)
            raise
        finally:
            log.notes.extend(f"{count:,} posts not kept: {what}" for what, count in sorted(skipped.items()))

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post in an item, or what became of it."""
        gone = item.payload.get("gone")
        if isinstance(gone, dict):
            post_id = f"{item.payload.get('host')}/{gone.get('id')}"
            yield Gone(source=SOURCE, post_id=post_id, gone_at=item.fetched_at, reason=str(gone.get("reason")))
            return
        yield from posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The posts as they are now: counts, edits, deletions."""
        client = DiscourseClient(self.settings, self.context, log)
        client.latest(None)  # a forum that is down or closed to us must not look like one whose posts are all deleted
        pages = _Pages(client, self.settings, client.categories())
        now = self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        for post_id in post_ids:
            host, _, number = post_id.rpartition("/")
            if host != self.settings.host or not number.isdigit():
                continue
            post = client.post(int(number))
            gone = {"host": host, "gone": {"id": int(number), "reason": post}}
            yield self.item(window, gone if isinstance(post, str) else pages.payload(post))

    def known_names(self) -> dict[str, set[str]]:
        """The slugs of the forum's categories."""
        client = DiscourseClient(self.settings, self.context, FetchLog())
        return {"category": {str(one.get("slug")) for one in client.categories().values() if one.get("slug")}}

    def probe(self) -> str:
        """What the forum shows us."""
        client = DiscourseClient(self.settings, self.context, FetchLog())
        pages = _Pages(client, self.settings, client.categories())
        pages.wanted()
        posts = client.latest(None)
        newest = next((str(post.get("created_at"))[:10] for post in posts), "none")
        return f"{self.settings.host}: {len(pages.categories)} categories, newest post {newest}"


class _Pages:
    """What one run knows beside the posts: categories, and each topic's page once."""

    def __init__(
        self, client: DiscourseClient, settings: DiscourseSettings, categories: dict[int, dict[str, Any]]
    ) -> None:
        self.client = client
        self.settings = settings
        self.categories = categories
        self._topics: dict[int, tuple[dict[str, Any] | None, dict[int, int]]] = {}

    def wanted(self) -> set[int] | None:
        """The ids of the configured categories and of those below them; None: all."""
        if not self.settings.categories:
            return None
        by_slug = {category.get("slug"): number for number, category in self.categories.items()}
        for slug in self.settings.categories:
            if slug not in by_slug:
                known = choices(slug, sorted(filter(None, by_slug)), "it has")
                raise UsageError(f"{self.settings.host} has no category '{slug}'; {known}")
        wanted = {by_slug[slug] for slug in self.settings.categories}
        while more := {n for n, c in self.categories.items() if c.get("parent_category_id") in wanted} - wanted:
            wanted |= more
        return wanted

    def payload(self, post: dict[str, Any]) -> dict[str, Any]:
        """A post as received, with what its topic and category say."""
        topic, numbers = self._topic(post.get("topic_id"))
        category = self.categories.get(post.get("category_id") or (topic or {}).get("category_id") or 0)
        answered = post.get("reply_to_post_number") or 1  # a reply to nobody is one to the topic's first post
        return {
            "host": self.settings.host,
            "base": bare(self.settings.base),
            "post": post,
            "topic": topic,
            "category": category,
            "parent_id": numbers.get(answered) if isinstance(answered, int) else None,
        }

    def _topic(self, topic_id: Any) -> tuple[dict[str, Any] | None, dict[int, int]]:
        if not self.settings.topic_details or not isinstance(topic_id, int):
            return None, {}
        if topic_id not in self._topics:
            self._topics[topic_id] = self.client.topic(topic_id)
        return self._topics[topic_id]
