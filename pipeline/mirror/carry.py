"""What tasks carry to the store and from it: nothing where no mirror is configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voxpop.errors import LostFetchError
from voxpop.pipeline.mirror.store import MirrorError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def bring(workspace: Workspace) -> None:
    """Bring down what other machines landed; `MirrorError` where the store cannot be read."""
    if workspace.config.storage.mirror is not None:
        from voxpop.pipeline.mirror.pull import pull_landing

        pull_landing(workspace)


def send(workspace: Workspace) -> str:
    """Why what landed here could not be copied to the store; '': it is there. It is copied by the next try, or the next run here."""
    if workspace.config.storage.mirror is not None:
        from voxpop.pipeline.mirror.push import push_landing

        try:
            push_landing(workspace)
        except MirrorError as error:
            return str(error)
    return ""


def demand_sent(failure: str) -> None:
    """Raise `MirrorError` where `send` failed, so that the task is tried again."""
    if failure:
        url, _, said = failure.partition(": ")
        raise MirrorError(url, f"what landed here is not in it yet, and loaded nowhere: {said}")


@contextmanager
def brought(workspace: Workspace) -> Iterator[None]:
    """Brings down what others landed before the block; a store that cannot be read is told of once the block has ended.

    Then it is also why a fetch is missing, where the block finds that one is.
    """
    failed: MirrorError | None = None
    try:
        bring(workspace)
    except MirrorError as error:
        failed = error
    try:
        yield
    except LostFetchError as error:
        if failed is not None:
            raise MirrorError(failed.url, f"{failed}. {error}") from error
        raise
    if failed is not None:
        raise failed


def push_all(workspace: Workspace) -> int:
    """How many copies were written or removed; 0 where no mirror is configured."""
    if workspace.config.storage.mirror is None:
        return 0
    from voxpop.pipeline.mirror.push import push

    return sum(push(workspace).values())
