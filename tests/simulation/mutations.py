"""Faults put into the product on purpose, each of which the simulation must find: one that finds none of them would prove nothing.

    python -m tests.simulation --mutation "no sync" [--histories 200]
    python -m tests.simulation.kills --mutation "remove before swap" --command backup

Each takes one step out of the product, or puts it in the wrong order, for the life of this process.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from voxpop import clock, durable, landing, warehouse
from voxpop.pipeline.collect import clocks
from voxpop.pipeline.erasure import forget, ledger, leftovers
from voxpop.pipeline.erasure import landing as erase_landing
from voxpop.pipeline.housekeeping import staging
from voxpop.warehouse import compact, files, publish
from voxpop.warehouse import load as tables
from voxpop.warehouse.erasure import Erasures


def _put(owner: Any, name: str, other: object) -> None:
    setattr(owner, name, other)


def _nothing(*_: object, **__: object) -> None:
    return None


def _no_sync() -> None:
    _put(durable, "sync", _nothing)


def _no_sync_of_folder() -> None:
    def move(fresh: Path, path: Path) -> None:
        durable.sync(fresh)
        fresh.replace(path)

    _put(durable, "move", move)


def _no_sync_of_file() -> None:
    def move(fresh: Path, path: Path) -> None:
        fresh.replace(path)
        durable.sync(path.parent)

    _put(durable, "move", move)


def _in_place() -> None:
    @contextmanager
    def replacing(path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path

    _put(durable, "replacing", replacing)


def _pointer_first() -> None:
    real = publish.shutil.copyfile

    class Copying:
        def __getattr__(self, name: str) -> object:
            return getattr(shutil, name)

        @staticmethod
        def copyfile(source: Path, fresh: Path) -> None:
            durable.write(fresh.parent / publish.POINTER, fresh.name.removeprefix(".").removesuffix(durable.TEMPORARY))
            real(source, fresh)

    _put(publish, "shutil", Copying())


def _remove_before_swap() -> None:
    def swap(fresh: Path, path: Path) -> None:
        durable.remove(path)
        fresh.rename(path)
        durable.sync(path.parent)

    _put(durable, "swap", swap)


def _no_transaction() -> None:
    @contextmanager
    def transaction(_: files.Session):
        yield

    _put(files.Session, "transaction", transaction)


def _load_twice() -> None:
    real: Any = tables.load

    def load(con: Any, batch: Any, salt: str | None = None) -> object:
        done = real(con, batch, salt)
        con.execute("insert into posts by name select * from posts using sample 1 rows")
        return done

    _put(tables, "load", load)


def _old_wording_wins() -> None:
    real = tables.query
    newer = "or ($fetched_at::timestamptz, $fetch_id) > (p.fetched_at, p.fetch_id) as newer"
    _put(tables, "query", lambda name: real(name).replace(newer, "or false as newer"))


def _tombstones_unheeded() -> None:
    _put(tables, "allow", lambda *_: 0)


def _landing_not_cleaned() -> None:
    _put(erase_landing, "clean", lambda *_: {"landing fetches": 0, "landing items": 0})


def _not_compacted() -> None:
    _put(compact, "compact", lambda path: (path.stat().st_size, path.stat().st_size))


def _old_snapshots_kept() -> None:
    _put(publish, "retain", _nothing)


def _nobody_known_at_restore() -> None:
    _put(ledger, "gather", lambda *_: warehouse.Known())


def _reports_not_rebuilt() -> None:
    _put(forget, "_rebuild", lambda *_: 0)


def _quarantine_kept() -> None:
    _put(forget, "name_quarantined", lambda *_: [])
    _put(staging, "name_quarantined", lambda *_: [])


def _never_finished() -> None:
    _put(Erasures, "list_unfinished", lambda _: [])


def _staged_left() -> None:
    _put(leftovers, "clear", lambda _: 0)
    _put(staging, "clear_staged", _nothing)


def _clock_trusted() -> None:
    _put(clock, "settled", lambda at, _: at)


def _clock_not_doubted() -> None:
    _put(clocks.clock, "from_ahead", lambda *_: ())


def _spent_disk_ignored() -> None:
    _put(landing.fetches.FetchWriter, "_writing", lambda self: _Anything())


class _Anything:
    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, OSError)


def _checkpoint_forgotten() -> None:
    def publish_without(con: object, place: Path, folder: Path) -> Path:
        return publish_real(_Deaf(con), place, folder)

    publish_real: Any = publish.publish
    _put(publish, "publish", publish_without)


class _Deaf:
    def __init__(self, con: object) -> None:
        self.con = con

    def execute(self, *_: object) -> None:
        return None


MUTATIONS: dict[str, Callable[[], None]] = {
    "no sync": _no_sync,
    "no sync of the folder": _no_sync_of_folder,
    "no sync of the file": _no_sync_of_file,
    "no rename": _in_place,
    "pointer before the copy": _pointer_first,
    "remove before swap": _remove_before_swap,
    "no checkpoint before the copy": _checkpoint_forgotten,
    "no transaction": _no_transaction,
    "a post twice": _load_twice,
    "old wording wins": _old_wording_wins,
    "tombstones unheeded": _tombstones_unheeded,
    "landing not cleaned": _landing_not_cleaned,
    "not compacted": _not_compacted,
    "old snapshots kept": _old_snapshots_kept,
    "nobody known at restore": _nobody_known_at_restore,
    "reports not rebuilt": _reports_not_rebuilt,
    "quarantine kept": _quarantine_kept,
    "erasures never finished": _never_finished,
    "what a restore staged stays": _staged_left,
    "clock trusted": _clock_trusted,
    "clock not doubted": _clock_not_doubted,
    "a full disk unsaid": _spent_disk_ignored,
}
"""By name, as the command takes it."""
