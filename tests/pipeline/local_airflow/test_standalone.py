"""A real `airflow standalone`: fresh home, a scheduled collect, what its assets trigger, and a clean end."""

import csv
import json
import os
import socket
import subprocess
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voxpop.pipeline.local_airflow import home as airflow_home

pytestmark = pytest.mark.slow
EXPECTED = {"voxpop_collect": "scheduled", "voxpop_analyze": "asset_triggered", "voxpop_report": "asset_triggered"}

CONFIG = """\
company: {name: Acme, time_zone: Europe/Berlin}
channels:
  - id: survey
    source: archive
    path: posts.csv
    columns: {post_id: id, author: who, text: said, created_at: at}
    time_format: iso
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def states(address):
    """The state of each expected run; a report may run by the clock too, where the test comes after its hour."""
    found = {}
    for dag_id, kind in EXPECTED.items():
        with urllib.request.urlopen(f"{address}/api/v2/dags/{dag_id}/dagRuns?order_by=-run_after") as reply:
            runs = json.load(reply)["dag_runs"]
        found.update((dag_id, run["state"]) for run in runs if run["run_type"] == kind)
    return found


@pytest.fixture
def installation(tmp_path):
    now = datetime.now(UTC)
    with (tmp_path / "posts.csv").open("w", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["id", "who", "said", "at"])
        for n in range(200):
            moment = now - timedelta(minutes=15 * n)
            sheet.writerow([n, f"author {n % 40}", f"The export number {n} works well, thank you", moment.isoformat()])
    config = tmp_path / "voxpop.yaml"
    config.write_text(CONFIG)
    return config


@pytest.mark.enable_socket
def test_a_scheduled_collect_leads_to_reports_and_the_server_ends_cleanly(installation, tmp_path):
    env = airflow_home.environment(installation, tmp_path / "home", free_port())
    airflow_home.prepare(env)
    env["AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"] = "False"
    with airflow_home.standalone(env) as address:
        runs = {}
        while runs != dict.fromkeys(EXPECTED, "success"):
            runs = states(address)
            assert "failed" not in runs.values(), (runs, log_tail(tmp_path))
            time.sleep(1)
        group = _children()
    assert list((tmp_path / "voxpop-data" / "reports").rglob("report.html"))
    assert not [pid for pid in group if _alive(pid)], "a process of the server is still there"


def log_tail(tmp_path):
    logs = sorted((tmp_path / "home" / "logs").rglob("attempt=*.log"))
    return "\n".join(path.read_text()[-1500:] for path in logs[-3:])


def _children():
    """Every process below this one."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listing.splitlines()[1:])}
    found, queue = set(), [os.getpid()]
    while queue:
        here = queue.pop()
        children = [pid for pid, parent in parents.items() if parent == here]
        found.update(children)
        queue.extend(children)
    return found


def _alive(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return status != "Z"
