"""What `land` reported, held against what is here: a worker without the shared disk keeps its fetches to itself."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from voxpop.errors import LostFetchError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from voxpop.pipeline.workspace import Workspace


def report(fetches: list[dict[str, Any]]) -> dict[str, Any]:
    """What a task says of its fetches (each with its `channel`, `fetch_id` and `window`): those, and the machine that has them."""
    return {"host": socket.gethostname(), "fetches": fetches}


def demand_here(workspace: Workspace, reported: Iterable[Mapping[str, Any]], loaded: Collection[str]) -> None:
    """Raise `LostFetchError` where a fetch of a report is not in landing; what is loaded may have left it since."""
    root = workspace.landing.root
    lost = [
        f"{one['fetch_id']} of channel '{one['channel']}', {one['window']}, landed by {said['host']}"
        for said in reported
        for one in said.get("fetches", ())
        if one["fetch_id"] not in loaded and not (root / one["channel"] / one["fetch_id"]).is_dir()
    ]
    if lost:
        raise LostFetchError(root, lost)
