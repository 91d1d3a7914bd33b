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


def names_of(*groups):
    """The names of themes with all that is kept of them."""
    cutter = WordCutter()
    texts = [text for group in groups for text in group]
    theme = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return name_themes([cutter.clauses(text) for text in texts], theme)


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


@pytest.mark.parametrize("text", ["https://example.org @acme", "```select 1```", "\0\0 \u202e", ""])
def test_posts_without_a_subject_are_named_by_number(text):
    assert named([text] * 9, PRICE)[0] == "Theme 1"


def test_brands_code_links_and_markup_are_no_names():
    noise = ["<script>alert(1)</script> The price increase of Acme CRM https://a.example/x `drop table`", *PRICE]
    assert named(noise, CSV, names=["Acme CRM"]) == ["Price increase", "CSV import"]


def test_the_beginning_of_a_longer_phrase_is_no_name():
    details = [
        "How do I edit personal details?",
        "Where to edit personal details",
        "I would edit personal details now",
    ] * 3
    assert "personal details" in named(details, PRICE, CSV)[0].lower()


def test_phrasal_verbs_are_one_word():
    texts = [
        "I cannot log in since Monday",
        "We can't log in at all",
        "Nobody is able to log in here",
        "how do I log in",
    ] * 3
    assert "og in" in named(texts, PRICE)[0]


LOUD = [
    "The list is slow today",
    "Why is every list so slow?",
    "slow again, the whole list",
    "Pages of the list are slow",
] * 5


def test_a_name_is_what_most_posts_say_and_no_curiosity():
    curious = [
        *LOUD,
        "The session cache makes the list slow",
        "a session cache",
        "session cache is slow",
        "Session cache",
    ]
    label = named(curious, PRICE)[0].lower()
    assert "list" in label
    assert "slow" in label
    assert "session" not in label


def test_plain_words_name_a_theme_that_they_set_apart():
    app = [
        "The app crashes",
        "my app is gone",
        "Our app lost the login",
        "the app on the road",
        "An app for the van",
    ] * 3
    assert "app" in named(app, PRICE)[0].lower()


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (
            ["Thanks so much!", "Great work, thank you", "You are awesome", "Love it", "brilliant, thanks"],
            "Thanks and praise",
        ),
        (
            ["This is ridiculous", "the worst ever", "Terrible again", "so disappointed", "Unacceptable"],
            "Anger and disappointment",
        ),
    ],
)
def test_posts_that_are_no_subject_are_called_after_what_they_do(texts, label):
    assert named(texts * 4, PRICE)[0] == label


def test_words_that_mean_the_same_bear_a_name_and_are_in_it_once():
    bags = [
        "my bag is lost",
        "Where is my luggage?",
        "Your baggage desk",
        "The bag came late",
        "no luggage, no baggage",
    ] * 4
    [name, _] = names_of(bags, PRICE)
    assert {"bag", "luggag", "baggag"} <= set(name.names[0].stems)
    assert len({"bag", "luggage", "baggage"} & set(name.label.lower().replace("&", "").split())) == 1


def test_up_to_three_names_are_kept_the_label_first():
    name = names_of(LOUD, PRICE)[0]
    assert 1 <= len(name.names) <= 3
    assert name.names[0].label == name.label


def test_the_theme_that_has_no_other_name_gets_the_one_that_two_want():
    praise = ["Thanks a lot", "thank you so much", "Great, love it", "awesome, thanks"] * 5
    mail = [
        "Thanks for the mail about the invoice",
        "great mail, thanks",
        "Thank you, the mail came",
        "love the mail",
    ] * 5
    labels = named(mail, praise, PRICE * 3, CSV * 3, CANCEL * 3)
    assert labels[1] == "Thanks and praise"
    assert "mail" in labels[0].lower()


def test_no_part_of_a_name_speaks_for_a_minority():
    visits = [f"the museum {what}" for what in ("opens early", "was crowded", "costs nothing", "closed at five")] * 6
    some = ["my daughter sang in the museum", "the museum let my daughter in"] * 3
    assert named([*visits, *some], PRICE, CSV)[0] == "Museum"


def test_a_word_with_a_scrap_joined_to_it_is_no_name():
    joined = ["my flight was Cancelled Flightled", "Cancelled Flightled again", "why is it Cancelled Flightled"] * 4
    rest = ["the flight is cancelled", "a cancelled flight", "they cancelled our flight"] * 2
    assert "led" not in named([*joined, *rest], PRICE, CSV)[0].replace("ancelled", "").lower()
