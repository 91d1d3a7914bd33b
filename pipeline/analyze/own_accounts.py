"""Our own accounts, by the hashes under which their posts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.authors import AuthorKey
from voxpop.errors import VoxpopError

if TYPE_CHECKING:
    from voxpop.config import Account
    from voxpop.pipeline.workspace import Workspace


def hashes(workspace: Workspace) -> list[str]:
    """The hashes by which posts of our own accounts are recognised."""
    return list(accounts_by_hash(workspace))


def accounts_by_hash(workspace: Workspace) -> dict[str, Account]:
    """Each account under the hashes of its handle and of its id, as the channels of its source write that: with their own beginning."""
    key = AuthorKey(workspace.secrets.author_key())
    found: dict[str, Account] = {}
    for account in workspace.config.staff:
        names = (account.handle, *places_of(workspace, account.source, account.handle))
        for hash_ in (key.handle(account.source, account.handle), *(key.author(account.source, one) for one in names)):
            if hash_:
                found[hash_] = account
    return found


def places_of(workspace: Workspace, source: str, name: str) -> list[str]:
    """The ids of an account in the tables, by every channel on which its source is heard: many write them with a beginning of theirs."""
    found = []
    for channel in workspace.config.channels:
        if channel.source not in {source, "archive"}:
            continue
        try:
            placed, id_ = workspace.collector(channel).place(name)
        except VoxpopError:  # a package that is gone; its channel says so when it is asked
            continue
        if placed == source and id_ != name:
            found.append(id_)
    return found
