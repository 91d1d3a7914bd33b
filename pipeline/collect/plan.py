"""What a run would read, cost and miss, before it reads anything that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from voxpop.collectors.base import AsksTogether, Expected, companions_of
from voxpop.errors import CollectorError, MissingSecretError
from voxpop.pipeline.collect.budget import kept, left_by_limit, left_to_spend, limits
from voxpop.pipeline.collect.check import note_cost

if TYPE_CHECKING:
    from voxpop.config import Channel
    from voxpop.coverage import Coverage
    from voxpop.pipeline.workspace import Workspace
    from voxpop.window import Window

LOOK_BACK = timedelta(days=28)  # of fetches from which a rate is taken where a source has no counts


@dataclass(frozen=True, slots=True)
class Planned:
    """What one channel's run would do."""

    channel: str
    window: str
    posts: int | None
    basis: str  # counted by the source, or the rate of the last weeks
    requests: int | None
    usd: float
    will_miss: tuple[str, ...]
    asking_usd: float = 0.0  # what finding this out took
    minutes: float | None = None  # by what requests took so far; None: never collected


@dataclass(slots=True)
class Shares:
    """What the runs planned so far would take of each budget."""

    usd: dict[str, float]
    posts: dict[str, int]

    def left(self, workspace: Workspace, channel: Channel) -> tuple[float | None, int | None]:
        """What would be left to a channel after them."""
        limits = left_by_limit(workspace, channel)
        usd = [left - self.usd.get(name, 0.0) for name, (left, _) in limits.items() if left is not None]
        posts = [left - self.posts.get(name, 0) for name, (_, left) in limits.items() if left is not None]
        return max(0.0, min(usd)) if usd else None, max(0, min(posts)) if posts else None

    def take(self, workspace: Workspace, channel: Channel, usd: float, posts: int) -> None:
        """Count what a channel would spend."""
        for name in left_by_limit(workspace, channel):
            self.usd[name] = self.usd.get(name, 0.0) + usd
            self.posts[name] = self.posts.get(name, 0) + posts


def plan(workspace: Workspace, asked: list[tuple[str, Window]]) -> list[Planned]:
    """What collecting these windows would read, cost and miss, in the order in which the channels are served."""
    waiting = sorted(asked, key=lambda one: workspace.channel(one[0]).priority)
    shares = Shares({}, {})
    planned: list[Planned] = []
    while waiting:
        window = waiting[0][1]
        told = _told(workspace, [channel for channel, at in waiting if at == window], window)
        for channel_id, expected in told.items():
            planned.append(_planned(workspace, workspace.channel(channel_id), window, expected, shares))
        waiting = [one for one in waiting if one[0] not in told or one[1] != window]
    return planned


def _told(workspace: Workspace, channel_ids: list[str], window: Window) -> dict[str, Expected | str]:
    """What the source says of the first channel and of those that are asked together with it; or why it says nothing."""
    channels = [workspace.channel(channel_id) for channel_id in channel_ids]
    first, *others = [
        workspace.collector(channel, budget_usd=usd, budget_posts=posts)
        for channel in channels
        if channel.source == channels[0].source
        for usd, posts in [left_to_spend(workspace, channel)]
    ]
    together = companions_of(first, others)
    try:
        if together and isinstance(first, AsksTogether):
            expected = first.expect_together(together, window)
        else:
            expected = [first.expect(window)]
    except (CollectorError, MissingSecretError) as error:
        return {one.channel.id: str(error) for one in (first, *together)}
    found: dict[str, Expected | str] = {}
    for one, told in zip((first, *together), expected, strict=True):
        found[one.channel.id] = told
        note_cost(workspace, one.channel, told.asking_usd, "counted for a plan")
    return found


def _planned(
    workspace: Workspace, channel: Channel, window: Window, expected: Expected | str, shares: Shares
) -> Planned:
    if isinstance(expected, str):
        return Planned(channel.id, str(window), None, "", None, 0.0, (expected,))
    posts, basis = expected.posts, "counted by the source"
    if posts is None:
        posts, basis = _by_rate(workspace, channel, window)
    missed = list(expected.unheard)
    usd_left, posts_left = shares.left(workspace, channel)
    affordable = posts
    if posts is not None and posts_left is not None and posts > posts_left:
        affordable = posts_left
        missed.append(f"about {posts - posts_left:,} posts: this month's budget has {posts_left:,} posts left")
    price = expected.usd_per_post
    if affordable is not None and usd_left is not None and price and affordable * price > usd_left:
        fits = int(usd_left / price + 1e-9)
        missed.append(f"about {affordable - fits:,} posts: this month's budget has {usd_left:.2f} USD left")
        affordable = fits
    if missed != list(expected.unheard) and (said := _kept(workspace, channel)):
        missed.append(said)
    usd = (affordable or 0) * price
    shares.take(workspace, channel, usd, affordable or 0)
    requests = None if affordable is None else max(expected.least_requests, ceil(affordable / expected.posts_a_request))
    minutes = _minutes(workspace, channel, requests)
    told = (posts, basis, requests, round(usd, 2), tuple(missed), expected.asking_usd, minutes)
    return Planned(channel.id, str(window), *told)


def _kept(workspace: Workspace, channel: Channel) -> str:
    """What of a shared budget is kept for the channels that are served first, in words."""
    now = datetime.now(UTC)
    shared = [kept(workspace, limit, channel, now) for limit in limits(workspace, channel)]
    usd, posts = max(usd for usd, _ in shared), max(posts for _, posts in shared)
    return f"{usd:.2f} USD or {posts:,} posts of it are kept for channels that are served first" if posts else ""


def _minutes(workspace: Workspace, channel: Channel, requests: int | None) -> float | None:
    """How long so many requests take, with their waits, as the last ones did."""
    records = [fetch.coverage for fetch in workspace.landing.fetches(channel.id)[-50:]]
    made = sum(record.requests for record in records)
    if requests is None or not made:
        return None
    took = sum((record.ended_at - record.started_at for record in records if record.requests), timedelta())
    return round(took / made * requests / timedelta(minutes=1), 1)


def _by_rate(workspace: Workspace, channel: Channel, window: Window) -> tuple[int | None, str]:
    """Posts a day of the last whole fetches, times the days asked for."""
    records: list[Coverage] = [
        fetch.coverage
        for fetch in workspace.landing.fetches(channel.id)
        if fetch.coverage.outcome == "complete" and not fetch.coverage.recheck and not fetch.coverage.gaps
    ]
    records = [one for one in records if one.window.end > max(r.window.end for r in records) - LOOK_BACK]
    days = sum((one.window.end - one.window.start) / timedelta(days=1) for one in records)
    if days < 1 / 24:
        return None, "never collected: no rate yet"
    rate = sum(one.items for one in records) / days
    return round(rate * ((window.end - window.start) / timedelta(days=1))), f"{rate:,.1f} a day so far"
