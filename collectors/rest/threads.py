"""Conversations over HTTP: a list of first posts, and below each its answers, in its record or at an address of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Stream
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.coverage import FetchLog
from voxpop.post import RawItem
from voxpop.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """Where the answers to a record stand. Paths are those of the record above them."""

    place: int  # which of `streams` they are read as; '{above}' in its path is the id of the record above
    key: str | None = None  # where that id stands; None: where its post's id does
    inside: str = ""  # where the record holds some of them; '': nowhere
    count: str | None = None  # where it says how many there are; None: it does not
    untold_is_none: bool = False  # a record that does not say how many there are has none
    more: str | None = None  # where it says that it holds not all of them; None: it does not say that it holds all
    latest: str | None = None  # where it says when the last one was written
    below: Below | None = None


class ThreadCollector(RestCollector):
    """A source of conversations. A subclass gives `address`, `streams`, `below`, and `reach` where its list is not by change."""

    def below(self, place: int) -> Below | None:
        """Where the answers to the records of a list stand; None: they have none."""
        raise NotImplementedError

    @property
    def reach(self) -> timedelta:
        """How far before a window first posts are listed, for the answers that they may have had in it."""
        return timedelta(0)

    def trimmed(self, record: Any) -> Any:
        """A record without the answers that came with it: each is an item of its own."""
        return record

    def about(self, record: dict[str, Any], stream: Stream) -> dict[str, Any]:
        """What the answers to a first post have to know of it, as 'above' in their record."""
        return {"id": at(record, stream.mapping.used()["post_id"])}

    @cached_property
    def answer_places(self) -> frozenset[int]:
        """The places of lists that stand below a record."""
        chains = [self.below(place) for place in range(len(self.lists))]
        reached = set[int]()
        while chains:
            if (chain := chains.pop()) is not None:
                reached.add(chain.place)
                chains.append(chain.below)
        return frozenset(reached)

    def first_lists(self) -> Iterator[tuple[int, Stream]]:
        """The lists of first posts."""
        return ((place, stream) for place, stream in enumerate(self.lists) if place not in self.answer_places)

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """First posts and answers of the window, each wording once."""
        client, left, fresh = Client(self, log), Counter[str](), Fresh()
        for place, stream in self.wanted(client, window):
            below = self.below(place)
            asked = Window(window.start - self.reach, window.end) if below else window
            for record in client.walk(stream, asked):
                if not fresh.takes(f"{place} {_key(record, stream)}", record):
                    continue
                if isinstance(record, dict) and (what := self.left_out(record)):
                    left[what] += 1
                    continue
                if self._is_asked(record, stream, window, first=below is None or not self.reach):
                    yield self.item(window, {"stream": place, "item": self.trimmed(record)})
                if below and isinstance(record, dict):
                    about = self.about(record, stream)
                    for at_place, answer in self._answers(client, below, stream, record, window, left):
                        if fresh.takes(f"{at_place} {about['id']} {_key(answer, self.lists[at_place])}", answer):
                            yield self.item(window, {"stream": at_place, "item": self.trimmed(answer), "above": about})
        log.notes.extend(f"{n:,} {what} not kept" for what, n in sorted(left.items()))

    def _is_asked(self, record: Any, stream: Stream, window: Window, *, first: bool) -> bool:
        """Whether a record belongs into the window; one without a time does, to be refused, unless it stands in a longer list."""
        times = self.times_of(record, stream)
        return any(when in window for when in times) if times else first

    def _answers(
        self, client: Client, below: Below, above_in: Stream, above: dict[str, Any], window: Window, left: Counter[str]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """The answers to a record that were written or changed in the window, with those below them."""
        stream = self.lists[below.place]
        told = at(above, below.count) if below.count else None
        if told == 0 or (told is None and below.untold_is_none):
            return
        if _is_before(at(above, below.latest) if below.latest else None, above_in, window.start):
            return
        held = at(above, below.inside) if below.inside else None
        held = [held] if isinstance(held, dict) else held
        records: Iterator[Any] = iter(held if isinstance(held, list) else ())
        whole = (isinstance(held, list) and type(told) is int and len(held) >= told) or (
            below.more is not None and not at(above, below.more)
        )
        if stream.path and not whole:
            number = quote(str(at(above, below.key or above_in.mapping.used()["post_id"])), safe="")
            there = stream.model_copy(update={"path": stream.path.replace("{above}", number)})
            records = client.walk(there, window, may_be_gone=True)
        for record in records:
            if not isinstance(record, dict) or _key(record, stream) == _key(
                above, above_in
            ):  # some lists begin with it
                continue
            if what := self.left_out(record):
                left[what] += 1
                continue
            if self._is_asked(record, stream, window, first=True):
                yield below.place, record
            if below.below:
                yield from self._answers(client, below.below, stream, record, window, left)


def _key(record: Any, stream: Stream) -> str:
    return str(at(record, stream.mapping.used()["post_id"]))


def _is_before(told: Any, stream: Stream, start: datetime) -> bool:
    """Whether the time that was told lies before the start."""
    last = moment(told, stream.time_format, stream.time_zone)
    return last is not None and last < start
