"""The disk guard: a fetch that a task reported and that is not in this landing fails the load, which names it."""

import shutil

import pytest

from voxpop import warehouse
from voxpop.errors import LostFetchError
from voxpop.pipeline import tasks
from voxpop.pipeline.workspace import Workspace

CONFIG = """\
company: {name: Acme}
channels:
  - &survey {id: survey, source: archive, path: survey.csv, columns: {post_id: id, author: who, text: said, created_at: at}, time_format: iso}
  - {<<: *survey, id: letters, path: letters.csv}
"""
WEEK = {"from": "2026-11-16", "to": "2026-11-23"}


def rows(name):
    return "id,who,said,at\n" + "".join(f"{name}{n},a{n},It works {n},2026-11-17T09:00:00Z\n" for n in range(3))


@pytest.fixture
def workers(tmp_path, monkeypatch):
    """Two machines: the folder that all share, and one of a worker that has a disk of its own."""
    for machine in ("here", "there"):
        (tmp_path / machine).mkdir()
        (tmp_path / machine / "voxpop.yaml").write_text(CONFIG)
        for name in ("survey", "letters"):
            (tmp_path / machine / f"{name}.csv").write_text(rows(name))
    monkeypatch.setenv("VOXPOP_AUTHOR_KEY", "k" * 40)

    def at(machine):
        monkeypatch.setenv("VOXPOP_CONFIG", str(tmp_path / machine / "voxpop.yaml"))
        return Workspace.open()

    return at


def test_a_fetch_of_a_disk_that_is_not_shared_fails_the_load_by_name_and_the_rest_is_loaded(workers):
    workers("here")
    near = tasks.land("survey", WEEK, None, None)
    there = workers("there")
    far = tasks.land("letters", WEEK, None, None)
    here = workers("here")
    for _ in range(2):  # the next try finds it no more than the first
        with pytest.raises(LostFetchError) as raised:
            tasks.load([near, far])
        (one,) = far["fetches"]
        assert raised.value.lost == [
            f"{one['fetch_id']} of channel 'letters', {one['window']}, landed by {far['host']}"
        ]
        assert str(here.landing.root) in str(raised.value)
    with warehouse.writer(here.warehouse_path) as writer:
        assert writer.loads() == {one["fetch_id"] for one in near["fetches"]}
    shutil.copytree(there.landing.root / "letters", here.landing.root / "letters")
    assert tasks.load([near, far])["new"] == 3


def test_what_is_loaded_may_leave_landing(workers):
    here = workers("here")
    landed = tasks.land("survey", WEEK, None, None)
    tasks.load([landed])
    shutil.rmtree(here.landing.root / "survey")
    assert tasks.load([landed])["fetches"] == 0


def test_a_fetch_of_a_sweep_is_looked_for_too(workers):
    workers("here")
    swept = {
        "asked": 3,
        "host": "worker-2",
        "fetches": [{"channel": "survey", "fetch_id": "f1", "window": "asked again"}],
    }
    with pytest.raises(LostFetchError, match="f1 of channel 'survey', asked again, landed by worker-2"):
        tasks.tidy([swept])


def test_without_a_report_it_loads_what_there_is(workers):
    workers("here")
    tasks.land("survey", WEEK, None, None)
    assert tasks.load()["new"] == 3
