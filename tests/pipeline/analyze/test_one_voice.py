"""One voice counts once, from the load to the marts: whatever finds a post, how often, and in which order."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.loading import START, batch, post
from voxpop import warehouse
from voxpop.analysis.voices.voices import assign_voices
from voxpop.config import Config
from voxpop.pipeline.analyze.people import SCHEMA

CONFIG = Config.model_validate(
    {
        "company": {"name": "Acme"},
        "channels": [{"id": "forum", "source": "archive"}],
        "audiences": [{"id": "odd", "name": "Odd", "match": [{"words": "odd OR subject1*"}]}],
        "base_dir": ".",
    }
)
FIGURES = """
select audience, week, count(*) as opinions, count(distinct author_id) as people, list(post_id order by post_id) as posts
from opinions group by all order by all
"""


def said(number, **changes):
    """A post that has no words in common with others; every seventh has the same author."""
    text = " ".join(f"subject{number}x{word}" for word in range(9))
    return post(number, f"{'odd' if number % 2 else 'even'} {text}", **changes)


def figures(path, batches, own=()):
    """Voices, and what every figure of a report is made of."""
    with warehouse.writer(path) as writer:
        for one in batches:
            writer.load(one)
        warehouse.Snapshot(writer.con).know_people(SCHEMA.empty_table())
        voices = assign_voices(warehouse.rows_of(writer.con, "analyze/posts", {"own": list(own) or [""]}))
        writer.findings.store_voices(voices, list(own))
        writer.findings.store_audiences(CONFIG)
        writer.findings.build_marts("Europe/Berlin")
        return len(set(voices["voice_id"].to_pylist())), writer.con.execute(FIGURES).fetchall()


def test_42_posts_found_by_two_queries_30_reposts_among_them_are_13_voices(tmp_path):
    posts = [said(n) for n in range(12)]
    posts += [post(n, "RT the launch of the century", kind="repost", repost_of="unseen") for n in range(12, 42)]
    when = START + timedelta(days=8)
    both = [batch("f1", when, posts, "query-a"), batch("f2", when + timedelta(hours=1), posts, "query-b")]
    n_voices, rows = figures(tmp_path / "w.duckdb", both)
    assert n_voices == 13
    opinions, people = rows[0][2:4]
    assert (rows[0][0], opinions, people) == (
        "everyone",
        12,
        7,
    )  # a repost has no opinion of its own; 7 people wrote 12


def test_who_a_source_says_is_of_the_staff_is_no_customer(tmp_path):
    sources = ("discourse", "zendesk", "djangohelpdesk", "askbot", "github")
    posts = [replace(said(n), source=source, author_staff=n % 2 == 0) for n, source in enumerate(sources * 2)]
    posts += [replace(said(20), source="x"), replace(said(21), source="reddit", author_staff=False)]
    _, rows = figures(tmp_path / "w.duckdb", [batch("f1", START + timedelta(days=8), posts, "all")])
    kept = {p.post_id for p in posts if not p.author_staff}
    assert set(rows[0][4]) == kept
    assert len(kept) == 7


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), n=st.integers(1, 40))
def test_an_overlapping_query_a_second_run_and_another_order_move_no_figure(tmp_path_factory, seed, n):
    folder = tmp_path_factory.mktemp("voices")
    chooser = random.Random(seed)
    posts = [said(i) for i in range(n)]
    for i in range(n, n + chooser.randint(0, 15)):
        like = chooser.randrange(n)
        copy = post(i, posts[like].text)
        posts.append(chooser.choice([copy, post(i, "RT", kind="repost", repost_of=f"p{like:04d}")]))
    when = START + timedelta(days=8)
    once = figures(folder / "once.duckdb", [batch("f1", when, posts, "query-a")])
    overlapping = chooser.sample(posts, chooser.randint(0, len(posts)))
    shuffled = chooser.sample(posts, len(posts))
    half = chooser.randint(0, len(posts))
    told = [
        batch("f2", when, shuffled[:half], "query-a"),
        batch("f3", when, overlapping, "query-b"),
        batch("f4", when + timedelta(hours=1), shuffled[half:], "query-a"),
        batch("f4", when + timedelta(hours=1), shuffled[half:], "query-a"),
        batch("f5", when + timedelta(hours=2), shuffled, "query-a"),
    ]
    chooser.shuffle(told)
    assert figures(folder / "often.duckdb", told) == once
    assert figures(folder / "often.duckdb", told) == once


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), n=st.integers(1, 30))
def test_what_we_write_ourselves_changes_no_customer_figure(tmp_path_factory, seed, n):
    folder = tmp_path_factory.mktemp("own")
    chooser = random.Random(seed)
    posts = [said(i) for i in range(n)]
    for i in range(n, n + chooser.randint(0, 12)):  # customers repeat each other, and repeat what we wrote
        like = chooser.randrange(n)
        copied = post(i, chooser.choice([posts[like].text, "our launch is the best one this year again"]))
        repost = post(i, "RT", kind="repost", repost_of=chooser.choice([f"p{like:04d}", "p0900"]))
        posts.append(chooser.choice([copied, repost, post(i, "", quote_of="p0900")]))
    ours = [
        replace(post(900 + i, chooser.choice(["our launch is the best one this year again", posts[0].text, "Thanks!"])), author_id="us")
        for i in range(chooser.randint(1, 12))
    ]  # fmt: skip
    when = START + timedelta(days=8)
    without = figures(folder / "a.duckdb", [batch("f1", when, posts)], own=["us"])[1]
    assert figures(folder / "b.duckdb", [batch("f1", when, [*ours, *posts])], own=["us"])[1] == without
