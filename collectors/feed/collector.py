"""RSS and Atom feeds: what they hold now, and an honest gap where they hold too little."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import requests
from pydantic import BaseModel

from voxpop import __version__
from voxpop.collectors.base import Collector
from voxpop.collectors.feed.entries import (
    SECRET_IN_URL,
    SOURCE,
    Document,
    FeedSettings,
    entry_id,
    moment,
    moment_of,
    post_of,
    read,
    unknown_zones,
    written_at,
)
from voxpop.collectors.wire.ahead import is_ahead
from voxpop.collectors.wire.http import Patience, bare, session
from voxpop.coverage import ONLY_NEWEST, FetchLog, Outcome
from voxpop.errors import CollectorError, UnreachableError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

FULL = 10  # a feed of fewer entries is taken to hold all that there ever were
MOST_PAGES = 50


class FeedCollector(Collector):
    """One feed. A feed forgets: it is asked again and again, and a gap is noted when it has moved on too far."""

    source: ClassVar[str] = SOURCE
    Settings: ClassVar[type[BaseModel]] = FeedSettings
    settings: FeedSettings

    @property
    def host(self) -> str:
        """The server's name, which tells apart ids that are unique only there."""
        return urlsplit(self.settings.url).netloc.rpartition("@")[2].lower()

    @property
    def address(self) -> str:
        """Where to ask, with the secret that a private feed has in its address."""
        return SECRET_IN_URL.sub(lambda found: self.context.secret(found[1]), self.settings.url)

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """The entries written or edited in the window, and the undated ones that are new."""
        before = dict(log.cursor)
        documents, validators = self._documents(window, log)
        if not documents:
            log.notes.append("the feed is unchanged since it was last read")
            log.cursor.update(asked_at=self.context.clock().isoformat(), until=window.end.isoformat())
            return
        entries = {
            entry_id(entry, self.host): (entry, document) for document in documents for entry in document.entries
        }
        undated: dict[str, str | None] = {}
        left_out: dict[str, str] = {}
        for name, (entry, document) in entries.items():
            key = _short(name)
            payload = {"host": self.host, "feed": document.feed, "entry": entry}
            updated = moment_of(entry, "updated", self.context.time_zone)
            times = [t for t in (self._written_at(entry), updated) if t and not is_ahead(t, self.context.clock())]
            if not times and key in before.get("undated", {}):
                undated[key] = before["undated"][key]  # landed when it was new
            elif not times:
                undated[key] = self.context.clock().isoformat() if before else None
                yield self.item(window, {**payload, "first_seen": undated[key]})
            elif any(t in window for t in times):
                yield self.item(window, payload)
            else:
                left_out[key] = times[0].isoformat()
        heard_from = self._heard_from(window, before, entries, more=documents[-1].next_url is not None)
        if heard_from > window.start:
            log.gap(window.start, min(heard_from, window.end), ONLY_NEWEST)
            log.outcome = Outcome.CAPPED
        log.cursor = {
            **validators,
            "ids": [_short(name) for name in entries],
            "undated": undated,
            "left_out": left_out,
            "asked_at": self.context.clock().isoformat(),
            "from": heard_from.isoformat(),
            "until": window.end.isoformat(),
        }
        _say(log, left_out, undated, first_time=not before)

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of one entry, or why it is none."""
        return post_of(item, self.context.author_key, self.settings, self.context.time_zone)

    def probe(self) -> str:
        """What the feed holds."""
        document, _ = self._get(self.address, self._session(FetchLog()), {})
        dates = sorted(t for entry in document.entries if (t := self._written_at(entry)))
        span = f", {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}" if dates else ""
        problem = f"; ill-formed, read all the same: {document.problem}" if document.problem else ""
        letters = f"; {document.letters}" if document.letters else ""
        return f"{document.version}, {len(document.entries)} entries{span}{problem}{letters}"

    def _documents(self, window: Window, log: FetchLog) -> tuple[list[Document], dict[str, str | None]]:
        """The feed and the older pages that it links to, with what to ask next time; none where nothing has changed."""
        client = self._session(log)
        headers = {}
        since = moment(log.cursor.get("from"))
        wanted = any(_within(written, window) for written in log.cursor.get("left_out", {}).values())
        if since is not None and since <= window.start and not wanted:
            names = {"If-None-Match": "etag", "If-Modified-Since": "modified"}
            headers = {name: log.cursor[kept] for name, kept in names.items() if log.cursor.get(kept)}
        document, answer = self._get(self.address, client, headers)
        if answer.status_code == 304:
            return [], {}
        validators = {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}
        documents, visited = [document], {self.address}
        while following := _older(document, answer.url, visited, window):
            visited.add(following)
            document, answer = self._get(following, client, {})
            documents.append(document)
        log.notes.extend(f"ill-formed, read as far as possible: {d.problem}" for d in documents if d.problem)
        unknown = unknown_zones([entry for document in documents for entry in document.entries])
        if unknown:
            log.notes.append(f"dates name zones that are not known ({', '.join(unknown)}): they are read as UTC")
        log.notes.extend(dict.fromkeys(f"letters: {d.letters}" for d in documents if d.letters))
        return documents, validators

    def _get(self, url: str, client: requests.Session, headers: dict[str, str]) -> tuple[Document, requests.Response]:
        try:
            answer = client.get(url, headers=headers)
        except requests.RequestException as error:  # what the adapter cannot see: a bad address, a loop of redirects
            raise UnreachableError(SOURCE, f"{bare(url)}: {type(error).__name__}") from error
        if answer.status_code == 304 and headers:
            return Document("", "", {}, [], "", None), answer
        if answer.status_code != 200:
            raise CollectorError(SOURCE, f"{bare(url)} answered {answer.status_code}")
        content_type = answer.headers.get("content-type", "")
        document = read(answer.content, content_type)
        if not document.version and not document.entries:
            page = re.search(rb"<title[^>]{0,200}>([^<]{0,200})", answer.content[:20_000], re.IGNORECASE)
            called = f" called '{page[1].decode('utf-8', 'replace').strip()}'" if page else ""
            what = (
                f"a page{called}"
                if "html" in content_type or page
                else f"{content_type or 'something'} that is no feed"
            )
            raise CollectorError(
                SOURCE, f"{bare(url)} answered {what}, not RSS or Atom; does it need a login, or is the address wrong?"
            )
        return document, answer

    def _session(self, log: FetchLog) -> requests.Session:
        return session(
            Patience(SOURCE, log, self.context.sleep or time.sleep, most_bytes=self.context.limits.answer),
            f"voxpop/{__version__}",
        )

    def _written_at(self, entry: dict[str, Any]) -> datetime | None:
        found = written_at(entry, self.context.time_zone)
        return None if found and is_ahead(found, self.context.clock()) else found

    def _heard_from(
        self, window: Window, before: dict[str, Any], entries: dict[str, tuple[dict[str, Any], Document]], *, more: bool
    ) -> datetime:
        """From when on nothing can have been missed: the window's start, or the oldest entry of a feed that forgets."""
        dates = [t for entry, _ in entries.values() if (t := self._written_at(entry))]
        if not dates or min(dates) <= window.start or (len(entries) < FULL and not more):
            return window.start
        here = {_short(name) for name in entries}
        if here & set(before.get("ids", [])):  # it has not moved on past what we read last time
            asked_at, since, until = (moment(before.get(name)) for name in ("asked_at", "from", "until"))
            lost = [
                key for key, time in before.get("left_out", {}).items() if key not in here and _within(time, window)
            ]
            if asked_at and asked_at <= window.start:
                return window.start
            if since and until and since <= window.start <= until and not lost:
                return window.start
        return min(dates)


def _older(document: Document, address: str, visited: set[str], window: Window) -> str:
    """The address of the next older page of the same server, where one can matter; '' where not."""
    dates = [t for entry in document.entries if (t := written_at(entry))]
    following = urljoin(address, document.next_url) if document.next_url else ""
    reached = bool(dates) and min(dates) < window.start
    same = urlsplit(following)[:2] == urlsplit(address)[:2]
    return following if same and not reached and following not in visited and len(visited) < MOST_PAGES else ""


def _say(log: FetchLog, left_out: dict[str, str], undated: dict[str, str | None], *, first_time: bool) -> None:
    if left_out:
        log.notes.append(f"{len(left_out):,} entries lie outside the window")
    if undated:
        rule = "cannot be placed in time" if first_time else "have the time when they were first seen, if they were new"
        log.notes.append(f"{len(undated):,} entries without a date, or with one after now: they {rule}")


def _within(written: str, window: Window) -> bool:
    found = moment(written)
    return found is not None and found in window


def _short(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
