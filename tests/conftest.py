"""What more than one folder of tests needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITH_AIRFLOW = {"airflow", "demo", "notebooks"}
"""Folders whose tests share the demo's world or start an Airflow, of which there is one at a time."""


def pytest_collection_modifyitems(items):
    """Where tests run in several processes, a file stays in one, and all with an Airflow in the same."""
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group("airflow" if folder in WITH_AIRFLOW else str(item.path)))


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
