"""Several themes of one post."""

import random
from collections import Counter

import pyarrow as pa
import pytest

from tests.analysis.themes.theme_world import SCHEMA, SUBJECTS, posts
from voxpop.analysis.themes.further import MOST, further_themes
from voxpop.analysis.themes.model import ThemeModel


@pytest.fixture(scope="module")
def found():
    """A model, and the theme of each subject."""
    table, truth = posts(1200)
    model = ThemeModel().fit(table)
    ids = model.predict(table)["theme_id"].to_pylist()
    return model, {
        subject: Counter(one for one, name in zip(ids, truth, strict=True) if name == subject).most_common(1)[0][0]
        for subject in SUBJECTS
    }


def said(model, texts):
    """The main theme and the set of further ones of each text."""
    rows = [{"source": "x", "post_id": str(i), "text": text} for i, text in enumerate(texts)]
    table = pa.Table.from_pylist([{n: row.get(n) for n in SCHEMA.names} for row in rows], schema=SCHEMA)
    main = model.predict(table)
    further = further_themes(model, table, main).to_pylist()
    return [
        (one["theme_id"], {row["theme_id"] for row in further if row["post_id"] == one["post_id"]})
        for one in main.to_pylist()
    ]


def test_a_post_on_two_subjects_has_both_themes(found):
    model, theme_of = found
    chooser = random.Random(1)
    pairs = [chooser.sample(sorted(SUBJECTS), 2) for _ in range(60)]
    texts = [
        " ".join(posts(1, seed=200 + i, subjects={one: SUBJECTS[one]})[0]["text"][0].as_py() for one in pair)
        for i, pair in enumerate(pairs)
    ]
    whole = [
        {main, *further} >= {theme_of[a], theme_of[b]} and main not in further
        for (main, further), (a, b) in zip(said(model, texts), pairs, strict=True)
    ]
    assert sum(whole) >= 0.8 * len(whole)


def test_a_post_on_one_subject_has_no_further_theme(found):
    model, _ = found
    texts = [
        " ".join(
            posts(1, seed=seed, subjects={subject: SUBJECTS[subject]})[0]["text"][0].as_py()
            for seed in (300 + i, 400 + i)
        )
        for i, subject in enumerate(sorted(SUBJECTS) * 5)
    ]
    assert sum(bool(further) for _, further in said(model, texts)) <= 0.1 * len(texts)


def test_short_empty_and_endless_posts(found):
    model, _ = found
    texts = ["The upgrade failed. The invoice doubled.", "", "!!!", "The upgrade failed. " * 5_000, "\0. " * 900]
    assert all(len(further) <= MOST for _, further in said(model, texts))
    assert said(model, texts)[0][1] == set()
    assert said(model, []) == []
