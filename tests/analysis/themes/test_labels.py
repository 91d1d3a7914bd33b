"""Names of themes: phrases as people write them."""

import numpy as np
import pytest

from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.naming.words import WordCutter


def named(*groups, names=()):
    """The names of themes, each given by the texts of its posts."""
    cutter = WordCutter(names)
    texts = [text for group in groups for text in group]
    theme = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return [name.label for name in name_themes([cutter.clauses(text) for text in texts], theme)]


CSV = ["The CSV import skips rows", "Our CSV import is slow", "a CSV import would not end", "My CSV import stopped"] * 3
PRICE = ["The price increase is too much", "another price increase", "Is this price increase real?"] * 3
CANCEL = ["I want to cancel my transfer", "How can I cancel the transfer?", "please cancel my transfer now"] * 3


def test_phrases_keep_abbreviations_and_begin_with_a_capital():
    assert named(CSV, PRICE, CANCEL) == ["CSV import", "Price increase", "Cancel transfer"]


def test_no_two_themes_have_the_same_name():
    labels = named(CSV, CSV, PRICE)
    assert len({label.lower() for label in labels}) == 3


def test_names_taken_before_are_not_given_again():
    cutter = WordCutter()
    posts = [cutter.clauses(text) for text in CSV + PRICE]
    theme = np.repeat([0, 1], [len(CSV), len(PRICE)])
    assert name_themes(posts, theme, ["CSV import"])[0].label != "CSV import"


@pytest.mark.parametrize(
    "text", ["Thanks so much, great work!", "https://example.org @acme", "```select 1```", "\0\0 \u202e", ""]
)
def test_posts_without_a_subject_are_named_by_number(text):
    assert named([text] * 9, PRICE)[0] == "Theme 1"


def test_brands_code_links_and_markup_are_no_names():
    noise = ["<script>alert(1)</script> The price increase of Acme CRM https://a.example/x `drop table`", *PRICE]
    assert named(noise, CSV, names=["Acme CRM"]) == ["Price increase", "CSV import"]


def test_phrasal_verbs_are_one_word():
    texts = [
        "I cannot log in since Monday",
        "We can't log in at all",
        "Nobody is able to log in here",
        "how do I log in",
    ] * 3
    assert "og in" in named(texts, PRICE)[0]
