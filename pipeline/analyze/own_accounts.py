"""Our own accounts, by the hashes under which their posts are kept."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from voxpop.authors import AuthorKey
from voxpop.errors import VoxpopError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.collectors.base import Collector
    from voxpop.config import Account
    from voxpop.pipeline.workspace import Workspace


def hashes(workspace: Workspace) -> list[str]:
    """The hashes by which posts of our own accounts are recognised."""
    return list(accounts_by_hash(workspace))


def accounts_by_hash(workspace: Workspace) -> dict[str, Account]:
    """Each account under the hashes of its handle and of its id, as the channels of its source write that: with their own beginning."""
    key = AuthorKey(workspace.secrets.author_key())
    readers = {source: _readers(workspace, source) for source in {account.source for account in workspace.config.staff}}
    found: dict[str, Account] = {}
    for account in workspace.config.staff:
        names = (account.handle, *_places(readers[account.source], account.source, account.handle))
        for hash_ in (key.handle(account.source, account.handle), *(key.author(account.source, one) for one in names)):
            if hash_:
                found[hash_] = account
    return found


def places_of(workspace: Workspace, source: str, name: str) -> list[str]:
    """The ids of an account in the tables, by every channel on which its source is heard: many write them with a beginning of theirs."""
    return _places(_readers(workspace, source), source, name)


def _readers(workspace: Workspace, source: str) -> list[Collector]:
    """What reads the channels on which a source may be heard; a package that is gone is left out: its channel says so when it is asked."""
    found = []
    for channel in workspace.config.channels:
        if channel.source in {source, "archive"}:
            with suppress(VoxpopError):
                found.append(workspace.collector(channel))
    return found


def _places(readers: Sequence[Collector], source: str, name: str) -> list[str]:
    found = []
    for reader in readers:
        with suppress(VoxpopError):
            placed, id_ = reader.place(name)
            if placed == source and id_ != name:
                found.append(id_)
    return found
