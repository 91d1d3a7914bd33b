"""Who may import whom: one direction of data flow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"voxpop", "collectors", "warehouse", "analysis", "dags"}


def layer(path: Path) -> str:
    """The layer of a module: core, steps, demo, command, or its top folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] != "voxpop":
        return parts[0]
    if parts[1] in {"steps", "demo"}:
        return parts[1]
    command = parts[1].startswith("cli") or parts[1] in {"headless", "airflow_home", "demo_run"}
    return "command" if command else "core"


ALLOWED = {
    "core": {"core"},
    "collectors": {"core", "collectors"},
    "warehouse": {"core", "warehouse"},
    "analysis": {"core", "analysis"},
    "demo": {"core", "demo"},
    "steps": {"core", "steps", "collectors", "warehouse", "analysis", "demo"},
    "command": {"core", "steps", "command"},
    "dags": {"core", "steps", "dags"},
}


def imports(path: Path) -> set[Path]:
    """The modules of ours that a file imports, as paths."""
    return imported_in(ast.parse(path.read_text(encoding="utf-8")))


def imported_in(tree: ast.Module) -> set[Path]:
    """The modules of ours that a source imports anywhere, as paths."""
    found = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.split(".")[0] in OURS:
                base = ROOT / Path(*name.split("."))
                target = base.with_suffix(".py") if base.with_suffix(".py").exists() else base / "__init__.py"
                if target.exists() and target != ROOT / "voxpop" / "__init__.py":
                    found.add(target)
    return found


MODULES = sorted(path for top in OURS for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_imports_only_what_its_layer_may(path):
    here = layer(path)
    wrong = {str(t.relative_to(ROOT)) for t in imports(path) if layer(t) not in ALLOWED[here]}
    assert not wrong, f"{here} may import {sorted(ALLOWED[here])} only"


def test_only_the_warehouse_opens_duckdb():
    users = {p.relative_to(ROOT).parts[0] for p in MODULES if "import duckdb" in p.read_text(encoding="utf-8")}
    assert users <= {"warehouse"}


def test_dags_are_short_and_leave_heavy_imports_to_tasks():
    for path in (ROOT / "dags").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        top = [n for n in ast.parse(source).body if isinstance(n, ast.Import | ast.ImportFrom)]
        text = "\n".join(ast.unparse(n) for n in top)
        assert len(source.splitlines()) <= 66, path.name
        assert not any(word in text for word in ("pandas", "duckdb", "sklearn", "voxpop.steps")), path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_small_and_says_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(source)), "a module begins with a sentence that says what it holds"


def runtime_imports(path: Path) -> set[Path]:
    """The modules of ours that a file imports when it runs: all but those for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    return imported_in(tree)


def test_no_module_needs_one_that_needs_it():
    """Modules can be put in an order in which each needs only earlier ones, imports inside functions included."""
    needs = {path: runtime_imports(path) - {path, path.parent / "__init__.py"} for path in MODULES}
    while ready := [path for path, needed in needs.items() if not needed & needs.keys()]:
        for path in ready:
            del needs[path]
    assert not {str(path.relative_to(ROOT)) for path in needs}
