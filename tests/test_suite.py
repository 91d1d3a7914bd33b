"""What holds of the tests themselves: where they stand, and what they may import."""

import re

import pytest

from tests.places import ROOT

TESTS = ROOT / "tests"
MODULES = sorted(TESTS.rglob("*.py"))
MIRRORED = ("analysis", "collectors", "dags", "pipeline", "voxpop", "warehouse")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_imports_a_test(path):
    """What several tests need stands in a `*_world.py`, in another module of its own, or in a conftest."""
    imports = re.findall(r"^\s*(?:from|import) tests\b.*", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert not [line for line in imports if re.search(r"\btest_\w+", line)]


def test_tests_stand_where_the_code_stands():
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    mirrored = {folder for folder in folders if folder.parts and folder.parts[0] in MIRRORED}
    assert not {str(folder) for folder in mirrored if not (ROOT / folder / "__init__.py").is_file()}


def test_one_module_knows_where_the_repository_begins():
    counting = {
        path.name for path in MODULES if re.search(r"__file__\)(\.resolve\(\))?\.parents\[", path.read_text("utf-8"))
    }
    assert counting == {"places.py"}
