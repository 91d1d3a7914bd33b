"""One person, one author: accounts that the configuration joins, so that they count once in every figure."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from voxpop.warehouse.sql_files import query


def know(con: duckdb.DuckDBPyConnection, given: pa.Table) -> None:
    """Let queries of this connection see people as the configuration has them now, and not as the snapshot does.

    `given` has the columns of the table `people`; what is temporary is found before what is in the file.
    """
    con.register("given_people", given)
    con.execute(f"create or replace temp table people as {query('analyze/people')}")
    con.execute(f"create or replace temp view posts_by_person as {query('posts_by_person', 'views')}")


def replace(con: duckdb.DuckDBPyConnection, given: pa.Table) -> None:
    """Replace the people, inside the caller's transaction; accounts that were erased are joined to nobody."""
    con.register("given_people", given)
    con.execute("delete from people")
    con.execute(
        f"insert into people by name select * from ({query('analyze/people')}) "
        "where key_hash not in (select key_hash from tombstones where kind = 'author')"
    )
    con.unregister("given_people")


def erase(con: duckdb.DuckDBPyConnection) -> None:
    """Take out the accounts that were erased."""
    con.execute("delete from people where key_hash in (select key_hash from tombstones where kind = 'author')")
