"""Whose words the tables hold: told at load, told anew by other rules; what may not be quoted."""

from datetime import UTC, datetime

import pytest

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.config import Channel, Company, Config
from voxpop.post import Post

THEN = datetime(2026, 11, 18, tzinfo=UTC)


def post(number, text, source="reddit", **facts):
    facts = {
        "source": source,
        "post_id": f"p{number}",
        "author_id": f"a{number}",
        "created_at": THEN,
        "text": text,
    } | facts
    return Post(**facts)


def test_a_load_tells_whose_words_and_counts_them(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", THEN, [post(1, "> a\n\nb"), post(2, "> a"), post(3, "c")]))
        assert writer.con.execute("select own_text from posts order by post_id").fetchall() == [("b",), ("",), (None,)]
        counted = writer.con.execute("select n_quoting, n_only_quotes, quoted_chars from coverage").fetchall()
        assert counted == [(2, 1, 7)]


def test_older_rows_are_told_by_the_rules_of_now_and_read_again(tmp_path):
    place = tmp_path / "w.duckdb"
    with warehouse.writer(place) as writer:
        writer.load(batch("f1", THEN, [post(1, "> a\n\nb"), post(2, "c")]))
        before = writer.con.execute("select post_id, content_hash, state_hash from posts order by 1").fetchall()
        writer.con.execute(
            "update posts set own_text = null, quoted_chars = null; update text_rules set version = 'old'"
        )
        for number in (1, 2):
            writer.con.execute(
                "insert into sentiment by name select source, post_id, content_hash, 'm' as model_version, true as scored "
                f"from posts where post_id = 'p{number}'"
            )
    with warehouse.writer(place) as writer:
        assert writer.con.execute("select own_text from posts order by post_id").fetchall() == [("b",), (None,)]
        assert writer.con.execute("select post_id, content_hash, state_hash from posts order by 1").fetchall() == before
        assert writer.con.execute("select post_id from sentiment").fetchall() == [("p2",)]


@pytest.mark.parametrize(
    ("quote", "hidden"),
    [(None, {"p1", "p2", "p3", "p4"}), (True, set()), (False, {"p1", "p2", "p3", "p4", "p5", "p6"})],
)
def test_what_was_written_to_few_is_not_quoted_unless_the_channel_says_so(tmp_path, quote, hidden):
    posts = [
        post(1, "a", kind="ticket"),
        post(2, "b", "mail"),
        post(3, "c", "zendesk", kind="reply"),
        post(4, "d", "mastodon", visibility="followers"),
        post(5, "e", "mastodon", visibility="unlisted"),
        post(6, "f"),
    ]
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        loaded = batch("f1", THEN, posts)
        writer.load(loaded)
        channel = Channel(id=loaded.coverage.channel, source="reddit", quote=quote)
        warehouse.Snapshot(writer.con).know_quotes(
            Config(company=Company(name="Acme", time_zone="UTC"), channels=(channel,))
        )
        assert {row[0] for row in writer.con.execute("select post_id from not_quoted").fetchall()} == hidden
