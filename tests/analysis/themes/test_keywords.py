"""Keywords: telling, as people write them, and of words that stand together."""

import numpy as np

from voxpop.analysis.themes.naming.keywords import KEYWORDS, keywords_of


def clauses(text):
    return [text.split()]


def test_keywords_are_of_their_theme_and_written_as_in_its_posts():
    posts = [clauses("The CSV import skips rows")] * 5 + [clauses("our invoices doubled without a notice")] * 5
    first, second = keywords_of(posts, np.repeat([0, 1], 5))
    assert set(first) == {"CSV", "import", "skips", "rows"}
    assert set(second) == {"invoices", "doubled", "notice"}


def test_words_that_stand_together_come_before_a_word_that_stands_alone():
    together = ["red", "orange", "yellow", "green", "blue", "indigo", "violet", "black", "white", "grey"]
    posts = [clauses(" ".join(together))] * 8 + [clauses(f"lonely word{n:c}") for n in range(97, 107)]
    posts += [clauses("something else entirely")] * 20
    found = keywords_of(posts, np.array([0] * 18 + [1] * 20))[0]
    assert len(found) == KEYWORDS
    assert set(found) == set(together)


def test_no_posts_no_keywords():
    assert keywords_of([], np.zeros(0, dtype=np.int64)) == []
    assert keywords_of([[]], np.array([0])) == [()]
