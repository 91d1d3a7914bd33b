"""The most typical clause of a theme, and quotes that differ."""

import random

from voxpop.analysis.themes.naming.quotes import diverse, summary

TEXTS = [
    "Hello all. The upgrade to 7.2 failed on our server, see https://a.example/log",
    "The upgrade failed on the server again and we lost a day",
    "Since Monday the upgrade failed on every server we have, but support is kind.",
    "My cat is nice.",
    "The upgrade failed.",
]


def test_a_summary_is_the_sentence_that_most_posts_share_whatever_their_order():
    shuffled = TEXTS[:]
    random.Random(1).shuffle(shuffled)
    assert summary(TEXTS) == summary(shuffled) == "The upgrade failed on the server again and we lost a day"


def test_what_was_cut_is_no_summary():
    cut = ["The upgrade failed on the server as soon as…", "The upgrade failed on the server..."]
    assert summary(cut) == ""
    assert summary(
        ["The upgrade failed on the server as soon as\nThe upgrade failed on the server as soon as we ran it."]
    ) == ("The upgrade failed on the server as soon as we ran it.")


def test_a_summary_has_no_link_handle_or_name_only():
    assert summary(["see https://a.example/log for @anna right now please"]) == ""
    assert summary([]) == ""
    assert "<script>" not in summary(["```<script>alert(1)</script> a b c d```"])


def test_quotes_are_of_different_people_and_words_while_there_are_such():
    authors = ["a", "b", "a", "c", "d"]
    texts = [
        "upgrade failed on server one",
        "upgrade failed on server one too",
        "schema migration lost fields",
        "schema migration lost the fields",
        "release notes say nothing of it",
    ]
    assert diverse(texts, authors, 3) == [0, 3, 4]
    assert diverse(texts, authors, 5) == [0, 3, 4, 1]
    assert diverse([], [], 3) == []
