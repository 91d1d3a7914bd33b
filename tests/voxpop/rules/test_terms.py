"""Terms and texts meet in the words of the database, whatever their script, case and punctuation."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.rules.terms import NEVER, needles, pattern

WORDS = r"' ' || regexp_replace(lower($text), '[^\p{L}\p{N}]+', ' ', 'g') || ' '"  # as audience_candidates.sql
SIGNS = "aAiIİıoOΣσςßẞKÉée\u0301ǅ日本ไท的9²٣ _-.&+#'’\n\t\u00a0\u200b\u202e👩"
CON = duckdb.connect()


def meets(term, text):
    """Whether the queries find the term, and whether the pattern lets the text through to them."""
    found = needles([term])
    query = f"select contains({WORDS}, $needle), regexp_matches($text, $pattern)"
    return CON.execute(query, {"text": text, "needle": found[0], "pattern": pattern(found)}).fetchall()[0]


@settings(deadline=None, max_examples=300)
@given(st.text(SIGNS, max_size=12), st.text(SIGNS, max_size=4), st.text(SIGNS, max_size=4))
def test_a_term_is_found_where_it_stands_between_other_words(term, before, after):
    expected = needles([term]) != [NEVER]
    assert meets(term, f"{before}, {term}; {after}") == (expected, expected)


@settings(deadline=None, max_examples=300)
@given(st.text(SIGNS, max_size=5), st.text(SIGNS, max_size=30))
def test_the_pattern_lets_everything_through_that_holds_a_term(term, text):
    holds, let_through = meets(term, text)
    assert let_through >= holds


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("Acme", "ACME's", True),
        ("acme", "acmes", False),
        ("sign-in", "the Sign in page", True),
        ("sign in", "sign\nin", True),
        ("C++", "c + c", True),
        ("R&D", "r and d", False),
        ("İstanbul", "İSTANBUL", True),
        ("istanbul", "İstanbul", True),
        ("ΟΔΟΣ", "ΟΔΟΣ 5", True),
        ("価格", "この価格は", True),
        ("ราคา", "ดูราคาที่นี่", True),
        ("snake_case", "SNAKE CASE", True),
        ("'; drop table posts; --", "drop table", False),
        ("%", "anything", False),
        ("", "anything", False),
    ],
)
def test_what_a_term_means(term, text, expected):
    assert meets(term, text)[0] == expected
