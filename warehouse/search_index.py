"""The index of words: kept with the marts, post by post; a word that nobody has written any more is in it no longer."""

from __future__ import annotations

import duckdb

from voxpop.warehouse.sql_files import query

MACROS = ("words_of", "stem")
TABLES = ("search_posts", "search_words", "search_places")
"""In the order in which they are filled."""

MOST_ADDED = 0.2
"""Where more than this share of the posts is to be added, the whole index is built: sorted by word it is read faster."""


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuilds the index, inside the caller's transaction."""
    _prepare(con)
    con.execute("create or replace temp table search_fresh as select * from search_now")
    _build(con)
    _tidy(con)


def update(con: duckdb.DuckDBPyConnection) -> None:
    """Brings the index to where `build` would, but for the numbers of posts and words: only posts that changed are cut."""
    _prepare(con)
    kept = con.execute(
        "from duckdb_columns() where database_name = current_database() and table_name = 'search_posts' "
        "and column_name = 'read_hash'"
    ).fetchall()
    whole = not kept or not is_there(con)
    fresh = "select * from search_now" if whole else query("search/fresh")
    con.execute(f"create or replace temp table search_fresh as {fresh}")
    added, wanted = con.execute(
        "select (select count(*) from search_fresh), (select count(*) from search_now)"
    ).fetchall()[0]
    if whole or added > MOST_ADDED * wanted:
        con.execute("create or replace temp table search_fresh as select * from search_now")
        _build(con)
    else:
        _take_out(con, query("search/left"))
        con.execute(
            "update search_posts as s set created_at = n.created_at, channel = n.channel, own = n.own, flag = n.flag, "
            "label = n.label from search_now as n where s.source = n.source and s.post_id = n.post_id "
            "and (s.created_at, s.channel, s.own, s.flag, s.label) is distinct from "
            "(n.created_at, n.channel, n.own, n.flag, n.label)"
        )
        if added:
            _add(con)
    _tidy(con)


def is_there(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether it was ever built."""
    return bool(con.execute("from duckdb_tables() where table_name = 'search_places'").fetchall())


def forget_gone(con: duckdb.DuckDBPyConnection) -> None:
    """Take out what the load in hand found to be gone, and the words that nobody else wrote: a post is read from its words."""
    _take_out(con, query("search/gone"))


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    for macro in MACROS:
        con.execute(query(macro, "macros"))
    con.execute(f"create or replace temp table search_now as {query('search/now')}")


def _tidy(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("search_now", "search_fresh", "search_cut"):
        con.execute(f"drop table if exists temp.{table}")


def _build(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"create or replace temp table search_cut as {query('search/cut')}")
    for table in TABLES:
        con.execute(f"create or replace table {table} as {query(table, 'index')}")
        con.execute(query(table, "index/comments"))


def _add(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"create or replace temp table search_cut as {query('search/cut')}")
    con.execute(f"create or replace temp table search_more as {query('search/more_words')}")
    con.execute("insert into search_posts by name " + query("search/more_posts"))
    con.execute(
        "update search_words as w set n_places = w.n_places + m.n_places from search_more as m "
        "where m.known and w.word = m.word"
    )
    con.execute("insert into search_words by name select * exclude (known) from search_more where not known")
    con.execute("insert into search_places by name " + query("search/more_places"))
    con.execute("drop table temp.search_more")


def _take_out(con: duckdb.DuckDBPyConnection, posts: str) -> None:
    """Take the posts that a query names out of the index, and the words that only they had."""
    con.execute(f"create or replace temp table search_gone as {posts}")
    if con.execute("select 1 from search_gone limit 1").fetchall():
        con.execute(f"create or replace temp table search_gone_words as {query('search/gone_words')}")
        for table in ("search_places", "search_posts"):
            con.execute(f"delete from {table} where post in (select post from search_gone)")
        con.execute(
            "update search_words as w set n_places = w.n_places - g.n from search_gone_words as g where w.word = g.word"
        )
        con.execute("delete from search_words where n_places <= 0")
        con.execute("drop table temp.search_gone_words")
    con.execute("drop table temp.search_gone")
