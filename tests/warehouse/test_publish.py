"""The published snapshot: switched to in one step, never lost, whatever the clock, the disk or a stray hand does."""

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta

import pytest

from tests.warehouse.loading import START, batch, post
from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.warehouse import publish


def published(snapshots):
    return warehouse.sql(snapshots, "select count(*) as n from posts").to_pylist()[0]["n"]


@pytest.mark.parametrize(("keep", "left"), [(1, 1), (3, 3), (9, 5)])
def test_so_many_snapshots_are_kept(tmp_path, keep, left):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        places = [writer.publish(tmp_path / "s", keep=keep) for _ in range(5)]
    assert sorted((tmp_path / "s").glob("*.duckdb")) == places[-left:]
    assert {path.name for path in (tmp_path / "s").iterdir()} == {"current", *(path.name for path in places[-left:])}


def test_a_clock_set_back_takes_no_snapshot_from_its_readers(tmp_path, monkeypatch):
    clock = [datetime(2026, 11, 17, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            clock[0] += timedelta(seconds=1)
            return clock[0]

    monkeypatch.setattr(publish, "datetime", Clock)
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        for number in range(8):
            if number == 4:
                clock[0] -= timedelta(hours=1)
            writer.load(batch(f"f{number}", START, [post(number, "one")]))
            writer.publish(tmp_path / "s", keep=2)
            assert published(tmp_path / "s") == number + 1
    assert len(list((tmp_path / "s").glob("*.duckdb"))) == 2


def test_a_snapshot_that_somebody_removed_is_explained_and_comes_back(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.publish(tmp_path / "s").unlink()
        with pytest.raises(WarehouseError, match=r"\.duckdb: the snapshot cannot be opened.*`voxpop publish`"):
            warehouse.connect(tmp_path / "s")
        writer.publish(tmp_path / "s")
    assert published(tmp_path / "s") == 0


def test_a_snapshot_is_never_written_again(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        place = writer.publish(tmp_path / "s")
        before = place.read_bytes()
        writer.load(batch("f1", START, [post(1, "one")]))
        writer.publish(tmp_path / "s")
    assert published(tmp_path / "s") == 1
    assert place.read_bytes() == before
    assert place.stat().st_mode & 0o222 == 0


def test_a_full_disk_leaves_the_last_snapshot_and_no_leftovers(tmp_path):
    """A limit on the size of files stands for the disk."""
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, [post(1, "one")]))
        writer.publish(tmp_path / "s")
        writer.load(batch("f2", START, [post(number, os.urandom(500).hex()) for number in range(2, 4000)]))
    code = f"""
        import resource
        from pathlib import Path
        import warehouse
        from voxpop.errors import WarehouseError
        with warehouse.writer(Path({str(tmp_path / "w.duckdb")!r})) as writer:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
            try:
                writer.publish(Path({str(tmp_path / "s")!r}))
            except WarehouseError as error:
                print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert "Readers keep the last one" in done.stdout, done.stderr
    assert published(tmp_path / "s") == 1
    assert [path.suffix for path in sorted((tmp_path / "s").iterdir())] == [".duckdb", ""]


def test_a_snapshot_of_an_older_version_is_said(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.con.execute("drop table setups")
        writer.publish(tmp_path / "s")
    con = warehouse.connect(tmp_path / "s")
    with pytest.raises(WarehouseError, match=r"another version of Voxpop .* Run `voxpop analyze`"):
        warehouse.rows_of(con, "refine/setups")
    con.close()
