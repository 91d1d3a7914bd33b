"""The warehouse for its one writer: open it, load, store what analysis found, fill the marts, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from voxpop import durable
from voxpop.errors import WarehouseError
from voxpop.warehouse import checks, compact, load, publish, quarantine
from voxpop.warehouse.authors import own_words
from voxpop.warehouse.erasure import Erasures
from voxpop.warehouse.files import DISK_ERRORS, Session, attach, first_line
from voxpop.warehouse.findings import Findings
from voxpop.warehouse.load import LoadBatch, LoadCounts
from voxpop.warehouse.lock import WAIT_SECONDS, writing
from voxpop.warehouse.migrate import migrate
from voxpop.warehouse.quarantine import Quarantined
from voxpop.warehouse.sql_files import query


def restoring(path: Path) -> Path:
    """A file that is beside the warehouse while a restore puts the parts of another time into place."""
    return path.with_name(f"{path.name}.restoring")


@contextmanager
def writer(path: Path, wait: float = WAIT_SECONDS) -> Iterator[Writer]:
    """The warehouse, ours alone until the block ends; made and migrated where needed.

    Refused after a restore that was cut off: the parts of the data are then of two times.
    """
    with writing(path, wait):
        if restoring(path).exists():
            folder = restoring(path).read_text(encoding="utf-8", errors="replace").strip()
            raise WarehouseError(f"{path}: a restore was cut off. Finish it: `voxpop restore --force {folder}`")
        spill = path.with_name(f"{path.name}.spill")
        con = duckdb.connect()
        try:
            durable.remove(spill)  # of a writer that was killed: the lock is ours
            con.execute("set timezone = 'UTC'")
            con.execute("set temp_directory = $place", {"place": str(spill)})
            attach(con, path, "warehouse")
            con.execute("use warehouse")
            try:
                migrate(con)
                own_words.tell(con)
            except WarehouseError as error:
                raise WarehouseError(f"{path}: {error}") from error
            yield Writer(con, path)
        except DISK_ERRORS as error:
            raise WarehouseError(
                f"{path}: {first_line(error)}. What was committed is safe; mend the cause and run this again"
            ) from error
        finally:
            con.close()


class Writer(Session):
    """The warehouse as its one writer has it: fetches are loaded here, `findings` and `erasures` are groups of their own."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        super().__init__(con)
        self.path = path
        self.findings = Findings(self)
        self.erasures = Erasures(self)

    def loads(self) -> set[str]:
        """The fetches that are in."""
        return {row[0] for row in self.con.execute(query("load/loads")).fetchall()}

    def fetches_ended(self, fetch_ids: Sequence[str]) -> list[tuple[str, str, datetime]]:
        """Channel and end of these fetches, by the ledger: fetch_id, channel, ended_at (UTC)."""
        rows = self.con.sql(query("load/ended"), params={"fetch_ids": list(fetch_ids)}).to_arrow_table().to_pylist()
        return [(row["fetch_id"], row["channel"], row["ended_at"]) for row in rows]

    def load(self, batch: LoadBatch, salt: str | None = None) -> LoadCounts:
        """Load one fetch, exactly once; a fetch that is in already changes nothing. `salt` lets it heed tombstones."""
        with load.bound_memory(self.con), self.transaction():
            return load.load(self.con, batch, salt)

    def load_again(self, batch: LoadBatch, quarantined: list[str], salt: str | None = None) -> LoadCounts:
        """Load what a fetch gives now that its refused records can be read; those leave quarantine."""
        with self.transaction():
            return load.load_again(self.con, batch, quarantined, salt)

    def quarantine(self, start: str = "") -> list[Quarantined]:
        """The refused records whose id begins so, oldest first."""
        return quarantine.list_refused(self.con, start)

    def dismiss(self, ids: list[str]) -> None:
        """Take records out of quarantine that will never be posts."""
        with self.transaction():
            quarantine.dismiss(self.con, ids)

    def note_gone(self, gone: pa.Table) -> None:
        """Heed deletions at the sources that another state of this warehouse knew (`GONE_SCHEMA`)."""
        with self.transaction():
            load.note_gone(self.con, gone)

    def copy(self, place: Path) -> None:
        """A copy of the file as it is now."""
        self.con.execute("force checkpoint")
        shutil.copyfile(self.path, place)

    def unreadable(self) -> list[tuple[str, str]]:
        """Tables of which a block cannot be read, and why; every block has a checksum."""
        return checks.unreadable(self.con)

    def compact(self) -> tuple[int, int]:
        """Bytes before and after: a fresh copy takes the file's place, so that deleted words leave the disk."""
        self.con.execute("use memory")
        self.con.execute("detach warehouse")
        try:
            return compact.compact(self.path)
        finally:
            attach(self.con, self.path, "warehouse")
            self.con.execute("use warehouse")

    def records(self, name: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The result of the query `queries/NAME.sql`, a dict a row."""
        rows: list[dict[str, Any]] = self.con.sql(query(name), params=dict(params or {})).to_arrow_table().to_pylist()
        return rows

    def check(self) -> list[checks.Finding]:
        """Rows that break a rule of the tables."""
        return checks.run(self.con)

    def publish(self, folder: Path, keep: int = 3, *, erasing: bool = False) -> Path:
        """A read-only copy of this state, switched to in one step; then older ones go, all while an erasure is not finished.

        `RetentionError` where one cannot go: the copy is published all the same.
        """
        place = publish.publish(self.con, self.path, folder)
        publish.retain(place, keep, erasing=erasing or bool(self.erasures.list_unfinished()))
        return place
