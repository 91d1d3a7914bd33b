"""The notebooks run from top to bottom on the demo's snapshot, in the environment of `make lab`."""

from tests.places import ROOT
import json
import os
import subprocess
from pathlib import Path

import pytest

JUPYTER = ROOT / ".venv-lab" / "bin" / "jupyter"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.skipif(not JUPYTER.exists(), reason="needs the environment of `make lab`")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(notebook, demo, tmp_path):
    command = [JUPYTER, "nbconvert", "--to", "notebook", "--execute", notebook, "--output-dir", tmp_path]
    env = os.environ | {"VOXPOP_CONFIG": str(demo[0] / "voxpop.yaml")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=notebook.parent)
    assert done.returncode == 0, done.stderr[-3000:]
    cells = json.loads((tmp_path / notebook.name).read_text())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert any("Larkspur: " in "".join(output.get("text", "")) for output in outputs)
    assert sum("data" in output for output in outputs) >= 5


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_outputs(notebook):
    cells = json.loads(notebook.read_text())["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
