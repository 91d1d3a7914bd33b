"""What may still be spent this month, of a channel's budget and of its audience's, by one fetch at a time."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import durable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.config import Budget, Channel
    from voxpop.coverage import Coverage
    from voxpop.pipeline.workspace import Workspace

LOCKS = ".budgets"  # in landing, where no channel can be called so
RATE = timedelta(days=28)  # over which the need of those served first is measured

Left = tuple[float | None, int | None]  # dollars and posts; None: no limit


@dataclass(frozen=True, slots=True)
class Limit:
    """One budget and the channels that share it."""

    name: str
    budget: Budget
    sharers: tuple[Channel, ...]


@contextmanager
def spending(workspace: Workspace, *channels: Channel) -> Iterator[list[Left]]:
    """What is left to each, as `left_to_spend`; others that share a budget wait until these fetches have landed."""
    names = {limit.name for channel in channels for limit in limits(workspace, channel)}
    with ExitStack() as held:
        for name in sorted(names):  # always in one order, so that no two fetches wait for each other
            held.enter_context(durable.hold(workspace.landing.root / LOCKS / name))
        yield [left_to_spend(workspace, channel) for channel in channels]


def left_to_spend(workspace: Workspace, channel: Channel, now: datetime | None = None) -> Left:
    """What this month's budgets still allow, the tightest one; it is spent when we ask, not when the posts were written."""
    left = left_by_limit(workspace, channel, now).values()
    usd = min((usd for usd, _ in left if usd is not None), default=None)
    return usd, min((posts for _, posts in left if posts is not None), default=None)


def left_by_limit(workspace: Workspace, channel: Channel, now: datetime | None = None) -> dict[str, Left]:
    """What each budget that holds the channel still allows it.

    Of a shared budget, what those who are served first will need until the end of the month is kept for them.
    """
    moment = now or datetime.now(UTC)
    found: dict[str, Left] = {}
    for limit in limits(workspace, channel):
        usd, posts = _left(workspace, limit, moment)
        kept_usd, kept_posts = kept(workspace, limit, channel, moment)
        found[limit.name] = (
            None if usd is None else max(0.0, usd - kept_usd),
            None if posts is None else max(0, posts - kept_posts),
        )
    return found


def limits(workspace: Workspace, channel: Channel) -> list[Limit]:
    """The budgets that hold a channel: its own and its audience's."""
    config = workspace.config
    found = [
        Limit(f"audience-{one.id}", one.budget, tuple(c for c in config.channels if c.audience == one.id))
        for one in config.audiences
        if one.id == channel.audience
    ]
    found.append(Limit(f"channel-{channel.id}", channel.budget, (channel,)))
    return [limit for limit in found if limit.budget.limits]


def kept(workspace: Workspace, limit: Limit, channel: Channel, now: datetime) -> tuple[float, int]:
    """Dollars and posts of a shared budget that the channels served before this one will need this month."""
    now = now.astimezone(workspace.config.company.zone)
    days = (_next_month(now) - now) / timedelta(days=1)
    usd, posts = 0.0, 0.0
    for first in limit.sharers:
        if first.priority < channel.priority and first.listen:
            usd_left, posts_left = _left(workspace, Limit("", first.budget, (first,)), now)
            usd_a_day, posts_a_day = _need(_records(workspace, first, now), now)
            usd += min(usd_a_day * days, usd_left if usd_left is not None else float("inf"))
            posts += min(posts_a_day * days, posts_left if posts_left is not None else float("inf"))
    return usd, round(posts)


def _left(workspace: Workspace, limit: Limit, now: datetime) -> Left:
    zone = workspace.config.company.zone  # a month is the company's, as its weeks are
    month = now.astimezone(zone).strftime("%Y-%m")
    records = [record for sharer in limit.sharers for record in _records(workspace, sharer, now)]
    spent = [record for record in records if record.started_at.astimezone(zone).strftime("%Y-%m") == month]
    in_vain = [workspace.landing.count_spent_in_vain(sharer.id, month, zone) for sharer in limit.sharers]
    usd, posts = limit.budget.usd_per_month, limit.budget.posts_per_month
    return (
        None if usd is None else max(0.0, usd - sum(one.cost_usd for one in spent) - sum(paid for paid, _ in in_vain)),
        None if posts is None else max(0, posts - sum(one.posts_read for one in spent) - sum(n for _, n in in_vain)),
    )


def _need(records: list[Coverage], now: datetime) -> tuple[float, float]:
    """Dollars and posts a day: of listening by the days that were asked for, of re-checks by the days that they ran."""
    recent = [record for record in records if record.started_at > now - RATE]
    usd = posts = 0.0
    for recheck in (False, True):
        some = [record for record in recent if record.recheck is recheck]
        if not some:
            continue
        span = now - min(record.started_at for record in some)
        if not recheck:
            span = sum((record.window.end - record.window.start for record in some), timedelta())
        days = max(1.0, span / timedelta(days=1))
        usd += sum(record.cost_usd for record in some) / days
        posts += sum(record.posts_read for record in some) / days
    return usd, posts


def _records(workspace: Workspace, channel: Channel, now: datetime) -> list[Coverage]:
    """The channel's fetches of this month and of the time over which a need is measured."""
    since = min(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0), now - RATE)
    return [fetch.coverage for fetch in workspace.landing.fetches(channel.id, since - timedelta(days=1))]


def _next_month(now: datetime) -> datetime:
    """The first moment of the month after, in the zone of the moment."""
    return (now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)).replace(day=1)
