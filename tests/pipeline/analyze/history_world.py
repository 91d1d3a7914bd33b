"""A company's history at random: weeks of posts in runs of any size, edits, deletions and decisions between them."""

import random
from dataclasses import replace
from datetime import timedelta

import duckdb

from tests.pipeline.weeks_world import heard, posts_of, week_of
from voxpop.decisions import themes as theme_decisions
from voxpop.decisions.themes import Decision
from voxpop.pipeline.analyze import run as analyze
from voxpop.post import Gone

WEEKS = 6
A_WEEK = 130
MOMENTS = {"saved_at", "finished_at", "loaded_at"}
NUMBERS = {
    "search_posts": ("post",),
    "search_words": ("word",),
    "search_places": ("post", "word"),
    "opinion_posts": ("post_number",),
    "audience_posts": ("post_number",),
    "setups": ("since",),
}
"""Numbers that join tables and are others after each analysis, and a moment; tests/warehouse/test_index_updates.py looks through the index's."""

KEPT = ("sentiment", "post_targets", "post_themes", "post_sub_themes", "post_further_themes", "post_signatures", "post_meanings", "analyses")  # fmt: skip
"""What an analysis takes over from the last one; `post_demands` holds the names of groups too."""

OUTLIVE = ("sentiment", "post_signatures")
"""Rows of these stay where a post is gone or is found to be a copy; nobody reads them then."""

APART = ("analyses", "post_meanings")
"""What was read and said by this very analysis; what the next week that closes would read anew."""


def live(there, seed):
    """Hear all weeks in an order of the chooser's, with an analysis after each run."""
    chooser = random.Random(seed)
    known = []
    for number in range(WEEKS):
        waiting = said_in(number)
        chooser.shuffle(waiting)
        start = week_of(number).window("Europe/Berlin").start
        runs = chooser.randint(1, 2)
        for run in range(runs):
            some = waiting[run::runs]
            at = start + timedelta(days=7, hours=1 + run)
            heard(there, number, some + changes(chooser, known, at), at)
            known += some
            if chooser.random() < 0.2:
                decide(there, chooser)
            analyze.analyze(there)


def said_in(number):
    """The posts of a week; every other one speaks of two things."""
    posts = posts_of(number, A_WEEK)
    return [
        replace(post, text=f"{post.text}. {other.text}.") if n % 2 else post
        for n, (post, other) in enumerate(zip(posts, reversed(posts), strict=True))
    ]


def changes(chooser, known, at):
    """Edits and deletions of posts heard before."""
    if not known:
        return []
    edited = [replace(post, text=f"{post.text} and the installer asks for a license") for post in chooser.sample(known, 3)]  # fmt: skip
    doomed = known.pop(chooser.randrange(len(known)))
    gone = Gone(source=doomed.source, post_id=doomed.post_id, gone_at=at - timedelta(minutes=1), reason="deleted")
    return [*(post for post in edited if post.post_id != doomed.post_id), gone]


def decide(there, chooser):
    """A person renames, merges, hides or splits a theme, if there is one to."""
    con = duckdb.connect(there.warehouse_path, read_only=True)
    themes = [row[0] for row in con.execute("select theme_id from themes where state = 'active' order by all").fetchall()]  # fmt: skip
    con.close()
    taken = {one.theme for one in theme_decisions.read(there.theme_decisions)}
    free = [theme for theme in themes if theme not in taken]
    if len(free) > 1:
        kinds = [
            Decision(do="rename", theme=free[0], to=f"About {free[0]}"),
            Decision(do="merge", theme=free[0], into=free[1]),
            Decision(do="hide", theme=free[0]),
            Decision(do="split", theme=free[0], parts=2),
        ]
        theme_decisions.append(there.theme_decisions, chooser.choice(kinds))


def differing(ours, theirs):
    """The tables in which what was kept is not what is found anew."""
    return [
        name
        for name in ours
        if name not in APART
        and (not set(theirs[name]) <= set(ours[name]) if name in OUTLIVE else ours[name] != theirs[name])
    ]


def tables(path):
    """Every row of every table and mart, but for the moments at which they were written."""
    con = duckdb.connect(path, read_only=True)
    con.execute("set timezone = 'UTC'")
    found = {}
    for (table,) in con.execute("select table_name from duckdb_tables() order by all").fetchall():
        names = [row[0] for row in con.execute("select column_name from duckdb_columns() where table_name = ?", [table]).fetchall()]  # fmt: skip
        chosen = ", ".join(f'"{name}"' for name in names if name not in (*MOMENTS, *NUMBERS.get(table, ())))
        found[table] = sorted(map(repr, con.execute(f'select {chosen} from "{table}"').fetchall()))
    con.close()
    return found
