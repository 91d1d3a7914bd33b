"""Posts that are pictures alone: counted as such, and read by what their writer says of the picture."""

from datetime import UTC, datetime, timedelta

import pytest

from voxpop import warehouse
from voxpop.authorship.columns import with_own_words
from voxpop.post import Mapped, Post

AT = datetime(2026, 11, 17, tzinfo=UTC)


def post(number, text, **more):
    return Post(source="x", post_id=str(number), text=text, author_id=f"a{number}", created_at=AT, **more)


@pytest.mark.parametrize("text", ["", "  ", "https://t.co/abc", "https://t.co/abc https://t.co/def\n"])
def test_a_picture_is_read_by_its_description(text):
    posts = Mapped.of(
        [
            post(1, text, media=("photo",), alt_text=("a red error", "again")),
            post(2, f"my words {text}", alt_text=("a cat",)),
        ]
    ).posts
    assert with_own_words(posts)["own_text"].to_pylist() == ["a red error\nagain", None]


def test_pictures_alone_are_counted(tmp_path):
    posts = [
        post(1, "https://t.co/a", media=("photo",)),
        post(2, "", media=("video",), alt_text=("a film",)),
        post(3, "", media=("photo",), title="A title"),
        post(4, "words", media=("photo",)),
        post(5, ""),
    ]
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        con = writer.con
        con.register("told", Mapped.of(posts).posts)
        con.execute("insert into posts by name select *, $at as fetched_at, 'f' as fetch_id, '' as content_hash, '' as state_hash, "
                    "$at as first_fetched_at, $at as known_from from told", {"at": AT})  # fmt: skip
        con.execute("insert into post_audiences by name select 'a' as audience, source, post_id from posts")
        con.execute(
            "insert into voices by name select source, post_id, post_id as voice_id, 'original' as role, false as own from posts"
        )
        con.execute("create table not_quoted (source varchar, post_id varchar)")
        asked = {"audience": "a", "start": AT, "until": AT + timedelta(days=1)}
        found = warehouse.rows_of(con, "report/whose_words", asked).to_pylist()[0]
    assert (found["n_pictures"], found["n_described"]) == (2, 1)
