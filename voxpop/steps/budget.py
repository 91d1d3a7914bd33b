"""What may still be spent this month, of a channel's budget and of its audience's, by one fetch at a time."""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voxpop.config import Budget, Channel
    from voxpop.steps.workspace import Workspace

LOCKS = ".budgets"  # in landing, where no channel can be called so


@contextmanager
def spending(workspace: Workspace, channel: Channel) -> Iterator[tuple[float | None, int | None]]:
    """Dollars and posts that are left, as `left_to_spend`; others that share a budget wait until this fetch has landed."""
    with ExitStack() as held:
        for name, _, _ in _limits(workspace, channel):
            held.enter_context(_alone(workspace.landing.root / LOCKS / name))
        yield left_to_spend(workspace, channel)


def left_to_spend(workspace: Workspace, channel: Channel) -> tuple[float | None, int | None]:
    """What this month's budgets still allow, the tightest one; it is spent when we ask, not when the posts were written."""
    month = datetime.now(UTC).strftime("%Y-%m")
    usd: list[float] = []
    posts: list[int] = []
    for _, budget, sharers in _limits(workspace, channel):
        fetches = [fetch for sharer in sharers for fetch in workspace.landing.fetches(sharer)]
        spent = [f.coverage for f in fetches if f.coverage.started_at.strftime("%Y-%m") == month]
        if budget.usd_per_month is not None:
            usd.append(max(0.0, budget.usd_per_month - sum(one.cost_usd for one in spent)))
        if budget.posts_per_month is not None:
            posts.append(max(0, budget.posts_per_month - sum(one.posts_read for one in spent)))
    return min(usd, default=None), min(posts, default=None)


def _limits(workspace: Workspace, channel: Channel) -> list[tuple[str, Budget, list[str]]]:
    """(name, budget, channels that share it), always in one order, so that no two fetches wait for each other."""
    config = workspace.config
    limits = [
        (f"audience-{audience.id}", audience.budget, [c.id for c in config.channels if c.audience == audience.id])
        for audience in config.audiences
        if audience.id == channel.audience
    ]
    limits.append((f"channel-{channel.id}", channel.budget, [channel.id]))
    return [limit for limit in limits if limit[1].limits]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a file's lock; the system gives it back when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
