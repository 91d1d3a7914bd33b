"""What a run would read, cost and miss, before it reads anything that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from voxpop.errors import CollectorError, MissingSecretError
from voxpop.steps.budget import left_to_spend
from voxpop.steps.collect import next_window

if TYPE_CHECKING:
    from voxpop.config import Channel
    from voxpop.coverage import Coverage
    from voxpop.steps.workspace import Workspace
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


def plan(workspace: Workspace, channel_id: str, window: Window | None) -> Planned | None:
    """What collecting the window (by default the next one) would read, cost and miss; None: nothing to ask for yet."""
    channel = workspace.channel(channel_id)
    asked = window or next_window(workspace, channel_id)
    if asked is None:
        return None
    missed: list[str] = []
    try:
        expected = workspace.collector(channel).expect(asked)
    except (CollectorError, MissingSecretError) as error:
        return Planned(channel_id, str(asked), None, "", None, 0.0, (str(error),))
    posts, basis = expected.posts, "counted by the source"
    if posts is None:
        posts, basis = _by_rate(workspace, channel, asked)
    missed.extend(expected.unheard)
    usd_left, posts_left = left_to_spend(workspace, channel)
    affordable = posts
    if posts is not None and posts_left is not None and posts > posts_left:
        affordable = posts_left
        missed.append(f"about {posts - posts_left:,} posts: this month's budget has {posts_left:,} posts left")
    if (
        affordable is not None
        and usd_left is not None
        and expected.usd_per_post
        and affordable * expected.usd_per_post > usd_left
    ):
        fits = int(usd_left / expected.usd_per_post)
        missed.append(f"about {affordable - fits:,} posts: this month's budget has {usd_left:.2f} USD left")
        affordable = fits
    usd = (affordable or 0) * expected.usd_per_post
    requests = None if affordable is None else max(1, ceil(affordable / expected.posts_a_request))
    return Planned(channel_id, str(asked), posts, basis, requests, round(usd, 2), tuple(missed))


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
