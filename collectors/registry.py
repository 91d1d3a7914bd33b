"""Which source is read by which collector."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collectors.base import Collector

SOURCES = {
    "x": "collectors.x:XCollector",
    "reddit": "collectors.reddit:RedditCollector",
    "discourse": "collectors.discourse:DiscourseCollector",
    "feed": "collectors.feed:FeedCollector",
    "rest": "collectors.rest:RestCollector",
    "stackexchange": "collectors.stackexchange:StackExchangeCollector",
    "github": "collectors.github:GitHubCollector",
    "hackernews": "collectors.hackernews:HackerNewsCollector",
    "bluesky": "collectors.bluesky:BlueskyCollector",
    "mastodon": "collectors.mastodon:MastodonCollector",
    "zendesk": "collectors.zendesk:ZendeskCollector",
    "djangohelpdesk": "collectors.djangohelpdesk:DjangoHelpdeskCollector",
    "askbot": "collectors.askbot:AskbotCollector",
    "mail": "collectors.mail:MailCollector",
    "archive": "collectors.archive:ArchiveCollector",
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
