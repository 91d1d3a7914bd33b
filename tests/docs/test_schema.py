"""docs/schema.md is what the schema says, and the schema says something of everything."""

from itertools import pairwise

from tests.places import ROOT
from voxpop.warehouse.document import describe
from voxpop.warehouse.marts import MARTS, VIEWS

PAGE = ROOT / "docs" / "schema.md"


def test_the_page_is_what_the_schema_says():
    said = "run: python -m voxpop.warehouse.document docs/schema.md"
    assert PAGE.read_text(encoding="utf-8") == describe(), said


def test_nothing_is_without_a_comment():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.endswith("|  |")] == []
    assert [name for name, said in pairwise(lines) if name.startswith("### ") and not said] == []
    assert {f"### {name}" for name in (*MARTS, *VIEWS)} < set(lines)


def test_the_drawing_joins_what_shares_a_key():
    lines = {line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines()}
    assert 'posts ||--o| voices : "source, post_id"' in lines
    assert 'posts ||--o{ post_channels : "source, post_id"' in lines
