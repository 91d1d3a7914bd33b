"""The files of a deployment on Celery: they name what is there. Whether they start is not shown here: that takes a container engine."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from tests.places import ROOT

FOLDER = ROOT / "examples" / "celery"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}


def test_every_part_of_airflow_runs_once_and_workers_twice():
    words = {name: service["command"][service["command"].index("--") + 1 :] for name, service in OURS.items()}
    assert {word[0] for word in words.values()} == {"db", "pools", "api-server", "scheduler", "dag-processor", "triggerer", "celery"}  # fmt: skip
    assert OURS["worker"]["deploy"]["replicas"] == 2
    assert all(service["command"][0] == "airflow" for service in OURS.values())


def test_all_share_one_disk_and_the_same_settings():
    assert len({str(service["volumes"]) for service in OURS.values()}) == 1
    assert len({str(service["environment"]) for service in OURS.values()}) == 1
    named = {volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_who_waits_waits_for_what_is_there():
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])


def test_no_secret_is_written_down_and_nobody_outside_reaches_the_page():
    for name, value in OURS["api"]["environment"].items():
        if re.search(r"SECRET|KEY|CONN|BACKEND$", name):
            assert "${" in value, name
    assert OURS["api"]["environment"]["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:8080:8080"]


def test_the_image_runs_as_somebody_with_pinned_packages_of_an_extra_that_is_there():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (extra,) = re.findall(r"'\.\[(\w+)\]'", DOCKERFILE)
    assert "celery[redis]==5.6.3" in extras[extra]
    assert "--constraint constraints.txt" in DOCKERFILE
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert all(":" in line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("FROM"))


@pytest.mark.slow
def test_airflow_has_the_commands():
    code = "from airflow.cli.cli_config import core_commands as c; print(*[one.name for one in c])"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    asked = {service["command"][service["command"].index("--") + 1] for service in OURS.values()}
    assert asked - {"celery"} <= set(done.stdout.split())
