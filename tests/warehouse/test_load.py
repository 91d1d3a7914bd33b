"""Every post once, whatever is loaded, in whatever order, how often, and whatever it holds."""

import random
from datetime import timedelta

import pytest

import warehouse
from tests.warehouse.loading import START, batch, gone, post, refusal, story
from voxpop.post import Gone, Post, Refusal

STATE = {
    "posts": "select source, post_id, text, likes, deleted_at, content_hash, fetch_id, first_fetched_at from posts order by all",
    "versions": "select source, post_id, text, content_hash from post_versions order by all",
    "channels": "select source, post_id, channel from post_channels order by all",
    "quarantine": "select source, item_id, reason, payload from quarantine order by all",
    "gone": "select source, post_id, reason from gone order by all",
    "coverage": "select fetch_id, channel, items, n_refused, n_gone from coverage order by all",
    "loads": "select fetch_id from loads order by all",
}


def state(writer):
    return {name: writer.con.execute(query).fetchall() for name, query in STATE.items()}


def loaded(path, batches):
    with warehouse.writer(path) as writer:
        for one in batches:
            writer.load(one)
        assert not [finding for finding in writer.check() if finding.fails]
        return state(writer)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_repetition_end_in_the_same_state(tmp_path, seed):
    batches = [batch(*told) for told in story(seed)]
    straight = loaded(tmp_path / "a.duckdb", batches)
    chooser = random.Random(seed)
    again = batches + chooser.choices(batches, k=5)
    chooser.shuffle(again)
    assert loaded(tmp_path / "b.duckdb", again) == straight


@pytest.mark.parametrize("seed", range(12))
def test_the_newest_word_on_each_post_stands(tmp_path, seed):
    """The same rule written once more, post by post."""
    told = story(seed)
    newest, deleted, refused = {}, {}, set()
    for _, ended, records in told:
        for record in records:
            if isinstance(record, Post):
                newest[record.post_id] = (ended, record)
            elif isinstance(record, Gone):
                deleted[record.post_id] = max(record.gone_at, deleted.get(record.post_id, record.gone_at))
            elif isinstance(record, Refusal):
                refused.add(record.payload)
    found = loaded(tmp_path / "a.duckdb", [batch(*one) for one in told])
    expected = {}
    for post_id, (ended, record) in newest.items():
        is_gone = post_id in deleted and deleted[post_id] >= ended
        expected[post_id] = ("" if is_gone else record.text, is_gone)
    assert {row[1]: (row[2], row[4] is not None) for row in found["posts"]} == expected
    assert {row[3] for row in found["quarantine"]} == refused
    assert len(found["loads"]) == len(told)


def test_what_a_fetch_changed_is_counted(tmp_path):
    first = batch("f1", START, [post(1, "one"), post(2, "two"), refusal(1)])
    hours = timedelta(hours=1)
    second = batch("f2", START + hours, [post(1, "one"), post(2, "two, edited"), post(3, "three"), gone(4, START)])
    with warehouse.writer(tmp_path / "a.duckdb") as writer:
        counts = writer.load(first)
        assert (counts.new, counts.edited, counts.repeated, counts.refused, counts.gone) == (2, 0, 0, 1, 0)
        counts = writer.load(second)
        assert (counts.new, counts.edited, counts.repeated, counts.refused, counts.gone) == (1, 1, 1, 0, 1)
        counts = writer.load(second)
        assert (counts.new, counts.edited, counts.repeated) == (0, 0, 0)


def test_a_deletion_holds_until_the_post_is_there_again(tmp_path):
    hour = timedelta(hours=1)
    told = [
        batch("f1", START, [post(1, "here")]),
        batch("f2", START + hour, [gone(1, START + hour)]),
        batch("f3", START + 2 * hour, [post(1, "here again")]),
    ]
    before = loaded(tmp_path / "a.duckdb", told[:2])
    assert before["posts"][0][2] == ""
    assert before["versions"] == []
    after = loaded(tmp_path / "b.duckdb", told)
    assert after["posts"][0][2] == "here again"


def test_a_failing_load_leaves_nothing(tmp_path):
    good, bad = batch("f1", START, [post(1, "one")]), batch("f2", START, [post(2, "two")])
    broken = type(bad)(
        fetch_id="f2", coverage=bad.coverage, posts=bad.posts.drop_columns(["text"]), refused=bad.refused, gone=bad.gone
    )
    with warehouse.writer(tmp_path / "a.duckdb") as writer:
        writer.load(good)
        before = state(writer)
        with pytest.raises(Exception, match="text"):
            writer.load(broken)
        assert state(writer) == before
        writer.load(bad)
        assert len(state(writer)["posts"]) == 2


TEXTS = {
    "five megabytes": "again and again " * 330_000,
    "script": "<script>alert(1)</script>",
    "formula": "=1+1",
    "quotes": 'it\'s "so" -- ; drop table posts; $1 ? ${x}',
    "emoji": "👩‍👩‍👧‍👦 e\u0301 \u202e x",
    "lines": "a\r\nb\tc\x0b\x1f",
    "empty": "",
}


def test_text_comes_back_as_it_was(tmp_path):
    records = [post(number, text, title=text[:100] or None) for number, text in enumerate(TEXTS.values())]
    found = loaded(tmp_path / "a.duckdb", [batch("f1", START, records)])
    assert [row[2] for row in found["posts"]] == list(TEXTS.values())
