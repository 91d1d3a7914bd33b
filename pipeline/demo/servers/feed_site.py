"""Feeds for the demo world: RSS 2.0 and Atom documents with the newest entries only, as real blogs give them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET  # writing only

from voxpop.pipeline.demo.world import World, WorldPost

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
ET.register_namespace("dc", DUBLIN_CORE)


@dataclass(frozen=True)
class Feeds:
    """The feeds of a world, by slug; each holds its `limit` newest entries."""

    world: World
    base: str  # address of the server
    limit: int = 15
    site: str = "feed"

    def slugs(self) -> list[str]:
        """The feeds that there are."""
        return sorted({post.place for post in self.world.posts if post.site == self.site})

    def entries(self, slug: str, until: datetime | None = None) -> list[WorldPost]:
        """What a feed holds, newest first; `LookupError` where there is no such feed."""
        found = [p for p in self.world.posts if p.site == self.site and p.place == slug]
        if not found:
            raise KeyError(slug)
        public = [
            p for p in found if p.deleted_at is None and (until is None or (p.appears_at or p.created_at) < until)
        ]
        return sorted(public, key=lambda p: (p.created_at, p.key), reverse=True)[: self.limit]

    def rss(self, slug: str, until: datetime | None = None) -> bytes:
        """RSS 2.0."""
        root = ET.Element("rss", version="2.0")
        channel = ET.SubElement(root, "channel")
        _texts(channel, title=slug, link=f"{self.base}/{slug}", description=f"{self.world.company}: {slug}")
        for post in self.entries(slug, until):
            item = ET.SubElement(channel, "item")
            link = f"{self.base}/{slug}/{post.key}"
            _texts(item, title=post.title or "", link=link, description=_paragraphs(post.text))
            ET.SubElement(item, "guid", isPermaLink="false").text = f"{slug}:{post.key}"
            ET.SubElement(item, "pubDate").text = format_datetime(post.created_at.astimezone(UTC), usegmt=True)
            ET.SubElement(item, f"{{{DUBLIN_CORE}}}creator").text = self.world.people[post.author].handle
            for tag in post.tags:
                ET.SubElement(item, "category").text = tag
        return _document(root)

    def atom(self, slug: str, until: datetime | None = None) -> bytes:
        """Atom 1.0."""
        ET.register_namespace("", ATOM)
        root = ET.Element(f"{{{ATOM}}}feed")
        entries = self.entries(slug, until)
        newest = max((p.edited_at or p.created_at for p in entries), default=self.world.start)
        _texts(root, ATOM, title=slug, id=f"urn:demo:{slug}", updated=_iso(newest))
        for post in entries:
            entry = ET.SubElement(root, f"{{{ATOM}}}entry")
            _texts(
                entry, ATOM, title=post.title or "", id=f"urn:demo:{slug}:{post.key}", published=_iso(post.created_at)
            )
            _texts(entry, ATOM, updated=_iso(post.edited_at or post.created_at))
            ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=f"{self.base}/{slug}/{post.key}")
            _texts(ET.SubElement(entry, f"{{{ATOM}}}author"), ATOM, name=self.world.people[post.author].handle)
            ET.SubElement(entry, f"{{{ATOM}}}content", type="html").text = _paragraphs(post.text)
            for tag in post.tags:
                ET.SubElement(entry, f"{{{ATOM}}}category", term=tag)
        return _document(root)


def etag(document: bytes) -> str:
    """The same for the same bytes."""
    return f'"{hashlib.blake2b(document, digest_size=8).hexdigest()}"'


def _document(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _texts(parent: ET.Element, namespace: str = "", /, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name).text = _allowed(text)


def _allowed(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")


def _paragraphs(text: str) -> str:
    escaped = _allowed(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{part}</p>" for part in escaped.split("\n\n"))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
