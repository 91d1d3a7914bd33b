"""A real server that speaks S3, on loopback in a process of its own, whose connection can be cut at any request."""

import subprocess
from contextlib import contextmanager
from pathlib import Path

import pyarrow.fs as fs
import pytest

from tests.places import ROOT

PYTHON = ROOT / ".venv-tools" / "bin" / "python"
BUCKET = "voxpop-test"
needs_server = pytest.mark.skipif(
    not PYTHON.exists(), reason="needs the environment of `make .venv-tools/.ready`, which has a server that speaks S3"
)


class Cut:
    """What ends the server's answers."""

    def __init__(self, child):
        self._child = child

    def after(self, requests):
        """Refuse all but so many further requests; None: none is refused any more. How many were seen so far."""
        self._child.stdin.write(f"{-1 if requests is None else requests}\n")
        self._child.stdin.flush()
        return int(self._child.stdout.readline())


@contextmanager
def s3(log):
    """Gives the server's address and what cuts it."""
    with log.open("w") as told:
        child = subprocess.Popen(
            [PYTHON, Path(__file__).with_name("s3_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        try:
            port = child.stdout.readline().strip()
            assert port, log.read_text()[-3000:]
            files = fs.S3FileSystem(
                access_key="k",
                secret_key="s",
                endpoint_override=f"127.0.0.1:{port}",
                scheme="http",
                allow_bucket_creation=True,
            )
            files.create_dir(BUCKET)
            yield f"http://127.0.0.1:{port}", Cut(child)
        finally:
            child.kill()  # this one child, by its own number
            child.wait()
