"""The steps without Airflow: the same functions as in the DAGs, in the same order, and one failure does not stop the others."""

import ast
import subprocess
import sys

import pytest

from tests.places import ROOT
from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline import tasks
from voxpop.pipeline.local_airflow import plain, runs
from voxpop.pipeline.local_airflow.runs import Run


def steps_in(node):
    """The functions of `pipeline/tasks.py` that a piece of code names."""
    return [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "tasks"]


def wired(dag):
    return steps_in(ast.parse((ROOT / "dags" / f"{dag}.py").read_text()))


def test_every_dag_is_known_by_its_name():
    files = {path.stem for path in (ROOT / "dags").glob("*.py")} - {"__init__"}
    assert files == set(runs.DAGS) == set(plain.DAGS)


@pytest.mark.parametrize("dag", runs.DAGS)
def test_it_calls_what_the_dag_wires(dag):
    tree = ast.parse((ROOT / "pipeline" / "local_airflow" / "plain.py").read_text())
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == dag)
    assert sorted(steps_in(function)) == sorted(wired(dag))


def test_one_that_fails_keeps_none_of_the_others_back(monkeypatch, capsys):
    done = []

    def land(group, params, *_):
        done.append((group, params))
        if group == "a":
            raise VoxpopError("a is down")
        return {"channels": group, "fetches": []}

    monkeypatch.setattr(tasks, "groups", lambda: ["a", "b"])
    monkeypatch.setattr(tasks, "land", land)
    monkeypatch.setattr(tasks, "load", lambda landed: done.append(("load", [one["channels"] for one in landed])))
    monkeypatch.setattr(tasks, "read", lambda: done.append("read"))
    assert plain.main(['collect:{"from": "2026-11-16"}', "analyze"]) == 1
    assert done == [("a", {"from": "2026-11-16"}), ("b", {"from": "2026-11-16"}), ("load", ["b"])]
    assert "collect: failed: a is down" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "said"), [("nightly", "known: collect, analyze"), ("report:{week}", "are no JSON")])
def test_what_cannot_be_run_is_said(text, said):
    with pytest.raises(UsageError, match=said):
        Run.parse(text)


def test_without_airflow_its_command_names_the_extra(tmp_path):
    """A folder called 'airflow' beside the caller is not Airflow."""
    (tmp_path / "airflow").mkdir()
    code = (
        "import sys; sys.meta_path.insert(0, type('No', (), {'find_spec': staticmethod(lambda name, *_: None)}))\n"
        "sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + ['']\n"
        "from voxpop.pipeline.local_airflow.runs import demand_airflow\ndemand_airflow()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "pip install 'voxpop[airflow]'" in done.stderr
