"""A file that cannot grow while a warehouse is loaded: a clear error, nothing torn, and the next run goes on."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.kills import CONFIG, Diary, land, look
from voxpop.steps import load
from voxpop.steps.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("room", [200_000, 1_000_000])
def test_a_load_onto_a_full_disk_says_so_and_goes_on_when_there_is_room(tmp_path, room):
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    (tmp_path / ".env").write_text(f"VOXPOP_AUTHOR_KEY={'ab' * 32}\n")
    workspace, diary = Workspace.open(tmp_path / "voxpop.yaml"), Diary(tmp_path / "diary.txt")
    for _ in range(3):
        land(workspace, diary)

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, "-m", "voxpop.cli", "load"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr
    assert "run this again" in done.stderr
    look(workspace, diary, tmp_path / "seen.json")
    assert load.load(workspace)["refused"] == 0
    for number in diary.numbers("landed"):
        diary.note("loaded", number)
    look(workspace, diary, tmp_path / "seen.json")
