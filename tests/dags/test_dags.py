"""The DAGs: they parse, have owners, retries, time limits and pools, and their windows are not empty."""

import json
import os
import subprocess
import sys

import pytest

from tests.places import ROOT

CODE = """
import json, sys, tempfile
from pathlib import Path
from voxpop.pipeline.local_airflow import headless
with tempfile.TemporaryDirectory() as home:
    headless.prepare(Path(home))
    from airflow.dag_processing.dagbag import DagBag
    bag = DagBag(str(headless.DAGS), known_pools={"duckdb_writer", "default_pool"})
    dags = {}
    for dag_id, dag in bag.dags.items():
        tasks = {}
        for task in dag.tasks:
            kwargs = getattr(task, "partial_kwargs", {})
            get = lambda name: kwargs.get(name, getattr(task, name, None))
            tasks[task.task_id] = {
                "owner": get("owner"), "retries": get("retries"), "pool": get("pool"),
                "timeout": str(get("execution_timeout")), "mapped": hasattr(task, "partial_kwargs"),
                "called": str(get("map_index_template")), "queue": get("queue"),
            }
        dags[dag_id.removeprefix("voxpop_")] = {
            "id": dag_id,
            "tasks": tasks, "catchup": dag.catchup, "doc": dag.doc_md, "schedule": type(dag.timetable).__name__,
            "summary": dag.timetable.summary if hasattr(dag.timetable, "summary") else "",
        }
    print("RESULT" + json.dumps({"errors": bag.import_errors, "dags": dags}))
"""


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    config = tmp_path_factory.mktemp("dags") / "voxpop.yaml"
    config.write_text(
        "company: {name: A, time_zone: Asia/Tokyo}\nstorage: {mirror: {url: 's3://b/p', queue: near}}\nchannels: [{id: a, source: feed, url: 'http://127.0.0.1/'}]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "VOXPOP_CONFIG": str(config)},
    )
    line = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    assert line, done.stderr[-3000:]
    return json.loads(line[0].removeprefix("RESULT"))


def test_all_four_parse(bag):
    assert bag["errors"] == {}
    found = sorted(dag["id"] for dag in bag["dags"].values())
    assert found == ["voxpop_analyze", "voxpop_collect", "voxpop_housekeeping", "voxpop_report"]


def test_every_task_has_an_owner_retries_and_a_time_limit(bag):
    for dag_id, dag in bag["dags"].items():
        assert dag["doc"], dag_id
        assert dag["catchup"] is False
        for task_id, task in dag["tasks"].items():
            assert task["owner"] == "voxpop", (dag_id, task_id)
            assert task["retries"] >= 2, (dag_id, task_id)
            assert task["timeout"] not in ("None", ""), (dag_id, task_id)


def test_everything_that_writes_waits_in_the_pool(bag):
    writers = {("collect", "load"), ("analyze", "analyze"), ("housekeeping", "tidy")}
    pools = {(d, t): task["pool"] for d, dag in bag["dags"].items() for t, task in dag["tasks"].items()}
    assert {key for key, pool in pools.items() if pool == "duckdb_writer"} == writers


def test_channels_and_audiences_are_mapped_and_called_by_name(bag):
    mapped = {("collect", "land"), ("report", "build"), ("report", "deliver"), ("housekeeping", "sweep")}
    tasks = {(d, t): task for d, dag in bag["dags"].items() for t, task in dag["tasks"].items()}
    assert {key for key, task in tasks.items() if task["mapped"]} == mapped
    for key in mapped:
        assert "task.op_kwargs[" in tasks[key]["called"], key


def test_with_a_mirror_copies_are_pushed_and_only_landing_needs_no_warehouse(bag):
    tasks = {(d, t): task for d, dag in bag["dags"].items() for t, task in dag["tasks"].items()}
    assert {key for key, task in tasks.items() if task["queue"] != "near"} == {
        ("collect", "channels"),
        ("collect", "land"),
    }
    assert {dag for dag, task in tasks if task == "push"} == {"analyze", "housekeeping"}


def test_windows_come_from_data_intervals(bag):
    """A cron string would give intervals of zero length."""
    assert bag["dags"]["collect"]["schedule"] == "CronDataIntervalTimetable"


def test_the_dags_folder_holds_nothing_else():
    folder = ROOT / "dags"
    assert sorted(p.stem for p in folder.glob("*.py")) == ["__init__", "analyze", "collect", "housekeeping", "report"]
