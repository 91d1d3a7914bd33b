"""Which source is read by which collector."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from voxpop import plugins
from voxpop.errors import UsageError
from voxpop.plugins import Group

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
    "facebook": "voxpop.collectors.meta.facebook:FacebookCollector",
    "instagram": "voxpop.collectors.meta.instagram:InstagramCollector",
    "linkedin": "voxpop.collectors.linkedin:LinkedInCollector",
    "slack": "voxpop.collectors.chats.slack:SlackCollector",
    "discord": "voxpop.collectors.chats.discord:DiscordCollector",
    "telegram": "voxpop.collectors.chats.telegram:TelegramCollector",
    "mattermost": "voxpop.collectors.chats.mattermost:MattermostCollector",
    "zulip": "voxpop.collectors.chats.zulip:ZulipCollector",
    "discoursechat": "voxpop.collectors.chats.discourse:DiscourseChatCollector",
    "gitlab": "voxpop.collectors.gitlab:GitLabCollector",
    "youtube": "voxpop.collectors.youtube:YouTubeCollector",
    "jira": "voxpop.collectors.jira:JiraCollector",
    "freshdesk": "voxpop.collectors.freshdesk:FreshdeskCollector",
    "intercom": "voxpop.collectors.intercom:IntercomCollector",
    "appstore": "voxpop.collectors.reviews.appstore:AppStoreCollector",
    "googleplay": "voxpop.collectors.reviews.googleplay:GooglePlayCollector",
    "trustpilot": "voxpop.collectors.reviews.trustpilot:TrustpilotCollector",
    "mail": "voxpop.collectors.mail.collector:MailCollector",
    "archive": "voxpop.collectors.archive.collector:ArchiveCollector",
}
"""Source -> 'module:class', imported when first used, so that one source does not pay for the clients of all."""


def known_sources() -> list[str]:
    """The sources that a channel can have: ours and those that other packages bring."""
    return plugins.list_names(Group.SOURCE, SOURCES)


def collector_class(source: str) -> type[Collector]:
    """The collector of a source; one of ours before one that a package brings (docs/plugins.md).

    Raises `UsageError` that names the known sources, and `PluginError` where a package's collector cannot be used.
    """
    if source in SOURCES:
        module, name = SOURCES[source].split(":")
        ours: type[Collector] = getattr(import_module(module), name)
        return ours
    from voxpop.collectors.base import Collector

    brought: type[Collector] | None = plugins.load_class(Group.SOURCE, source, Collector, "source")
    if brought is None:
        raise UsageError(f"'{source}' is not a source; known sources: {', '.join(known_sources())}")
    return brought
