"""Every post once, whatever is loaded, in whatever order, how often, and whatever it holds."""

import random
from datetime import timedelta

import duckdb
import pyarrow as pa
import pytest

from tests.warehouse.loading import START, batch, gone, post, refusal, story
from voxpop import warehouse
from voxpop.config import Config
from voxpop.post import Gone, Post, Refusal

STATE = {
    "posts": "from posts order by all",
    "versions": "from post_versions order by all",
    "channels": "from post_channels order by all",
    "quarantine": "select * exclude (fetch_id, first_seen_at) from quarantine order by all",
    "gone": "from gone order by all",
    "coverage": "select * exclude (n_new, n_edited, n_repeated) from coverage order by all",
    "loads": "select fetch_id from loads order by all",
}


def state(writer):
    return {name: writer.con.execute(query).fetchall() for name, query in STATE.items()}


def words(rows):
    return [row[6] for row in rows]


def loaded(path, batches):
    with warehouse.writer(path) as writer:
        for one in batches:
            writer.load(one)
        assert not [finding for finding in writer.check() if finding.fails]
        return state(writer)


@pytest.mark.parametrize("seed", range(8))
def test_any_order_and_any_repetition_end_in_the_same_state(tmp_path, seed):
    batches = [batch(*told) for told in story(seed)]
    straight = loaded(tmp_path / "a.duckdb", batches)
    chooser = random.Random(seed)
    again = batches + chooser.choices(batches, k=5)
    chooser.shuffle(again)
    assert loaded(tmp_path / "b.duckdb", again) == straight


@pytest.mark.parametrize("seed", range(8))
def test_the_newest_word_on_each_post_stands(tmp_path, seed):
    """The same rule written once more, post by post."""
    told = story(seed)
    newest, deleted, channels, refused = {}, {}, set(), set()
    for _, ended, records, channel in told:
        for record in records:
            if isinstance(record, Refusal):
                refused.add((channel, record.payload))
                continue
            if isinstance(record, Post):
                newest[record.post_id] = (ended, record)
                channels.add((record.post_id, channel))
            when = record.gone_at if isinstance(record, Gone) else record.deleted_at and ended
            if when:
                deleted[record.post_id] = max(when, deleted.get(record.post_id, when))
    expected = {}
    for post_id, (ended, record) in newest.items():
        is_gone = deleted.get(post_id, START) >= ended
        expected[post_id] = ("", None, is_gone) if is_gone else (record.text, record.likes, is_gone)
    path = tmp_path / "a.duckdb"
    found = loaded(path, [batch(*one) for one in told])
    with duckdb.connect(path) as con:
        rows = con.execute("select post_id, text, likes, deleted_at is not null from posts").fetchall()
        assert {row[0]: (row[1], None if row[3] else row[2], row[3]) for row in rows} == expected
        assert len(rows) == len(expected)
        assert set(con.execute("select post_id, channel from post_channels").fetchall()) == channels
        assert set(con.execute("select channel, payload from quarantine").fetchall()) == refused
        assert con.execute("from post_versions where text like '%may keep%'").fetchall() == []
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
    assert words(before["posts"]) == [""]
    assert before["versions"] == []
    after = loaded(tmp_path / "b.duckdb", told)
    assert words(after["posts"]) == ["here again"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_post_given_as_deleted_leaves_no_words_in_any_table(tmp_path, order):
    hour = timedelta(hours=1)
    told = [
        batch("f1", START, [post(1, "forget me", title="my name")]),
        batch("f2", START + hour, [post(1, "forget me", title="my name", deleted_at=START), post(1, "forget me not")]),
    ]
    with warehouse.writer(tmp_path / "a.duckdb") as writer:
        counts = [writer.load(told[n]) for n in order]
        assert sum(count.gone for count in counts) == 1
        assert sum(count.new for count in counts) == 1
        assert "forget me" not in repr(state(writer))
        assert "my name" not in repr(state(writer))


def test_a_deletion_reaches_the_words_in_the_marts_at_once_and_leaves_their_counts(tmp_path):
    told = [post(n, f"forget me, said {n}", title="my name", kind="question") for n in range(3)]
    voices = pa.table(
        {"source": ["forum"] * 3, "post_id": [one.post_id for one in told], "voice_id": [one.post_id for one in told],
         "role": ["original"] * 3, "flag": pa.nulls(3, pa.string())}
    )  # fmt: skip
    config = Config.model_validate(
        {"company": {"name": "Acme"}, "channels": [{"id": "forum", "source": "feed", "url": "http://127.0.0.1/"}]}
    )
    with warehouse.writer(tmp_path / "a.duckdb") as writer:
        writer.load(batch("f1", START, told))
        writer.findings.store_voices(voices, [])
        writer.findings.store_audiences(config)
        writer.findings.build_marts("UTC")
        writer.load(batch("f2", START + timedelta(hours=1), [gone(n, START) for n in range(2)]))
        assert writer.con.execute("select text from opinions order by all").fetchall() == [
            ("",),
            ("",),
            (told[2].text,),
        ]
        for (name,) in writer.con.execute("select table_name from duckdb_tables()").fetchall():
            rows = repr(writer.con.execute(f"from {name}").fetchall())
            assert "said 0" not in rows, name
            assert rows.count("my name") <= 1, name


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


NO_CHARACTER = "\ufffd"
TEXTS = {
    "nul": "a\x00b\x00",
    "half a pair": "half \ud83d and \ude00 the wrong \ude00\ud83d way round",
    "five megabytes": "again and again " * 330_000,
    "script": "<script>alert(1)</script>",
    "formula": "=1+1",
    "quotes": 'it\'s "so" -- ; drop table posts; $1 ? ${x}',
    "emoji": "👩‍👩‍👧‍👦 e\u0301 \u202e x",
    "lines": "a\r\nb\tc\x0b\x1f",
    "empty": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_comes_back_as_it_was(tmp_path, name):
    """Only a half of a character pair, which is no character, becomes the sign for that."""
    text = TEXTS[name]
    whole = "".join(NO_CHARACTER if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    told = batch("f1", START, [post(1, text, title=text or None, tags=(text,)), post(2, "beside it")])
    found = loaded(tmp_path / "a.duckdb", [told])
    assert words(found["posts"]) == [whole, "beside it"]
    with warehouse.writer(tmp_path / "a.duckdb") as writer:
        rows = writer.con.execute("select title, tags from posts where post_id = 'p0001'").fetchall()
    assert rows == [(whole or None, [whole])]
