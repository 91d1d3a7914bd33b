"""`import voxpop`: one entrance, typed, that costs nothing until something is asked of it."""

import subprocess
import sys

import pytest

import voxpop
from tests.places import ROOT
from voxpop import version
from voxpop.errors import VoxpopError
from voxpop.pipeline.explore.snapshot import Snapshot, open_snapshot
from voxpop.window import Week, Window


def test_it_offers_what_it_lists():
    offered = {name: getattr(voxpop, name) for name in voxpop.__all__}
    assert offered == {
        "Snapshot": Snapshot,
        "VoxpopError": VoxpopError,
        "Week": Week,
        "Window": Window,
        "__version__": version.__version__,
        "open": open_snapshot,
    }
    assert dir(voxpop) == voxpop.__all__ == sorted(voxpop.__all__)


def test_an_unknown_name_is_an_error_that_says_the_known_ones():
    with pytest.raises(AttributeError, match="no attribute 'opened'; it offers Snapshot, VoxpopError"):
        _ = voxpop.opened
    assert not hasattr(voxpop, "utils")


def test_importing_it_loads_no_other_module_of_ours_and_no_library():
    code = "import sys; before = set(sys.modules); import voxpop; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names
    assert loaded == {"voxpop"}
    assert {name for name in done.stdout.split() if name.startswith("voxpop")} == {"voxpop", "voxpop.version"}


def test_type_checkers_see_what_it_hands_on(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import voxpop\n"
        "with voxpop.open('voxpop.yaml') as snapshot:\n"
        "    reveal_type(snapshot.net('partners'))\n"
        "reveal_type(voxpop.Week.parse('2026-W47').monday)\n"
        "voxpop.opened()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert 'note: Revealed type is "pandas' in done.stdout, done.stdout
    assert 'note: Revealed type is "datetime.date"' in done.stdout
    assert [line.partition("error: ")[2] for line in done.stdout.splitlines() if "error:" in line] == [
        'Module has no attribute "opened"; maybe "open"?  [attr-defined]'
    ]
