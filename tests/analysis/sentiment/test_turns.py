"""Turns of phrase: irony that is built alike, praise by what did not happen; rare, and right where labelled posts have them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.scores import Scorer

HERE = [
    ("Thanks for deleting all my filters, really helpful", "negative"),
    ("Nice job breaking the login page", "negative"),
    ("I just love waiting 40 minutes for a chat agent", "negative"),
    ("Love paying more for less", "negative"),
    ("Can't wait for the next outage", "negative"),
    ("It would be great if it worked", "negative"),
    ("Thank you for nothing", "negative"),
    ("Never had an issue in two years", "positive"),
    ("Could not be easier to set up", "positive"),
    ("This saved my bacon before the audit", "positive"),
    ("Killer feature, my team is addicted", "positive"),
    # the same words without the turn
    ("Thanks for fixing the filters so fast, really helpful", "positive"),
    ("I love the new board", "positive"),
    ("Can't wait for the next release!", "positive"),
    ("How do I stop a process from deleting files?", "neutral"),
]


@pytest.mark.parametrize("tier", ["fast", "best"])
def test_turns_are_read_as_they_are_meant(tier: str) -> None:
    found = Scorer.load(tier).score(pa.array([text for text, _ in HERE]))
    assert found["label"].to_pylist() == [label for _, label in HERE]
    shares = np.stack([found[name].to_numpy() for name in ("negative", "neutral", "positive")], axis=1)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-6)


def test_a_text_of_one_s_language_alone_is_turned() -> None:
    scorer = Scorer.load("fast")
    found = scorer.score(
        pa.array(["Thank you for nothing, muchas gracias por la nueva versión, es excelente"]), pa.array(["es"])
    )
    assert found["lang"].to_pylist() == ["es"]
    assert found["label"].to_pylist() == ["positive"]
