"""Servers that nobody here wrote, each in a child process of an environment of their own, on loopback.

The child serves over HTTP, and does on its standard input what a person would do in the browser.
"""

import json
import os
import select
import subprocess
from pathlib import Path

import pytest

from tests.places import ROOT

PYTHON = ROOT / ".venv-servers" / "bin" / "python"
absent = pytest.mark.skipif(not PYTHON.exists(), reason="the servers are not installed: make .venv-servers/.ready")


class Site:
    """A running site: `url`, and what its script can do."""

    def __init__(self, script, folder):
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._log = (folder / "site.log").open("w")
        self._child = subprocess.Popen(
            [PYTHON, Path(__file__).with_name(script), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, env=environment | {"PYTHONPATH": str(Path(__file__).parent)}, cwd=folder,
        )  # fmt: skip
        self.url = self._answer()

    def do(self, what, *given):
        self._child.stdin.write(json.dumps([what, *given]) + "\n")
        self._child.stdin.flush()
        return self._answer()

    def _answer(self):
        ready, _, _ = select.select([self._child.stdout], [], [], 120)
        line = self._child.stdout.readline() if ready else ""
        assert line, Path(self._log.name).read_text()[-3000:]
        return json.loads(line)

    def close(self):
        self._child.kill()  # this one child, by its own number
        self._child.wait()
        self._log.close()
