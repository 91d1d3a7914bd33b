"""The encoder beside the fast model: the same numbers in any batch, order and thread, and asked where `fast` is unsure."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.encoder import AT_ONCE, FACTS, MEANING, STEM, OpinionEncoder
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.errors import UsageError

TEXTS = [
    "The upgrade broke every workflow and support is silent",
    "Which port does the sync use?",
    "Love the new dashboard, thank you!",
    "ok",
    "Not bad at all, I would not say that I hate it",
    "The export is fine but the import is a nightmare 😡",
    "word " * 3000,
    "שלום",
]
SHARES = ["negative", "neutral", "positive"]


@pytest.fixture(scope="module")
def encoder():
    return OpinionEncoder.load(MODELS)


def shares(table):
    return np.stack([table[name].to_numpy(zero_copy_only=False) for name in SHARES], axis=1)


@pytest.mark.parametrize("tier", ["best", "auto"])
def test_scores_do_not_depend_on_batch_order_or_thread(tier):
    scorer = Scorer.load(tier)
    ends = (
        "",
        " again",
        " at home",
        " on Monday",
        " since then",
        " for all",
        " in the office",
        " they say",
        " at last",
        " too",
    )
    many = [text + end for end in ends for text in TEXTS]  # the encoder reads a text that stands there twice once
    assert len(many) > AT_ONCE
    together = shares(scorer.score(pa.array(many)))
    backwards = shares(scorer.score(pa.array(many[::-1])))[::-1]
    alone = np.concatenate([shares(scorer.score(pa.array([text]))) for text in TEXTS])
    assert np.nanmax(np.abs(together - backwards)) == 0
    assert np.nanmax(np.abs(together[: len(TEXTS)] - alone)) == 0


def test_auto_asks_only_where_fast_is_unsure(encoder):
    facts = json.loads((MODELS / FACTS).read_text())
    read = next(iter(Reader.load("fast").read(pa.array(TEXTS))))
    unsure = np.abs(read.intents[:, [1, 2]] - 0.5).min(axis=1) < facts["unsure"]
    fast, auto, best = (shares(Scorer.load(tier).score(pa.array(TEXTS))) for tier in ("fast", "auto", "best"))
    for row in range(len(TEXTS)):
        if np.isnan(fast[row]).any():
            assert np.isnan(auto[row]).all()
        else:
            sure = fast[row].max() >= facts["asked_below"] and not unsure[row]
            expected = fast[row] if sure else best[row]
            assert np.abs(auto[row] - expected).max() < 1e-6


def test_a_text_that_stands_there_twice_is_read_once(encoder, monkeypatch):
    read = []
    monkeypatch.setattr(encoder, "_run_each", lambda posts, branch: read.append(posts) or [np.eye(len(posts))])
    assert encoder._run(["one", "two", "ONE", "one"], STEM)[0].tolist() == [[1, 0], [0, 1], [1, 0], [1, 0]]
    assert [len(posts) for posts in read] == [2]


def test_models_that_are_trained_again_are_read_again(tmp_path):
    for path in MODELS.glob("encoder.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = OpinionEncoder.load(tmp_path).sessions[STEM]
    assert OpinionEncoder.load(tmp_path).sessions[STEM] is first
    (tmp_path / STEM).write_bytes((MODELS / STEM).read_bytes())
    assert OpinionEncoder.load(tmp_path).sessions[STEM] is not first


def test_versions_differ_by_tier_and_weights():
    assert len({Scorer.load(tier).version for tier in ("fast", "auto", "best")}) == 3


def test_embeddings_are_of_length_one_and_near_where_the_meaning_is():
    found = OpinionEncoder.load(MODELS, MEANING).embed(
        ["the login page is broken", "I cannot sign in", "the price doubled", ""]
    )
    assert np.abs(np.linalg.norm(found, axis=1) - 1).max() < 1e-4
    assert found[0] @ found[1] > found[0] @ found[2]


def test_nothing_to_read_is_no_crash(encoder):
    sentiment, intents = encoder.read([])
    assert sentiment.shape == (0, 3)
    assert intents.shape == (0, 5)
    assert [len(read.sentiment) for read in Reader.load("best").read(pa.array([], pa.string()))] == [0]


def test_a_missing_model_is_said(tmp_path: Path):
    (tmp_path / "fast.npz").write_bytes((MODELS / "fast.npz").read_bytes())
    with pytest.raises(UsageError, match=rf"{STEM}: no such model"):
        Scorer.load("best", tmp_path)


def test_the_models_that_are_shipped_are_small():
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 38_000_000
