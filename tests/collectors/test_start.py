"""A collector's process is soon at its first request: of the clients and the heavy libraries it imports its own alone."""

import json
import subprocess
import sys

import pytest

from tests.places import ROOT
from voxpop.collectors.registry import SOURCES

CLIENTS = {"x": "tweepy", "reddit": "praw", "feed": "feedparser"}
HEAVY = {
    "duckdb",
    "pandas",
    "scipy",
    "sklearn",
    "nltk",
    "onnxruntime",
    "jinja2",
    "rich",
    "typer",
    "airflow",
    "xlsxwriter",
}
OPTIONS = {
    "x": {"query": "acme", "api_url": "http://127.0.0.1:9"},
    "reddit": {"subreddit": "acme", "api_url": "http://127.0.0.1:9", "oauth_url": "http://127.0.0.1:9"},
    "discourse": {"url": "http://127.0.0.1:9"},
    "feed": {"url": "http://127.0.0.1:9/feed"},
    "mastodon": {"url": "http://127.0.0.1:9", "tag": "acme"},  # for all that are built on `rest`
}
CHILD = """
import json, sys
import socket
def first(*_, **__):
    print(json.dumps([name for name in sys.modules if "." not in name]), flush=True)
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
def test_what_is_imported_at_the_first_request(source):
    assert source in SOURCES
    command = [sys.executable, "-c", CHILD, source, json.dumps(OPTIONS[source])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(json.loads(done.stdout))
    assert imported >= {"requests"}
    assert not imported & (HEAVY | {client for own, client in CLIENTS.items() if own != source})
