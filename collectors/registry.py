"""Which source is read by which collector."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from voxpop.collectors.base import Collector

SOURCES = {
    "x": "voxpop.collectors.x.collector:XCollector",
    "reddit": "voxpop.collectors.reddit.collector:RedditCollector",
    "discourse": "voxpop.collectors.discourse.collector:DiscourseCollector",
    "feed": "voxpop.collectors.feed.collector:FeedCollector",
    "rest": "voxpop.collectors.rest.collector:RestCollector",
    "stackexchange": "voxpop.collectors.stackexchange:StackExchangeCollector",
    "github": "voxpop.collectors.github.collector:GitHubCollector",
    "hackernews": "voxpop.collectors.hackernews:HackerNewsCollector",
    "bluesky": "voxpop.collectors.bluesky:BlueskyCollector",
    "mastodon": "voxpop.collectors.mastodon:MastodonCollector",
    "zendesk": "voxpop.collectors.zendesk.collector:ZendeskCollector",
    "djangohelpdesk": "voxpop.collectors.djangohelpdesk:DjangoHelpdeskCollector",
    "askbot": "voxpop.collectors.askbot.collector:AskbotCollector",
    "mail": "voxpop.collectors.mail.collector:MailCollector",
    "archive": "voxpop.collectors.archive.collector:ArchiveCollector",
}
"""Source -> 'module:class', imported when first used, so that one source does not pay for the clients of all."""


def collector_class(source: str) -> type[Collector]:
    """The collector of a source."""
    if source not in SOURCES:
        msg = f"'{source}' is not a source; known sources: {', '.join(sorted(SOURCES))}"
        raise UsageError(msg)
    module, name = SOURCES[source].split(":")
    found: type[Collector] = getattr(import_module(module), name)
    return found
