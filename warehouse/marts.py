"""Fills the marts from the tables and defines the views on them, both with their comments."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from voxpop.warehouse import search_index
from voxpop.warehouse.sql_files import query

MARTS = (
    "not_quoted",
    "opinion_posts",
    "rating_posts",
    "audience_posts",
    "channel_days",
    "channel_hours",
    "reach",
    "own_posts",
    "questions",
    "answers",
)
"""In the order in which they are filled: later ones read earlier ones."""

VIEWS = (
    "posts_by_person",
    "opinions",
    "ratings",
    "author_weeks",
    "weekly_net",
    "weekly_themes",
    "theme_mentions",
    "weekly_channels",
    "weekly_ratings",
    "weekly_names",
    "compared_channels",
    "compared_names",
    "weekly_intents",
    "weekly_theme_intents",
    "weekly_own_questions",
    "weekly_coverage",
    "unanswered_questions",
    "requests",
    "most_repeated",
)
"""The common questions, answered from the marts whenever they are asked."""


MACROS = ("quantile_t", "net_pull", "net_margin")
"""What the views compute intervals by, in the order in which one needs another."""


OF_COVERAGE = ("channel_days", "channel_hours")
"""Those that change with every fetch, also where it brought nothing."""


def fill(con: duckdb.DuckDBPyConnection, time_zone: str, chosen: Sequence[str] = MARTS) -> None:
    """Fill every mart, or the chosen ones, inside the caller's transaction; weeks are those of the time zone."""
    con.execute("set variable time_zone = ?", [time_zone])
    for macro in MACROS:
        con.execute(query(macro, "macros"))
    con.execute(f"create or replace view posts_by_person as {query('posts_by_person', 'views')}")  # marts read it
    for mart in chosen:
        con.execute(f"create or replace table {mart} as {query(mart, 'marts')}")
        con.execute(query(mart, "marts/comments"))
    stored = {
        row[0]
        for row in con.execute(
            "select table_name from duckdb_tables() where database_name = current_database()"
        ).fetchall()
    }
    for view in VIEWS:
        if view in stored:  # by a version of Voxpop to which it was a mart
            con.execute(f"drop table {view}")
        con.execute(f"create or replace view {view} as {query(view, 'views')}")
        con.execute(query(view, "views/comments"))


def are_there(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether an analysis has filled them before."""
    return bool(con.execute("from duckdb_columns() where table_name = 'opinions'").fetchall())


def refill(con: duckdb.DuckDBPyConnection, time_zone: str) -> None:
    """Fill the marts and the search index again, where they are there: before the first analysis there are none."""
    if are_there(con):
        fill(con, time_zone)
    if search_index.is_there(con):
        search_index.build(con)
