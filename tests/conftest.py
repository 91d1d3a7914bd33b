"""What more than one folder of tests needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
