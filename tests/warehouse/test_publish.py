"""The published snapshot: switched to in one step, never lost, whatever the clock, the disk or a stray hand does."""

import errno
import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.loading import START, batch, post
from voxpop import warehouse
from voxpop.errors import RetentionError, WarehouseError
from voxpop.warehouse import publish
from voxpop.warehouse.spill import find_spills, is_dead


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


SPILLING = """
    import sys, time
    from pathlib import Path
    import duckdb
    from voxpop import warehouse
    place = Path(sys.argv[2])
    con = duckdb.connect(place, read_only=True) if sys.argv[1] == "other" else warehouse.connect(place.parent)
    con.execute("set memory_limit = '40MB'; set threads = 1; set enable_progress_bar = false")
    rows = con.execute("select i, md5(i::varchar) as m from range(2_000_000) as t(i) order by m")
    rows.fetchone()
    print("spilled", flush=True)
    sys.stdin.read()
"""


def reader(place, kind):
    code = textwrap.dedent(SPILLING)
    started = subprocess.Popen(
        [sys.executable, "-c", code, kind, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout.readline() == "spilled\n"
    return started


@pytest.mark.parametrize("kind", ["ours", "other"])
def test_what_a_reader_spilled_stays_while_it_lives_and_goes_once_it_died(tmp_path, kind):
    folder = tmp_path / "s"
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        place = writer.publish(folder, keep=3)
        alive = reader(place, kind)
        (spilled,) = find_spills(folder)
        assert spilled.name == f"{place.name}.tmp" if kind == "other" else spilled.name.startswith(".spill-")
        assert not is_dead(spilled)
        writer.publish(folder, keep=3)
        assert any(spilled.iterdir())
        alive.kill()
        alive.communicate()
        assert spilled.is_dir()
        writer.publish(folder, keep=1)
    assert [path.suffix for path in sorted(folder.iterdir())] == [".duckdb", ""]


def test_an_erasure_takes_what_a_living_reader_spilled(tmp_path):
    folder = tmp_path / "s"
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        alive = reader(writer.publish(folder), "other")
        writer.publish(folder, erasing=True)
    assert [path.suffix for path in sorted(folder.iterdir())] == [".duckdb", ""]
    alive.kill()
    alive.communicate()


def test_a_folder_that_nobody_can_be_asked_for_is_dead_after_a_day(tmp_path):
    old, young = tmp_path / ".spill-elsewhere-12-ab", tmp_path / "20260101T000000.000000Z.duckdb.tmp"
    for folder in (old, young):
        folder.mkdir()
        (folder / "part").write_text("words")
    assert [is_dead(old), is_dead(young)] == [False, False]
    for path in (old / "part", old):
        os.utime(path, (0, 0))
    assert [is_dead(old), is_dead(young)] == [True, False]


@pytest.fixture
def unremovable(monkeypatch):
    """Files of the disk that cannot be removed: their names."""
    names = set()
    unlink = Path.unlink

    def refuse(path, missing_ok=False):
        if path.name in names:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    return names


def test_an_old_snapshot_that_does_not_go_is_an_error_and_the_new_one_is_published(tmp_path, unremovable):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        old = writer.publish(tmp_path / "s", keep=1)
        unremovable.add(old.name)
        writer.load(batch("f1", START, [post(1, "one")]))
        with pytest.raises(RetentionError, match=rf"is published, but this cannot be removed: {old.name} \(Permission"):
            writer.publish(tmp_path / "s", keep=1)
        assert published(tmp_path / "s") == 1
        unremovable.clear()
        writer.publish(tmp_path / "s", keep=1)
    assert not old.exists()


def test_while_an_erasure_is_open_every_publication_removes_all_older_snapshots(tmp_path, unremovable):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, [post(1, "one"), post(2, "two")]))
        old = writer.publish(tmp_path / "s")
        writer.erasures.erase(warehouse.Request(posts=("nobody",)), "salt", "UTC")
        unremovable.add(old.name)
        with pytest.raises(RetentionError, match="the erasure stays open"):
            writer.publish(tmp_path / "s", keep=9)
        unremovable.clear()
        place = writer.publish(tmp_path / "s", keep=9)
    assert list((tmp_path / "s").glob("*.duckdb")) == [place]


@pytest.mark.parametrize(
    "pointer", [b"\xff\xfe.duckdb", b"", b"../w.duckdb", b"/etc/passwd", b"a\nb", "ä.duckdb".encode()]
)
def test_a_pointer_that_names_no_snapshot_is_explained_and_written_again(tmp_path, pointer):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.publish(tmp_path / "s")
        (tmp_path / "s" / "current").write_bytes(pointer)
        with pytest.raises(WarehouseError, match=r"current: names no snapshot .*`voxpop publish`"):
            warehouse.connect(tmp_path / "s")
        writer.publish(tmp_path / "s")
    assert published(tmp_path / "s") == 0


def test_a_pointer_that_is_a_link_is_replaced_and_its_target_is_not_written(tmp_path):
    other = tmp_path / "other"
    other.write_text("mine")
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.publish(tmp_path / "s")
        (tmp_path / "s" / "current").unlink()
        (tmp_path / "s" / "current").symlink_to(other)
        writer.publish(tmp_path / "s")
    assert other.read_text() == "mine"
    assert published(tmp_path / "s") == 0
