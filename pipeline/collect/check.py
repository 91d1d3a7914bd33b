"""Trying channels: one cheap request each, with what it cost in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop.coverage import FetchLog
from voxpop.errors import VoxpopError
from voxpop.pipeline.collect.fetch import record
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.config import Channel
    from voxpop.pipeline.workspace import Workspace


def check(workspace: Workspace) -> list[tuple[str, bool, str]]:
    """Try every channel once, and Presidio where it is configured: (channel, works, what was found)."""
    found = _check_presidio(workspace)
    for channel in workspace.config.channels:
        if not channel.listen:
            found.append((channel.id, True, "not listened to"))
            continue
        try:
            collector = workspace.collector(channel)
            found.append((channel.id, True, collector.probe()))
            note_cost(workspace, channel, collector.probe_usd, "tried by a check")
        except VoxpopError as error:
            found.append((channel.id, False, str(error)))
    return found


def _check_presidio(workspace: Workspace) -> list[tuple[str, bool, str]]:
    """Nothing where it is not configured; without it nothing could be loaded."""
    privacy = workspace.config.privacy
    if not privacy.presidio:
        return []
    try:
        privacy.at(workspace.config.base_dir).further_finder()
    except VoxpopError as error:
        return [("privacy.presidio", False, str(error))]
    return [("privacy.presidio", True, f"looks for details in '{privacy.presidio.language}' beside the rules")]


def note_cost(workspace: Workspace, channel: Channel, usd: float, why: str) -> None:
    """Write into the ledger what was paid outside a fetch of posts: it is spent like everything else."""
    if usd:
        now = datetime.now(UTC)
        notes = FetchLog(cursor=dict(workspace.landing.last_cursor(channel.id)), cost_usd=usd, notes=[why])
        record(workspace, channel, Window(now - timedelta(seconds=1), now), notes, iter(()), recheck=True)
