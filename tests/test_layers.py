"""Who may import whom: one direction of data flow, told by top folders alone."""

import ast
from pathlib import Path

import pytest

from tests.places import ROOT

MAY_IMPORT = {
    "voxpop": {"voxpop"},
    "collectors": {"voxpop", "collectors"},
    "warehouse": {"voxpop", "warehouse"},
    "analysis": {"voxpop", "analysis"},
    "pipeline": {"voxpop", "collectors", "warehouse", "analysis", "pipeline"},
    "dags": {"voxpop", "pipeline", "dags"},
}
"""Top folder -> the top folders that its modules may import."""
MODULES = sorted(path for top in MAY_IMPORT for path in (ROOT / top).rglob("*.py"))
FACE = ROOT / "voxpop" / "__init__.py"
"""The one exception: it hands on what stands above it, by names written as text. It imports them for type checkers alone."""
MOST_MODULES = 20
"""A folder holds at most so many modules of its own."""


def layer(path: Path) -> str:
    """The top folder of a module."""
    return path.relative_to(ROOT).parts[0]


def source_of(name: str) -> Path | None:
    """The file of a module of ours; None: another's, or no module but a name inside one."""
    top, *rest = name.split(".")
    if top in MAY_IMPORT and top != "voxpop":
        raise AssertionError(f"{name} is imported as voxpop.{name}: only so installed code hides nobody's '{top}'")
    if top != "voxpop":
        return None
    base = ROOT.joinpath(*rest) if rest and rest[0] in MAY_IMPORT else ROOT.joinpath(top, *rest)
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def imported_in(tree: ast.Module) -> set[Path]:
    """The modules of ours that a source imports anywhere, as paths."""
    found = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found |= {path for name in names if (path := source_of(name)) and path != FACE}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_imports_only_what_its_layer_may(path):
    here = layer(path)
    imports = runtime_imports(path) if path == FACE else imported_in(ast.parse(path.read_text(encoding="utf-8")))
    wrong = {str(target.relative_to(ROOT)) for target in imports if layer(target) not in MAY_IMPORT[here]}
    assert not wrong, f"{here} may import {sorted(MAY_IMPORT[here])} only"


def test_only_the_warehouse_opens_duckdb():
    assert {layer(path) for path in MODULES if "import duckdb" in path.read_text(encoding="utf-8")} <= {"warehouse"}


def test_dags_are_short_and_leave_heavy_imports_to_tasks():
    for path in (ROOT / "dags").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        top = [n for n in ast.parse(source).body if isinstance(n, ast.Import | ast.ImportFrom)]
        text = "\n".join(ast.unparse(n) for n in top)
        assert len(source.splitlines()) <= 66, path.name
        assert not any(word in text for word in ("pandas", "duckdb", "sklearn", "voxpop.pipeline")), path.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_small_and_says_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(source)), "a module begins with a sentence that says what it holds"


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=lambda p: str(p.relative_to(ROOT)))
def test_folder_is_a_package_of_few_modules(folder):
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert (folder / "__init__.py").is_file()
    assert len(modules) <= MOST_MODULES


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


def test_links_show_the_top_folders_where_they_are_imported():
    for top in MAY_IMPORT.keys() - {"voxpop"}:
        assert (ROOT / "voxpop" / top).readlink() == Path("..") / top
