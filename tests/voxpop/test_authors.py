"""Hashes of authors: one for one spelling of a name, none for words that stand for nobody."""

import pytest

from voxpop.authors import AuthorKey, is_nobody

KEY = AuthorKey(b"k" * 32)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("O&#39;Neill", "O'Neill"),
        ("=?utf-8?q?J=C3=BCrgen?=", "Jürgen"),
        ("Ju\u0308rgen", "Jürgen"),
        ("help at acme.example", "help@acme.example"),
        ("  @Acme ", "acme"),
        ("/u/Acme", "acme"),
        ("Mia  Stone", "mia stone"),
    ],
)
def test_a_handle_is_compared_as_it_is_meant(written, meant):
    assert KEY.handle("feed", written) == KEY.handle("feed", meant)


@pytest.mark.parametrize(
    "word", ["NULL", "None", "n/a", "Anonymous", " anonym ", "[deleted]", "A Google user", "-", "undefined"]
)
def test_nobody_has_no_hash(word):
    assert is_nobody(word)
    assert KEY.handle("archive", word) is None
    assert KEY.author("archive", word) is None
    assert KEY.author("archive", f"reviews/{word}") is None


@pytest.mark.parametrize("name", ["Nulla", "None Such", "anna", "0", "17", "na"])
def test_names_and_numbers_keep_theirs(name):
    assert KEY.author("archive", f"reviews/{name}")
    assert KEY.handle("archive", name)


def test_ids_that_are_numbers_are_ids():
    assert KEY.author("x", 0) != KEY.author("x", 1)
