"""Which tables an erasure reaches, as the schema tells it, and why the others need none; a test holds that no table is in neither."""

from __future__ import annotations

import duckdb

from voxpop.warehouse.erasure.subject import list_hash_columns
from voxpop.warehouse.sql_files import query

NOBODYS = {
    "analyses": "a hash and counts",
    "channel_quotes": "settings of channels",
    "coverage": "counts, times and reasons of fetches",
    "coverage_gaps": "times of fetches",
    "cuts": "times and counts",
    "demand_acts": "what our own people did, in their words",
    "demand_aliases": "ids of demands",
    "demand_issues": "ids and states of issues in trackers",
    "demands": "titles that our own people gave, and states",
    "erasures": "the audit: keyed hashes, times and counts",
    "loads": "ids of fetches",
    "model_layers": "single words of vocabularies, no posts and no names",
    "model_states": "single words of vocabularies, no posts and no names",
    "own_questions": "questions of the configuration and how good the answers are",
    "quarantine": "refused records: those that name somebody are found by their payload, and deleted",
    "question_models": "weights of hashed words; removed with a post that it was learned from",
    "schema_version": "numbers",
    "setups": "settings of audiences and brands",
    "sub_themes": "single words",
    "text_rules": "a version",
    "theme_events": "decisions of our own people on themes",
    "themes": "names and single words of themes",
}
"""Tables of which no row is one person's or one post's, and what they hold instead."""


def list_unreached(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables that neither the schema nor `NOBODYS` accounts for: a new one belongs to one of them."""
    reached = {row[0] for row in con.execute(query("erase/places")).fetchall()}
    reached |= {table for table, _ in list_hash_columns(con)}
    there = con.execute(query("erase/tables")).fetchall()
    return sorted(name for (name,) in there if name not in reached and name not in NOBODYS)
