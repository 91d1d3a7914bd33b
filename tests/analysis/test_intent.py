"""Intents: plain posts are read right, several may hold, and the table has its shape."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analysis.intent import INTENTS, SCHEMA, IntentScorer


@pytest.fixture(scope="module")
def scorer() -> IntentScorer:
    return IntentScorer.load("fast")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("The export crashes whenever I pick more than ten rows", "bug_report"),
        ("Login fails with error 500 after the upgrade", "bug_report"),
        ("Please add an option to sort the timeline", "feature_request"),
        ("It would be nice to have a dark mode", "feature_request"),
        ("How do I set up single sign-on?", "question"),
        ("Does anyone know where the API key is?", "question"),
        ("Thank you so much, the support team is amazing", "praise"),
        ("Terrible service, we have waited three weeks for an answer", "complaint"),
    ],
)
def test_plain_posts(scorer: IntentScorer, text: str, intent: str) -> None:
    row = scorer.score(pa.array([text])).to_pylist()[0]
    assert intent in row["intents"]
    assert row[intent] >= 0.5


def test_statements_want_nothing(scorer: IntentScorer) -> None:
    assert scorer.score(pa.array(["The meeting starts at ten"]))["intents"].to_pylist() == [[]]


def test_table_has_its_shape(scorer: IntentScorer) -> None:
    found = scorer.score(pa.array(["I love it", None, "Das ist nicht gut"]))
    assert found.schema == SCHEMA
    assert found["scored"].to_pylist() == [True, False, False]
    assert found["intents"].to_pylist()[1:] == [None, None]
    assert all(found[name].to_pylist()[1] is None for name in INTENTS)


def test_scores_do_not_depend_on_the_batch(scorer: IntentScorer) -> None:
    texts = ["It crashes", "Please add a button", "How?", "I love it"] * 5
    whole = scorer.score(pa.array(texts)).combine_chunks()
    alone = pa.concat_tables([scorer.score(pa.array([text])) for text in texts]).combine_chunks()
    assert whole.equals(alone)
