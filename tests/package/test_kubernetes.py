"""The files of a deployment on Kubernetes: they name what is there. No cluster runs them here."""

import re
import tomllib

import yaml

from tests.places import ROOT

FOLDER = ROOT / "examples" / "kubernetes"
TEXT = (FOLDER / "values.yaml").read_text(encoding="utf-8")
VALUES = yaml.safe_load(TEXT)
DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_is_of_one_pinned_extra_and_runs_as_the_user_of_the_pods():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (extra,) = re.findall(r"'\.\[(\w+)\]'", DOCKERFILE)
    assert f"apache-airflow-core=={VALUES['airflowVersion']}" in extras[extra]
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "apache-airflow-providers-cncf-kubernetes==" in pinned
    assert f"apache-airflow-core=={VALUES['airflowVersion']}\n" in pinned
    (uid,) = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)
    assert {int(uid), VALUES["uid"], VALUES["securityContexts"]["pod"]["runAsUser"]} == {VALUES["uid"]}
    assert "ENTRYPOINT" not in DOCKERFILE  # the chart's pods bring their commands


def test_all_pods_share_the_claimed_disk_and_read_the_configuration_there():
    claim = yaml.safe_load((FOLDER / "volume.yaml").read_text(encoding="utf-8"))
    assert VALUES["volumes"] == [{"name": "data", "persistentVolumeClaim": {"claimName": claim["metadata"]["name"]}}]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    (mount,) = VALUES["volumeMounts"]
    assert {one["name"]: one["value"] for one in VALUES["env"]}["VOXPOP_CONFIG"].startswith(f"{mount['mountPath']}/")
    assert VALUES["config"]["core"]["dags_folder"].endswith("/voxpop/dags")
    assert (ROOT / "dags").is_dir()


def test_secrets_are_named_and_never_written_and_each_is_made_by_the_commands_above():
    named = {one["secretName"] for one in VALUES["secret"]} | {
        VALUES[name] for name in VALUES if name.endswith("SecretName")
    }
    named |= {VALUES["data"]["metadataSecretName"]}
    assert named == set(re.findall(r"create secret generic (\S+)", TEXT))
    assert not re.search(r"(?i)(password|token|secret|key): *['\"]?[A-Za-z0-9+/]{20,}", TEXT)
    assert VALUES["config"]["core"]["simple_auth_manager_all_admins"] == "False"
    assert "pools set duckdb_writer 1" in TEXT
