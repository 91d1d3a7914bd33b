"""Bluesky: posts that a search finds, https://docs.bsky.app/docs/api/app-bsky-feed-search-posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

AT_ONCE = 25  # posts that one request may ask for
POSTS = "/app.bsky.feed.post/"  # in the address of a post; lists, feeds and starter packs are embedded too
SENSITIVE = frozenset("porn sexual nudity graphic-media gore nsfl corpse self-harm !warn".split())  # noqa: SIM905
"""Labels behind which the app hides a post: https://docs.bsky.app/docs/advanced-guides/moderation."""


class BlueskySettings(Section):
    """The keys of a channel whose source is 'bluesky'."""

    query: Annotated[str, Field(min_length=1)]
    api_url: str = "https://api.bsky.app"


class BlueskyCollector(RestCollector):
    """One search. Posts are keyed by their AT URI."""

    source: ClassVar[str] = "bluesky"
    Settings: ClassVar[type[BaseModel]] = BlueskySettings
    settings: BlueskySettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def streams(self) -> tuple[Stream, ...]:
        """The newest first, by cursor. `since` and `until` go by the time that Bluesky sorts by."""
        return (
            Stream(
                path="/xrpc/app.bsky.feed.searchPosts",
                parameters={
                    "q": self.settings.query,
                    "sort": "latest",
                    "since": "{start}",
                    "until": "{end}",
                    "limit": 100,
                },
                pagination=Paging(kind="cursor", parameter="cursor", next="cursor", total="hitsTotal"),
                newest_first=True,
                items="posts",
                mapping=Columns(
                    post_id="uri",
                    text="record.text",
                    author="author.did",
                    handle="author.handle",
                    created_at="record.createdAt",
                    lang="record.langs.0",
                    thread_id="record.reply.root.uri",
                    parent_id="record.reply.parent.uri",
                    tags="record.tags",
                    likes="likeCount",
                    replies="replyCount",
                    reposts="repostCount",
                    quotes="quoteCount",
                    bookmarks="bookmarkCount",
                    quote_of="record.embed.record.uri|record.embed.record.record.uri",
                ),
            ),
        )

    def times_of(self, record: Any, stream: Stream) -> list[datetime]:
        """When it counts as written, by which the search sorts and cuts."""
        del stream
        written = sorted_at(record)
        return [] if written is None else [written]

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each post as it is now, or that it is gone."""

        def ask(asked: list[str]) -> tuple[int, str, dict[str, Any]]:
            return 0, f"{self.address}/xrpc/app.bsky.feed.getPosts", {"uris": asked}

        return self.recheck_together([name for name in post_ids if name.startswith("at://")], ask, log, AT_ONCE)

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its page, its time as Bluesky counts it, where its links lead, pictures and their descriptions, labels."""
        said = record.get("record")
        kinds, alts, links = _media_of(said.get("embed"))
        tags, targets = _facets(said["facets"]) if said.get("facets") else ([], [])
        labels = _values(record["labels"]) if record.get("labels") else []
        labels += _values(at(said, "labels.values")) if said.get("labels") else []
        parts = facts["post_id"].removeprefix("at://").split("/")
        if len(parts) == 3:
            facts["url"] = f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}"
        facts["created_at"] = min(facts["created_at"], sorted_at(record) or facts["created_at"])
        facts["tags"] = tuple(dict.fromkeys((*facts["tags"], *tags)))
        if POSTS not in (facts.get("quote_of") or POSTS):
            facts["quote_of"] = None
        facts |= {"links": tuple(dict.fromkeys((*targets, *links))), "media": kinds, "alt_text": alts}
        marks = [f"label:{label}" for label in dict.fromkeys(labels)]
        if labels:
            facts["sensitive"] = any(label in SENSITIVE for label in labels)
        if at(record, "threadgate.record.allow") is not None:
            marks.append("replies:some")
        facts["marks"] = tuple(marks)


def sorted_at(record: Any) -> datetime | None:
    """The earlier of when its writer's app says it was written and when Bluesky first saw it.

    An app's clock may be ahead. Bluesky sorts by, and searches between, the earlier of the two:
    https://docs.bsky.app/docs/advanced-guides/timestamps
    """
    told = [moment(at(record, path), "iso") for path in ("record.createdAt", "indexedAt")]
    known = [when for when in told if when is not None]
    return min(known) if told[0] is not None else None


def _media_of(embed: Any) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(kinds, descriptions, links) of what is embedded; beside a quoted post it stands in 'media'."""
    if not isinstance(embed, dict):
        return (), (), ()
    inner = embed["media"] if isinstance(embed.get("media"), dict) else embed
    images = inner.get("images")
    files = [one for one in images if isinstance(one, dict)] if isinstance(images, list) else []
    kinds = ["photo"] * len(files)
    if isinstance(inner.get("video"), dict):
        kinds.append("video")
        files.append(inner)
    card = inner.get("external")
    target = card.get("uri") if isinstance(card, dict) else None
    alts = tuple(alt.strip() for one in files if isinstance(alt := one.get("alt"), str) and alt.strip())
    links = (target,) if isinstance(target, str) and target else ()
    return (*kinds, *(["card"] * len(links))), alts, links


def _facets(facets: Any) -> tuple[list[str], list[str]]:
    """(tags, targets of links) of a text, whose words may be cut short."""
    tags, links = [], []
    for facet in facets if isinstance(facets, list) else ():
        features = facet.get("features") if isinstance(facet, dict) else None
        for feature in features if isinstance(features, list) else ():
            tag, uri = (feature.get("tag"), feature.get("uri")) if isinstance(feature, dict) else (None, None)
            tags += [tag] if isinstance(tag, str) and tag else []
            links += [uri] if isinstance(uri, str) and uri else []
    return tags, links


def _values(labels: Any) -> list[str]:
    found = (one.get("val") for one in labels if isinstance(one, dict)) if isinstance(labels, list) else ()
    return [value for value in found if isinstance(value, str) and value]
