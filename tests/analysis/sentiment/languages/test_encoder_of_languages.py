"""The encoder of languages, where the extra is installed: asked by tier, the same scores in any batch, what it says beside the small model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.places import ROOT
from voxpop.analysis.sentiment.languages import reader
from voxpop.analysis.sentiment.languages.encoder import FACTS, LanguageEncoder
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.analysis.text.second_opinion import LEARNED
from voxpop.analysis.text.tokens import tokenise

EXTRA = ROOT / "packages" / "voxpop-languages" / "voxpop_languages"
TEXTS = [
    "das ist ja wohl das letzte",
    "che bella giornata",
    "mañana hay partido a las 9",
    "",
    "q saudade 😭",
    "j'adore ça",
]


@pytest.fixture(scope="module")
def encoder() -> LanguageEncoder:
    return LanguageEncoder(EXTRA)


def test_a_post_has_the_same_shares_alone_and_among_others(encoder: LanguageEncoder) -> None:
    whole = encoder.read(TEXTS * 12)
    assert np.array_equal(whole, np.concatenate([encoder.read([text]) for text in TEXTS * 12]))
    assert np.allclose(whole.sum(axis=1), 1)


def test_best_asks_of_every_post_and_auto_of_those_that_are_unsure(encoder: LanguageEncoder) -> None:
    text = ["das ist ja wohl das letzte"]
    found = {tier: reader.languages(tier, extra=EXTRA)["de"] for tier in ("auto", "best")}
    small = found["best"].model.shares(text)
    both = encoder.blend(small, encoder.read(text))
    assert np.array_equal(found["best"].shares(text), both)
    asked = small.max() < encoder.asked_below
    assert np.array_equal(found["auto"].shares(text), both if asked else small)
    assert len({found["auto"].version, found["best"].version, f"words-de-{found['best'].model.version}"}) == 3
    assert found["best"].read(tokenise([]), []).sentiment.shape == (0, 3)


def test_the_scorer_reads_with_what_is_installed() -> None:
    pytest.importorskip("voxpop_languages")
    row = Scorer.load("best").score(pa.array(["che bella giornata, grazie a tutti"]), pa.array(["it"])).to_pylist()[0]
    assert (row["lang"], row["label"]) == ("it", "positive")
    assert row["model_version"].endswith(f"-best-{LanguageEncoder(EXTRA).version}")
    assert all(0.6 < share < 1 for share in reader.accuracies("best"))


def test_the_facts_name_every_language_and_its_figures() -> None:
    facts = json.loads(Path(EXTRA / FACTS).read_text(encoding="utf-8"))
    assert tuple(facts["languages"]) == LEARNED
    for tier in ("auto", "best"):
        assert set(facts["judged"][tier]["tweets"]) == set(LEARNED)
