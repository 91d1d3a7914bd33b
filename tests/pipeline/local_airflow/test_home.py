"""The settings of Airflow: ours, over them the environment's, and a local server that nobody else reaches."""

import os
import signal
import subprocess
import sys
import time

import pytest

from voxpop.errors import UsageError
from voxpop.pipeline.local_airflow import home, runs

CONFIG = "company: {name: A}\nchannels: [{id: a, source: feed, url: 'http://127.0.0.1/'}]\n"
CELERY = {
    "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
    "AIRFLOW__CORE__PARALLELISM": "17",
    "AIRFLOW__API__HOST": "0.0.0.0",
    "AIRFLOW__LOGGING__REMOTE_LOGGING": "True",
}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("AIRFLOW")]:
        monkeypatch.delenv(name)
    (tmp_path / "voxpop.yaml").write_text(CONFIG)

    def read(*, local, **given):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return home.environment(tmp_path / "voxpop.yaml", tmp_path / "home", 8081, local=local)

    return read


def test_ours_where_the_environment_says_nothing(settings, tmp_path):
    found = settings(local=True)
    assert found["AIRFLOW_HOME"] == str(tmp_path / "home")
    assert int(found["AIRFLOW__CORE__PARALLELISM"]) >= home.FEWEST_TASKS
    assert found["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:8081"
    assert "AIRFLOW__CORE__EXECUTOR" not in found


def test_the_environment_comes_first_but_a_local_server_stays_local(settings):
    found = settings(local=True, **CELERY)
    assert {name: found[name] for name in CELERY} == CELERY | {"AIRFLOW__API__HOST": "127.0.0.1"}
    assert settings(local=False)["AIRFLOW__API__HOST"] == CELERY["AIRFLOW__API__HOST"]


def test_both_names_of_a_dag_are_understood_where_ours_are_asked_for():
    assert runs.Run.parse('voxpop_collect:{"from": "2026-11-16"}') == runs.Run.parse('collect:{"from": "2026-11-16"}')


@pytest.mark.parametrize("words", [("dags", "trigger", "collect"), ("backfill", "create", "--dag-id", "report")])
def test_airflow_is_not_asked_for_a_dag_by_its_old_name(words):
    with pytest.raises(UsageError, match=rf"the DAG '{words[-1]}' is called 'voxpop_{words[-1]}'"):
        runs.demand_new_names(words)


@pytest.mark.parametrize("words", [("tasks", "test", "voxpop_analyze", "analyze"), ("dags", "list"), ("db", "migrate")])
def test_what_is_no_old_name_passes(words):
    runs.demand_new_names(words)


STOPPING = """
import signal, subprocess, sys
from voxpop.pipeline.local_airflow import home
home.PATIENCE[signal.SIGINT] = 3.0
stubborn = "import signal, time; signal.signal(2, signal.SIG_IGN); print(flush=True); time.sleep(600)"
server = subprocess.Popen([sys.executable, "-c", stubborn], start_new_session=True, stdout=subprocess.PIPE)
server.stdout.readline()
for sent in (signal.SIGINT, signal.SIGTERM):  # also where whoever started the suite ignores Ctrl-C, as a shell's background does
    signal.signal(sent, signal.default_int_handler)
try:
    print(server.pid, flush=True)
    signal.pause()
except KeyboardInterrupt:
    print("stopping", flush=True)
finally:
    home.stop(server)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_second_interrupt_leaves_no_orphan(sent):
    child = subprocess.Popen([sys.executable, "-c", STOPPING], stdout=subprocess.PIPE, text=True)
    server = int(child.stdout.readline())
    child.send_signal(sent)
    assert child.stdout.readline() == "stopping\n"
    time.sleep(1)
    child.send_signal(sent)
    assert child.wait(30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_a_command_of_airflow_runs_in_the_home_and_ends_with_its_code(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    line = [sys.executable, "-P", "-c", "from voxpop.pipeline.command.main import main; main()", "airflow"]
    words = ["--config", "voxpop.yaml", "--home", "there", "--", "config", "get-value", "core", "dags_folder"]
    done = subprocess.run([*line, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("dags")
    wrong = subprocess.run(
        [*line, *words[:4], "--", "no-such"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
