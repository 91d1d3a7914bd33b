"""The index of words: built from the posts with the marts, never changed in between but for what must go."""

from __future__ import annotations

import duckdb

from warehouse.sql_files import query

MACROS = ("words_of", "stem")
TABLES = ("search_posts", "search_words", "search_places")
"""In the order in which they are filled."""


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the index anew, inside the caller's transaction."""
    for macro in MACROS:
        con.execute(query(macro, "macros"))
    con.execute(f"create or replace temp table search_cut as {query('search_cut')}")
    for table in TABLES:
        con.execute(f"create or replace table {table} as {query(table)}")
        con.execute(query(table, "comments"))
    con.execute("drop table temp.search_cut")


def is_there(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether it was ever built."""
    return bool(con.execute("from duckdb_tables() where table_name = 'search_places'").fetchall())


def forget_gone(con: duckdb.DuckDBPyConnection) -> None:
    """Take out the posts that are gone, and the words that nobody else wrote: they could be read from the index."""
    con.execute(f"create or replace temp table search_gone as {query('search_gone')}")
    con.execute("delete from search_places using search_gone as g where g.word = search_places.word and g.post = search_places.post")
    con.execute("delete from search_posts where post in (select post from search_gone)")
    con.execute(
        "delete from search_words where word in (select word from search_gone) "
        "and word not in (select word from search_places where word in (select word from search_gone))"
    )
    con.execute("drop table temp.search_gone")
