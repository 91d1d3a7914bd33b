"""Every table is reached by an erasure, or is named as one that holds nothing of a person's."""

import pytest

from voxpop import warehouse
from voxpop.warehouse.erasure.reach import NOBODYS, list_unreached


@pytest.fixture
def con(tmp_path):
    """An empty warehouse."""
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        yield writer.con


def test_no_table_is_out_of_reach(con):
    assert list_unreached(con) == [], "give it source and post_id, or say in NOBODYS why it holds nothing of a person's"
    there = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
    assert set(NOBODYS) <= there
    assert not any(
        name in {"text", "payload", "author_id", "handle_id"} and table != "quarantine"
        for table in NOBODYS
        for (name,) in con.execute("select column_name from duckdb_columns() where table_name = ?", [table]).fetchall()
    )


def test_a_new_table_that_names_posts_in_its_own_way_is_found(con):
    con.execute("create table post_glosses (post varchar, vector blob)")
    assert list_unreached(con) == ["post_glosses"]
    con.execute("create table post_things (source varchar, post_id varchar)")
    con.execute("create table author_things (author_id varchar, thing varchar)")
    assert list_unreached(con) == ["post_glosses"]
