"""Our own accounts, by the hashes under which their posts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.authors import AuthorKey

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def hashes(workspace: Workspace) -> list[str]:
    """The hashes by which posts of our own accounts are recognised."""
    key = AuthorKey(workspace.secrets.author_key())
    accounts = workspace.config.staff
    found = [hash_ for a in accounts for hash_ in (key.handle(a.source, a.handle), key.author(a.source, a.handle))]
    return [hash_ for hash_ in found if hash_]
