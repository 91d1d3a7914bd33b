"""Who is known under several accounts, as the configuration says: hashes and the basis, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.authors import AuthorKey
from voxpop.pipeline.analyze.own_accounts import places_of

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

SCHEMA = pa.schema([(name, pa.string()) for name in ("person_id", "source", "key_hash", "basis")])


def people(workspace: Workspace) -> pa.Table:
    """Rows for the table `people`: each account by its handle and, as archives may give it, by its id."""
    key = AuthorKey(workspace.secrets.author_key())
    rows = []
    for person in workspace.config.people:
        handles = {(a.source, a.handle): str(key.handle(a.source, a.handle)) for a in person.accounts}
        known = {"person_id": key.person(handles.values()), "basis": person.basis}
        for (source, handle), hash_ in handles.items():
            ids = (handle, *places_of(workspace, source, handle))
            hashes = (hash_, *(str(key.author(source, one)) for one in dict.fromkeys(ids)))
            rows += [known | {"source": source, "key_hash": one} for one in hashes]
    return pa.Table.from_pylist(rows, SCHEMA)
