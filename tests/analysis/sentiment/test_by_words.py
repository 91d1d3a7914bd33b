"""Posts in Spanish, German, French and Portuguese: read by word lists, better than by what reads English, each for itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.intent import HOLDS_AT, IntentScorer
from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.analysis.sentiment.words.by_words import REACH, WordHead, look_up, readers
from voxpop.analysis.sentiment.words.word_list import FOLDER, WordList
from voxpop.analysis.text.language import LANGUAGES
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training.words import posts
from voxpop.errors import UsageError

PLAIN = {
    "es": [
        ("El soporte es pésimo, nadie contesta", "negative"),
        ("No está nada mal", "positive"),
        ("no me gusta", "negative"),
        ("¿Dónde puedo cambiar mi contraseña?", "neutral"),
        ("Buenísimooooo 😍", "positive"),
        ("Es muy bonito pero se cuelga siempre y pierdo los datos", "negative"),
    ],
    "de": [
        ("Der Support ist eine Katastrophe, niemand antwortet", "negative"),
        ("Gar nicht schlecht, das neue Update", "positive"),
        ("Funktioniert seit gestern leider nicht mehr", "negative"),
        ("Das gefaellt mir ueberhaupt nicht", "negative"),
        ("Wo kann ich mein Passwort ändern?", "neutral"),
        ("Ich bin begeistert, läuft einwandfrei und ist schnell", "positive"),
        ("Ständig Verbindungsprobleme mit der App", "negative"),
    ],
    "fr": [
        ("Le support est nul, personne ne répond", "negative"),
        ("C'est pas mal du tout", "positive"),
        ("L'appli ne marche plus depuis hier", "negative"),
        ("J'adore, c'est simple et rapide", "positive"),
        ("Où est-ce que je peux changer mon mot de passe ?", "neutral"),
        ("Ce n'est vraiment pas une bonne idée", "negative"),
    ],
    "pt": [
        ("O suporte é péssimo, ninguém responde", "negative"),
        ("Nada mal essa nova versão", "positive"),
        ("O aplicativo não funciona desde ontem", "negative"),
        ("Adorei, é simples e muito rápido", "positive"),
        ("Onde posso mudar a minha senha?", "neutral"),
        ("nao gostei da nova tela", "negative"),
    ],
}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load("fast")


@pytest.mark.parametrize(
    ("language", "text", "label"), [(language, *row) for language, rows in PLAIN.items() for row in rows]
)
def test_plain_posts_read_one_way(scorer: Scorer, language: str, text: str, label: str) -> None:
    row = scorer.score(pa.array([text]), pa.array([language])).to_pylist()[0]
    assert (row["lang"], row["label"]) == (language, label)
    assert row["model_version"].startswith(f"words-{language}-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_hold_what_they_must_and_nothing_twice_in_two_minds(language: str) -> None:
    words = WordList.of(language)
    assert words.n_entries >= 700
    assert len(words.idioms) >= 200
    lines = (FOLDER / f"tone_{language}.txt").read_text(encoding="utf-8").splitlines()
    keys = [line.partition(":")[0] for line in lines if line and not line.startswith("#")]
    assert len(keys) == len(set(keys))
    leaning = {
        key: line.partition(":")[2].split()
        for key, line in zip(keys, lines[1:], strict=False)
        if re.fullmatch(r"-?\d", key)
    }
    for high in ("1", "2", "3"):
        for low in ("-1", "-2", "-3"):
            assert not set(leaning[high]) & set(leaning[low])


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_kept_for_judging_are_read_better_than_vader_would(scorer: Scorer, language: str) -> None:
    vader = pytest.importorskip("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    ours = posts("judge")[language]
    found = scorer.score(pa.array(ours.texts), pa.array([language] * len(ours.texts)))
    guess = np.array([LABELS.index(label or "neutral") for label in found["label"].to_pylist()])
    peer = np.array([1 + int(np.sign(round(vader.polarity_scores(text)["compound"], 1))) for text in ours.texts])
    assert measures(ours.labels, guess)["macro_f1"] > 0.8
    assert measures(ours.labels, peer)["macro_f1"] < 0.5


def test_the_language_of_posts_is_told_without_help(scorer: Scorer) -> None:
    for language in LANGUAGES:
        found = scorer.score(pa.array(posts("judge")[language].texts))["lang"].to_pylist()
        assert found.count(language) >= 0.85 * len(found)


def test_intents_are_read_but_for_those_that_no_list_knows() -> None:
    scorer = IntentScorer.load("fast")
    row = scorer.score(pa.array(["¿Cómo puedo exportar los contactos a Excel?"])).to_pylist()[0]
    assert row["intents"] == ["question"]
    assert row["churn_risk"] is None
    assert row["question"] > HOLDS_AT
    for ours in posts("judge").values():
        found = scorer.score(pa.array(ours.texts))
        said = ours.intents[:, LEARNED.index("question")] >= 0
        held = np.array([(share or 0) >= HOLDS_AT for share in found["question"].to_pylist()])[said].astype(np.int64)
        assert measures(ours.intents[said, LEARNED.index("question")], held, 2)["macro_f1"] > 0.8


def test_english_posts_among_others_keep_their_scores_and_batches_do_not_matter(scorer: Scorer) -> None:
    texts = [text for rows in PLAIN.values() for text, _ in rows]
    mixed = ["I love it", *texts, "It crashes all the time", *texts[::-1]]
    whole = scorer.score(pa.array(mixed)).combine_chunks()
    alone = pa.concat_tables([scorer.score(pa.array([text])) for text in mixed]).combine_chunks()
    assert whole.equals(alone)
    assert whole["model_version"][0].as_py() == scorer.version


def test_a_negation_behind_the_verb_turns_it_only_near_and_in_the_same_part() -> None:
    words = WordList.of("de")
    near, far, apart, praised = (
        look_up(tokenise([text]), words)
        for text in (
            "Das überzeugt mich heute nicht",
            "Das überzeugt " + "uns hier in der Firma " * REACH + "nicht",
            "Das überzeugt, nicht?",
            "Das überzeugt",
        )
    )
    assert near.high[0] == 0 < near.low[0]
    assert far.high[0] == apart.high[0] == praised.high[0] > 0


def test_own_words_count_in_every_language() -> None:
    from voxpop.analysis.sentiment.words.own_words import OwnWords

    reader = Reader.load("fast")
    told = reader.knowing(OwnWords([("Zwitscherkiste", "negative")]))
    text = pa.array(["Das ist eine Zwitscherkiste und wir haben sie seit gestern"])
    before, after = (next(iter(one.read(text))) for one in (reader, told))
    assert after.sentiment[0, 0] > 0.5 > before.sentiment[0, 0]
    assert after.versions[0] == f"{before.versions[0]}+{told.own.version}"
    assert set(after.versions) < set(told.versions)


def test_a_missing_head_is_said(tmp_path: Path) -> None:
    for name in ("fast.npz", "few.npz"):
        shutil.copy(MODELS / name, tmp_path / name)
    with pytest.raises(UsageError, match=r"words\.npz: no such model"):
        Reader.load("fast", tmp_path)


def test_versions_change_with_list_and_head() -> None:
    one = readers()["de"]
    assert one.version == f"words-de-{one.list.version}-{one.head.version}"
    assert one.version.endswith(one.edition)
    assert WordList("de", "2: gut").version != WordList("de", "2: gut fein").version
    other = WordHead.of(one.head.sentiment + 1, one.head.intents)
    assert other.version != one.head.version
