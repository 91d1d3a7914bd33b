"""Mixed posts and their parts: what is praised and what is complained of, and nothing for posts of one tone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.explain import explain
from voxpop.analysis.sentiment.parts import Part, mixed_parts, parts_of
from voxpop.analysis.sentiment.reading import Reader

MIXED = "I love the reports, but the editor is horrible and useless"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load("fast")


def test_clauses_carry_their_own_tone(reader: Reader) -> None:
    assert parts_of([MIXED], ["en"], reader) == [
        (Part("I love the reports", "positive"), Part("but the editor is horrible and useless", "negative"))
    ]


def test_columns_are_filled_for_mixed_posts_alone(reader: Reader) -> None:
    texts = pa.array(["I love it", None, MIXED, "Ужасное обновление, но мне нравится"])
    found = next(reader.read(texts))
    assert mixed_parts(texts, found, reader).to_pylist()[2] == {
        "positive_part": "I love the reports",
        "negative_part": "but the editor is horrible and useless",
    }
    assert mixed_parts(texts, found, reader)["negative_part"].null_count == 3


def test_quotes_and_links_are_no_part(reader: Reader) -> None:
    parts = parts_of([f"> it is awful\n{MIXED} https://example.org/x"], ["en"], reader)[0]
    assert [part.text for part in parts] == ["I love the reports", "but the editor is horrible and useless"]


def test_an_explanation_has_parts_only_where_tones_differ(reader: Reader) -> None:
    assert [part.label for part in explain(MIXED, reader).parts] == ["positive", "negative"]
    assert explain("I love the reports and the editor is great", reader).parts == ()


def test_nothing_gives_nothing(reader: Reader) -> None:
    assert parts_of([], [], reader) == []
    assert parts_of([""], [None], reader) == [()]
