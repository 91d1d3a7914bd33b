"""docs/python.md names what the face offers: every method of a snapshot, and no other."""

import inspect
import re

import voxpop
from tests.places import ROOT
from voxpop.pipeline.explore.snapshot import Snapshot

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BESIDE = {"close", "known", "week"}  # in the text, and two that serve the others


def test_every_method_is_in_the_table_with_its_parameters():
    methods = {name: value for name, value in vars(Snapshot).items() if inspect.isfunction(value) and name[0] != "_"}
    told = dict(re.findall(r"^\| `(\w+)\(([^`]*)\)` \|", PAGE, re.MULTILINE))
    assert set(told) == set(methods) - BESIDE
    for name, parameters in told.items():
        names = [part.split("=")[0].strip(" *") for part in parameters.split(", ")]
        assert names == list(inspect.signature(methods[name]).parameters)[1:], name


def test_every_name_of_the_face_is_told():
    assert [name for name in voxpop.__all__ if f"voxpop.{name}" not in PAGE] == []


def test_notebooks_use_the_face_alone():
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        assert "import voxpop\\n" in text, notebook.name
        assert not re.search(r"from voxpop[.\w]* import|import (?:voxpop\.|warehouse|analysis|pipeline)", text), (
            notebook.name
        )
