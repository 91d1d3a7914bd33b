"""Files that cannot grow, and files that are damaged: a clear error, nothing torn, and the next run goes on."""

import resource
import shutil
import signal
from contextlib import contextmanager

import pytest

from benchmarks.kills import CONFIG, Diary, land, look
from tests.command import run
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace


@contextmanager
def files_up_to(room):
    """While it lasts, no file of this process grows beyond so many bytes (None: as large as they like)."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    signals = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
        signal.signal(signal.SIGXFSZ, signals)


def command(folder, *words, room=None):
    """How the command ends where no file may grow beyond `room` bytes."""
    with files_up_to(room):
        return run(*words, folder=folder)


def world(folder):
    """A configured folder with three fetches in landing, and the diary of what must be there."""
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text(f"VOXPOP_AUTHOR_KEY={'ab' * 32}\n")
    workspace, diary = Workspace.open(folder / "voxpop.yaml"), Diary(folder / "diary.txt")
    for _ in range(3):
        land(workspace, diary)
    return workspace, diary


@pytest.mark.slow
@pytest.mark.parametrize("room", [200_000, 1_000_000])
def test_a_load_onto_a_full_disk_says_so_and_goes_on_when_there_is_room(tmp_path, room, fresh_warehouses):
    workspace, diary = world(tmp_path)
    with fresh_warehouses():  # the first must fail while it is made
        done = command(tmp_path, "load", room=room)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr
    assert "run this again" in done.stderr or "cannot be opened" in done.stderr
    look(workspace, diary, tmp_path / "seen.json")
    assert load.load(workspace)["refused"] == 0
    for number in diary.numbers("landed"):
        diary.note("loaded", number)
    look(workspace, diary, tmp_path / "seen.json")


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """An installation that was loaded and analyzed once, with one more fetch to load."""
    folder = tmp_path_factory.mktemp("analysed")
    workspace, diary = world(folder)
    load.load(workspace)
    analyze.analyze(workspace)
    for number in diary.numbers("landed"):
        diary.note("loaded", number)
    return folder


FORGET = ("forget", "--author", "reddit:t2_rider7", "--yes")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "room"),
    [
        (("analyze", "--again"), 1_000_000),
        (("publish",), 1_000_000),
        (("report", "--week", "2026-W45"), 10_000),
        (("backup", "saved"), 1_000_000),
        (FORGET, 1_000_000),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_full_disk_ends_a_command_clearly_and_the_next_run_finishes(analysed, tmp_path, words, room):
    folder = tmp_path / "there"
    shutil.copytree(analysed, folder)
    full = command(folder, *words, room=room)
    assert full.returncode == 1, full.stderr
    assert "Traceback" not in full.stderr
    assert "File too large" in full.stderr or "run this again" in full.stderr
    diary = Diary(folder / "diary.txt")
    if words == FORGET:
        diary.note("forgetting", 7)
    look(Workspace.open(folder / "voxpop.yaml"), diary, folder / "seen.json")
    again = command(folder, *words)
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("damage", ["cut", "no database", "a bit"])
@pytest.mark.parametrize("words", [("load",), ("sql", "select count(*) from posts"), ("report", "--week", "2026-W45")])
def test_a_damaged_file_is_named_with_what_to_do(analysed, tmp_path, damage, words):
    folder = tmp_path / "there"
    shutil.copytree(analysed, folder)
    for place in folder.rglob("*.duckdb"):
        place.chmod(0o644)
        held = bytearray(place.read_bytes())
        if damage == "cut":
            del held[3 * 4096 :]
        elif damage == "no database":
            held[:] = b"hello" * 4096
        else:
            held[20] ^= 1  # in the first header, which is checked by its sum
        place.write_bytes(held)
    done = command(folder, *words)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert ".duckdb: " in done.stderr
    assert "voxpop restore" in done.stderr or "voxpop publish" in done.stderr
