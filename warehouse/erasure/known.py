"""What a file of the warehouse knows of erasures, whichever file it is: the warehouse itself, a snapshot, a backup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from voxpop.errors import WarehouseError
from voxpop.warehouse.files import attach, first_line
from voxpop.warehouse.sql_files import query

Post = tuple[str, str]
"""Source and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Tombstones (kind, keyed hash), and the posts that their sources deleted: when we learned it, and how."""

    tombstones: frozenset[tuple[str, str]] = frozenset()
    gone: Mapping[Post, tuple[datetime, str]] = field(default_factory=dict)

    def __or__(self, other: Self) -> Known:
        """What either knows; of a post that went twice the later word."""
        gone = dict(self.gone)
        for post, told in other.gone.items():
            gone[post] = max(told, gone.get(post, told))
        return Known(tombstones=self.tombstones | other.tombstones, gone=gone)

    @classmethod
    def of_kinds(cls, hashes: Mapping[str, Iterable[str]]) -> Self:
        """The tombstones alone, from the keyed hashes of each kind."""
        return cls(tombstones=frozenset((kind, one) for kind, group in hashes.items() for one in group))

    def by_kind(self) -> dict[str, frozenset[str]]:
        """The keyed hashes of each kind."""
        kinds = {"author", "post", "title"} | {kind for kind, _ in self.tombstones}
        return {kind: frozenset(one for other, one in self.tombstones if other == kind) for kind in kinds}


def read_known(path: Path) -> Known:
    """What the file knows; nothing is changed in it. `WarehouseError` where it cannot be read."""
    con = duckdb.connect()
    try:
        con.execute("set timezone = 'UTC'")
        attach(con, path, "known", read_only=True)
        con.execute("use known")
        there = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
        tombstones = con.execute(query("erase/tombstones")).fetchall() if "tombstones" in there else []
        gone = con.execute(query("erase/all_gone")).fetchall() if "gone" in there else []
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: what was erased cannot be read: {first_line(error)}") from error
    finally:
        con.close()
    return Known(
        tombstones=frozenset((kind, hash_) for kind, hash_ in tombstones),
        gone={(source, post_id): (gone_at, reason) for source, post_id, gone_at, reason in gone},
    )
