"""Environments of their own for tests, made by uv from its cache or a package index."""

import os
import subprocess

import pytest

from tests.places import COMMAND

UV = COMMAND.with_name("uv")
NO_INDEX = ("error sending request", "dns error", "Could not connect", "tcp connect error", "Failed to fetch")


def run_uv(*arguments, **env):
    """uv from its cache, else from a package index; skips the test where there is neither."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    for offline in (["--offline"], []):
        done = subprocess.run(
            [UV, *offline, "--quiet", *arguments], capture_output=True, text=True, check=False, env=plain | env
        )
        if done.returncode == 0:
            return
    if any(word in done.stderr for word in NO_INDEX):
        pytest.skip("no package index can be reached, and not all packages are in uv's cache")
    pytest.fail(done.stderr[-4000:])
