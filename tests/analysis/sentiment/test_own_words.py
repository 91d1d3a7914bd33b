"""A company's own words change the scores of every tier, whole words only, and explanations name them."""

import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.explain import explain
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.words.own_words import OwnWords

WORDS = OwnWords([("sick build", "positive"), ("Kill Switch", "neutral"), ("bricked", "negative"), ("kill", "neutral")])


def nets(reader, *texts):
    return [s[2] - s[0] for part in reader.read(pa.array(texts)) for s in part.sentiment.tolist()]


@pytest.fixture(scope="module", params=["fast", "auto"])
def reader(request):
    return Reader.load(request.param)


def test_scores_follow_the_words(reader):
    told = reader.knowing(WORDS)
    plain, own = nets(reader, "that was a sick build")[0], nets(told, "that was a sick build")[0]
    assert own > 0.3
    assert own > plain
    assert abs(nets(told, "Where do I find the kill  switch of the importer?")[0]) < 0.35
    assert nets(told, "The update bricked it for us")[0] < -0.3
    turned, plain = nets(told, "Honestly, not a sick build at all", "Honestly, a sick build after all")
    assert turned < plain - 0.5


def test_other_texts_stay_as_they_are_and_the_version_tells(reader):
    told = reader.knowing(WORDS)
    texts = ["Skills are shown on the page", "The roadkillswitch is odd", "It is great, thank you"]
    assert nets(told, *texts) == nets(reader, *texts)
    assert told.version != reader.version == reader.knowing(OwnWords([])).version
    assert told.version != reader.knowing(OwnWords([("kill", "neutral")])).version


def test_the_longest_term_wins_in_any_case_and_order():
    assert WORDS.replace_terms(["KILL\nSWITCH and Kill", None, ""]) == ["item and item", None, ""]
    assert WORDS.find("A Sick  Build, bricked.") == [("Sick  Build", "positive"), ("bricked", "negative")]
    assert OwnWords(reversed(WORDS.words)).version == WORDS.version


@pytest.mark.parametrize("term", ["c++", "(sic)", "a.b", "*"])
def test_signs_in_a_term_are_only_signs(term):
    assert OwnWords([(term, "positive")]).replace_terms([f"x {term} y", "x aXb y"]) == ["x great y", "x aXb y"]


def test_an_explanation_names_what_carried_the_score(reader):
    found = explain("The import is awful but the people are kind", reader)
    effects = {piece.text: piece.effect for piece in found.pieces}
    assert min(effects, key=effects.get) == "awful"
    assert effects["awful"] < -20
    assert "".join(piece.text for piece in found.pieces) == "Theimportisawfulbutthepeoplearekind"
    assert found.shares[found.label] == max(found.shares.values())


def test_an_explanation_says_where_own_words_stood_and_what_is_not_scored(reader):
    assert explain("A sick build", reader.knowing(WORDS)).own_words == (("sick build", "positive"),)
    assert not explain("Это совершенно ужасное обновление, ничего не работает", reader).scored


def test_a_long_text_is_explained_by_sentences_in_bounded_time(reader):
    found = explain("The upgrade failed again. " + "It has a button on the left side. " * 80, reader)
    assert found.pieces[0].text == "The upgrade failed again."
    assert len(found.pieces) <= 300
