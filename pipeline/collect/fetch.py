"""Landing: one fetch of one channel, with its record in the coverage ledger whatever happens."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from voxpop.collectors.base import AsksTogether, GivesOnceLanded, companions_of
from voxpop.collectors.wire.http import redact
from voxpop.coverage import ASKED_ALONE, BEYOND_SEARCH, NOT_OVER, Coverage, FetchLog, Outcome, outcome_of
from voxpop.errors import (
    CollectorError,
    MissingSecretError,
    OutOfBudgetError,
    StrangeAnswerError,
    UsageError,
    VoxpopError,
)
from voxpop.pipeline.collect.budget import spending
from voxpop.pipeline.collect.clocks import MARK, fetch_time
from voxpop.pipeline.collect.heard import HEARD
from voxpop.post import RawItem
from voxpop.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from voxpop.collectors.base import Collector
    from voxpop.config import Channel
    from voxpop.landing import FetchWriter
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.collect")


@dataclass(frozen=True, slots=True)
class Landed:
    """What one fetch left behind."""

    channel: str
    fetch_id: str
    window: str
    items: int
    outcome: str
    reason: str
    clock: str = ""  # what is wrong with a clock; '': nothing

    @property
    def complete(self) -> bool:
        """Whether the whole window was heard."""
        return self.outcome == Outcome.COMPLETE


def listened(workspace: Workspace) -> list[str]:
    """The channels that are listened to."""
    return [channel.id for channel in workspace.config.channels if channel.listen]


def groups(workspace: Workspace) -> list[list[str]]:
    """The channels that are listened to, those together that can be asked together."""
    waiting = [workspace.channel(channel) for channel in listened(workspace)]
    found: list[list[str]] = []
    while waiting:
        first, *others = [workspace.collector(channel) for channel in waiting]
        together = [first, *companions_of(first, [other for other in others if other.source == first.source])]
        found.append([one.channel.id for one in together])
        waiting = [channel for channel in waiting if channel.id not in found[-1]]
    return found


def listen(workspace: Workspace, asked: list[tuple[str, Window]]) -> list[Landed]:
    """Fetch windows, the first claim on a budget first, together where they can be; a channel configured wrongly is told last."""
    waiting = sorted(asked, key=lambda one: workspace.channel(one[0]).priority)
    landed, mistaken = list[Landed](), list[UsageError]()
    while waiting:
        first, window = waiting[0]
        same = list(dict.fromkeys(channel for channel, at in waiting if at == window))
        try:
            found = _together(workspace, same, window) or [_land_all(workspace, first, window)]
        except UsageError as error:
            mistaken.append(error)
            waiting = [one for one in waiting if one[0] != first]
            continue
        landed += found
        done = {(one.channel, str(window)) for one in found}
        waiting = [one for one in waiting if (one[0], str(one[1])) not in done]
    if mistaken:
        said = "\n".join(map(str, mistaken))
        raise UsageError(f"{said}\nFetches of other channels that have landed: {len(landed)}.") from mistaken[0]
    return landed


def _land_all(workspace: Workspace, channel_id: str, window: Window) -> Landed:
    """One window of one channel, page after page where its source gives the next only once the last has landed."""
    landed = land(workspace, channel_id, window)
    collector = workspace.collector(workspace.channel(channel_id))
    while (
        isinstance(collector, GivesOnceLanded)
        and landed.outcome in HEARD
        and collector.holds_more(workspace.landing.last_cursor(channel_id))
    ):
        further = land(workspace, channel_id, window)
        landed = replace(further, items=landed.items + further.items)
    return landed


def land(workspace: Workspace, channel_id: str, window: Window) -> Landed:
    """Fetch one window of one channel into landing; a fetch that ends early is kept with its gaps."""
    channel = workspace.channel(channel_id)
    with spending(workspace, channel) as [(usd, posts)]:
        collector = workspace.collector(channel, budget_usd=usd, budget_posts=posts)
        notes = FetchLog(cursor=dict(workspace.landing.last_cursor(channel_id)))
        tables = collector.fetch_tables(window, notes)
        pulled = collector.fetch(window, notes) if tables is None else tables
        if posts is not None and not collector.counts_posts:
            pulled = within(pulled, posts, channel, notes)
        return record(workspace, channel, window, notes, pulled)


def within(pulled: Iterator[Any], posts: int, channel: Channel, notes: FetchLog) -> Iterator[Any]:
    """What is pulled, as long as the budget of posts reaches; for sources that do not count what they read."""
    for got in pulled:
        size = 1 if isinstance(got, RawItem) else got.num_rows
        if notes.posts_read + size > posts:
            raise OutOfBudgetError(channel.source, f"channel '{channel.id}': this month's budget of posts is used up")
        notes.posts_read += size
        yield got


def record(
    workspace: Workspace,
    channel: Channel,
    window: Window,
    notes: FetchLog,
    pulled: Iterator[RawItem] | Iterator[pa.Table],
    *,
    recheck: bool = False,
) -> Landed:
    """Land what is pulled, with its line of the ledger. A re-check asks for posts, not for a window: it has no gaps."""
    with Recording(workspace, channel, window, notes, recheck=recheck) as recording:
        try:
            for got in pulled:
                recording.add(got)
        except Exception as error:  # noqa: BLE001  whatever a source answers must not end the run of the others
            recording.failed(known_or_raised(error, channel.source))
        return recording.commit()


def known_or_raised(error: Exception, source: str) -> CollectorError | MissingSecretError:
    """The error as the ledger knows it; ours, such as a full disk, go on."""
    if isinstance(error, CollectorError | MissingSecretError):
        return error
    if isinstance(error, VoxpopError | MemoryError):
        raise error
    log.debug("an answer that cannot be read", exc_info=error)
    return StrangeAnswerError(
        source, f"an answer that cannot be read: {redact(f'{type(error).__name__}: {error}')[:300]}"
    )


@dataclass(slots=True)
class Recording:
    """One fetch while it lands: its items, then its line of the ledger."""

    workspace: Workspace
    channel: Channel
    window: Window
    notes: FetchLog
    recheck: bool = False
    reason: str = ""
    items: int = 0
    paid: tuple[float, int] = (0.0, 0)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    writer: FetchWriter = field(init=False)

    def __enter__(self) -> Self:
        self.writer = self.workspace.landing.open(self.channel.source, self.channel.id, self.window)
        self.writer.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.writer.__exit__(*error)  # type: ignore[arg-type]

    def add(self, got: RawItem | pa.Table) -> None:
        """Land an item, or a batch of a columnar source."""
        paid = (self.notes.cost_usd, self.notes.posts_read)
        if self.notes.cost_usd and paid != self.paid:  # money is remembered also where this process is killed
            self.writer.spent(*paid)
            self.paid = paid
        self.items += self.writer.add(got) if isinstance(got, RawItem) else self.writer.add_table(got)

    def failed(self, error: CollectorError | MissingSecretError) -> None:
        """Note why it ended early."""
        self.notes.outcome = Outcome(getattr(error, "outcome", Outcome.FORBIDDEN))
        self.reason = str(error)
        unasked = {NOT_OVER, BEYOND_SEARCH}  # of time that no error kept from us
        if all(gap.reason in unasked for gap in self.notes.gaps) or isinstance(error, StrangeAnswerError):
            self.notes.gap(self.window.start, self.window.end, self.notes.outcome.value)
        log.warning("%s: %s", self.channel.id, self.reason)

    def commit(self) -> Landed:
        """Make the fetch appear, with the time at which it is believed to be made and an outcome that its gaps bear out."""
        notes = self.notes
        time = fetch_time(self.workspace.landing, self.channel.id, notes.ahead, self.started_at)
        began = self.started_at + time.shift
        if not self.recheck:
            notes.gap(max(self.started_at + time.over, self.window.start), self.window.end, NOT_OVER)
            notes.outcome, why = outcome_of(notes.outcome, self.window, notes.gaps, notes.requests)
            self.reason = self.reason or why
        coverage = Coverage(
            fetch_id=self.writer.named_for(began) if time.shift else self.writer.fetch_id,
            source=self.channel.source,
            channel=self.channel.id,
            window=self.window,
            started_at=began,
            ended_at=max(time.now, began),
            items=self.items,
            requests=notes.requests,
            retries=notes.retries,
            posts_read=notes.posts_read,
            cost_usd=notes.cost_usd,
            outcome=notes.outcome.value,
            reason=self.reason,
            gaps=() if self.recheck else tuple(notes.gaps),
            cursor=notes.cursor,
            unknown_keys=notes.unknown_keys,
            notes=(*notes.notes, *(MARK + said for said in time.said)),
            recheck=self.recheck,
            clock_ahead=None if notes.ahead is None else notes.ahead.total_seconds(),
            doubted=time.doubted,
        )
        self.writer.commit(coverage)
        for said in time.said:
            log.warning("%s: %s", self.channel.id, said)
        log.info("%s: %d items of %s, %s", self.channel.id, self.items, self.window, notes.outcome.value)
        return Landed(
            channel=self.channel.id,
            fetch_id=coverage.fetch_id,
            window=str(self.window),
            items=self.items,
            outcome=coverage.outcome,
            reason=self.reason,
            clock="; ".join(time.said),
        )


def _together(workspace: Workspace, channel_ids: list[str], window: Window) -> list[Landed]:
    """The fetches of the first channel and of those that can ask together with it; none where it asks alone."""
    channels = [workspace.channel(channel_id) for channel_id in channel_ids]
    channels = [channel for channel in channels if channel.source == channels[0].source]
    if len(channels) < 2:
        return []
    with spending(workspace, *channels) as left:
        first, *others = [
            workspace.collector(channel, budget_usd=usd, budget_posts=posts)
            for channel, (usd, posts) in zip(channels, left, strict=True)
        ]
        together = companions_of(first, others)
        if not together or not isinstance(first, AsksTogether):
            return []
        pull = partial(first.fetch_together, together, window)
        landed, again = _recorded(workspace, [first, *together], window, pull)
    return [*landed, *(land(workspace, channel, rest) for channel, rest in again)]


def _recorded(
    workspace: Workspace,
    together: list[Collector],
    window: Window,
    pull: Callable[[list[FetchLog]], Iterator[tuple[int, RawItem]]],
) -> tuple[list[Landed], list[tuple[str, Window]]]:
    """What a common fetch left of each channel, and what is still to be asked of each alone."""
    logs = [FetchLog(cursor=dict(workspace.landing.last_cursor(one.channel.id))) for one in together]
    with ExitStack() as open_ones:
        recordings = [
            open_ones.enter_context(Recording(workspace, one.channel, window, notes))
            for one, notes in zip(together, logs, strict=True)
        ]
        try:
            for number, item in pull(logs):
                recordings[number].add(item)
        except Exception as raised:  # noqa: BLE001  as in `record`
            error = known_or_raised(raised, together[0].source)
            failed = getattr(error, "channels", [one.channel.id for one in together])
            for recording in recordings:
                if recording.channel.id in failed:
                    recording.failed(error)
                else:
                    recording.notes.notes.append(str(error))
        for notes in logs[1:]:
            notes.ahead = notes.ahead if notes.ahead is not None else logs[0].ahead
        landed = [recording.commit() for recording in recordings]
    gaps = [(one.channel.id, gap) for one, notes in zip(together, logs, strict=True) for gap in notes.gaps]
    return landed, [(name, Window(gap.start, gap.end)) for name, gap in gaps if gap.reason == ASKED_ALONE]
