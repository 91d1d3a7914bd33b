"""Who agreed to be named for what they know: staff whose consent is written down, and members under `helpers`; nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.authors import AuthorKey
from voxpop.pipeline.analyze.own_accounts import places_of

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def names_of(workspace: Workspace) -> dict[str, str]:
    """Name by the hashes of the accounts of those who agreed, as posts bear them."""
    config = workspace.config
    agreed = [(one.source, one.handle, one.label) for one in config.staff if one.consent and one.role == "staff"]
    agreed += [(one.source, one.handle, one.name) for one in config.helpers]
    if not agreed:
        return {}
    key = AuthorKey(workspace.secrets.author_key())
    found: dict[str, str] = {}
    for source, handle, name in agreed:
        ids = (handle, *places_of(workspace, source, handle))
        for hash_ in (key.handle(source, handle), *(key.author(source, one) for one in ids)):
            if hash_:
                found[hash_] = name
    return found
