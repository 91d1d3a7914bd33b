"""The contract of a collector: fetch raw items, and map them to posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from voxpop.config import Limits, Prices, Privacy
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from pydantic import BaseModel

    from voxpop.authors import AuthorKey
    from voxpop.config import Channel
    from voxpop.coverage import FetchLog
    from voxpop.window import Window


@dataclass(frozen=True, slots=True)
class Context:
    """What a collector may know of the world beside its channel."""

    author_key: AuthorKey
    secret: Callable[[str], str]  # name -> value; raises MissingSecretError with every place searched
    base_dir: Path  # folder of voxpop.yaml; relative paths in the configuration start here
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] | None = None  # None: time.sleep
    budget_usd: float | None = None  # what this run may still spend; None: no limit
    budget_posts: int | None = None  # how many posts this run may still read; None: no limit
    prices: Prices = field(default_factory=Prices)
    limits: Limits = field(default_factory=Limits)
    privacy: Privacy = field(default_factory=Privacy)
    time_zone: str = "UTC"  # the company's: a date without an hour is that day there


@dataclass(frozen=True, slots=True)
class Expected:
    """What a fetch would read; None: the source does not say."""

    posts: int | None = None
    usd_per_post: float = 0.0
    posts_a_request: int = 100
    unheard: tuple[str, ...] = ()  # parts of the window that the source will not give, in words
    asking_usd: float = 0.0  # what the source took for telling this
    least_requests: int = 1


class Collector:
    """One source. A subclass sets `source` and `Settings` and writes `fetch` and `to_posts`."""

    source: ClassVar[str]
    counts_posts: ClassVar[bool] = False  # whether it counts `posts_read`, and keeps to a budget of posts, by itself
    late: ClassVar[timedelta] = timedelta(hours=1)  # posts can appear so long after the time that they bear
    only_once: ClassVar[str] = ""  # key of settings: two channels with one value of it would take each other's posts
    Settings: ClassVar[type[BaseModel]]  # the channel's own keys in voxpop.yaml, frozen, extra='forbid'

    def __init__(self, channel: Channel, context: Context) -> None:
        self.channel = channel
        self.context = context
        self.settings = self.Settings.model_validate(dict(channel.options))

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Raw items of the window. All network use is here; nothing is stored.

        Gaps, costs and the cursor are noted in `log` as they happen, so that they hold when a
        `CollectorError` ends the fetch early; the items given before it are kept.
        """
        raise NotImplementedError

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The posts in one raw item. Pure: no network, no clock; the same item gives the same records."""
        raise NotImplementedError

    def to_table(self, items: Iterable[RawItem]) -> Mapped:
        """Many items at once; a collector with columnar input overrides this."""
        return Mapped.of(record for item in items for record in self.to_posts(item))

    def fetch_tables(self, window: Window, log: FetchLog) -> Iterator[pa.Table] | None:
        """The window as batches of rows in place of items, all of one schema; None: the source is not columnar."""
        del window, log
        return None

    def map_table(self, table: pa.Table, fetched_at: datetime) -> Mapped:
        """The posts in one batch that `fetch_tables` gave, as it landed. Pure, like `to_posts`."""
        raise NotImplementedError

    @property
    def overlap(self) -> timedelta:
        """How much of the time before a new window is read again, for posts that appear late (docs/operations.md)."""
        hours = self.channel.overlap_hours
        return self.late if hours is None else timedelta(hours=hours)

    @property
    def costs(self) -> bool:
        """Whether each post read is paid for; known posts are then asked for less often as they grow old."""
        return False

    @property
    def can_recheck(self) -> bool:
        """Whether the source can be asked again for single posts."""
        return type(self).recheck is not Collector.recheck

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Raw items for posts already known: fresh counts, edits and deletions. Default: the source cannot."""
        del post_ids
        log.notes.append(f"{self.source} cannot re-check single posts")
        return iter(())

    def expect(self, window: Window) -> Expected:
        """What a fetch of the window would read, as far as the source tells without reading it; nothing by default."""
        del window
        return Expected()

    @property
    def probe_usd(self) -> float:
        """What `probe` costs."""
        return 0.0

    def probe(self) -> str:
        """One cheap authenticated request, for `voxpop check`; gives one line that says what works."""
        raise NotImplementedError

    def place(self, name: str) -> tuple[str, str]:
        """The source and the id that something has in the tables which this channel knows by that name."""
        return self.source, name

    def item(self, window: Window, payload: dict) -> RawItem:  # type: ignore[type-arg]
        """Wrap a payload as received."""
        return RawItem(
            source=self.source,
            channel=self.channel.id,
            fetched_at=self.context.clock(),
            window=window,
            payload=payload,
        )


@runtime_checkable
class AsksTogether(Protocol):
    """A collector of a source that answers for several channels in one request; what two of them find is paid for once."""

    def companions(self, others: Sequence[Collector]) -> list[Collector]:
        """Those of the other channels of this source that can be asked together with this one."""
        ...

    def fetch_together(
        self, others: Sequence[Collector], window: Window, logs: Sequence[FetchLog]
    ) -> Iterator[tuple[int, RawItem]]:
        """Raw items of this channel and its companions: (number of the channel, item), with a log for each."""
        ...

    def expect_together(self, others: Sequence[Collector], window: Window) -> list[Expected]:
        """What this channel and its companions would read of a common fetch."""
        ...


@runtime_checkable
class HearsFiles(Protocol):
    """A source whose news come as files, so that what is new in them may be older than the last fetch."""

    def unheard_from(self, cursor: Mapping[str, Any]) -> datetime | None:
        """When the first row was written of the files that are new or changed since the fetch with this cursor.

        None: there is no such file, or none of its rows has a time.
        """
        ...


@runtime_checkable
class GivesOnceLanded(Protocol):
    """A source that gives its next page only once the one before is confirmed, which is done when it has landed."""

    def holds_more(self, cursor: Mapping[str, Any]) -> bool:
        """Whether there was more to take when the fetch with this cursor ended."""
        ...


@runtime_checkable
class RechecksSource(Protocol):
    """A collector whose re-check can ask for the posts of all channels of its source, however old."""

    @property
    def rechecks_source(self) -> bool:
        """Whether it does so here; one channel then does it for all."""
        ...


def companions_of(first: Collector, others: Sequence[Collector]) -> list[Collector]:
    """The others that can be asked together with the first; none where its source takes one channel at a time."""
    return first.companions(others) if isinstance(first, AsksTogether) else []


def rechecks_source(collector: Collector) -> bool:
    """Whether a re-check of this channel asks for the posts of all channels of its source."""
    return isinstance(collector, RechecksSource) and collector.rechecks_source
