"""What more than one folder of tests needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITH_AIRFLOW = {"dags", "demo", "local_airflow", "notebooks"}
"""Folders whose tests share the demo's world or start an Airflow, of which there is one at a time."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Where tests run in several processes, a file stays in one, and all with an Airflow in the same.

    `--dist loadgroup` would do it by marks, but pytest-xdist 3.8 loses them under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return "airflow" if Path(file).parent.name in WITH_AIRFLOW else file

    return ByFile(config, log)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The folder of a finished `voxpop demo`, with what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "world"
    done = subprocess.run(
        [Path(sys.executable).with_name("voxpop"), "demo", folder],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder, done.stdout
