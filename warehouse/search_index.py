"""The index of words: built from the posts with the marts, never changed in between but for what must go."""

from __future__ import annotations

import duckdb

from voxpop.warehouse.sql_files import query

MACROS = ("words_of", "stem")
TABLES = ("search_posts", "search_words", "search_places")
"""In the order in which they are filled."""


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds the index, inside the caller's transaction."""
    for macro in MACROS:
        con.execute(query(macro, "macros"))
    con.execute(f"create or replace temp table search_cut as {query('search/cut')}")
    for table in TABLES:
        con.execute(f"create or replace table {table} as {query(table, 'index')}")
        con.execute(query(table, "index/comments"))
    con.execute("drop table temp.search_cut")


def is_there(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether it was ever built."""
    return bool(con.execute("from duckdb_tables() where table_name = 'search_places'").fetchall())


def forget_gone(con: duckdb.DuckDBPyConnection) -> None:
    """Take out what the load in hand found to be gone, and the words that nobody else wrote: a post is read from its words."""
    con.execute(f"create or replace temp table search_gone as {query('search/gone')}")
    if con.execute("select 1 from search_gone limit 1").fetchall():
        its_words = "select distinct word from search_places where post in (select post from search_gone)"
        con.execute(f"create or replace temp table search_gone_words as {its_words}")
        for table in ("search_places", "search_posts"):
            con.execute(f"delete from {table} where post in (select post from search_gone)")
        con.execute(
            "delete from search_words where word in (select word from search_gone_words) "
            "and word not in (select word from search_places semi join search_gone_words using (word))"
        )
        con.execute("drop table temp.search_gone_words")
    con.execute("drop table temp.search_gone")
