"""Intents: plain posts are read right, several may hold, and the table has its shape."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.intents import WORDS
from tests.places import ROOT
from voxpop.analysis.sentiment.few import FEW, STORED
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.intent import HOLDS_AT, INTENTS, SCHEMA, IntentScorer
from voxpop.analysis.sentiment.linear import fit
from voxpop.analysis.sentiment.measures import measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.training import few as train_few
from voxpop.analysis.training.few import posts, read_statements
from voxpop.errors import UsageError


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
        ("We are cancelling our subscription and moving to another tool", "churn_risk"),
        ("How do I close my account?", "churn_risk"),
        ("You can change that under Settings, then Users", "answer"),
        ("Try to clear the cache and log in again, that fixed it for me", "answer"),
        ("Get 50% off with code SAVE50, visit our shop now https://example.com", "promotion"),
        ("Earn $500 a day from home, DM me for details", "promotion"),
        ("Terrible service, we have waited three weeks for an answer", "complaint"),
    ],
)
def test_plain_posts(scorer: IntentScorer, text: str, intent: str) -> None:
    row = scorer.score(pa.array([text])).to_pylist()[0]
    assert intent in row["intents"]
    assert row[intent] >= 0.5


def test_statements_want_nothing(scorer: IntentScorer) -> None:
    assert scorer.score(pa.array(["The meeting starts at ten"]))["intents"].to_pylist() == [[]]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How do I cancel a scheduled report?", "churn_risk"),
        ("The export crashes whenever I pick more than ten rows", "churn_risk"),
        ("How do I set up single sign-on?", "answer"),
        ("I love the new dashboard", "promotion"),
    ],
)
def test_what_only_looks_like_it_is_not_taken_for_it(scorer: IntentScorer, text: str, intent: str) -> None:
    assert intent not in scorer.score(pa.array([text]))["intents"].to_pylist()[0]


def test_posts_written_after_training_are_told_better_than_by_a_list_of_words(scorer: IntentScorer) -> None:
    rows = posts("judge")
    truth = read_statements(rows)
    found = scorer.score(pa.array([row["text"] for row in rows]))
    for place, name in enumerate(FEW):
        said = truth[:, place] >= 0
        assert np.count_nonzero(truth[said, place]) == 30
        held = (found[name].to_numpy() >= HOLDS_AT)[said].astype(np.int64)
        words = np.array([re.search(WORDS[name], row["text"], re.IGNORECASE) is not None for row in rows])[said]
        ours = measures(truth[said, place], held, 2)["macro_f1"]
        assert ours > measures(truth[said, place], words.astype(np.int64), 2)["macro_f1"]
        assert ours >= 0.6


def test_a_model_for_another_vocabulary_is_refused(tmp_path: Path) -> None:
    for name in ("fast.npz", "few.npz"):
        shutil.copy(MODELS / name, tmp_path / name)
    with np.load(tmp_path / "few.npz") as held:
        changed = dict(held) | {"vocabulary": np.frombuffer(b"another", dtype=np.uint8)}
    np.savez(tmp_path / "few.npz", allow_pickle=False, **changed)
    with pytest.raises(UsageError, match="voxpop train few"):
        Reader.load("fast", tmp_path)
    (tmp_path / "few.npz").unlink()
    with pytest.raises(UsageError, match="no such model"):
        Reader.load("fast", tmp_path)


def test_table_has_its_shape(scorer: IntentScorer) -> None:
    found = scorer.score(pa.array(["I love it", None, "Dat is niet goed"]))
    assert found.schema == SCHEMA
    assert found["scored"].to_pylist() == [True, False, False]
    assert found["intents"].to_pylist()[1:] == [None, None]
    assert all(found[name].to_pylist()[1] is None for name in INTENTS)


def test_scores_do_not_depend_on_the_batch(scorer: IntentScorer) -> None:
    texts = ["It crashes", "Please add a button", "How?", "I love it"] * 5
    whole = scorer.score(pa.array(texts)).combine_chunks()
    alone = pa.concat_tables([scorer.score(pa.array([text])) for text in texts]).combine_chunks()
    assert whole.equals(alone)


@pytest.mark.skipif(not (ROOT.parent / "shared" / "data").is_dir(), reason="no labelled data beside the project")
def test_training_gives_the_same_file_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_few, "fit", lambda *given, steps: fit(*given, steps=min(steps, 4)))
    monkeypatch.setattr(train_few, "posts", lambda half: posts(half)[::6])
    made = []
    for name in ("a", "b"):
        shutil.copytree(MODELS, tmp_path / name)
        train_few.train(ROOT.parent / "shared" / "data", tmp_path / name, limit=4)
        made.append((tmp_path / name / STORED).read_bytes())
    assert made[0] == made[1]
    assert Reader.load("fast", tmp_path / "a").version != Reader.load("fast").version
