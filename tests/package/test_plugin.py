"""A package of somebody else: written by the command, installed, found by its entry point, and its own tests pass."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from tests.package.uv_world import run_uv
from tests.places import COMMAND
from voxpop.errors import UsageError
from voxpop.pipeline.command.main import app
from voxpop.pipeline.plugin.new import write_package
from voxpop.plugins import Group

CONFIGS = {
    "source": "channels: [{id: here, source: acme-source, url: 'https://a.example'}]",
    "target": "channels: [{id: f, source: feed, url: 'https://a.example/feed'}]\n"
    "delivery: {targets: [{id: room, kind: acme-target, room: a, url: 'https://a.example'}]}",
    "layout": "channels: [{id: files, source: archive, layout: acme-layout, path: '*.jsonl'}]",
}
WRONG = {
    "source": ("url: 'https", "site: 'https", "channels[0].site: unknown key"),
    "target": ("room: a", "rom: a", "delivery.targets[0].rom: unknown key; did you mean 'room'?"),
    "layout": ("layout: acme-layout", "layout: acme-lay", "known layouts: acme-layout, "),
}


@pytest.fixture(scope="module", params=sorted(CONFIGS))
def plugin(request, tmp_path_factory):
    """A fresh package of a kind: the kind, its folder, the folder that it is installed into."""
    place, target = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("installed")
    written = CliRunner().invoke(
        app, ["plugin", "new", f"acme-{request.param}", "--kind", request.param, "--folder", str(place)]
    )
    assert written.exit_code == 0, written.output
    run_uv("pip", "install", "--no-deps", "--target", target, place / f"voxpop-acme-{request.param}")
    return request.param, place / f"voxpop-acme-{request.param}", target


def run(target, *command, cwd, status=0):
    """What a command says where the package is installed too."""
    env = os.environ | {"PYTHONPATH": str(target), "VOXPOP_AUTHOR_KEY": "a-key-that-is-long-enough-for-a-test"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env)
    assert done.returncode == status, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.mark.slow
def test_its_own_tests_pass(plugin):
    kind, folder, target = plugin
    said = run(target, sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", cwd=folder)
    assert f"voxpop {kind} acme-{kind}: voxpop_acme_{kind}:" in said
    assert " passed" in said
    assert said.count(" PASSED") >= {"source": 16, "target": 8, "layout": 4}[kind]


@pytest.mark.slow
def test_the_configuration_and_the_editor_know_it(plugin, tmp_path):
    kind, _, target = plugin
    path = tmp_path / "voxpop.yaml"
    path.write_text(f"company: {{name: Acme}}\n{CONFIGS[kind]}\n")
    assert "in order" in run(target, COMMAND, "check", "--offline", cwd=tmp_path)
    assert f"acme-{kind}" in run(target, COMMAND, "plugin", "list", cwd=tmp_path)
    assert f'"acme-{kind}"' in run(target, COMMAND, "schema", cwd=tmp_path)
    right, wrong, said = WRONG[kind]
    path.write_text(path.read_text().replace(right, wrong))
    assert said in run(target, COMMAND, "check", "--offline", cwd=tmp_path, status=2)


@pytest.mark.slow
def test_without_the_package_the_error_names_what_is_known(plugin, tmp_path):
    kind, _, _ = plugin
    (tmp_path / "voxpop.yaml").write_text(f"company: {{name: Acme}}\n{CONFIGS[kind]}\n")
    said = run("", COMMAND, "check", "--offline", cwd=tmp_path, status=2)
    assert f"'acme-{kind}' is n" in said
    assert "known" in said


@pytest.mark.slow
@pytest.mark.parametrize("plugin", ["target"], indirect=True)
def test_a_target_is_delivered_to_once(plugin, tmp_path):
    _, folder, target = plugin
    reports = tmp_path / "voxpop-data" / "reports" / "everyone" / "2026-W47"
    reports.mkdir(parents=True)
    facts = dict.fromkeys(("company", "audience_id", "week", "deck", "net", "change"), "")
    facts |= {"audience": "Everyone", "headline": "No clear change", "points": [], "cautions": []}
    (reports / "report.json").write_text(json.dumps(facts))
    (reports / "report.txt").write_text("text")
    (reports / "email.html").write_text("<p>text")
    script = f"""
import sys; sys.path.insert(0, {str(folder / "tests")!r})
from test_target import Room, TOKEN
import os, pathlib
from voxpop.pipeline.deliver.run import deliver
from voxpop.pipeline.workspace import Workspace
os.environ["VOXPOP_ACME_TARGET_TOKEN"] = TOKEN
with Room() as room:
    pathlib.Path("voxpop.yaml").write_text(
        "company: {{name: Acme}}\\nchannels: [{{id: f, source: feed, url: 'https://a.example/feed'}}]\\n"
        f"delivery: {{{{targets: [{{{{id: room, kind: acme-target, room: community, url: '{{room.url}}'}}}}]}}}}\\n")
    for _ in range(2):
        print(*[one.outcome for one in deliver(Workspace.open("voxpop.yaml"), ["everyone"], "2026-W47")])
    print(len(room.texts))
"""
    assert run(target, sys.executable, "-c", script, cwd=tmp_path).split("\n")[:3] == ["sent", "already sent", "1"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acme Ideas", "is no name"),
        ("../x", "is no name"),
        ("", "is no name"),
        ("a" * 41, "is no name"),
        ("x", "of its own"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path, name, said):
    with pytest.raises(UsageError, match=said):
        write_package(name, Group.SOURCE, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    write_package("acme", Group.TARGET, tmp_path)
    with pytest.raises(UsageError, match="exists already"):
        write_package("acme", Group.SOURCE, tmp_path)
