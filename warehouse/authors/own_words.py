"""Whose words the posts hold, told anew where the rules are others than those by which it was told last."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from voxpop.authorship import RULES_VERSION
from voxpop.authorship.columns import CUES, with_own_words
from voxpop.warehouse.sql_files import insert, query

AT_ONCE = 20_000
CHANGED = {"post_versions": "words/changed_versions", "posts": "words/changed"}
"""Tables that hold words, and the query of the rows that are to be told anew."""

READ = ("sentiment", "post_targets", "post_signatures", "post_demands", "post_meanings", "post_askings")
"""What was read in a post, and is read again where its own words are others now."""


def tell(con: duckdb.DuckDBPyConnection) -> int:
    """Tell whose words all posts and their earlier states hold, unless that was done by these rules; how many changed.

    In a transaction of its own. What was read in a changed post goes, so that the next analysis reads it again.
    """
    if (RULES_VERSION,) in con.execute("select version from text_rules").fetchall():
        return 0
    con.execute("begin")
    try:
        con.execute(
            "create or replace temp table told_words (source text, post_id text, state_hash text, own_title text, own_text text, quoted_chars integer)"
        )
        reader = con.sql(query("words/suspects"), params={"cues": CUES}).to_arrow_table().to_batches(AT_ONCE)
        for batch in reader:
            told = with_own_words(pa.Table.from_batches([batch]))
            con.register("told_batch", told)
            con.execute(
                "insert into told_words by name select source, post_id, state_hash, own_title, own_text, quoted_chars from told_batch"
            )
            con.unregister("told_batch")
        changed = [_update(con, table) for table in CHANGED]
        con.execute("delete from text_rules")
        insert(con, "text_rules", {"version": RULES_VERSION, "applied_at": datetime.now(UTC)})
        con.execute("drop table temp.told_words")
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")
    return changed[1]


def _update(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Write the told words of one table; how many of its rows changed."""
    con.execute(f"create or replace temp table changed_words as {query(CHANGED[table])}")
    con.execute(
        f"update {table} set own_title = c.own_title, own_text = c.own_text, quoted_chars = c.quoted_chars from changed_words as c "
        f"where c.source = {table}.source and c.post_id = {table}.post_id and c.state_hash is not distinct from {table}.state_hash"
    )
    if table == "posts":
        for read in READ:
            con.execute(
                f"delete from {read} where exists (select 1 from changed_words as c "
                f"where c.source = {read}.source and c.post_id = {read}.post_id)"
            )
    count = con.execute("select count(*) from changed_words").fetchall()[0][0]
    con.execute("drop table temp.changed_words")
    return int(count)
