"""The channel for a file, an address or the name of a source, as far as it tells by itself."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from voxpop.collectors.archive.sniff import propose
from voxpop.collectors.registry import known_sources
from voxpop.collectors.wire.http import Patience, bare, session
from voxpop.errors import CollectorError, UsageError
from voxpop.pipeline.source_names import source_meant
from voxpop.version import __version__

HOSTS: tuple[tuple[str, str, str], ...] = (
    (r"(?:www\.)?github\.com/([\w.-]+/[\w.-]+)", "github", "repository"),
    (r"(?:www\.)?gitlab\.com/([\w.-]+(?:/[\w.-]+)+?)(?:/-/.*)?/?$", "gitlab", "project"),
    (r"(?:\w+\.)?reddit\.com/r/(\w+)", "reddit", "subreddit"),
    (r"apps\.apple\.com/.*\bid(\d+)", "appstore", "app"),
    (r"play\.google\.com/store/apps/details\?.*\bid=([\w.]+)", "googleplay", "package"),
    (r"([\w-]+)\.stackexchange\.com", "stackexchange", "site"),
    (r"(stackoverflow|serverfault|superuser|askubuntu)\.com", "stackexchange", "site"),
)
"""Addresses that tell their source by themselves: pattern behind the scheme, source, and the key that the group is."""
CHATS: tuple[tuple[str, str], ...] = (
    (r"discord\.com/channels/(?P<server>\d+)/(?P<channel>\d+)", "discord"),
    (r"app\.slack\.com/client/\w+/(?P<channel>[CG][A-Z0-9]{8,})", "slack"),
    (r"(?P<url>[\w-]+\.slack\.com)/archives/(?P<channel>[CG][A-Z0-9]{8,})", "slack"),
    (r"(?P<url>[^/?#]+)/#narrow/(?:channel|stream)/(?P<channel>\d+)", "zulip"),
    (r"(?P<url>[^/?#]+)/chat/c/[^/?#]+/(?P<channel>\d+)", "discoursechat"),
    (r"(?:t|telegram)\.me/", "telegram"),
)
"""Addresses of a chat's channel: pattern behind the scheme, whose groups are keys, and the source."""
WHOLE = (
    (r"[\w-]+\.zendesk\.com", "zendesk"),
    (r"[\w-]+\.freshdesk\.com", "freshdesk"),
    (r"[\w-]+\.atlassian\.net", "jira"),
)
"""Hosts whose source takes their address as it is."""
FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
ALTERNATE = re.compile(r"<link\b[^>]*\btype=[\"']application/(?:rss|atom)\+xml[\"'][^>]*>", re.IGNORECASE)
HREF = re.compile(r"\bhref=[\"']([^\"']+)[\"']", re.IGNORECASE)
GENERATOR = re.compile(r"<meta\b[^>]*\bname=[\"']generator[\"'][^>]*\bcontent=[\"']Discourse\b", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """A channel that something stands for."""

    channel: dict[str, Any]
    how: str  # how it is read, in words
    unsure: list[str] = field(default_factory=list)
    asks: tuple[str, ...] = ()  # keys that it cannot do without and that are still to be given


def channel_of(given: str, base_dir: Path) -> Found:
    """The channel for a path, an address or a source's name; raises `UsageError` where it is none of them.

    A page of the web is fetched once, to see whether it is a forum or a feed, or names its feed.
    """
    if Path(given).is_file():
        proposal = propose(Path(given), base_dir)
        how = proposal.about or "no known layout: columns guessed by their names and values"
        return Found(proposal.channel, how, proposal.unsure)
    if re.match(r"https?://", given):
        return _of_address(given)
    if given in known_sources():
        return _of_source(given)
    if "/" in given or Path(given).suffix[1:].lower() in FILES:
        told = f"there is no file '{given}'"
        raise UsageError(f"{told}. If it is an address, write https://{given}" if re.match(HOST, given) else told)
    if re.fullmatch(HOST, given):
        raise UsageError(f"there is no file '{given}'. If it is an address, write https://{given}")
    meant = source_meant(given) or f" Sources: {', '.join(known_sources())}"
    raise UsageError(f"'{given}' is no file here, no address such as https://forum.example.org, and no source.{meant}")


HOST = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?(/\S*)?"
"""What may be an address without its scheme."""
FILES = {"csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "xml", "parquet", "zip", "txt", "gz", "mbox"}
"""Endings by which a name is one of a file and no host."""


def _of_source(source: str) -> Found:
    from voxpop.collectors.registry import collector_class

    settings = collector_class(source).Settings
    needed = tuple(name for name, one in settings.model_fields.items() if one.is_required())
    return Found({"id": source, "source": source}, f"source '{source}'", asks=needed or ONE_OF.get(source, ()))


ONE_OF = {"x": ("query",), "reddit": ("subreddit",), "mail": ("host", "user")}
"""Sources that need one of several keys: the one that is asked for."""


def _of_address(url: str) -> Found:
    parts = urlsplit(url)
    behind = url.partition("//")[2]
    for pattern, source, key in HOSTS:
        if found := re.match(pattern, behind, re.IGNORECASE):
            value = found[1].removesuffix(".git")
            return Found({"id": _id(value.rpartition("/")[2]), "source": source, key: value}, f"an address of {source}")
    whole = f"{parts.scheme}://{parts.netloc}"
    for pattern, source in CHATS:
        if found := re.match(pattern, behind):
            keys = found.groupdict() | ({"url": whole} if "url" in found.groupdict() else {})
            channel = {"id": source, "source": source, **{name: _typed(source, value) for name, value in keys.items()}}
            return Found(channel, f"an address of {source}", asks=() if keys else ("chats",))
    for pattern, source in WHOLE:
        if re.fullmatch(pattern, parts.netloc, re.IGNORECASE):
            return Found(
                {"id": source, "source": source, "url": whole},
                f"an address of {source}",
                asks=("query",) if source == "jira" else (),
            )
    answer = _get(url)
    name = _id(parts.netloc.rpartition("@")[2].partition(":")[0].removeprefix("www."))
    if FEED.search(answer.content[:4_000]):
        return Found({"id": name, "source": "feed", "url": url}, "a feed of RSS or Atom")
    if GENERATOR.search(answer.text[:60_000]) or _is_discourse(whole):
        return Found({"id": name, "source": "discourse", "url": whole}, "a forum of Discourse")
    if link := next(iter(ALTERNATE.findall(answer.text[:200_000])), None):
        address = HREF.search(link)
        if address:
            return Found(
                {"id": name, "source": "feed", "url": urljoin(url, address[1])}, "the feed that the page names"
            )
    raise UsageError(
        f"{bare(url)} is neither a feed nor a forum of Discourse and names no feed. Name its source, such as `voxpop add askbot "
        f"--set url={whole}`; sources: {', '.join(known_sources())}"
    )


def _typed(source: str, value: str) -> str | int:
    """A number where the source's key is one; Discord's ids are too long for that."""
    return int(value) if source in {"zulip", "discoursechat"} and value.isdigit() else value


def _is_discourse(whole: str) -> bool:
    answer = _get(f"{whole}/site.json")
    try:
        return answer.ok and "categories" in answer.json()
    except (ValueError, TypeError):
        return False


def _get(url: str) -> requests.Response:
    client = session(Patience("address", sleep=lambda seconds: time.sleep(min(seconds, 0.5))), f"voxpop/{__version__}")
    try:
        answer = client.get(url)
    except CollectorError as error:
        raise UsageError(f"{bare(url)} cannot be read: {str(error).removeprefix('address: ')}") from None
    if not answer.ok and not url.endswith("site.json"):
        raise UsageError(
            f"{bare(url)} answered {answer.status_code}; open it in a browser and give the address that it ends at"
        )
    return answer


def _id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "channel"
