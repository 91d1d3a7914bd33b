"""The scorer: its contract, the same scores in any batch and order, hostile text, and posts that read one way only."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.cost import costs_at_most
from tests.places import ROOT
from voxpop.analysis.sentiment.evaluate import evaluate
from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.sentiment.scores import SCHEMA, Scorer
from voxpop.analysis.text.tokens import LIMIT
from voxpop.errors import UsageError

B2B = ROOT / "analysis" / "training" / "data" / "b2b_labelled.jsonl"


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load("fast")


@pytest.fixture(scope="module")
def b2b() -> pa.Table:
    rows = [json.loads(line) for line in B2B.read_text(encoding="utf-8").splitlines()]
    return pa.table({"text": [row["text"] for row in rows], "label": [row["label"] for row in rows]})


def label(scorer: Scorer, text: str) -> str | None:
    found: str | None = scorer.score(pa.array([text]))["label"][0].as_py()
    return found


def test_scores_have_the_schema_and_add_up(scorer: Scorer, b2b: pa.Table) -> None:
    scores = scorer.score(b2b["text"])
    assert scores.schema == SCHEMA
    assert len(scores) == len(b2b)
    good = scores.filter(scores["scored"])
    shares = np.stack([good[name].to_numpy() for name in LABELS], axis=1)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-6)
    assert np.allclose(shares.max(axis=1), good["confidence"].to_numpy())
    assert [LABELS[place] for place in shares.argmax(axis=1)] == good["label"].to_pylist()
    assert set(scores["model_version"].to_pylist()) == {scorer.version}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks, works perfectly now", "positive"),
        ("I love the new dashboard, it is so much faster", "positive"),
        ("Not bad at all", "positive"),
        ("😍😍", "positive"),
        ("soooo goooood", "positive"),
        ("The sync is broken again and nobody answers", "negative"),
        ("The export crashes every time since the update", "negative"),
        ("I don't like the new layout", "negative"),
        ("😡", "negative"),
        ("#ThisSucks", "negative"),
        ("Good idea, but the search is broken", "negative"),
        ("Worst support I have ever had", "negative"),
        ("How do I export contacts?", "neutral"),
        ("Good morning, where do I find the API key?", "neutral"),
        ("Which plan includes single sign-on?", "neutral"),
        ("No problem, see the answer above", "neutral"),
        ("You can change that under Settings", "neutral"),
        ("The meeting starts at ten", "neutral"),
    ],
)
def test_plain_posts_read_one_way(scorer: Scorer, text: str, expected: str) -> None:
    assert label(scorer, text) == expected


def test_code_quotes_and_signatures_do_not_count(scorer: Scorer) -> None:
    plain = "How do I add a field?"
    for noisy in (
        f"> this is horrible, I hate it\n{plain}",
        f"{plain}\n-- \nJane, Awesome Great Wonderful Ltd",
        f"{plain}\nBest regards,\nJane from Terrible Ltd",
    ):
        assert scorer.score(pa.array([noisy])).equals(scorer.score(pa.array([plain])))


def test_mixed_posts_are_marked(scorer: Scorer) -> None:
    texts = ["I love the reports but I hate the horrible editor", "I love the reports", "How do I add a field?"]
    assert scorer.score(pa.array(texts))["mixed"].to_pylist() == [True, False, False]


def test_scores_do_not_depend_on_batch_order_type_or_thread(scorer: Scorer, b2b: pa.Table) -> None:
    texts = b2b["text"].combine_chunks() if isinstance(b2b["text"], pa.ChunkedArray) else b2b["text"]
    whole = scorer.score(texts)
    alone = pa.concat_tables([scorer.score(texts.slice(place, 1)) for place in range(len(texts))])
    assert whole.combine_chunks().equals(alone.combine_chunks())
    order = np.random.default_rng(3).permutation(len(texts))
    assert whole.take(order).combine_chunks().equals(scorer.score(texts.take(order)).combine_chunks())
    assert scorer.score(texts.cast(pa.large_string())).equals(whole)
    assert scorer.score(texts.dictionary_encode()).equals(whole)
    assert scorer.score(pa.chunked_array([texts.slice(0, 7), texts.slice(7)])).equals(whole)
    with ThreadPoolExecutor(4) as pool:
        assert all(one.equals(whole) for one in pool.map(lambda _: scorer.score(texts), range(8)))


def test_many_posts_are_the_same_as_few(scorer: Scorer, b2b: pa.Table) -> None:
    texts = b2b["text"].combine_chunks()
    many = pa.concat_arrays([texts] * 60)  # crosses the size of a chunk
    scores = scorer.score(many)
    assert scores.slice(len(texts) * 59).combine_chunks().equals(scorer.score(texts).combine_chunks())


def test_other_languages_are_left_unscored_and_named(scorer: Scorer) -> None:
    texts = [
        "Aplikacja nie działa po aktualizacji, co mam zrobić?",
        "De app is heel slecht, niet doen",
        "ひどいアプリ",
        "Bad app",
    ]
    scores = scorer.score(pa.array(texts))
    assert scores["lang"].to_pylist()[:3] == ["pl", "nl", "ja"]
    assert scores["scored"].to_pylist() == [False, False, False, True]
    assert scores["label"].to_pylist()[:3] == [None, None, None]
    assert scores["negative"].to_pylist()[0] is None


def test_what_the_source_says_counts_only_where_words_do_not_tell(scorer: Scorer) -> None:
    texts = pa.array(["Kubernetes", "Kubernetes", "Kubernetes", "the app is very good"])
    scores = scorer.score(texts, pa.array(["nl", "en", "und", "ja"]))
    assert scores["lang"].to_pylist() == ["nl", "en", "und", "en"]
    assert scores["scored"].to_pylist() == [False, True, False, True]


def test_nothing_to_read_is_refused(scorer: Scorer) -> None:
    texts = [
        "",
        None,
        "   ",
        "\x00\x00",
        "\u0301" * 10_000,
        "https://x.example",
        "@somebody",
        "12345",
        "```\nbad()\n```",
    ]
    scores = scorer.score(pa.array(texts, pa.string()))
    assert scores["scored"].to_pylist() == [False] * len(texts)
    assert scorer.score(pa.array([1, 2]))["scored"].to_pylist() == [False, False]
    assert len(scorer.score(pa.array([], pa.string()))) == 0


def test_huge_and_hostile_posts_are_scored_or_refused_at_once(scorer: Scorer) -> None:
    texts = [
        "bad " * 1_250_000,
        "😡" * 100_000,
        "\u202e bad app",
        "good\x00 app",
        "=1+1",
        "<script>alert(1)</script>",
        "\x1b[31mbad",
    ]
    scores = scorer.score(pa.array(texts))
    cut = pa.array([text[:LIMIT] for text in texts])
    assert costs_at_most(100, lambda: scorer.score(cut), lambda: scorer.score(pa.array(texts)))
    assert scores["label"].to_pylist()[:3] == ["negative", "negative", "negative"]


def test_marks_in_a_word_do_not_stop_it(scorer: Scorer) -> None:
    assert label(scorer, "this app is b\x00ad, I hate it") == "negative"


def test_made_up_customer_posts_are_scored_as_well_as_the_card_says(scorer: Scorer, b2b: pa.Table) -> None:
    found = evaluate(b2b, "text", "label", scorer)
    assert found["macro_f1"] > 0.68
    assert found["coverage"] > 0.97


def test_unknown_tier_and_missing_model_say_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There are: auto, fast, best"):
        Scorer.load("huge")
    with pytest.raises(UsageError, match="no such model"):
        Scorer.load("fast", tmp_path)


def test_first_score_comes_without_heavy_imports() -> None:
    code = (
        "import sys, pyarrow as pa\nfrom voxpop.analysis.sentiment.scores import Scorer\n"
        "Scorer.load().score(pa.array(['it is broken']))\n"
        "print('sklearn' in sys.modules, 'nltk' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert out == ["False", "False"]
