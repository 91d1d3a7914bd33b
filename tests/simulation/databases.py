"""DuckDB for many short lives: one instance in memory, a cursor for each connection; commits can be the last thing that happens.

Making an instance takes 14 ms, attaching a file to one that is there less than 1 ms. A connection to a file of its own, as readers have
it, stays as it is.
"""

import re
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from tests.simulation.disk import Disk, Killed

_CONNECT = duckdb.connect
ATTACHED = re.compile(r"attach '(?:[^']|'')*' as (\w+)")
LASTING = ("commit", "force checkpoint", "attach", "detach", "copy from")
"""How statements begin that write to the disk: the process can be killed before each, and after it by the next."""
CHANGING = ("insert", "update", "delete", "merge", "truncate")
"""How statements begin that change rows: the process can be killed before each, in the middle of what belongs together."""


class Pool:
    """The instance, made anew where an error of the disk has spoilt it."""

    def __init__(self) -> None:
        self.instance: Any = None  # made when it is needed, so that a process without one can fork

    def cursor(self):
        if self.instance is None:
            self.renew()
        try:
            return self.instance.cursor()
        except duckdb.Error:
            self.renew()
            return self.instance.cursor()

    def renew(self) -> None:
        with suppress(duckdb.Error, AttributeError):
            self.instance.close()
        self.instance = _CONNECT(config={"threads": 1})

    def detach(self, name: str, *, killed: bool) -> None:
        """Let go of a file: with the checkpoint of a proper end, or without one."""
        try:
            if killed:
                self.instance.execute("pragma disable_checkpoint_on_shutdown")
            self.instance.execute(f"detach {name}")
            if killed:
                self.instance.execute("pragma enable_checkpoint_on_shutdown")
        except duckdb.Error:
            self.renew()


POOL = Pool()


class Connection:
    """A cursor that looks like a connection, and lets go of its files when it is closed."""

    def __init__(self, disk: Disk) -> None:
        self._disk, self._con, self._attached = disk, POOL.cursor(), []

    def __getattr__(self, name):
        if self._disk.dead:
            raise Killed(self._disk.where)
        return getattr(self._con, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def execute(self, sql, *given):
        begun = sql.lstrip()[:16].lower()
        if self._disk.dead:
            raise Killed(self._disk.where)
        lasting = begun.startswith(LASTING)
        if lasting or begun.startswith(CHANGING):
            self._disk.operation("sql", sql.split("(")[0].strip()[:60])
        done = self._con.execute(sql, *given)
        if lasting and not begun.startswith("attach"):
            self._disk.barrier()
        if name := ATTACHED.match(sql.strip()):
            self._attached.append(name[1])
        if begun.startswith("detach"):
            self._attached.remove(sql.split()[1])
        return done

    def close(self):
        names, self._attached = self._attached, []
        with suppress(duckdb.Error):
            self._con.close()
        for name in names:
            POOL.detach(name, killed=self._disk.dead)
        if names and not self._disk.dead:
            self._disk.barrier()


@contextmanager
def installed(disk: Disk):
    """`duckdb.connect()` without a file gives a cursor of the pool while the block runs."""

    def connect(database=":memory:", *given, **more):
        if disk.dead:
            raise Killed(disk.where)
        if database == ":memory:" and not given and not more:
            return Connection(disk)
        return _CONNECT(database, *given, **{"config": {"threads": 1}, **more})

    duckdb.connect = connect
    try:
        yield
    finally:
        duckdb.connect = _CONNECT


@contextmanager
def opened(path):
    """A database file for looking at, as it would be after its process died; it is not changed."""
    cursor = POOL.cursor()
    try:
        cursor.execute(f"attach '{path}' as looked_at (read_only)")
        try:
            cursor.execute("use looked_at")
            cursor.execute("set timezone = 'UTC'")
            yield cursor
        finally:
            cursor.close()
            POOL.detach("looked_at", killed=True)
    except duckdb.FatalException:
        POOL.renew()
        raise
