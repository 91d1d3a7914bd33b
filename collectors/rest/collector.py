"""Any API that answers JSON lists, described in voxpop.yaml; the sources built on it give their description themselves."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel

from voxpop.collectors.archive.documents.inside import RULE
from voxpop.collectors.base import Collector
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.mapping import post_of
from voxpop.collectors.rest.settings import PLACEHOLDER, RestSettings, Stream
from voxpop.collectors.rest.within import BELOW, Within, flat, number_of
from voxpop.collectors.wire.ahead import is_ahead, tell_ahead
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.http import bare
from voxpop.collectors.wire.json_api import JsonApi, MovedError
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

if TYPE_CHECKING:
    import requests


class RestCollector(Collector):
    """Lists over HTTP. A subclass gives `address`, `streams`, `prefix` and is done."""

    source: ClassVar[str] = "rest"
    Settings: ClassVar[type[BaseModel]] = RestSettings

    @property
    def address(self) -> str:
        """What paths are appended to; a secret that an API wants in its address is put into it."""
        url = str(self.settings.url).rstrip("/")  # type: ignore[attr-defined]
        return PLACEHOLDER.sub(lambda found: self.context.secret(found[2]) if found[2] else found[0], url)

    def streams(self) -> tuple[Stream, ...]:
        """The lists to read, in a fixed order: a raw item names its list by its place."""
        return (self.settings,)  # type: ignore[return-value]

    def wanted(self, client: Client, window: Window) -> Iterator[tuple[int, Stream]]:
        """The lists to read for a window, each with its place in `streams`, which is how an item is read."""
        del client, window
        return self.first_lists()

    @property
    def prefix(self) -> str:
        """What makes ids of several servers differ."""
        return f"{self.channel.id}/"

    def backoff(self, answer: Any) -> float:
        """Seconds that an answer asks to wait before the next request."""
        del answer
        return 0.0

    def left_out(self, record: dict[str, Any]) -> str | None:
        """What a record is that is no post for us ('internal notes', counted under that name); None: it is one."""
        del record
        return None

    def says_gone(self, response: requests.Response) -> bool:
        """Whether an answer that is no 404 says that what was asked for is not there; by default none does."""
        del response
        return False

    def headers(self, api: JsonApi) -> dict[str, str]:
        """Headers beside those of the list, for one request; here a token that has to be asked for or made is kept fresh."""
        del api
        return {}

    def records(self, answer: Any, stream: Stream) -> Any:
        """The list that an answer holds."""
        return at(answer, stream.items)

    def refuse(self, answer: Any) -> None:
        """Raise a `CollectorError` where an answer with status 200 is none; by default it is one."""
        del answer

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Put what a path cannot say to the fields of a post, in place, before it is made; by default nothing."""
        del facts, record

    @cached_property
    def lists(self) -> tuple[Stream, ...]:
        """The lists as `streams` gives them, made once."""
        return self.streams()

    def times_of(self, record: Any, stream: Stream) -> list[datetime]:
        """When an item was written, and when edited or changed: in which windows it belongs."""
        if isinstance(record, dict) and RULE in record:
            record, stream = flat(record, stream)
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
        outside, left, ahead = 0, Counter[str](), list[datetime]()
        inner = self.inner()
        for place, stream in self.wanted(client, window):
            fresh = Fresh()
            for record in self._walked(client, stream, window, inner):
                if not fresh.takes(_key(record, stream), record):
                    continue
                if isinstance(record, dict) and (what := self.left_out(record)):
                    left[what] += 1
                    continue
                times = self.times_of(record, stream)
                if not times or any(found in window for found in times):
                    yield self.item(window, self.payload_of(place, record, client))
                else:
                    outside += 1
                    ahead += [written for written in times[:1] if is_ahead(written, self.context.clock())]
        if ahead:
            log.notes.append(tell_ahead(len(ahead), max(ahead)))
        if outside:
            log.notes.append(f"{outside:,} items lie outside the window")
        log.notes.extend(f"{n:,} {what} not kept" for what, n in sorted(left.items()))
        log.notes.extend(inner.notes() if inner else ())

    def inner(self) -> Within | None:
        """What looks into the items for records within them; None: the source says itself what stands where."""
        stream = self.settings
        return (
            Within(stream, self.context.time_zone)
            if isinstance(stream, RestSettings) and self.lists == (stream,)
            else None
        )

    def _walked(self, client: Client, stream: Stream, window: Window, inner: Within | None) -> Iterator[Any]:
        """The items of all pages, and what stands within them."""
        for page in client.pages(stream, window):
            yield from self._within(page, inner)

    @staticmethod
    def _within(page: list[Any], inner: Within | None) -> Iterator[Any]:
        """The items of a page, each before the records within it."""
        if inner is not None:
            inner.learn(page)
        for record in page:
            yield record
            yield from inner.items(record) if inner is not None else ()

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of one item; a deletion where the source says so."""
        place, gone, streams = item.payload.get("stream"), item.payload.get("gone"), self.lists
        if isinstance(gone, str):
            yield Gone(source=self.source, post_id=gone, gone_at=item.fetched_at, reason="deleted")
            return
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(streams):
            place = 0
        record, above = item.payload.get("item"), item.payload.get("above")
        if isinstance(record, dict) and isinstance(above, dict):
            record = {**record, "above": above}  # what it has to know of the post that it stands below
        known = (self.context.author_key, self.prefix, self.context.time_zone, self.complete)
        stream = streams[place]
        if isinstance(record, dict) and RULE in record:
            record, stream = flat(record, stream)
        yield post_of(item, record, stream, *known)

    @property
    def can_recheck(self) -> bool:
        """Whether a path for single posts is known."""
        own = type(self).recheck is not RestCollector.recheck or type(self).located is not RestCollector.located
        return own or any(stream.item_path for stream in self.streams())

    def located(self, post_id: str) -> tuple[int, str] | None:
        """Which list a known post is of, and its own address; None: it is none of ours."""
        place = next((n for n, stream in enumerate(self.streams()) if stream.item_path), None)
        if place is None or not post_id.startswith(self.prefix) or BELOW in post_id:
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
            record = self.trimmed(at(answer[0], stream.item_in)) if answer else None
            if record is None or (isinstance(record, dict) and self.left_out(record)):  # or hidden by now
                yield self.item(window, {"stream": place, "gone": post_id})
            else:
                above = self.above_of(post_id)
                yield self.item(window, {"stream": place, "item": record, **({"above": above} if above else {})})

    def above_of(self, post_id: str) -> dict[str, Any] | None:
        """What a known post has to know of the post that it stands below, where its id says that; None: it does not."""
        del post_id
        return None

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

    def place(self, name: str) -> tuple[str, str]:
        """Ids bear what tells this server's from those of others."""
        return self.source, f"{self.prefix}{name}"

    def now(self) -> Window:
        """The moment of a re-check."""
        return Window((now := self.context.clock()) - timedelta(seconds=1), now)

    def first_lists(self) -> Iterator[tuple[int, Stream]]:
        """The lists that can be asked for by themselves."""
        return enumerate(self.streams())

    def probe(self) -> str:
        """What the first page of each list holds."""
        now = self.context.clock()
        client, window = Client(self, FetchLog()), Window(now - timedelta(days=1), now)
        pages = [next(client.pages(stream, window), []) for _, stream in self.first_lists()]
        inner = self.inner()
        for page in pages if inner else ():
            deque(self._within(page, inner), 0)
        told = "".join(f"; {note}" for note in inner.notes()) if inner else ""
        return (
            f"{urlsplit(self.address).netloc} answers; first pages of the last day: {sum(map(len, pages))} items{told}"
        )


def _key(record: Any, stream: Stream) -> str:
    inner = isinstance(record, dict) and RULE in record
    return str(number_of(record, stream) if inner else at(record, stream.mapping.used()["post_id"]))
