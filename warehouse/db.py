"""The warehouse for its one writer: open it, load, store what analysis found, fill the marts, publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from voxpop.config import Config
from voxpop.errors import WarehouseError
from warehouse import audiences, checks, load, publish
from warehouse.lock import WAIT_SECONDS, writing
from warehouse.migrate import migrate
from warehouse.sql_files import query

MARTS = ("opinions", "author_weeks", "channel_days", "channel_hours", "reach", "own_posts", "questions")
"""Marts in the order in which they are filled: later ones read earlier ones."""

STORAGE_VERSION = "v1.5.0"  # so that the DuckDB shell and tools of today can open the file


@contextmanager
def writer(path: Path, wait: float = WAIT_SECONDS) -> Iterator[Writer]:
    """The warehouse, ours alone until the block ends; made and migrated where needed."""
    with writing(path, wait):
        con = duckdb.connect()
        try:
            con.execute("set timezone = 'UTC'")
            con.execute(
                f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as warehouse (storage_version '{STORAGE_VERSION}')"
            )
            con.execute("use warehouse")
            try:
                migrate(con)
            except WarehouseError as error:
                raise WarehouseError(f"{path}: {error}") from error
            yield Writer(con, path)
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
            raise WarehouseError(
                f"{path}: {_first_line(error)}. What was committed is safe; mend the cause and run this again"
            ) from error
        finally:
            con.close()


class Writer:
    """What the one writer can do; each method is one transaction."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.con = con
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.con.execute("begin")
        try:
            yield
        except BaseException:
            try:
                self.con.execute("rollback")
            except duckdb.Error:
                self.con.interrupt()
            raise
        self.con.execute("commit")

    def loaded(self) -> set[str]:
        """The fetches that are in."""
        return {row[0] for row in self.con.execute("select fetch_id from loads").fetchall()}

    def load(self, batch: load.LoadBatch) -> load.LoadCounts:
        """Load one fetch, exactly once; a fetch that is in already changes nothing."""
        with self.transaction():
            return load.load(self.con, batch)

    def replace_voices(self, voices: pa.Table, own: Sequence[str]) -> None:
        """Replace all voices; `own` are the hashes of our accounts' handles and ids."""
        with self.transaction():
            self.con.register("incoming_voices", voices)
            self.con.execute("delete from voices")
            self.con.execute(f"insert into voices by name {query('store_voices')}", {"own": list(own) or [""]})
            self.con.unregister("incoming_voices")

    def store_sentiment(self, scores: pa.Table) -> None:
        """Store scores (columns of the table `sentiment`) in place of those of the same posts."""
        self._replace_rows("sentiment", scores, "where (source, post_id) in (select source, post_id from incoming)")

    def store_themes(self, themes: pa.Table, post_themes: pa.Table, events: pa.Table) -> None:
        """Replace the themes, which post has which, and what happened to them."""
        self._replace_rows("themes", themes, "")
        self._replace_rows("post_themes", post_themes, "")
        self._replace_rows("theme_events", events, "")

    def replace_labels(self, labels: pa.Table) -> None:
        """Replace all labels (columns of the table `labels`)."""
        self._replace_rows("labels", labels, "")

    def save_state(self, name: str, version: str, state: bytes) -> None:
        """What a model must remember to stay itself next week."""
        with self.transaction():
            self.con.execute("delete from model_states where name = ?", [name])
            self.con.execute("insert into model_states values (?, ?, now(), ?)", [name, version, state])

    def replace_audiences(self, config: Config) -> None:
        """Sort all posts into the configured audiences."""
        with self.transaction():
            audiences.replace(self.con, config)

    def build_marts(self, time_zone: str) -> None:
        """Fill every mart anew; weeks are those of the time zone."""
        with self.transaction():
            self.con.execute("set variable time_zone = ?", [time_zone])
            for mart in MARTS:
                self.con.execute(f"create or replace table {mart} as {query(mart)}")

    def check(self) -> list[checks.Finding]:
        """Rows that break a rule of the tables."""
        return checks.run(self.con)

    def publish(self, folder: Path, keep: int = 3) -> Path:
        """A read-only copy of this state, switched to in one step."""
        return publish.publish(self.con, self.path, folder, keep)

    def _replace_rows(self, table: str, rows: pa.Table, where: str) -> None:
        with self.transaction():
            self.con.register("incoming", rows)
            self.con.execute(f"delete from {table} {where}")
            self.con.execute(f"insert into {table} by name select * from incoming")
            self.con.unregister("incoming")


def rows_of(
    con: duckdb.DuckDBPyConnection, name: str, params: Mapping[str, date | datetime | Any] | None = None
) -> pa.Table:
    """The result of a query in queries/, with its parameters."""
    return con.sql(query(name), params=dict(params or {})).to_arrow_table()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].strip().rstrip(".")
