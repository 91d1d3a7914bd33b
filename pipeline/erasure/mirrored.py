"""The copies in the store of `storage.mirror`, after an erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.errors import UsageError
from voxpop.pipeline.mirror.push import push
from voxpop.pipeline.mirror.store import MirrorError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def clear_mirror(workspace: Workspace) -> int:
    """How many copies were replaced; `MirrorError` where the store cannot be reached, whose copies then hold what was erased."""
    try:
        counts = push(workspace)
    except (MirrorError, UsageError) as error:
        mirror = workspace.config.storage.mirror
        said = f"it is erased here, and copies in the mirror may still hold it: {error}. Run `voxpop push`"
        raise MirrorError(mirror.url if mirror else "", said) from error
    return counts["replaced"] + counts["removed"] + counts["snapshots"]
