"""Any API that answers JSON lists, described in voxpop.yaml; the sources built on it give their description themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote, urljoin, urlsplit

import requests
from pydantic import BaseModel

from voxpop.collectors.base import Collector
from voxpop.collectors.rest.mapping import post_of
from voxpop.collectors.rest.settings import PLACEHOLDER, RestSettings, Stream
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.http import bare
from voxpop.collectors.wire.json_api import JsonApi, MovedError
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window


class RestCollector(Collector):
    """Lists over HTTP. A subclass gives `address`, `streams`, `prefix` and is done."""

    source: ClassVar[str] = "rest"
    Settings: ClassVar[type[BaseModel]] = RestSettings

    @property
    def address(self) -> str:
        """What paths are appended to."""
        return str(self.settings.url).rstrip("/")  # type: ignore[attr-defined]

    def streams(self) -> tuple[Stream, ...]:
        """The lists to read, in a fixed order: a raw item names its list by its place."""
        return (self.settings,)  # type: ignore[return-value]

    def wanted(self, client: Client, window: Window) -> Iterator[tuple[int, Stream]]:
        """The lists to read for a window, each with its place in `streams`, which is how an item is read."""
        del client, window
        return enumerate(self.streams())

    @property
    def prefix(self) -> str:
        """What makes ids of several servers differ."""
        return f"{self.channel.id}/"

    def backoff(self, answer: Any) -> float:
        """Seconds that an answer asks to wait before the next request."""
        del answer
        return 0.0

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Put what a path cannot say to the fields of a post, in place, before it is made; by default nothing."""
        del facts, record

    @cached_property
    def lists(self) -> tuple[Stream, ...]:
        """The lists as `streams` gives them, made once."""
        return self.streams()

    def times_of(self, record: Any, stream: Stream) -> list[datetime]:
        """When an item was written, and when edited or changed: in which windows it belongs."""
        paths = filter(None, (stream.mapping.created_at, stream.mapping.edited_at, stream.changed_at))
        found = [
            moment(at(record, path), stream.time_format, stream.time_zone, self.context.time_zone) for path in paths
        ]
        return [when for when in found if when is not None]

    def payload_of(self, place: int, record: Any, client: Client) -> dict[str, Any]:
        """What lands of an item: the record as it came, beside the place of its list."""
        del client
        return {"stream": place, "item": record}

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """What was written or changed in the window, each wording once."""
        client = Client(self, log)
        outside = 0
        for place, stream in self.wanted(client, window):
            fresh = Fresh()
            for record in client.walk(stream, window):
                if not fresh.takes(str(at(record, stream.mapping.used()["post_id"])), record):
                    continue
                times = self.times_of(record, stream)
                if not times or any(found in window for found in times):
                    yield self.item(window, self.payload_of(place, record, client))
                else:
                    outside += 1
        if outside:
            log.notes.append(f"{outside:,} items lie outside the window")

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of one item; a deletion where the source says so."""
        place, gone, streams = item.payload.get("stream"), item.payload.get("gone"), self.lists
        if isinstance(gone, str):
            yield Gone(source=self.source, post_id=gone, gone_at=item.fetched_at, reason="deleted")
            return
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(streams):
            place = 0
        record = item.payload.get("item")
        known = (self.context.author_key, self.prefix, self.context.time_zone, self.complete)
        yield post_of(item, record, streams[place], *known)

    @property
    def can_recheck(self) -> bool:
        """Whether a path for single posts is known."""
        own = type(self).recheck is not RestCollector.recheck or type(self).located is not RestCollector.located
        return own or any(stream.item_path for stream in self.streams())

    def located(self, post_id: str) -> tuple[int, str] | None:
        """Which list a known post is of, and its own address; None: it is none of ours."""
        place = next((n for n, stream in enumerate(self.streams()) if stream.item_path), None)
        if place is None or not post_id.startswith(self.prefix):
            return None
        path = (self.streams()[place].item_path or "").replace(
            "{id}", quote(post_id.removeprefix(self.prefix), safe="")
        )
        return place, self.address + path

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each post as it is now, or that it is gone."""
        client, window = Client(self, log), self.now()
        for post_id in post_ids:
            where = self.located(post_id)
            if where is None:
                continue
            place, url = where
            stream = self.streams()[place]
            try:
                answer = client.get(url, {}, stream, window)
            except MovedError:  # an issue that went to another repository; one such must not end the sweep
                answer = None
            if answer is None:
                yield self.item(window, {"stream": place, "gone": post_id})
            else:
                yield self.item(window, {"stream": place, "item": self.trimmed(at(answer[0], stream.item_in))})

    def trimmed(self, record: Any) -> Any:
        """One post of an answer that holds more than that."""
        return record

    def recheck_together(
        self, post_ids: list[str], ask: Callable[[list[str]], tuple[int, str, dict[str, Any]]], log: FetchLog, most: int
    ) -> Iterator[RawItem]:
        """So many posts a request; `ask` says of which list they are, where, and by which parameters. Those missing are gone."""
        client, window = Client(self, log), self.now()
        for start in range(0, len(post_ids), most):
            asked = post_ids[start : start + most]
            place, url, parameters = ask(asked)
            stream = self.streams()[place]
            answer = client.get(url, parameters, stream, window)
            records = at(answer[0], stream.items) if answer else None
            if not isinstance(records, list):
                raise CollectorError(self.source, f"{bare(url)} has no list at '{stream.items}'")
            items = [self.item(window, {"stream": place, "item": record}) for record in records]
            found = {made.post_id for item in items for made in self.to_posts(item) if isinstance(made, Post)}
            yield from items
            for post_id in asked:
                if post_id not in found:
                    yield self.item(window, {"stream": place, "gone": post_id})

    def now(self) -> Window:
        """The moment of a re-check."""
        return Window((now := self.context.clock()) - timedelta(seconds=1), now)

    def probe(self) -> str:
        """What the first page of each list holds."""
        now = self.context.clock()
        client, window = Client(self, FetchLog()), Window(now - timedelta(days=1), now)
        pages = [next(client.pages(stream, window), []) for stream in self.streams()]
        return f"{urlsplit(self.address).netloc} answers; first pages of the last day: {sum(map(len, pages))} items"


class Client:
    """One fetch's requests."""

    def __init__(self, owner: RestCollector, log: FetchLog) -> None:
        self.owner, self.log = owner, log
        self.api = JsonApi(owner.source, owner.context, log)

    def walk(self, stream: Stream, window: Window) -> Iterator[Any]:
        """The items of all pages."""
        for page in self.pages(stream, window):
            yield from page

    def pages(self, stream: Stream, window: Window) -> Iterator[list[Any]]:
        """Page after page, until the source or the window ends."""
        paging, url = stream.pagination, self.owner.address + stream.path
        extra: dict[str, Any] = {}
        number, end = paging.start if paging.kind == "page" else 0, window.end
        visited: set[str] = set()
        ids: set[str] = set()
        total, oldest = 0, window.end
        if paging.kind in {"page", "offset"}:
            extra = {str(paging.parameter): number}
        for _ in range(paging.most):
            got = self.get(url, extra, stream, Window(window.start, max(end, window.start + timedelta(seconds=1))))
            if got is None:
                raise CollectorError(self.owner.source, f"{bare(url)} is not there (404); check url and path")
            answer, response = got
            page = at(answer, stream.items)
            if not isinstance(page, list):
                raise CollectorError(
                    self.owner.source, f"{bare(url)} has no list at '{stream.items}'; check 'items' against an answer"
                )
            yield page
            dates = [times[0] for record in page if (times := self.owner.times_of(record, stream))]
            names = {str(at(record, stream.mapping.used()["post_id"])) for record in page}
            told = at(answer, paging.total) if paging.total else None
            total = max(total, told) if isinstance(told, int) and not isinstance(told, bool) else total
            oldest = min([oldest, *dates])
            last = paging.more is not None and at(answer, paging.more) is False
            beyond = stream.newest_first and bool(dates) and max(dates) < window.start
            ended = last or not page or beyond
            follows = None
            if paging.kind in {"page", "offset"}:
                number += 1 if paging.kind == "page" else len(page)
                extra = {str(paging.parameter): number}
                follows = None if ended else str(number)
                if page and names <= ids:
                    raise self._circle(url)
            elif paging.kind == "before":  # a source that ends early is asked again for what is older
                if page and names <= ids:
                    if paging.size and len(page) >= paging.size and dates:
                        self._short(stream, window, min(dates))
                    return
                end = min(dates) + timedelta(seconds=1) if dates else end
                follows = None if ended or not dates else f"{end}{len(ids)}"
            elif paging.kind in {"cursor", "last"}:
                held = (
                    at(page[-1], str(paging.next)) if paging.kind == "last" and page else at(answer, str(paging.next))
                )
                token = held if isinstance(held, str | int) and not isinstance(held, bool) else None
                follows = None if token in {None, ""} or (ended and paging.kind == "last") else str(token)
                extra = {str(paging.parameter): follows or ""}
            elif paging.kind in {"link", "next_url"}:
                held = (
                    response.links.get("next", {}).get("url") if paging.kind == "link" else at(answer, str(paging.next))
                )
                follows = urljoin(response.url, held) if isinstance(held, str) and held else None
                url, extra = follows or url, {}
                if urlsplit(url)[:2] != urlsplit(self.owner.address)[:2]:
                    raise CollectorError(self.owner.source, f"the next page is at another server: {bare(url)}")
            if follows is None or beyond or last:  # an empty page that names a next one is not the end
                if len(ids | names) < total and not beyond:
                    self.log.notes.append(f"{stream.path or '/'}: {len(ids | names):,} of {total:,} items were given")
                    self._short(stream, window, oldest if stream.newest_first else window.end)
                return
            if follows in visited:
                raise self._circle(url)
            visited.add(follows)
            ids |= names
            if wait := self.owner.backoff(answer):
                self.api.patience.pause(wait, f"{bare(url)} asks to wait")
        self._short(stream, window, min(dates) if dates and stream.newest_first else window.end)

    def get(
        self, url: str, extra: dict[str, Any], stream: Stream, window: Window
    ) -> tuple[Any, requests.Response] | None:
        """The answer as JSON; None where there is none such."""
        ready = url != self.owner.address + stream.path  # a next page's address has its parameters
        parameters = (
            {} if ready else {name: self._filled(value, stream, window) for name, value in stream.parameters.items()}
        )
        headers = {name: str(self._filled(value, stream, window)) for name, value in stream.headers.items()}
        return self.api.get(url, {**parameters, **extra}, headers)

    def _filled(self, value: Any, stream: Stream, window: Window) -> Any:
        def say(match: Any) -> str:
            if match[2]:
                return self.owner.context.secret(match[2])
            return written(window.start if match[1] == "start" else _whole(window.end), stream.window_format)

        return PLACEHOLDER.sub(say, value) if isinstance(value, str) else value

    def _circle(self, url: str) -> CollectorError:
        return CollectorError(
            self.owner.source, f"{bare(url)} gives the same page again; its pagination runs in a circle"
        )

    def _short(self, stream: Stream, window: Window, until: datetime) -> None:
        self.log.gap(window.start, min(until, window.end), "the source gives no more pages")
        self.log.notes.append(f"{stream.path or '/'}: ended before the window's start was reached")
        self.log.outcome = Outcome.CAPPED


def written(when: datetime, time_format: str) -> str:
    """The time as the source wants it; whole seconds."""
    if time_format in {"unix", "unix_ms"}:
        return str(int(when.timestamp() * (1000 if time_format == "unix_ms" else 1)))
    return when.strftime("%Y-%m-%dT%H:%M:%SZ" if time_format == "iso" else time_format)


def _whole(end: datetime) -> datetime:
    """The end as the next full second, so that cutting it off loses nothing."""
    return end.replace(microsecond=0) + timedelta(seconds=end.microsecond > 0)
