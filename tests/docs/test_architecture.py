"""docs/architecture.md is the tree as it is: its packages, who imports whom, every path and module, the tables and the marts."""

import ast
import re
from importlib.util import find_spec

import duckdb
import pytest

from tests.docs.packages import BLOCK, PAGE, TOPS, picture
from tests.places import ROOT
from voxpop.warehouse.marts import MARTS, VIEWS
from voxpop.warehouse.migrate import migrate

TEXT = PAGE.read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
ARROW = re.compile(r"^ {4}(\w+) +-> +(.+)$", re.MULTILINE)


def test_the_picture_of_packages_is_the_tree():
    (drawn,) = BLOCK.findall(TEXT)
    assert drawn == picture(), "run: python -m tests.docs.packages"


@pytest.mark.parametrize("path", sorted({name for name in CODE if re.fullmatch(r"[\w.]+(/[\w.*<>-]*)+", name)}))
def test_every_path_exists(path):
    if "<" not in path and "NN" not in path and path.split("/")[0] in {*TOPS, "tests", "docs", "benchmarks"}:
        assert list(ROOT.glob(path.rstrip("/"))), path


@pytest.mark.parametrize(
    "name", sorted({name for name in CODE if re.fullmatch(r"voxpop(\.\w+)+", name)} - {"voxpop.yaml"})
)
def test_every_module_and_name_exists(name):
    module, _, last = name.rpartition(".")
    assert find_spec(name) if last.islower() and not hasattr(__import__(module, fromlist=[last]), last) else True, name


def imports_of(top):
    """The top folders that the modules of one import, at run time or for types."""
    found = set()
    for path in (ROOT / top).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "voxpop":
                names = [node.module.split(".")[1]] if "." in node.module else [alias.name for alias in node.names]
                found |= {name if name in TOPS else "voxpop" for name in names}
    return found - {top}


def test_the_arrows_are_the_imports():
    """`voxpop/__init__.py`, the face of the product, hands names of `pipeline` on when they are asked for; it is no layer."""
    drawn = {top: set(re.split(r", +", targets.strip())) for top, targets in ARROW.findall(TEXT)}
    assert drawn == {top: imports_of(top) for top in TOPS if top != "voxpop"}


def test_every_table_mart_and_view_is_named_and_no_other():
    con = duckdb.connect()
    migrate(con)
    tables = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
    con.close()
    rows = re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \|", TEXT[TEXT.index("## Tables") : TEXT.index("## Marts")], re.MULTILINE
    )
    assert {name for row in rows for name in re.findall(r"\w+", row)} == tables
    marts = TEXT[TEXT.index("## Marts") :]
    assert [name for name in (*MARTS, *VIEWS) if f"`{name}`" not in marts] == []
