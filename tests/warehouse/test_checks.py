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
}


@pytest.fixture
def writer(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as opened:
        opened.load(batch("f1", LATER, [post(1, "one"), post(2, "two"), post(3, "three")]))
        opened.load(batch("f2", LATER + timedelta(hours=1), [post(1, "one, edited"), gone(3, LATER)]))
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
