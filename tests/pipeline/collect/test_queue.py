"""A source that gives its next page once the last has landed: a run takes all that waits, and a crash loses nothing of it."""

import os
from unittest.mock import patch

import pytest
import yaml

from tests.collectors import thread_worlds
from tests.collectors.chat_world import TELEGRAM_TOKEN
from tests.collectors.contract_world import NOW, WINDOW
from tests.collectors.thread_world import threads
from voxpop.errors import ConfigError
from voxpop.landing import FetchWriter
from voxpop.pipeline.collect import fetch
from voxpop.pipeline.workspace import Workspace


class Killed(BaseException):
    """Our process ends here."""


def listening(folder, *channels):
    config = {"company": {"name": "Larkspur"}, "brands": [{"name": "Larkspur"}], "channels": channels}
    (folder / "voxpop.yaml").write_text(yaml.safe_dump(config))
    (folder / ".env").write_text(f"VOXPOP_TELEGRAM_TOKEN={TELEGRAM_TOKEN}\n")
    return Workspace.open(folder / "voxpop.yaml")


def test_a_run_takes_the_whole_queue_page_by_page_through_a_crash(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr("voxpop.collectors.chats.telegram.FULL", 16)
    server, posts = threads(thread_worlds.SERVERS["telegram"], lambda: NOW)
    add, added = FetchWriter.add, []

    def killed(self, item):
        added.append(item)
        if len(added) == 40:  # in the third page
            raise Killed
        return add(self, item)

    with server:
        there = listening(
            tmp_path, {"id": "talk", "source": "telegram", **thread_worlds.OPTIONS["telegram"](server.url)}
        )
        with patch.object(FetchWriter, "add", killed), pytest.raises(Killed):
            fetch.listen(there, [("talk", WINDOW)])
        assert (len(there.landing.fetches("talk")), server.confirmed) == (2, 32)
        (landed,) = fetch.listen(there, [("talk", WINDOW)])
        again = fetch.listen(there, [("talk", WINDOW)])
    updates = [item.payload["update"] for one in there.landing.fetches("talk") for item in one.items()]
    assert updates == [server.first + n for n in range(len(posts))]
    assert landed.items == len(posts) - 32
    assert again[0].items == 0
    assert TELEGRAM_TOKEN not in "".join(str(one.coverage) for one in there.landing.fetches("talk"))


def test_two_channels_do_not_take_each_others_messages(tmp_path):
    one = {"id": "users", "source": "telegram", "chats": [-1]}
    with pytest.raises(ConfigError, match=r"'users' has the same 'token' \(VOXPOP_TELEGRAM_TOKEN\).*a bot of its own"):
        listening(tmp_path, one, {**one, "id": "fans", "chats": [-2]})
    assert listening(tmp_path, one, {**one, "id": "fans", "token": "VOXPOP_TELEGRAM_TOKEN_FANS"})
    assert listening(tmp_path, one, {**one, "id": "fans", "listen": False})
