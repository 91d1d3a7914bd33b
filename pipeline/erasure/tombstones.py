"""What may not come back, as the warehouse's tombstones say it, for what is read outside the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from voxpop.authors import AuthorKey
from voxpop.landing.tombstones import Erasing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxpop import warehouse
    from voxpop.pipeline.workspace import Workspace


def erasing_of(
    workspace: Workspace, tombstones: dict[str, frozenset[str]], gone: Iterable[warehouse.GonePost] = ()
) -> Erasing:
    """What may not be in landing: the tombstones, and posts that are gone upstream."""
    return Erasing(
        AuthorKey(workspace.secrets.author_key()),
        authors=tombstones["author"],
        posts=tombstones["post"],
        titles=tombstones["title"],
        gone={(one.source, one.post_id): one.gone_at for one in gone},
    )


def read_payload(payload: str) -> Any:
    """A quarantined record; one that is no JSON is given as text."""
    try:
        return json.loads(payload)
    except ValueError:
        return payload
