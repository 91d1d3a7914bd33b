"""The wheel as strangers have it: built, installed alone into a fresh environment, used beside folders that bear our names."""

import json
import os
import shutil
import subprocess
import zipfile

import pytest

from tests.package.uv_world import run_uv
from tests.places import ROOT

pytestmark = pytest.mark.slow
TOPS = ("voxpop", "analysis", "collectors", "dags", "pipeline", "warehouse")
CONFIG = """
company: {name: Acme}
channels:
  - {id: files, source: archive, path: posts.csv, columns: {post_id: id, text: text, created_at: date, handle: who}}
"""
POSTS = """id,text,date,who
1,I love the new editor,2026-11-17T10:00:00Z,ann
2,The upgrade broke everything,2026-11-18T10:00:00Z,bob
3,How do I export my contacts?,2026-11-19T10:00:00Z,cy
"""
SCRIPT = """
import airflow, analysis, collectors, dags, pipeline, warehouse
import voxpop
for module in (airflow, analysis, collectors, dags, pipeline, warehouse):
    assert module.THEIRS, module
offered = {name: getattr(voxpop, name) for name in voxpop.__all__}
asked = {"search": ["upgrade"], "sql": ["select count(*) as n from posts"]}
with voxpop.open("acme.yaml") as snapshot:
    figures = [name for name in dir(snapshot) if not name.startswith("_")]
    frames = {
        name: getattr(snapshot, name)(*asked.get(name, []))
        for name in figures
        if callable(getattr(snapshot, name)) and name not in {"close", "known", "week", "report", "theme_weeks"}
    }
    assert type(snapshot.report()).__name__ == "Report"
    print(len(frames), snapshot.last_week, frames["sql"].loc[0, "n"], frames["search"].loc[0, "text"])
    assert {type(frame).__name__ for frame in frames.values()} == {"DataFrame"}
"""


def run(*command, cwd=None, status=0, **env):
    """A command's output; it must end with the status."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VOXPOP", "VIRTUAL"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=plain | env)
    assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of the tree that holds nothing of an earlier build."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    for name in TOPS:
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    run_uv("build", "--wheel", source, "--out-dir", made)
    return next(made.glob("*.whl"))


def install(place, requirement):
    """A fresh environment that holds the wheel and what it needs."""
    run_uv("venv", "--python", "3.11", place)
    constraints = ROOT / "constraints.txt"
    run_uv("pip", "install", "--constraints", constraints, requirement, VIRTUAL_ENV=str(place))
    return place / "bin"


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """The commands of an environment without extras."""
    return install(tmp_path_factory.mktemp("bare") / "env", str(wheel))


@pytest.fixture(scope="module")
def with_airflow(wheel, tmp_path_factory):
    """The commands of an environment with the extra for Airflow."""
    return install(tmp_path_factory.mktemp("airflow") / "env", f"voxpop[airflow] @ {wheel.as_uri()}")


@pytest.fixture
def desk(tmp_path):
    """Somebody's folder: a file of posts, and packages and a module of theirs with names that are ours or a library's."""
    return lay_out(tmp_path)


def lay_out(folder):
    """Fill a folder as somebody's desk."""
    for name in (*TOPS[1:], "airflow"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("THEIRS = True\n")
    (folder / "random.py").write_text("raise SystemExit('the caller's module was run')\n".replace("r's", "rs"))
    (folder / "posts.csv").write_text(POSTS)
    (folder / "acme.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=a-key-that-is-long-enough-for-a-test\n")
    return folder


def test_it_holds_the_tree_and_nothing_beside(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tree = {
        path.relative_to(ROOT)
        for top in TOPS
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == {str(path) if path.parts[0] == "voxpop" else f"voxpop/{path}" for path in tree}


def test_the_first_commands(bare, tmp_path):
    version = run(bare / "python", "-c", "import voxpop; print(voxpop.__version__)").strip()
    assert run(bare / "voxpop", "--version").strip() == f"voxpop {version}"
    assert "written" in run(bare / "voxpop", "init", "here", cwd=tmp_path)
    assert json.loads((tmp_path / "here" / "voxpop.schema.json").read_text())["title"] == "voxpop.yaml"
    assert "No installed package" in run(bare / "voxpop", "plugin", "list", cwd=tmp_path)
    assert "2 channels" in run(bare / "voxpop", "check", "--offline", "-c", "here/voxpop.yaml", cwd=tmp_path)


def test_a_file_is_scored(bare, desk):
    run(bare / "voxpop", "score", "posts.csv", "--text-column", "text", "--out", "scored.csv", cwd=desk)
    header, *rows = (desk / "scored.csv").read_text().splitlines()
    assert {"id", "label", "negative"} <= set(header.split(","))
    assert len(rows) == 3


def test_a_file_becomes_a_report_and_frames_beside_folders_of_our_names(bare, desk):
    said = run(bare / "voxpop", "run", "-c", "acme.yaml", "--from", "2026-11-16", "--to", "2026-11-23", cwd=desk)
    assert "3 new" in said
    assert (desk / "voxpop-data" / "reports" / "everyone" / "2026-W47" / "report.html").is_file()
    (desk / "random.py").unlink()  # a script's own folder comes before the standard library, for every package alike
    (desk / "script.py").write_text(SCRIPT)
    assert "2026-W47 3 The upgrade broke everything" in run(bare / "python", "script.py", cwd=desk)


@pytest.fixture(scope="module")
def demo_without(bare, tmp_path_factory):
    """The folder of a demo without Airflow, beside packages that bear our names, and what it printed."""
    desk = lay_out(tmp_path_factory.mktemp("desk"))
    return desk / "demo-world", run(bare / "voxpop", "demo", cwd=desk)


def test_without_airflow_the_demo_runs_and_airflow_names_its_extra(demo_without, bare, desk):
    world, said = demo_without
    assert "without Airflow" in said
    assert "pip install 'voxpop[airflow]'" in said
    report = json.loads((world / "voxpop-data" / "reports" / "administrators" / "2026-W47" / "report.json").read_text())
    assert report["change"]["verdict"] == "down"
    assert "pip install 'voxpop[airflow]'" in run(bare / "voxpop", "airflow", "-c", "acme.yaml", cwd=desk, status=2)


def test_with_airflow_the_real_dags_run_from_the_wheel(with_airflow, desk):
    way = [with_airflow / "python", "-P", "-m", "voxpop.pipeline.local_airflow.headless", "--config", "acme.yaml"]
    runs = ['collect:{"from": "2026-11-16", "to": "2026-11-23"}', "analyze", 'report:{"week": "2026-W47"}']
    said = run(*way, *runs, cwd=desk, PYTHONWARNINGS="ignore")
    assert [line for line in said.splitlines() if line.endswith(": success")] == [
        "collect: success",
        "analyze: success",
        "report: success",
    ]
    assert (desk / "voxpop-data" / "reports" / "everyone" / "2026-W47" / "report.html").is_file()
