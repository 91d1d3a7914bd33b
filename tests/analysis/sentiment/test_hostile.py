"""Hostile posts: scored or refused by rule in every tier, never a crash, never dearer than their length."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tests.cost import costs_at_most
from voxpop.analysis.sentiment.intent import IntentScorer
from voxpop.analysis.sentiment.reading import TIERS, Reader
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.analysis.text.tokens import LIMIT

REFUSED = {
    "empty": "",
    "nothing": None,
    "white": " \n\t ",
    "NUL bytes": "\x00" * 1000,
    "10,000 combining marks": "\u0301" * 10_000,
    "right-to-left marks": "\u202e\u202d\u200f" * 100,
    "another script": "שלום עולם, האפליקציה לא עובדת",
    "right-to-left in Arabic": "التطبيق لا يعمل منذ التحديث",
    "a link": "https://x.example/bad-awful-terrible",
    "half a pair of surrogates": "\ud83d",
    "code": "```\nraise TerribleError('bad')\n```",
}
SCORED = {
    "only emoji": ("😡" * 1000, "negative"),
    "two hearts": ("❤️❤️", "positive"),
    "one emoji": ("😍", "positive"),
    "marks on every letter": ("t\u0301h\u0301is is bad, I hate it", "negative"),
    "5 MB": ("bad app " * 655_360, "negative"),
    "right-to-left in the middle": ("this is \u202e terrible \u202c, it never works", "negative"),
    "a broken surrogate within": ("it is terrible \ud83d and broken", "negative"),
    "NUL within": ("the app is terrible\x00, it crashes", "negative"),
    "5 MB of Spanish": ("el servicio es horrible y no funciona " * 140_000, "negative"),
}
DEAR = {
    "one word of capitals": "A" * LIMIT,
    "one word and then nothing": "a" * 4900 + "Error\nx",
    "tags that never close": "</" + "<pre>" * 1990,
    "quotes that never close": "[/" + "[quote]" * 1420,
    "links that never close": "](" + "[" * 9990,
    "images that never close": "](" + "![" * 4900,
    "fences": "```a" * 2500,
    "handles": "@a" * 5000,
    "hashtags": "#aB_" * 2500,
    "one hashtag": "#" + "aB" * 4990,
    "one link": "http://" * 1400,
    "entities": "&amp;" * 1990 + ";",
    "lines of code": "    a\n" * 1600,
    "log times": ("12:34:56" + " " * 100 + "\n") * 90,
    "signatures": "best,\n" * 1600,
    "emoticons": ":-)" * 3300,
    "marks": "!?" * 5000,
    "clauses": ", and but" * 1100,
    "identifiers": "a1_" * 3300,
    "apostrophes": "l'" * 5000,
    "negations": "not " * 2500,
    "white": " " * 9990 + "a",
}


@pytest.fixture(scope="module", params=TIERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return Reader.load(request.param)


def test_posts_are_scored_or_refused_by_rule(reader: Reader) -> None:
    refused = pa.array([_bytes(text) for text in REFUSED.values()], pa.large_string())
    found = Scorer(reader).score(refused)
    assert dict(zip(REFUSED, found["scored"].to_pylist(), strict=True)) == dict.fromkeys(REFUSED, False)
    assert found["label"].null_count == found["negative"].null_count == len(REFUSED)
    scored = Scorer(reader).score(pa.array([_bytes(text) for text, _ in SCORED.values()], pa.large_string()))
    assert dict(zip(SCORED, scored["label"].to_pylist(), strict=True)) == {k: label for k, (_, label) in SCORED.items()}


@pytest.mark.parametrize("values", [[1, 2], [1.5, None], [b"bad app"], [["bad"]], [{"a": "bad"}], [True]])
def test_what_is_no_text_is_refused(values: list[object]) -> None:
    scorer = Scorer.load("fast")
    found = scorer.score(pa.array(values))
    assert found["scored"].to_pylist() == [False] * len(values)
    assert IntentScorer(scorer.reader).score(pa.array(values))["intents"].null_count == len(values)


def test_bytes_that_are_not_text_are_read_as_marks() -> None:
    raw = pa.Array.from_buffers(
        pa.string(),
        1,
        [None, pa.py_buffer(np.array([0, 9], dtype=np.int32).tobytes()), pa.py_buffer(b"I hate \xff\xfe")],
    )
    assert Scorer.load("fast").score(raw)["label"].to_pylist() == ["negative"]


@pytest.mark.parametrize("name", DEAR)
def test_no_post_is_dearer_than_its_length(name: str) -> None:
    reader = Reader.load("best")
    list(reader.read(pa.array(["warm up, please"])))
    plain = ("It works, thank you! " * 500)[:LIMIT]
    known = pa.array([plain])
    assert costs_at_most(
        50, lambda: list(reader.read(known)), lambda: list(reader.read(pa.array([DEAR[name]])))
    )  # one word of capitals took 3 s once


def test_the_cost_grows_no_faster_than_the_text() -> None:
    reader = Reader.load("fast")

    def read(times: int) -> None:
        list(reader.read(pa.array(["it is bad " * times], pa.large_string())))

    assert costs_at_most(40, lambda: read(50_000), lambda: read(500_000))  # 100 where it grows with the square


def test_a_post_changes_no_other(reader: Reader) -> None:
    plain = ["I love it", "The export crashes", "How do I export?", "No me gusta nada"]
    alone = Scorer(reader).score(pa.array(plain)).combine_chunks()
    among = [*plain, *(text for text in DEAR.values())]
    assert Scorer(reader).score(pa.array(among)).slice(0, len(plain)).combine_chunks().equals(alone)


def _bytes(text: str | None) -> str | None:
    """What a column of text can hold: half a pair of surrogates as other programs write it."""
    return None if text is None else text.encode("utf-8", "replace").decode()
