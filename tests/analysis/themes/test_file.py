"""Themes of a file's rows."""

import random

import pyarrow as pa

from tests.analysis.themes.theme_world import posts
from voxpop.analysis.themes.file import themes_of_rows


def test_every_row_gets_a_theme_in_its_order():
    texts = posts(600)[0]["text"].to_pylist()
    found = themes_of_rows(pa.chunked_array([[*texts, None, ""]]), 8)
    assert found.rows.num_rows == 602
    assert found.rows["theme_id"].to_pylist()[-2:] == ["other", "other"]
    assert found.rows["theme"].to_pylist()[-1] == "Other"
    assert sum(found.themes["n_rows"].to_pylist()) == 602
    assert found.themes.num_rows == 9
    assert found.n_other >= 2


def test_the_order_of_rows_does_not_matter():
    texts = posts(500)[0]["text"].to_pylist()
    found = themes_of_rows(pa.chunked_array([texts]))
    by_text = dict(zip(texts, found.rows["theme"].to_pylist(), strict=True))
    random.Random(2).shuffle(texts)
    again = themes_of_rows(pa.chunked_array([texts]))
    assert [by_text[text] for text in texts] == again.rows["theme"].to_pylist()
    assert again.themes["theme"].equals(found.themes["theme"])


def test_an_empty_file():
    found = themes_of_rows(pa.chunked_array([[]], type=pa.string()))
    assert found.rows.num_rows == 0
    assert found.n_other == 0
