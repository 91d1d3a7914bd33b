"""Every source of conversations and reviews through the script of faults: nothing lost or doubled, the ledger exact, deletions followed."""

import logging
import os
import random
from collections import Counter
from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
import yaml

from benchmarks.faults.run import Told, _part
from benchmarks.faults.script import HANG, Planted, script
from benchmarks.faults.world import warehoused
from tests.collectors import thread_worlds
from tests.collectors.contract_world import NOW, SECRETS, WINDOW
from tests.collectors.thread_world import ThreadServer, threads
from voxpop import warehouse
from voxpop.collectors.base import Context
from voxpop.collectors.wire import http
from voxpop.pipeline.collect.windows import open_gaps
from voxpop.pipeline.housekeeping import retention as keep
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

SEED = int(os.environ.get("VOXPOP_SEED", "5"))
SOURCES = sorted(thread_worlds.SERVERS)
WITHOUT_RECHECK = {"telegram"}  # a bot cannot ask for a message
OF_PLATFORMS = {"402", "an empty page before the true one", "a page token that repeats", "new keys"}
HALF = (WINDOW.end - WINDOW.start) / 2


def faults_of(source):
    """What any server can do: the script without what only some platforms know."""
    return [
        Planted(one.name, one.replies, one.outcome, frozenset({source}))
        for one in script(NOW)
        if one.name not in OF_PLATFORMS
    ]


def listening(folder, source, server):
    channel = {"id": "talk", "source": source, **thread_worlds.OPTIONS[source](server.url)}
    config = {
        "company": {"name": "Larkspur", "time_zone": "UTC"},
        "brands": [{"name": "Larkspur"}],
        "channels": [channel],
    }
    (folder / "voxpop.yaml").write_text(yaml.safe_dump(config))
    secrets = SECRETS | (server.secrets() if isinstance(server, ThreadServer) else {})
    for name, value in secrets.items():
        if "\n" in value:
            os.environ[name] = value
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in secrets.items() if "\n" not in value))
    return Workspace.open(folder / "voxpop.yaml")


def standing(workspace):
    warehoused(workspace, WINDOW.start)
    with warehouse.writer(workspace.warehouse_path) as writer:
        return Counter(
            text for (text,) in writer.con.execute(
                "select text from posts where deleted_at is null and created_at >= ? and created_at < ?",
                [WINDOW.start.isoformat(), WINDOW.end.isoformat()],
            ).fetchall()
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_faults_lose_and_double_nothing(source, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    logging.getLogger("voxpop.collect").setLevel(logging.ERROR)
    server, posts = threads(thread_worlds.SERVERS[source], lambda: NOW)
    told, chooser = Told(), random.Random(SEED)
    with server, patch("time.sleep"), patch.object(http, "READ_SECONDS", HANG / 3):
        workspace = listening(tmp_path, source, server)
        with pytest.MonkeyPatch.context() as clock:  # Google Play reaches back a week from now, Telegram a day
            clock.setattr("voxpop.pipeline.workspace.Context", partial(Context, clock=lambda: NOW))
            for part in range(2):
                interval = Window(WINDOW.start + part * HALF, WINDOW.start + (part + 1) * HALF)
                _part(workspace, "talk", interval, server, chooser, faults_of(source), told)
        assert told.wrong == []
        assert told.met.total() >= 1
        assert not open_gaps([f.coverage for f in workspace.landing.fetches("talk")])
        wanted = Counter(post.text for post in posts if post.created_at in WINDOW)
        assert standing(workspace) == wanted
        if source in WITHOUT_RECHECK:
            return
        roots = [post for post in posts if post.thread is None and post.created_at in WINDOW]
        gone = {roots[0].key} | {post.key for post in posts if post.thread == roots[0].key}
        server.vanished = frozenset(gone)
        keep.sweep(workspace, "talk", NOW + timedelta(hours=1))
        keep.tidy(workspace)
        assert standing(workspace) == Counter(
            post.text for post in posts if post.created_at in WINDOW and post.key not in gone
        )
