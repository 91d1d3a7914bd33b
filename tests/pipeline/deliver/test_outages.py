"""Channels that cannot be heard: told once for each time, to the targets that want it, and never for silence."""

from datetime import UTC, datetime, timedelta

import pytest

from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.pipeline.collect import fetch
from voxpop.pipeline.deliver import outages
from voxpop.pipeline.deliver.senders import Outcome
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

ZERO = datetime(2026, 11, 16, tzinfo=UTC)
NOW = datetime(2026, 11, 17, tzinfo=UTC)
CONFIG = """\
company: {name: Acme, time_zone: Europe/Berlin}
channels:
  - {id: forum, source: discourse, url: 'https://forum.example'}
  - {id: news, source: feed, url: 'https://news.example/feed'}
delivery:
  targets:
    - {id: keepers, kind: folder, path: told, reports: false, outages: true}
    - {id: chat, kind: folder, path: other, reports: false, alerts: true}
"""


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_AUTHOR_KEY", "k" * 40)
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    return Workspace.open(tmp_path / "voxpop.yaml")


def hear(workspace, channel, start, end, error=None):
    """A fetch of some hours; nothing is said in them, or nothing heard."""
    window = Window(ZERO + timedelta(hours=start), ZERO + timedelta(hours=end))

    def pull():
        if error:
            raise error
        yield from ()

    fetch.record(workspace, workspace.channel(channel), window, FetchLog(requests=1), pull())


def down():
    return CollectorError("discourse", "the server answers 503")


def test_a_channel_that_is_not_heard_is_told_once_and_again_when_it_falls_silent_again(workspace, tmp_path):
    hear(workspace, "forum", 0, 5)
    hear(workspace, "forum", 5, 7, down())
    assert outages.alert(workspace, NOW) == [], "not for long enough yet"
    hear(workspace, "forum", 7, 9, down())
    ((message, sent),) = outages.alert(workspace, NOW, preview=True)
    assert [one.outcome for one in sent] == [Outcome.PREVIEW]
    ((message, sent),) = outages.alert(workspace, NOW)
    assert [(one.target, one.outcome) for one in sent] == [("keepers", Outcome.SENT)]
    assert message.subject == "forum: not heard"
    assert message.lines[0] == "Asked and not heard from 2026-11-16 06:00 to 2026-11-16 10:00."
    assert "503" in message.lines[1]
    assert message.facts["since"] == "2026-11-16T05:00:00+00:00"
    hear(workspace, "forum", 9, 10, down())
    assert outages.alert(workspace, NOW) == []
    hear(workspace, "forum", 5, 12)
    assert outages.alert(workspace, NOW) == [], "heard again"
    hear(workspace, "forum", 12, 16, down())
    ((message, _),) = outages.alert(workspace, NOW)
    assert message.facts["since"] == "2026-11-16T12:00:00+00:00"
    assert not (tmp_path / "other").exists()


def test_a_channel_that_was_never_heard_is_told(workspace):
    hear(workspace, "news", 0, 4, down())
    ((message, _),) = outages.alert(workspace, NOW)
    assert (message.facts["channel"], message.facts["outcome"]) == ("news", "failed")


def test_silence_and_what_was_never_asked_are_no_outage(workspace):
    hear(workspace, "forum", 0, 20)
    assert outages.alert(workspace, NOW) == []


def test_it_is_told_in_the_language_of_the_house(workspace, tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG.replace("name: Acme,", "name: Acme, language: de,"))
    german = Workspace.open(tmp_path / "voxpop.yaml")
    hear(german, "forum", 0, 4, down())
    ((message, _),) = outages.alert(german, NOW)
    assert message.subject == "forum: nicht gehört"
