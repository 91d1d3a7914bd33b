"""Landing: a fetch is there whole, with its cursor, or not at all."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from tests.places import ROOT
from tests.voxpop.landing.landing_world import WINDOW, coverage, item, landed
from voxpop.errors import LandingError
from voxpop.landing import Landing

PAYLOADS = [
    {"text": "plain"},
    {"text": "\x00 NUL, \ud83d half a pair, \u2028 line, 👩‍👩‍👧"},
    {"deep": {"er": [1, None, True, 1.5, "x" * 300_000]}},
    {},
]


def test_what_was_landed_comes_back_in_order(tmp_path):
    landing = Landing(tmp_path)
    landed(landing, PAYLOADS)
    (fetch,) = landing.fetches("blog")
    assert [one.payload for one in fetch.items()] == PAYLOADS
    assert next(fetch.items()).window == WINDOW
    assert fetch.coverage == coverage(fetch.fetch_id)


def test_tables_come_back_batch_by_batch(tmp_path):
    landing = Landing(tmp_path)
    with landing.open("archive", "blog", WINDOW) as fetch:
        assert fetch.add_table(pa.table({"n": [1, 2]})) == 2
        fetch.add_table(pa.table({"n": [3]}))
        fetch.commit(coverage(fetch.fetch_id))
    assert [t["n"].to_pylist() for t in landing.fetches()[0].tables()] == [[1, 2], [3]]


def test_a_fetch_that_fails_leaves_nothing(tmp_path):
    landing = Landing(tmp_path)
    with pytest.raises(RuntimeError), landing.open("feed", "blog", WINDOW) as fetch:
        fetch.add(item({"text": "half"}))
        raise RuntimeError
    assert landing.fetches() == []
    assert landing.last_cursor("blog") == {}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_newest_cursor_counts(tmp_path):
    landing = Landing(tmp_path)
    landed(landing, [{}], {"since": 1})
    landed(landing, [{}], {"since": 2})
    assert landing.last_cursor("blog") == {"since": 2}
    assert [f.fetch_id for f in landing.fetches()] == sorted(f.fetch_id for f in landing.fetches())


def test_leftovers_of_a_crash_are_cleared_when_they_are_old(tmp_path):
    landing = Landing(tmp_path)
    for age in (100, 100_000):
        left = tmp_path / ".tmp" / f"left-{age}"
        left.mkdir(parents=True)
        os.utime(left, (time.time() - age,) * 2)
    assert landing.fetches() == []
    assert landing.sweep(timedelta(hours=6)) == 1
    assert (tmp_path / ".tmp" / "left-100").exists()


def test_what_a_killed_fetch_left_is_told_from_what_is_being_written(tmp_path):
    """`forget` clears the one at once, with whoever is named in it, and leaves the other to its process."""
    landing = Landing(tmp_path)
    child = os.fork()
    if not child:
        writer = landing.open("reddit", "talk", WINDOW)
        writer.__enter__()
        writer.spent(0.5, 3)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    (killed,) = (tmp_path / ".tmp").iterdir()
    (killed / "items.jsonl.zst").write_bytes(b"words")
    with landing.open("reddit", "talk", WINDOW) as alive:
        assert landing.clear_dead() == 1
        assert [path.name for path in killed.iterdir()] == ["spent.json"]
        assert len(list((tmp_path / ".tmp").iterdir())) == 2
        assert alive.fetch_id in {path.name for path in (tmp_path / ".tmp").iterdir()}
    assert landing.count_spent_in_vain("talk", killed.name[:4] + "-" + killed.name[4:6]) == (0.5, 3)
    assert landing.clear_dead() == 0


def test_a_disk_that_refuses_is_told_where_leftovers_are_cleared(tmp_path, monkeypatch):
    left = tmp_path / ".tmp" / "20310106T080000.012000Z-b036dfde"
    left.mkdir(parents=True)
    (left / ".lock").touch()

    def refuse(self, **_):
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    (left / "items.jsonl.zst").write_bytes(b"words")
    monkeypatch.setattr("voxpop.durable.delete", refuse)
    with pytest.raises(LandingError, match=r"\.tmp.*left cannot be removed: Read-only file system"):
        Landing(tmp_path).clear_dead()


def test_a_fetch_is_removed_whole_even_where_removing_it_is_cut_short(tmp_path, monkeypatch):
    landing = Landing(tmp_path)
    first, second = (landed(landing, [{}], {"since": n}) for n in (1, 2))
    monkeypatch.setattr("voxpop.landing.fetches.shutil.rmtree", lambda path: (path / "coverage.json").unlink())
    landing.remove(first)
    monkeypatch.undo()
    assert [fetch.coverage.cursor for fetch in landing.fetches()] == [second.coverage.cursor]
    assert landing.sweep(timedelta(0), datetime.now(UTC) + timedelta(seconds=1)) == 1
    landing.remove(second)
    assert landing.fetches() == []


def test_a_file_cut_anywhere_is_damage_and_no_shorter_fetch(tmp_path):
    chooser = random.Random(7)
    fetch = landed(
        Landing(tmp_path), [{"text": "".join(chooser.choices("abc \n", k=chooser.randint(0, 900)))} for _ in range(200)]
    )
    path = fetch.path / "items.jsonl.zst"
    whole = path.read_bytes()
    for cut in sorted(chooser.sample(range(len(whole)), 200)):
        path.write_bytes(whole[:cut])
        with pytest.raises(LandingError, match="Remove its folder and fetch again"):
            list(fetch.items())


def test_a_full_disk_is_said_and_keeps_nothing(tmp_path):
    """A limit on the size of files stands for the disk."""
    code = """
        import os, resource, sys
        from pathlib import Path
        from tests.voxpop.landing.landing_world import WINDOW, coverage, item
        from voxpop.errors import LandingError
        from voxpop.landing import Landing
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
        try:
            with Landing(Path(sys.argv[1])).open("feed", "blog", WINDOW) as fetch:
                for _ in range(400):
                    fetch.add(item({"text": os.urandom(5_000).hex()}))
                fetch.commit(coverage(fetch.fetch_id))
        except LandingError as error:
            print(error)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Nothing of this fetch was kept; make room and run it again" in done.stdout, done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("damage", [b"", b"not zstd at all", None])
def test_a_damaged_file_says_which_and_what_to_do(tmp_path, damage):
    landing = Landing(tmp_path)
    fetch = landed(landing, [{"text": "x" * 10_000, "n": n} for n in range(50)])
    path = fetch.path / "items.jsonl.zst"
    path.write_bytes(path.read_bytes()[:200] if damage is None else damage)
    with pytest.raises(LandingError, match=r"items\.jsonl\.zst.*Remove its folder and fetch again"):
        list(fetch.items())


def test_a_damaged_coverage_record_is_said(tmp_path):
    fetch = landed(Landing(tmp_path), [{}])
    (fetch.path / "coverage.json").write_text(json.dumps({"fetch_id": 1}))
    with pytest.raises(LandingError, match=r"coverage\.json"):
        _ = Landing(tmp_path).fetches()[0].coverage


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    place = tmp_path / "landing"
    place.write_text("a file where the folder should be")
    with pytest.raises(LandingError, match="landing"), Landing(place).open("feed", "blog", WINDOW):
        pass
