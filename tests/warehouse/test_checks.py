"""Every rule of the tables is kept by a load and found where it is broken."""

from datetime import timedelta

import pytest

from tests.warehouse.loading import START, batch, gone, post
from voxpop import warehouse
from voxpop.warehouse import checks

LATER = START + timedelta(days=8)
BREAKS = {
    "every load is in the ledger, once": "insert into loads values ('f9', now())",
    "what the ledger calls new, less what was erased, is what is there": "delete from posts where post_id = 'p0001'",
    "a fetch that did not complete names its gap": "update coverage set outcome = 'capped'",
    "every post is there once": "insert into posts from posts",
    "every post was found by a channel": "delete from post_channels",
    "a post that is gone has no words, and no older ones": "update posts set deleted_at = now() where post_id = 'p0001'",
    "no post is from the future": "update posts set created_at = fetched_at + interval 2 day where post_id = 'p0001'",
    "nothing that was erased by its author is here": "insert into tombstones select 'author', author_id, now(), 0, null from posts",
    "every erasure has reached landing, the file, snapshots and reports": (
        "insert into erasures values ('e', 'request', [], now(), null, null, null, 0, '{}')"
    ),
    "every voice has one original": "insert into voices select source, post_id, 'v', 'original', null, false from posts",
    "every post has one voice": "insert into voices select 'forum', 'p0001', 'v' || n, 'original', null, false from range(2) as t(n)",
    "what is known of a post is of one that is there": "update sentiment set post_id = 'p9999' where post_id = 'p0001'",
    "every post has one score, one theme and each audience once": "insert into post_audiences from post_audiences",
    "the theme of every post is known": "update post_themes set theme_id = 't009'",
    "every opinion is of a post that is there, and in its words": "update opinion_posts set text = 'never said' where post_id = 'p0001'",
    "every voice that may count is an opinion, once": "delete from opinion_posts where post_id = 'p0002'",
    "every audience has the posts that its rules took": "delete from audience_posts where audience = 'everyone'",
}
FINDINGS = """
    insert into voices select source, post_id, post_id, 'original', null, false from posts;
    insert into sentiment by name
    select source, post_id, content_hash, 0.2 as negative, 0.2 as neutral, 0.6 as positive, 'positive' as label, 0.6 as confidence,
        'en' as lang, true as scored, 'm' as model_version from posts where deleted_at is null;
    insert into themes by name
    select 't001' as theme_id, 'Words' as label, [] as keywords, date '2026-11-16' as first_week, 3 as n_posts, 'found' as state, 'm' as model_version;
    insert into post_themes by name select source, post_id, 't001' as theme_id, 0.5 as strength, 'm' as model_version from posts;
    insert into post_audiences by name select 'everyone' as audience, source, post_id from posts;
"""


@pytest.fixture
def writer(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as opened:
        opened.load(batch("f1", LATER, [post(1, "one"), post(2, "two"), post(3, "three")]))
        opened.load(batch("f2", LATER + timedelta(hours=1), [post(1, "one, edited"), gone(3, LATER)]))
        for statement in FINDINGS.split(";")[:-1]:
            opened.con.execute(statement)
        opened.findings.save_states("themes", [warehouse.State(version="m", own=b"", layers=(), week=None)])
        opened.findings.build_marts("UTC")
        yield opened


def test_a_good_warehouse_breaks_no_rule(writer):
    assert writer.check() == []


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_rule_is_found(writer, rule):
    writer.con.execute(BREAKS[rule])
    found = {finding.rule: finding for finding in writer.check()}
    assert found[rule].n_rows >= 1


def test_words_left_of_a_deleted_post_are_found(writer):
    writer.con.execute(
        "insert into post_versions by name "
        "select source, post_id, 'h' as content_hash, 'left' as text, now() as fetched_at from posts where text = ''"
    )
    assert [(finding.table, finding.n_rows, finding.fails) for finding in writer.check()] == [("posts", 1, True)]


def test_every_rule_is_broken_here():
    rules = checks._checks()
    assert {rule for _, _, rule, _ in rules} == set(BREAKS)
    assert {level for _, level, _, _ in rules} == {"fail", "warn"}
