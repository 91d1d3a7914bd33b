"""The tables as they were: what was known at a moment, of what was written before another, copied out of a snapshot.

Posts take the state they had (`posts.known_from`, `post_versions`), coverage, channels and quarantine are cut at the moment;
scores come along where the wording is the same. Voices, themes, audiences and marts are left to the analysis.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from voxpop.warehouse.files import attach
from voxpop.warehouse.sql_files import query
from voxpop.warehouse.writer import writer

COPIES = {
    "post_channels": "first_fetched_at <= $known",
    "coverage": "ended_at <= $known",
    "quarantine": "first_seen_at <= $known",
    "setups": "since <= $known",
    "demand_issues": "read_at <= $known",
}
"""Tables whose rows have the moment at which they became known."""


READ = (
    "sentiment",
    "post_targets",
    "post_signatures",
    "post_demands",
    "post_meanings",
    "post_questions",
    "post_askings",
)
"""What models read in posts: it is the same as long as the wording is."""


def restore(snapshot: Path, place: Path, known: datetime | None, until: datetime | None, week: date | None) -> None:
    """Write a warehouse as it was; `week` is the last one of which a model's state may be taken."""
    with writer(place) as made:
        con = made.con
        attach(con, snapshot, "past", read_only=True)
        with made.transaction():
            asked = {"known": known, "until": until}
            con.execute(f"insert into posts by name {query('report/as_of_posts')}", asked)
            for table, condition in COPIES.items():
                where, values = (f"where {condition}", {"known": known}) if known else ("", {})
                con.execute(f"insert into {table} by name select * from past.{table} {where}", values)
            con.execute("delete from post_channels where (source, post_id) not in (select source, post_id from posts)")
            for table in ("coverage_gaps", "loads"):
                con.execute(f"insert into {table} by name from past.{table} semi join coverage using (fetch_id)")
            for table in READ:
                con.execute(
                    f"insert into {table} by name from past.{table} semi join posts using (source, post_id, content_hash)"
                )
            con.execute(f"insert into cuts by name {query('report/as_of_cut')}", asked)
            con.execute(  # what was kept in passing was found in posts that may not have been known then
                "insert into model_states by name from past.model_states where week <= $week "
                "and ($known::timestamptz is null or passed is distinct from true)",
                {"week": week, "known": known},
            )
            con.execute("insert into model_layers by name from past.model_layers")
            con.execute("insert into question_models by name from past.question_models")
        con.execute("detach past")
