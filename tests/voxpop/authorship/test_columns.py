"""Own words of whole batches: one look finds the texts that the rules would cut."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from voxpop.authorship.columns import own_texts, quoting, with_own_words
from voxpop.post import Mapped, Post

CUT = [
    "a\n> b",
    "mj> b\nmj> c\nno",
    ": b\n: c\nno",
    "no\n<!-- b -->",
    "no [quote]b[/quote]",
    "(Translated by Google) b (Original) no",
    "no\n-- \nb",
    "no\n\nOn 18 Nov 2026, at 09:05, Mia <mia@stone.example> wrote:\n\nb",
    "no\n\nVon: Mia <mia@stone.example>\nGesendet: 18.11.2026 09:05\nBetreff: b\n\nb",
    "no\nSent from my iPad",
    "no\n## Steps to reproduce\nb",
    "no\nh2. Steps to reproduce\nb",
    "no\n*Expected Results:*\nb",
    "no\n/label ~bug",
    "no\n\n[//]: # (b)",
    "no\n**Additional context**\nb",
    "no\n- [x] I have read the guide",
    "no\n\nBest regards\nMia\nwww.stone.example",
    "no\n_______________\nmailing list users",
    "no\n##- Please type your reply above this line -##\nb",
]


@pytest.mark.parametrize("text", CUT)
def test_the_look_misses_nothing(text):
    told = [
        own_texts(pa.chunked_array([[source]]), pa.chunked_array([[text]])).to_pylist() for source in ("mail", "github")
    ]
    assert told != [[None], [None]]


def post(number, text, **facts):
    return Post(
        source=facts.pop("source", "reddit"),
        post_id=f"p{number}",
        text=text,
        author_id=None,
        created_at=datetime(2026, 11, 18, tzinfo=UTC),
        **facts,
    )


def test_a_batch_knows_what_is_quoted_and_how_much():
    posts = [
        post(1, "All mine."),
        post(2, "> Yours.\n\nMine."),
        post(3, "> Yours."),
        post(4, "> Yours.", title="But this is mine"),
        post(5, "On it.", title="Re: yours", kind="reply"),
        post(6, "RT @a: yours", source="x"),
    ]
    told = with_own_words(Mapped.of(posts).posts)
    assert told["own_text"].to_pylist() == [None, "Mine.", "", "", None, None]
    assert told["own_title"].to_pylist() == [None, None, None, None, "", None]
    assert quoting(told) == {"n_quoting": 3, "n_only_quotes": 1, "quoted_chars": 9 + 8 + 8}
    assert with_own_words(told).equals(told)


def test_a_picture_is_read_by_what_describes_it():
    described = post(1, "", alt_text=("A chart that falls", "A sad face"))
    told = with_own_words(Mapped.of([described, post(2, "words", alt_text=("x",)), post(3, "")]).posts)
    assert told["own_text"].to_pylist() == ["A chart that falls\nA sad face", None, None]
