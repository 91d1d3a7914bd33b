"""Names of sources in the file: a misspelt one would silently stand for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from voxpop.collectors.registry import known_sources
from voxpop.config import Config
from voxpop.config import file as config_file
from voxpop.config.references import nearest

OTHER_NAMES = {
    "twitter": "x", "rss": "feed", "atom": "feed", "blog": "feed", "imap": "mail", "email": "mail", "csv": "archive",
    "excel": "archive", "file": "archive", "json": "archive", "hn": "hackernews", "stackoverflow": "stackexchange",
    "forum": "discourse", "helpdesk": "zendesk", "api": "rest", "bsky": "bluesky", "subreddit": "reddit",
    "play_store": "googleplay", "playstore": "googleplay", "google_play": "googleplay", "android": "googleplay",
    "app_store": "appstore", "itunes": "appstore", "apple": "appstore", "ios": "appstore", "mbox": "mail", "gmail": "mail",
    "stack_overflow": "stackexchange", "hacker_news": "hackernews", "xlsx": "archive", "parquet": "archive",
}  # fmt: skip
"""What people call a source."""


def source_meant(name: str) -> str:
    """' Did you mean 'feed'?', of 'rss', 'RSS' and 'fed'; '' where no source is meant."""
    meant = OTHER_NAMES.get(name.lower())
    if meant is None and (close := nearest(name, known_sources())):
        return close
    meant = meant or next((OTHER_NAMES[other] for other in OTHER_NAMES if nearest(name, [other])), None)
    return f" Did you mean '{meant}'?" if meant else ""


def unknown_sources(config: Config, lines: config_file.Lines) -> list[str]:
    """Sources of rules, accounts and retention that are neither a source nor the `as_source` of an archive's channel."""
    own = {str(channel.options["as_source"]) for channel in config.channels if channel.options.get("as_source")}
    known = {*known_sources(), *own}
    return [
        lines.problem(place, f"'{source}' is not a source.{source_meant(source) or nearest(source, known)}")
        for place, source in _named(config)
        if source not in known
    ]


def _named(config: Config) -> Iterator[tuple[config_file.Location, str]]:
    for n, account in enumerate(config.staff):
        yield ("staff", n, "source"), account.source
    for n, person in enumerate(config.people):
        for m, one in enumerate(person.accounts):
            yield ("people", n, "accounts", m, "source"), one.source
    for n, keep in enumerate(config.retention.posts):
        for m, source in enumerate(keep.source):
            yield ("retention", "posts", n, "source", m), source
    for n, audience in enumerate(config.audiences):
        for part, rules in (("match", audience.match), ("exclude", audience.exclude)):
            for m, rule in enumerate(rules):
                for k, source in enumerate(rule.source):
                    yield ("audiences", n, part, m, "source", k), source
