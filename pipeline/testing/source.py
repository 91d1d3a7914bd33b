"""What every online source keeps: the same answers give the same posts, once each, in the window, whatever the network does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Collector, Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, UnreachableError
from voxpop.pipeline.demo.servers.base import Fault, Reply
from voxpop.pipeline.testing.payloads import entries, places, records_in, value_at, with_zero, without
from voxpop.post import POST_SCHEMA, Gone, Post, RawItem, Refusal
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.pipeline.demo.servers.base import DemoServer

COUNTS = ("likes", "replies", "reposts", "quotes", "views", "votes")
ITEMS = 40  # read for what is tried with every value of an answer
STRANGE: tuple[dict[str, Any], ...] = (
    {},
    {"data": None},
    {"post": 1},
    {"entry": []},
    {"kind": "t3", "data": {}},
    {"data": [{"id": 5}], "x": "\ud83d"},
)
CUT = Reply(200, {"content-type": "application/json"}, b"{" + b" " * 5000 + b"}", cut=True)
LIMITED = Reply.json({"error": 429}, 429, {"retry-after": "7"})
PAGE = Reply(200, {"content-type": "text/html"}, b"<!doctype html><title>Down for maintenance</title>")
FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "429 waits": (LIMITED, None, LIMITED),
    "5xx is tried again": (Reply(503), Reply(502), None, Reply(500)),
    "a cut connection loses nothing": (CUT,),
}


@dataclass(kw_only=True)
class Place:
    """A source with something to read, on a server of ours."""

    source: str
    server: DemoServer
    options: Mapping[str, Any]  # the channel's own keys
    expected: int  # posts that lie in the window
    window: Window
    now: datetime  # the collector's clock
    secrets: Mapping[str, str] = field(default_factory=dict)
    logins: int = 0  # requests before the first that may fail, such as one for a token
    names: frozenset[str] = frozenset()  # of authors: none of them stands in a post outside its words
    tells_counts: bool = True  # whether its answers hold a count (likes, replies, ...) as it is mapped
    untold: frozenset[str] = frozenset()  # counts that the source leaves out where they are 0
    keeps_json: bool = True  # whether a raw item holds a record of the answer as it was

    def collector(self, naps: list[float] | None = None) -> Collector:
        """A fresh collector of the place; the seconds that it would sleep are added to `naps`, and it does not sleep."""
        channel = Channel.model_validate({"id": "place", "source": self.source, **self.options})
        nap = (naps if naps is not None else []).append
        context = Context(AuthorKey(b"key"), self.secrets.__getitem__, Path("/"), clock=lambda: self.now, sleep=nap)
        return collector_class(self.source)(channel, context)

    def land(self, window: Window | None = None, log: FetchLog | None = None) -> list[RawItem]:
        """The raw items of a window as they come back from landing, read by a fresh collector."""
        return [reload(item) for item in self.collector().fetch(window or self.window, log or FetchLog())]

    def fail(self, *faults: Fault) -> None:
        """Answer so, after the logins."""
        self.server.faults.add(*[None] * self.logins, *faults)


class SourceContract:
    """Tests that every online source passes; a subclass gives a fixture `place` that yields a `Place` whose server runs."""

    def test_all_posts_of_the_window_once(self, place: Place) -> None:
        """Every post of the window is there, no other, none twice, and the ledger says complete."""
        log = FetchLog()
        records = read(place.collector(), place.window, log)
        check(records, place)
        assert len(own(records, place.window)) == place.expected
        assert (log.outcome, log.requests >= 1) == (Outcome.COMPLETE, True)

    def test_the_same_replies_give_the_same_posts(self, place: Place) -> None:
        """Items and posts are the same in every run: `to_posts` uses no clock, no network and no memory."""
        first, second = place.land(), place.land()
        assert first == second
        collector = place.collector()
        once = [record for item in first for record in collector.to_posts(item)]
        again = [record for item in second for record in place.collector().to_posts(item)]
        assert once == again

    def test_two_halves_are_the_whole(self, place: Place) -> None:
        """A window that is read in two parts gives the posts of the whole."""
        middle = place.window.start + (place.window.end - place.window.start) / 2
        halves = [
            post
            for part in (Window(place.window.start, middle), Window(middle, place.window.end))
            for post in own(read(place.collector(), part), part)
        ]
        whole = own(read(place.collector(), place.window), place.window)
        assert sorted(post.post_id for post in halves) == sorted(post.post_id for post in whole)

    def test_a_window_of_another_time_is_empty(self, place: Place) -> None:
        """Where nothing was written, nothing is found."""
        past = Window(place.window.start - timedelta(days=400), place.window.start - timedelta(days=399))
        assert own(read(place.collector(), past), past) == []

    def test_none_is_not_zero(self, place: Place) -> None:
        """Where a number in the answer is a count of ours, 0 in its place is 0, and nothing in its place is None."""
        collector, fed = place.collector(), set[str]()
        for item in place.land()[:ITEMS]:
            for count, gone in changed_counts(collector, item):
                if count not in place.untold:
                    fed.add(count)
                    assert getattr(gone, count) is None, f"{count} is told as 0 where the answer does not say it"
            if len(fed) > 1:
                break
        assert fed or not place.tells_counts

    def test_what_was_received_is_kept(self, place: Place) -> None:
        """Each item holds a record just as the server sent it, so that it can be mapped again."""
        sent = []
        respond = place.server.respond

        def note(*asked: Any) -> Reply:
            reply = respond(*asked)
            with suppress(ValueError):
                sent.append(json.loads(reply.body))
            return reply

        place.server.respond = note  # type: ignore[method-assign, assignment]
        items = place.land()
        assert items
        if not place.keeps_json:
            return
        known = [set(entries(record)) for page in sent for record in records_in(page)]
        for item in items:
            inner = [*records_in(item.payload)][1:] or [item.payload]
            kept = [record for record in inner if len(record) > 3] or [max(inner, key=len)]
            assert any(set(entries(record)) <= whole for record in kept for whole in known), item.payload

    def test_as_a_table(self, place: Place) -> None:
        """Many items at once give the posts of each."""
        collector, items = place.collector(), place.land()
        mapped = collector.to_table(items)
        assert mapped.posts.schema == POST_SCHEMA
        assert mapped.posts.num_rows == sum(isinstance(r, Post) for item in items for r in collector.to_posts(item))

    @pytest.mark.parametrize("kind", FAULTS)
    def test_faults_lose_nothing(self, place: Place, kind: str) -> None:
        """Limits are waited for, failures are tried again, and every request and retry is in the ledger."""
        naps: list[float] = []
        log = FetchLog()
        place.fail(*FAULTS[kind])
        check(read(place.collector(naps), place.window, log), place)
        assert naps
        assert log.retries == len(naps)
        assert kind != "429 waits" or naps[0] >= 7
        assert log.requests == len(place.server.requests)

    def test_a_server_that_stays_down_is_said(self, place: Place) -> None:
        """After all retries the fetch ends as unreachable, and says what was answered."""
        place.fail(*[Reply(503)] * 50)
        with pytest.raises(UnreachableError) as caught:
            read(place.collector(), place.window)
        assert "503" in str(caught.value)
        assert caught.value.outcome == "unreachable"

    def test_a_page_in_place_of_an_answer_is_an_error_and_not_an_empty_week(self, place: Place) -> None:
        """HTML with status 200, as servers under maintenance send it, is no answer."""
        place.fail(*[PAGE] * 50)
        with pytest.raises(CollectorError):
            read(place.collector(), place.window)

    def test_strange_payloads_are_refused_and_never_crash(self, place: Place) -> None:
        """What cannot be mapped is a refusal that is counted."""
        collector = place.collector()
        for payload in STRANGE:
            item = RawItem(
                source=place.source, channel="place", fetched_at=place.now, window=place.window, payload=payload
            )
            assert all(isinstance(record, Refusal | Gone) for record in collector.to_posts(item))

    def test_unknown_keys_and_missing_ones_are_mistakes(self, place: Place) -> None:
        """A channel without a key of its own, or with a misspelt one, is refused."""
        settings = collector_class(place.source).Settings
        with pytest.raises(ValidationError):
            settings.model_validate({})
        with pytest.raises(ValidationError):
            settings.model_validate({**place.options, "colour": "red"})

    def test_probe_says_one_line(self, place: Place) -> None:
        """`voxpop check` shows one line for each channel."""
        said = place.collector().probe()
        assert said
        assert "\n" not in said


def reload(item: RawItem) -> RawItem:
    """The item as it comes back from landing."""
    return replace(item, payload=json.loads(json.dumps(item.payload)))


def read(collector: Collector, window: Window, log: FetchLog | None = None) -> list[Post | Refusal | Gone]:
    """All records of a window."""
    items = [reload(item) for item in collector.fetch(window, log or FetchLog())]
    return [record for item in items for record in collector.to_posts(item)]


def own(records: Iterable[Post | Refusal | Gone], window: Window) -> list[Post]:
    """The posts of the window; a page can hold others beside them (X gives referenced posts)."""
    return [r for r in records if isinstance(r, Post) and r.created_at in window]


def check(records: list[Post | Refusal | Gone], place: Place) -> None:
    """Every expected post is there, none is refused, times are in UTC, and no author's name stands outside the words."""
    posts = own(records, place.window)
    assert len({(post.source, post.post_id) for post in posts}) == place.expected
    assert not [record for record in records if isinstance(record, Refusal)]
    for post in posts:
        assert post.created_at.tzinfo == UTC
        assert post.author_id is None or len(post.author_id) == 32
        told = [getattr(post, f.name) for f in fields(post) if f.name not in {"text", "url"}]
        assert not place.names & set(map(str, told))


def changed_counts(collector: Collector, item: RawItem) -> Iterator[tuple[str, Post]]:
    """Counts of a post that a number in its payload feeds, each with the post as it is without that number."""
    first = next(iter(collector.to_posts(item)), None)
    for path in places(item.payload):
        number = value_at(item.payload, path)
        if not isinstance(number, int) or isinstance(number, bool) or number == 0 or not isinstance(first, Post):
            continue
        zero, gone = (
            next(iter(collector.to_posts(replace(item, payload=change(item.payload, path)))), None)
            for change in (with_zero, without)
        )
        if isinstance(zero, Post) and isinstance(gone, Post) and zero.post_id == gone.post_id == first.post_id:
            for count in COUNTS:
                if getattr(zero, count) == 0 and getattr(first, count) == number:
                    yield count, gone
