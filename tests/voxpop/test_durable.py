"""Files appear whole, lines of processes that append at once are all there, and nobody writes so by hand elsewhere."""

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.places import ROOT
from voxpop import durable

TOPS = ("voxpop", "collectors", "warehouse", "analysis", "pipeline", "dags")


def test_a_file_takes_its_place_whole_or_not_at_all(tmp_path):
    place = tmp_path / "deep" / "page.html"
    durable.write(place, "first \ud800")
    assert place.read_text() == "first ?"

    def broken():
        with durable.replacing(place) as fresh:
            fresh.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [(path.name, path.read_text()) for path in place.parent.iterdir()] == [("page.html", "first ?")]


def test_a_file_that_was_not_written_replaces_nothing(tmp_path):
    place = tmp_path / "page.html"
    durable.write(place, b"as it was")
    with durable.replacing(place):
        pass
    assert place.read_text() == "as it was"


def test_a_folder_takes_its_place_whole_or_not_at_all(tmp_path):
    place = tmp_path / "report"
    for content in ("first", "second"):
        with durable.replacing_folder(place) as fresh:
            (fresh / "pictures").mkdir(parents=True)
            (fresh / "pictures" / f"{content}.svg").write_text(content)
            assert not (place / "pictures" / f"{content}.svg").exists()
    assert [path.name for path in place.rglob("*.svg")] == ["second.svg"]

    def broken():
        with durable.replacing_folder(place) as fresh:
            fresh.mkdir()
            raise OSError

    with pytest.raises(OSError, match=""):
        broken()
    assert [path.name for path in place.rglob("*.svg")] == ["second.svg"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_folder_is_exchanged_and_one_moved_aside_by_a_killed_process_comes_back(tmp_path, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr(durable, "_exchange", lambda *_: False)
    fresh, place = tmp_path / ".place.tmp", tmp_path / "place"
    for path in (fresh, place):
        path.mkdir()
        (path / path.name.strip(".")).touch()
    durable.swap(fresh, place)
    assert [path.name for path in place.iterdir()] == ["place.tmp"]
    assert [path.name for path in fresh.iterdir()] == ["place"]
    place.rename(tmp_path / ".place.old.tmp")
    assert durable.leftovers(place) == [fresh, tmp_path / ".place.old.tmp"]
    durable.recover(place)
    assert [path.name for path in place.iterdir()] == ["place.tmp"]
    (tmp_path / ".place.old.tmp").mkdir()
    durable.recover(place)
    assert not (tmp_path / ".place.old.tmp").exists()


def test_lines_go_behind_what_a_person_wrote(tmp_path):
    place = tmp_path / "themes.yaml"
    durable.append(place, "- one", head="# how\n")
    place.write_text(place.read_text() + "- by hand")
    durable.append(place, "- two", head="# how\n")
    assert place.read_text() == "# how\n- one\n- by hand\n- two\n"


def test_of_processes_that_append_at_once_no_line_is_lost(tmp_path):
    place = tmp_path / "labels.jsonl"
    code = "import sys; from pathlib import Path; from voxpop import durable\n"
    code += "for n in range(50): durable.append(Path(sys.argv[1]), f'{sys.argv[2]}-{n}', head='# head\\n')"
    with ThreadPoolExecutor(3) as pool:
        commands = [[sys.executable, "-c", code, str(place), str(own)] for own in range(3)]
        list(pool.map(lambda command: subprocess.run(command, check=True, cwd=ROOT), commands))
    head, *lines = place.read_text().splitlines()
    assert head == "# head"
    assert sorted(lines) == sorted(f"{own}-{n}" for own in range(3) for n in range(50))


def test_a_lock_is_waited_for_and_given_back_by_a_killed_process(tmp_path):
    lock = tmp_path / "w.lock"
    code = "import sys, time; from pathlib import Path; from voxpop import durable\n"
    code += "with durable.hold(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(durable.HeldError), durable.hold(lock, wait=0.1):
            pass
        os.kill(holder.pid, 9)
        holder.wait()
        with durable.hold(lock, wait=600):
            pass


def test_nobody_else_syncs_locks_or_names_what_is_unfinished():
    """A name such as '.tmp', `os.fsync` and `fcntl` belong to `voxpop/durable.py` alone.

    `warehouse/spill.py` knows the '.tmp' of DuckDB's own folders, and asks who has a file open without locking it.
    """
    theirs = {ROOT / "voxpop" / "durable.py", ROOT / "warehouse" / "spill.py"}
    wrong = []
    for path in (path for top in TOPS for path in (ROOT / top).rglob("*.py")):
        if path.resolve() in theirs:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if {"fcntl", "filelock"} & {*names, getattr(node, "module", "")} or text.endswith((".tmp", ".tmp'")):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.Attribute) and node.attr == "fsync":
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
