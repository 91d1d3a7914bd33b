"""The warehouse for its one writer: open it, load, store what analysis found, fill the marts, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from voxpop.config import Config
from voxpop.errors import WarehouseError
from voxpop.warehouse import (
    audiences,
    checks,
    compact,
    erase,
    load,
    marts,
    publish,
    quarantine,
)
from voxpop.warehouse import (
    search_index as index,
)
from voxpop.warehouse.authors import own_words, people
from voxpop.warehouse.erase import Erased, Expiry, GonePost, Request
from voxpop.warehouse.files import DISK_ERRORS, attach, first_line
from voxpop.warehouse.load import LoadBatch, LoadCounts
from voxpop.warehouse.lock import WAIT_SECONDS, writing
from voxpop.warehouse.migrate import migrate
from voxpop.warehouse.quarantine import Quarantined
from voxpop.warehouse.sql_files import insert, query

STATES_KEPT = 26
"""Weeks of which a model's state is kept, so that reports of then can be made again."""


@contextmanager
def writer(path: Path, wait: float = WAIT_SECONDS) -> Iterator[Writer]:
    """The warehouse, ours alone until the block ends; made and migrated where needed."""
    with writing(path, wait):
        con = duckdb.connect()
        try:
            con.execute("set timezone = 'UTC'")
            con.execute("set temp_directory = $place", {"place": f"{path}.spill"})
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

    def load(self, batch: LoadBatch, salt: str | None = None) -> LoadCounts:
        """Load one fetch, exactly once; a fetch that is in already changes nothing. `salt` lets it heed tombstones."""
        with load.bounded(self.con), self.transaction():
            return load.load(self.con, batch, salt)

    def load_again(self, batch: LoadBatch, quarantined: list[str], salt: str | None = None) -> LoadCounts:
        """Load what a fetch gives now that its refused records can be read; those leave quarantine."""
        with self.transaction():
            return load.load_again(self.con, batch, quarantined, salt)

    def erase(
        self, request: Request, salt: str, time_zone: str, *, quarantined: Sequence[str] = (), dry_run: bool = False
    ) -> Erased:
        """Take authors and posts out of every table, marts included, and keep them out; a dry run only counts."""
        hashes = [hash_ for group in request.authors for hash_ in group] + list(request.posts)
        self.con.execute("begin")
        try:
            erase.bury(self.con, request)
            found = erase.apply(self.con, salt, erase.REQUEST, hashes=hashes, quarantined=quarantined)
            self._fill_marts(time_zone)
        except BaseException:
            self.con.execute("rollback")
            raise
        self.con.execute("rollback" if dry_run else "commit")
        return found

    def expire(self, rules: Iterable[Expiry], time_zone: str) -> Erased | None:
        """Take posts and wordings that are older than the rules allow out of every table; None: there were none."""
        with self.transaction():
            found = erase.expire(self.con, rules)
            if found and found.n_posts:
                self._fill_marts(time_zone)
        return found

    def unfinished_erasures(self) -> list[Erased]:
        """Erasures that have not reached every place outside the tables."""
        return erase.unfinished(self.con)

    def gone_unerased(self) -> list[GonePost]:
        """Posts deleted upstream whose words may still be outside the tables."""
        return erase.gone_unerased(self.con)

    def tombstones(self) -> dict[str, frozenset[str]]:
        """The keyed hashes of what may not come back, by kind."""
        return erase.tombstones(self.con)

    def quarantine(self, start: str = "") -> list[Quarantined]:
        """The refused records whose id begins so, oldest first."""
        return quarantine.listed(self.con, start)

    def dismiss(self, ids: list[str]) -> None:
        """Take records out of quarantine that will never be posts."""
        with self.transaction():
            quarantine.dismiss(self.con, ids)

    def erase_again(self, tombstones: Mapping[str, Iterable[str]], salt: str, time_zone: str) -> int:
        """Set tombstones of another state of this warehouse and heed them; how many posts were taken out."""
        with self.transaction():
            if not erase.add_tombstones(self.con, tombstones):
                return 0
            found = erase.apply(self.con, salt, erase.REQUEST)
            self._fill_marts(time_zone)
        return found.n_posts

    def copy(self, place: Path) -> None:
        """A copy of the file as it is now."""
        self.con.execute("force checkpoint")
        shutil.copyfile(self.path, place)

    def unreadable(self) -> list[tuple[str, str]]:
        """Tables of which a block cannot be read, and why; every block has a checksum."""
        return checks.unreadable(self.con)

    def marts_are_stale(self) -> bool:
        """Whether posts were loaded since the last analysis."""
        return bool(self.con.execute(query("analyze/stale_marts")).fetchall())

    def finish_erasures(self, counts: Mapping[str, int], gone: Iterable[tuple[str, str, datetime]]) -> None:
        """Note that what the tables know of erasures has reached every other place."""
        with self.transaction():
            erase.finish(self.con, counts, gone)

    def compact(self) -> tuple[int, int]:
        """Bytes before and after: a fresh copy takes the file's place, so that deleted words leave the disk."""
        self.con.execute("use memory")
        self.con.execute("detach warehouse")
        try:
            return compact.compact(self.path)
        finally:
            attach(self.con, self.path, "warehouse")
            self.con.execute("use warehouse")

    def replace_voices(self, voices: pa.Table, own: Sequence[str]) -> None:
        """Replace all voices; `own` are the hashes of our accounts' handles and ids."""
        with self.transaction():
            self.con.register("incoming_voices", voices)
            self.con.execute("delete from voices")
            values = {"own": list(own) or [""]}
            self.con.execute(f"insert into voices by name {query('analyze/store_voices')}", values)
            self.con.unregister("incoming_voices")

    def store_sentiment(self, scores: pa.Table) -> None:
        """Store scores (columns of the table `sentiment`) in place of those of the same posts."""
        self._replace_rows("sentiment", scores, "where (source, post_id) in (select source, post_id from incoming)")

    def store_targets(self, found: pa.Table, version: str) -> None:
        """Store what was read of posts (columns of `post_targets`); rows of other versions or wordings go."""
        with self.transaction():
            self.con.register("incoming", found)
            self.con.execute(
                "delete from post_targets where (source, post_id) in (select (source, post_id) from incoming)"
            )
            self.con.execute("insert into post_targets by name select * from incoming")
            self.con.unregister("incoming")
            self.con.execute("delete from post_targets where model_version != ?", [version])
            same = "p.source = t.source and p.post_id = t.post_id and p.content_hash = t.content_hash"
            self.con.execute(f"delete from post_targets as t where not exists (from posts as p where {same})")

    def store_signatures(self, signatures: pa.Table, version: str) -> None:
        """Store signatures in place of those of the same posts; those of another version go."""
        keys = "where (source, post_id) in (select source, post_id from incoming)"
        self._replace_rows("post_signatures", signatures, keys)
        with self.transaction():
            self.con.execute("delete from post_signatures where model_version != ?", [version])

    def store_themes(self, themes: pa.Table, post_themes: pa.Table, further: pa.Table, events: pa.Table) -> None:
        """Replace the themes, which post has which as its main and as further ones, and what happened to them."""
        self._replace_rows("themes", themes, "")
        self._replace_rows("post_themes", post_themes, "")
        self._replace_rows("post_further_themes", further, "")
        self._replace_rows("theme_events", events, "")

    def store_sub_themes(self, sub_themes: pa.Table, post_sub_themes: pa.Table) -> None:
        """Replace what the themes are made of, and which post belongs to which part."""
        self._replace_rows("sub_themes", sub_themes, "")
        self._replace_rows("post_sub_themes", post_sub_themes, "")

    def store_demands(self, demands: pa.Table, post_demands: pa.Table) -> None:
        """Replace the demands and which post makes which; a post whose wording has changed since makes none."""
        self._replace_rows("demands", demands, "")
        self._replace_rows("post_demands", post_demands, "", key="source, post_id, content_hash")

    def replace_labels(self, labels: pa.Table) -> None:
        """Replace all labels (columns of the table `labels`)."""
        self._replace_rows("labels", labels, "")

    def note_setups(self, setups: pa.Table, now: datetime) -> int:
        """Note what of the configuration (kind, id, setting as JSON) has changed; how much."""
        with self.transaction():
            self.con.register("incoming_setups", setups)
            changed = self.con.sql(query("analyze/store_setups"), params={"now": now}).to_arrow_table()
            self.con.register("changed_setups", changed)
            self.con.execute("insert into setups by name from changed_setups")
            for name in ("changed_setups", "incoming_setups"):
                self.con.unregister(name)
        return int(changed.num_rows)

    def save_state(self, name: str, version: str, state: bytes, week: date | None = None) -> None:
        """What a model must remember to stay itself next week, after the last whole week it has seen."""
        with self.transaction():
            self.con.execute(
                "delete from model_states where name = $name and (week is null or week is not distinct from $week "
                "or week < $week::date - $kept)",
                {"name": name, "week": week, "kept": 7 * STATES_KEPT},
            )
            row = {"name": name, "version": version, "saved_at": datetime.now(UTC), "state": state, "week": week}
            insert(self.con, "model_states", row)

    def replace_people(self, given: pa.Table) -> None:
        """Replace the people that are known under several accounts (columns of the table `people`)."""
        with self.transaction():
            people.replace(self.con, given)

    def replace_audiences(self, config: Config) -> None:
        """Sort all posts into the configured audiences."""
        with self.transaction():
            audiences.replace(self.con, config)

    def build_marts(self, time_zone: str) -> None:
        """Refills every mart; weeks are those of the time zone."""
        with self.transaction():
            self._fill_marts(time_zone, first=True)

    def build_index(self) -> None:
        """Rebuilds the search index."""
        with self.transaction():
            index.build(self.con)

    def check(self) -> list[checks.Finding]:
        """Rows that break a rule of the tables."""
        return checks.run(self.con)

    def publish(self, folder: Path, keep: int = 3) -> Path:
        """A read-only copy of this state, switched to in one step."""
        return publish.publish(self.con, self.path, folder, keep)

    def _fill_marts(self, time_zone: str, *, first: bool = False) -> None:
        """Inside a transaction; before the first analysis there are no marts to refill."""
        if first or marts.are_there(self.con):
            marts.fill(self.con, time_zone)
        if not first and index.is_there(self.con):
            index.build(self.con)

    def _replace_rows(self, table: str, rows: pa.Table, where: str, key: str = "source, post_id") -> None:
        with self.transaction():
            self.con.register("incoming", rows)
            self.con.execute(f"delete from {table} {where}")
            known = f"semi join posts using ({key})" if "post_id" in rows.column_names else ""
            self.con.execute(  # what was erased while an analysis ran does not come back with its findings
                f"insert into {table} by name select * from incoming {known}"
            )
            self.con.unregister("incoming")


def rows_of(
    con: duckdb.DuckDBPyConnection, name: str, params: Mapping[str, date | datetime | Any] | None = None
) -> pa.Table:
    """The result of a query in queries/, with its parameters."""
    try:
        return con.sql(query(name), params=dict(params or {})).to_arrow_table()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"the snapshot was published by another version of Voxpop ({first_line(error)}). Run `voxpop analyze`"
        ) from error
