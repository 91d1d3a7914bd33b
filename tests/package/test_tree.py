"""What pyproject.toml packs is what the tree holds: no package and no file of data is forgotten, none is named that is gone."""

import tomllib

from tests.places import ROOT

SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
FOLDERS = {"voxpop": "voxpop", **SETUP["package-dir"]}
"""Package -> its folder, for those that do not lie in their parent's."""


def folder_of(package):
    """Where the modules of a package stand in the repository."""
    top = max((name for name in FOLDERS if f"{package}.".startswith(f"{name}.")), key=len)
    return ROOT.joinpath(FOLDERS[top], *package.removeprefix(top).split(".")).resolve()


def walk(folder):
    """The files of a folder and those below it, links not followed."""
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_every_package_of_the_tree_is_packed_and_no_other():
    found = set()
    for package, folder in FOLDERS.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            found.add(".".join((package, *init.parent.relative_to(ROOT / folder).parts)))
    assert sorted(found) == SETUP["packages"]


def test_every_file_of_data_is_packed_and_no_pattern_is_idle():
    packed = set()
    for package, patterns in SETUP["package-data"].items():
        for pattern in patterns:
            files = [path for path in folder_of(package).glob(pattern) if path.is_file()]
            assert files, f"package-data of {package}: nothing is like {pattern}"
            packed |= set(files)
    data = {p for folder in FOLDERS.values() for p in walk(ROOT / folder) if p.suffix not in {".py", ".pyc"}}
    assert data - packed == set(), "add a pattern to [tool.setuptools.package-data]"
    assert packed <= data | {p for p in packed if p.suffix == ".py"}
