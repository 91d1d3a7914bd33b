"""The suite under clocks that stand elsewhere: no test may depend on the day it runs, and none of the product may.

    make test-clocks
    python -m tests.clocks [--clock NAME]... [PATH]...

Each folder runs in a process of its own whose clock, and that of all its children, is moved by libfaketime (Debian: libfaketime);
the clock that measures how long something takes is not. Folders are started anew for each clock, so that all of them meet the
last minute of the year. Browsers, notebooks, Airflow, virtual environments and real servers do not bear a moved clock and are left
out. The times of files stay true, so that with these clocks every file is old.
"""

import argparse
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from tests.places import ROOT

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
LEFT_OUT = {"dags", "local_airflow", "notebooks", "package", "real"}
LEFT_OUT_FILES = (
    "tests/analysis/report/test_browser.py",
    "tests/analysis/report/test_files.py",  # prints by a browser, which spins under a moved clock
    "tests/pipeline/demo/test_demo.py",
    "tests/pipeline/serve/test_browser.py",
)


def last_minute(now):
    """From now to 23:59 on the next 31 December."""
    return datetime(now.year, 12, 31, 23, 59, tzinfo=now.tzinfo) - now


CLOCKS = {
    "a day": lambda _: timedelta(days=1),
    "75 days": lambda _: timedelta(days=75),
    "400 days": lambda _: timedelta(days=400),
    "the last minute of the year": last_minute,
}


def folders():
    """The folders that hold tests, those left out aside."""
    found = sorted({path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")})
    return [folder for folder in found if not LEFT_OUT & set(folder.parts)]


def run(paths, moved):
    """How pytest ends on these paths while the clock is so far ahead."""
    environment = os.environ | {
        "LD_PRELOAD": str(LIBRARIES[0]),
        "FAKETIME": f"+{moved.total_seconds():.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "moved_clock"), os.environ.get("PYTHONPATH", "")]).strip(
            os.pathsep
        ),
    }
    left_out = [f"--ignore={path}" for path in LEFT_OUT_FILES]
    command = [sys.executable, "-m", "pytest", "-q", "--durations=0", "--durations-min=1e9", *left_out, *paths]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def tests_of(folder):
    """The modules of a folder itself that bear a moved clock; pytest ignores no path that it is given by name."""
    modules = sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).glob("test_*.py"))
    return [module for module in modules if module not in LEFT_OUT_FILES]


def main():
    """Run every folder under every clock; 1 where a test failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clock", action="append", choices=list(CLOCKS), help="one of the clocks [default: all]")
    parser.add_argument("paths", nargs="*", help="files or folders [default: all that bear it]")
    given = parser.parse_args()
    if not LIBRARIES:
        sys.exit(
            "libfaketime is not installed, and nothing else moves the clock of child processes too: apt install libfaketime"
        )
    groups = [given.paths] if given.paths else [modules for folder in folders() if (modules := tests_of(folder))]
    failed = []
    for name in given.clock or CLOCKS:
        for group in groups:
            now = datetime.now().astimezone()
            moved = CLOCKS[name](now)
            print(f"-- {name} ahead: {now + moved:%Y-%m-%d %H:%M}: {Path(group[0]).parent}", flush=True)
            if run(group, moved) not in (0, 5):  # 5: none is left
                failed.append(f"{name}: {Path(group[0]).parent}")
    print("\n".join(["failed:", *failed] if failed else ["no test depends on the day"]))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
