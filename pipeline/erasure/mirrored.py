"""The copies in the store of `storage.mirror`, before and after an erasure."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from voxpop.errors import UsageError
from voxpop.pipeline.mirror.pull import pull_landing
from voxpop.pipeline.mirror.push import push
from voxpop.pipeline.mirror.store import MirrorError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.erase")


def bring_waiting(workspace: Workspace) -> MirrorError | UsageError | None:
    """What others copied to the store and nobody brought here is here, to be erased or saved with all else; why not, None: it is."""
    if workspace.config.storage.mirror is None:
        return None
    try:
        pull_landing(workspace)
    except (MirrorError, UsageError) as error:
        log.warning("what other machines landed and is not here yet is left out: %s", error)
        return error
    return None


def clear_mirror(workspace: Workspace, failed: MirrorError | UsageError | None) -> int:
    """How many copies were replaced, each of which workers that hold it replace with their next pull.

    `MirrorError` where the store cannot be reached, or could not before (`failed`): its copies then hold what was erased.
    """
    try:
        if failed is not None:
            raise failed
        counts = push(workspace)
    except (MirrorError, UsageError) as error:
        mirror = workspace.config.storage.mirror
        said = f"it is erased here, and copies in the mirror may still hold it: {error}. Run `voxpop pull landing && voxpop load && voxpop push`"
        raise MirrorError(mirror.url if mirror else "", said) from error
    return counts["replaced"] + counts["removed"] + counts["snapshots"]
