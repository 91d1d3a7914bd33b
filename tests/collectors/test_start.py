"""A collector's process is at its first request within a second: only the client of its own source is imported."""

import json
import subprocess
import sys

import pytest

from tests.places import ROOT
from voxpop.collectors.registry import SOURCES

SECONDS = 1.0
OPTIONS = {
    "x": {"query": "acme", "api_url": "http://127.0.0.1:9"},
    "reddit": {"subreddit": "acme", "api_url": "http://127.0.0.1:9", "oauth_url": "http://127.0.0.1:9"},
    "discourse": {"url": "http://127.0.0.1:9"},
    "feed": {"url": "http://127.0.0.1:9/feed"},
    "mastodon": {"url": "http://127.0.0.1:9", "tag": "acme"},  # for all that are built on `rest`
}
CHILD = """
import json, sys, time
begin = time.perf_counter(), time.process_time()
import socket
def first(*_, **__):
    print(json.dumps([time.perf_counter() - begin[0], time.process_time() - begin[1]]), flush=True)
    sys.stdout.flush()
    import os
    os._exit(0)
socket.socket.connect = first
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from pathlib import Path
from voxpop.authors import AuthorKey
from voxpop.config import Channel
source, options = sys.argv[1], json.loads(sys.argv[2])
channel = Channel.model_validate({"id": "c", "source": source, **options})
collector_class(source)(channel, Context(AuthorKey(b"k"), lambda name: "secret", Path("."))).probe()
"""


@pytest.mark.parametrize("source", sorted(OPTIONS))
def test_from_import_to_the_first_request(source):
    assert source in SOURCES
    took = []
    for _ in range(3):  # the best of three, in processor time: other work on the machine is not the collector's
        found = subprocess.run(
            [sys.executable, "-c", CHILD, source, json.dumps(OPTIONS[source])],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        took.append(json.loads(found.stdout))
        if took[-1][1] < SECONDS:
            break
    clock, processor = (min(values) for values in zip(*took, strict=True))
    print(f"{source}: {clock:.2f} s, {processor:.2f} s of processor time")
    assert processor < SECONDS
