"""The examples in docstrings run and give what they say."""

import ast
import doctest
import importlib

import pytest

from tests.places import ROOT

TOPS = ("analysis", "collectors", "dags", "pipeline", "warehouse", "voxpop")
PATHS = [
    path
    for top in TOPS
    for path in sorted((ROOT / top).rglob("*.py"))
    if not (top == "voxpop" and path.relative_to(ROOT).parts[1] in TOPS)
]


def has_examples(path):
    """Whether a docstring of the module holds an example."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = (n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef))
    return any(">>> " in (ast.get_docstring(owner) or "") for owner in owners)


def module_name(path):
    """Under which name it is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(parts if parts[0] == "voxpop" else ("voxpop", *parts))


MODULES = [module_name(path) for path in PATHS if has_examples(path)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name, tmp_path, monkeypatch):
    module = importlib.import_module(name)
    monkeypatch.chdir(tmp_path)
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        runner.run(test, out=said.append, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
    assert runner.tries > 0


def test_the_face_and_the_central_functions_have_examples():
    assert {
        "voxpop",
        "voxpop.window",
        "voxpop.authors",
        "voxpop.rules.expression",
        "voxpop.analysis.estimates.estimate",
        "voxpop.analysis.estimates.agreement",
        "voxpop.analysis.community.business_hours",
        "voxpop.collectors.wire.html_text",
        "voxpop.pipeline.explore.judgements",
    } <= set(MODULES)
