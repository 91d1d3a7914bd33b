"""Which week was over when the data was last read: themes are found in weeks that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.window import Week

if TYPE_CHECKING:
    from datetime import datetime

    from voxpop.config import Config
    from voxpop.warehouse import Snapshot


THEMES = "themes"
"""Name of the model whose state is kept week by week."""


def last_closed(snapshot: Snapshot, config: Config, until: datetime | None) -> Week | None:
    """The last week that was over (at `until`: None, when the data was last read); None: nothing was read."""
    known = until or snapshot.facts().known_at
    return Week.of(known.astimezone(config.company.zone).date()).back(1) if known else None
