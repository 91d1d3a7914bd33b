"""Looking after each analysis for alerts on figures, broken promises of our own and channels not heard; told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.pipeline.alarms.tell import tell
from voxpop.pipeline.deliver import outages, promises

if TYPE_CHECKING:
    from datetime import datetime

    from voxpop.pipeline.deliver.run import Delivered
    from voxpop.pipeline.deliver.senders import Message
    from voxpop.pipeline.workspace import Workspace


def alert(
    workspace: Workspace, now: datetime | None = None, *, preview: bool = False
) -> list[tuple[Message, list[Delivered]]]:
    """What was not told before, with what became of each message; reads the published snapshot alone."""
    _, sent = tell(workspace, now, preview=preview)
    return [
        *sent,
        *promises.alert(workspace, now, preview=preview),
        *outages.alert(workspace, now, preview=preview),
    ]
