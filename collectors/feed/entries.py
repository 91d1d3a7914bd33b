"""RSS and Atom: a document as plain entries, and an entry as a post; pure."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

import feedparser
from pydantic import Field

from voxpop.authors import AuthorKey
from voxpop.collectors.wire.ahead import is_ahead
from voxpop.collectors.wire.beside import NOTHING, Beside, beside_html
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.letters import mend_twice
from voxpop.collectors.wire.times import Clock, read_time, unknown_zone
from voxpop.config import Section
from voxpop.language_codes import language_code
from voxpop.post import Kind, Post, RawItem, Refusal

SOURCE = "feed"
LONGEST_ID = 300
KINDS = {"image": "photo", "video": "video", "audio": "audio"}
SECRET_IN_URL = re.compile(r"\{secret:([A-Z][A-Z0-9_]*)\}")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
ENCODING = re.compile(rb"^[^<]{0,9}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
OWN_ZONE = re.compile(r"(?:[\s\d](?:GMT|UTC|UT)|\dZ|[\s\d][+-]\d\d:?\d\d)\s*$")
OWN_NAMES = {"localhost", "127.0.0.1", "::1", ""}
WRITTEN = ("published", "created", "updated")  # the order in which a date says when an entry was written


class FeedSettings(Section):
    """The keys of a channel whose source is 'feed'."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    kind: Kind = Kind.POST  # what its entries are: post, idea, issue, review, question ...
    community: str | None = None  # None: the host of the address
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One answer of a feed's server, read."""

    version: str  # 'rss20', 'atom10'; '' where it is no feed
    title: str
    feed: dict[str, Any]  # what entries inherit: author, language
    entries: list[dict[str, Any]]
    problem: str  # what was ill-formed; '' where nothing was
    next_url: str | None
    letters: str = ""  # what was guessed about its charset; '' where nothing was


def read(body: bytes, content_type: str) -> Document:
    """The feed in an answer; ill-formed ones as far as they can be read.

    Entities are not expanded beyond the parser's limit and never fetched; a text is never taken for an address.
    """
    decoded = decode(body, _declared(body, content_type))
    found = feedparser.parse(
        io.BytesIO(decoded.text.encode("utf-8", "replace")),
        response_headers={"content-type": f"{content_type.partition(';')[0] or 'application/xml'}; charset=utf-8"},
        sanitize_html=False,  # we keep the text alone
        resolve_relative_uris=False,
    )
    inherited = {
        name: _plain(found.feed.get(name)) for name in ("author", "author_detail", "language") if found.feed.get(name)
    }
    links = found.feed.get("links") or []
    following = [link.get("href") for link in links if link.get("rel") == "next" and link.get("href")]
    return Document(
        version=found.get("version") or "",
        title=str(found.feed.get("title") or ""),
        feed=inherited,
        entries=[_plain(entry) for entry in found.entries],
        problem=str(found.get("bozo_exception") or "ill-formed") if found.get("bozo") else "",
        letters=decoded.guess,
        next_url=following[0] if following else None,
    )


def _declared(body: bytes, content_type: str) -> str | None:
    """The charset that the server names, else the one in the document's first line."""
    named = CHARSET.search(content_type)
    if named:
        return named[1]
    first = ENCODING.search(body[:1_000])
    return first[1].decode("ascii") if first else None


def post_of(item: RawItem, key: AuthorKey, settings: FeedSettings, days: str = "UTC") -> Iterator[Post | Refusal]:
    """The post of one entry, or why it is none."""
    payload = item.payload
    entry, inherited = payload.get("entry"), _object(payload.get("feed"))
    host = str(payload.get("host") or "")
    if not isinstance(entry, dict) or not host:
        yield _refuse(payload, None, "entry", "no entry in the payload")
        return
    post_id = entry_id(entry, host)
    ahead = (told := written_at(entry, days)) is not None and is_ahead(told, item.fetched_at)
    created_at = (None if ahead else told) or moment(payload.get("first_seen"))
    if created_at is None:
        dated = f"{told:%Y-%m-%d} lies after now" if ahead else "no date"
        reason = f"{dated}, and it stood in the feed when that was first read: when it was written cannot be known"
        yield _refuse(payload, post_id, "published", reason)
        return
    title, text = _title(entry), _text(entry)
    if not title and not text:
        yield _refuse(payload, post_id, "content", "neither a title nor a text")
        return
    author, handle = _author(entry, inherited, host, key)
    beside = _beside(entry)
    edited_at = moment_of(entry, "updated", days)
    yield Post(
        source=SOURCE,
        post_id=post_id,
        kind=settings.kind,
        title=title,
        text=text,
        lang=_lang(entry, inherited),
        author_id=author,
        handle_id=handle,
        community=settings.community or host,
        category=settings.category,
        tags=tuple(term for tag in _objects(entry.get("tags")) if (term := _words(tag.get("term")))),
        url=_words(entry.get("link")),
        created_at=created_at,
        edited_at=edited_at if edited_at and edited_at > created_at else None,
        replies=_count(entry.get("slash_comments") or entry.get("thr_total")),
        counts_at=item.fetched_at,
        links=beside.links,
        media=beside.media,
        alt_text=beside.alt_text,
    )


def entry_id(entry: dict[str, Any], host: str) -> str:
    """The same for the same entry for ever: its own id, else its link, else what it says.

    An id that is unique only on its server ('17', 'http://localhost/17') is told apart by the feed's host.
    """
    own = _words(entry.get("id")) or _words(entry.get("link"))
    if own is None:
        told = "\x1f".join([_title(entry) or "", _text(entry), str(entry.get("published") or "")])
        return f"{host}/{_digest(told)}"
    if len(own) > LONGEST_ID:
        own = _digest(own)
    parts = urlsplit(own) if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S", own) and "[" not in own else None
    universal = parts is not None and (parts.scheme not in {"http", "https"} or (parts.hostname or "") not in OWN_NAMES)
    return own if universal else f"{host}/{own}"


def written_at(entry: dict[str, Any], days: str = "UTC") -> datetime | None:
    """When the entry was written; None where it does not say."""
    return next((found for name in WRITTEN if (found := moment_of(entry, name, days))), None)


def moment_of(entry: dict[str, Any], name: str, days: str = "UTC") -> datetime | None:
    """One of the entry's dates in UTC; None where it is missing or no date.

    feedparser takes the zones that it does not know (CET, BST, JST) for UTC: only what names UTC or an offset is its.
    """
    written, read_by_parser = entry.get(name), entry.get(f"{name}_utc")
    if isinstance(written, str) and read_by_parser and not OWN_ZONE.search(written):
        return moment(written, days) or moment(read_by_parser)
    return moment(read_by_parser) or moment(written, days)


def moment(written: Any, days: str = "UTC") -> datetime | None:
    """A date as feeds write it in UTC; one without a zone is taken as UTC, one without an hour as that day in `days`."""
    return _moment(written, days) if isinstance(written, str) else None


@lru_cache(maxsize=1 << 12)
def _moment(written: str, days: str) -> datetime | None:
    if found := read_time(written, "auto", Clock(company=days)):
        return found
    try:
        found = parsedate_to_datetime(written.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def unknown_zones(entries: list[dict[str, Any]]) -> list[str]:
    """The names of zones in the entries' dates that nobody knows; such dates are read as UTC."""
    dates = {entry.get(name) for entry in entries for name in WRITTEN if isinstance(entry.get(name), str)}
    return sorted({zone for date in dates if not OWN_ZONE.search(str(date)) and (zone := unknown_zone(str(date)))})


def _plain(value: Any) -> Any:
    """What feedparser gives as JSON; its parsed dates become ISO times under '<name>_utc'."""
    if isinstance(value, dict):
        plain: dict[str, Any] = {}
        for key, part in value.items():
            if isinstance(part, time.struct_time):
                plain[f"{key.removesuffix('_parsed')}_utc"] = _iso(part)
            elif part is not None:
                plain[str(key)] = _plain(part)
        return plain
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _iso(parts: time.struct_time) -> str | None:
    try:
        return datetime(*parts[:6], tzinfo=UTC).isoformat()
    except (ValueError, TypeError):
        return None


def _title(entry: dict[str, Any]) -> str | None:
    title = _words(entry.get("title"))
    if title is None:
        return None
    kind = _object(entry.get("title_detail")).get("type")
    return mend_twice(html_to_text(title) if kind != "text/plain" else title.replace("\0", "\ufffd")).strip() or None


def _text(entry: dict[str, Any]) -> str:
    """The whole content where the feed gives it, else the summary; as text."""
    contents = [c for c in _objects(entry.get("content")) if _words(c.get("value"))]
    readable = [c for c in contents if str(c.get("type") or "text/html").startswith(("text/", "application/xhtml"))]
    summary = {**_object(entry.get("summary_detail")), "value": entry.get("summary")}
    for part in [*readable, summary]:
        value = part.get("value")
        if isinstance(value, str) and value.strip():
            plain = part.get("type") == "text/plain"
            return mend_twice(value.replace("\0", "\ufffd").strip() if plain else html_to_text(value))
    return ""


def _beside(entry: dict[str, Any]) -> Beside:
    """Links and pictures of the text, and what is enclosed: its address is no link of the text, its kind is told."""
    sources = [*_objects(entry.get("content")), {"value": entry.get("summary")}]
    written = next((v for part in sources if isinstance(v := part.get("value"), str) and v.strip()), "")
    inside = beside_html(written) if "<" in written else NOTHING
    enclosed = [*_objects(entry.get("enclosures")), *_objects(entry.get("media_content"))]
    kinds = [KINDS.get(str(one.get("type") or one.get("medium")).partition("/")[0], "file") for one in enclosed]
    alts = [alt for one in enclosed if (alt := _words(one.get("description")))]
    return Beside(inside.links, (*inside.media, *kinds), (*inside.alt_text, *alts))


def _author(
    entry: dict[str, Any], inherited: dict[str, Any], host: str, key: AuthorKey
) -> tuple[str | None, str | None]:
    """Hashes of who wrote it; an entry without an author inherits the feed's, as Atom says."""
    detail = _object(entry.get("author_detail")) or (
        {} if _words(entry.get("author")) else _object(inherited.get("author_detail"))
    )
    name = _words(detail.get("name")) or _words(entry.get("author")) or _words(inherited.get("author"))
    native = _words(detail.get("href")) or _words(detail.get("email")) or name
    return (None if native is None else key.author(SOURCE, f"{host}/{native.casefold()}"), key.handle(SOURCE, name))


def _lang(entry: dict[str, Any], inherited: dict[str, Any]) -> str | None:
    contents = _objects(entry.get("content")) or [{}]
    told = _words(contents[0].get("language")) or _words(entry.get("language")) or _words(inherited.get("language"))
    return language_code(told)


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _count(value: Any) -> int | None:
    return (
        int(value)
        if isinstance(value, str | int) and str(value).isascii() and str(value).isdigit() and len(str(value)) < 16
        else None
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _refuse(payload: dict[str, Any], item_id: str | None, field: str, reason: str) -> Refusal:
    return Refusal(source=SOURCE, item_id=item_id, field=field, reason=reason, payload=json.dumps(payload, default=str))
