"""The real process: it says where it is, follows publications, ends on Ctrl-C, and says what is wrong in one message."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.pipeline.serve_world import explored
from voxpop import warehouse
from voxpop.pipeline.workspace import Workspace

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "voxpop.pipeline.command.main", "serve"]


@contextmanager
def serving(folder, *options):
    """The process and its address."""
    server = subprocess.Popen(
        [*COMMAND, "--port", "0", *options, "--config", str(folder / "voxpop.yaml")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = server.stdout.readline()
        assert "http://127.0.0.1:" in line, server.stderr.read()
        yield server, urlsplit(line.split()[-1]).netloc
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate()


def get(netloc, path="/"):
    connection = http.client.HTTPConnection(netloc, timeout=60)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read().decode(), dict(reply.getheaders())
    finally:
        connection.close()


def test_it_serves_follows_publications_and_ends_on_interrupt(copy_of):
    folder = copy_of(explored)
    workspace = Workspace.open(folder / "voxpop.yaml")
    with serving(folder) as (server, netloc):
        status, page, headers = get(netloc)
        assert status == 200
        assert "Admins" in page
        assert "content-security-policy" in {name.lower() for name in headers}
        assert get(netloc, "/style.css")[0] == 200
        before = get(netloc, "/health")[1]
        with warehouse.writer(workspace.warehouse_path) as writer:
            place = writer.publish(workspace.snapshots)
        deadline = time.monotonic() + 60
        while get(netloc, "/health")[1] == before and time.monotonic() < deadline:
            time.sleep(0.2)
        assert place.name in get(netloc, "/health")[1]
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
        assert "Traceback" not in server.stderr.read()


def test_mistakes_are_one_message(copy_of, tmp_path):
    folder = copy_of(explored)

    def run(*options):
        return subprocess.run(
            [*COMMAND, *options, "--config", str(folder / "voxpop.yaml")],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "Address already in use" in done.stderr
    open_to_all = run("--host", "0.0.0.0")
    assert open_to_all.returncode == 2
    assert "explorer.proxy" in open_to_all.stderr
    (folder / "voxpop-data" / "snapshots" / "current").unlink()
    nothing = run("--port", "0")
    assert nothing.returncode == 1
    assert "nothing has been published yet" in nothing.stderr
    assert not any("Traceback" in one.stderr for one in (done, open_to_all, nothing))


def test_it_may_wait_for_the_first_publication(copy_of):
    folder = copy_of(explored)
    pointer = folder / "voxpop-data" / "snapshots" / "current"
    named = pointer.read_text()
    pointer.unlink()
    with serving(folder, "--wait") as (_, netloc):
        assert get(netloc)[0] == 503
        pointer.write_text(named)
        assert get(netloc)[0] == 200
