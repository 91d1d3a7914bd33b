"""Five languages beside English: read by models that learned them, told apart with the source's word as evidence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.languages import encoder, reader
from voxpop.analysis.sentiment.languages.told import Told
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.analysis.text.second_opinion import LEARNED, TOLD
from voxpop.analysis.text.tokens import tokenise
from voxpop.errors import UsageError

# Turns of tweets, not of customers: slang, spelling as people do.
TWEETS = {
    "es": [("q asco de dia, odio los lunes", "negative"), ("te quiero mucho amiga, feliz cumple!!", "positive")],
    "de": [("boah ist das ekelhaft, kotzt mich an", "negative"), ("hab dich lieb, bester tag ever", "positive")],
    "fr": [("j'en ai marre de cette merde", "negative"), ("trop contente de te voir ce soir", "positive")],
    "pt": [("q odio desse calor, não aguento mais", "negative"), ("amo demais essa música, linda", "positive")],
    "it": [("che schifo questo governo, vergogna", "negative"), ("buongiorno a tutti, che bella giornata", "positive")],
}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load("fast")


@pytest.mark.parametrize(("language", "text", "label"), [(name, *row) for name, rows in TWEETS.items() for row in rows])
def test_tweets_are_read_in_their_language(scorer: Scorer, language: str, text: str, label: str) -> None:
    row = scorer.score(pa.array([text]), pa.array([language])).to_pylist()[0]
    assert (row["lang"], row["label"], row["scored"]) == (language, label, True)
    assert row["model_version"].startswith(f"words-{language}-")


def test_batches_do_not_matter(scorer: Scorer) -> None:
    texts = [text for rows in TWEETS.values() for text, _ in rows] * 3 + ["I love it", "", "ok"]
    langs = [name for name, rows in TWEETS.items() for _ in rows] * 3 + ["en", None, None]
    whole = scorer.score(pa.array(texts), pa.array(langs)).combine_chunks()
    alone = [scorer.score(pa.array([t]), pa.array([n], pa.string())) for t, n in zip(texts, langs, strict=True)]
    assert whole.equals(pa.concat_tables(alone).combine_chunks())


@pytest.mark.parametrize(
    ("text", "given", "found"),
    [
        ("mega nice haha", "de", "de"),  # no word tells, the source does
        ("bravo", "it", "it"),
        ("lol", "pt-BR", "pt"),
        ("The app crashes when I open the calendar and nobody answers", "de", "en"),  # words tell more than the source
        ("Das Update funktioniert bei uns leider nicht", "fr", "de"),
        ("Привет, ничего не работает", "de", "ru"),
        ("Kubernetes", None, "und"),
        ("ok", None, "und"),
    ],
)
def test_the_source_is_evidence(scorer: Scorer, text: str, given: str | None, found: str) -> None:
    row = scorer.score(pa.array([text]), pa.array([given], pa.string())).to_pylist()[0]
    assert row["lang"] == found


def test_posts_without_function_words_are_told_by_the_parts_of_their_words() -> None:
    told = Told.load()
    texts = [
        "Schweinebraten Weihnachtsmarkt Glühwein",
        "buongiorno ragazzi",
        "que saudade dessa galera linda",
        "¡qué vergüenza!",
    ]
    best = [TOLD[n] for n in told.shares(tokenise(texts)).argmax(axis=1)]
    assert best == ["de", "it", "pt", "es"]


def test_a_language_without_a_list_has_no_intents_and_says_so(scorer: Scorer) -> None:
    read = next(iter(scorer.reader.read(pa.array(["Come posso esportare i contatti?"]), pa.array(["it"]))))
    assert read.scorable.all()
    assert np.isnan(read.intents).all()


def test_every_language_has_a_version_and_fast_asks_no_encoder() -> None:
    fast = reader.languages("fast")
    assert tuple(fast) == LEARNED
    assert all(one.encoder is None for one in fast.values())
    assert len({one.version for one in fast.values()}) == len(LEARNED)
    assert set(Reader.load("fast").versions) >= {one.version for one in fast.values()}


def test_files_of_the_extra_that_are_missing_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"layers\.onnx: no such file\. Reinstall the package voxpop-languages"):
        reader.languages("best", extra=tmp_path)


def test_without_the_extra_the_small_models_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    found = reader.languages("auto")
    assert all(one.encoder is None for one in found.values())
    assert all(0 < share < 1 for share in reader.accuracies("auto"))
