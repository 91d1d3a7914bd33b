"""Mean ratings: one person counts once, scales have fifths, intervals hold the truth."""

import numpy as np
import pandas as pd
import pytest

from voxpop.analysis.estimates.ratings import mean_rating, rating_change, spread_ratings, step_of
from voxpop.analysis.estimates.values import Verdict

STARS = np.arange(1, 6)


def rows(ratings, prefix="a"):
    return pd.DataFrame(
        {
            "author_id": [f"{prefix}{n}" for n in range(len(ratings))],
            "rating": np.asarray(ratings, float),
            "n_ratings": 1,
        }
    )


def test_a_person_with_thirty_ratings_is_one():
    loud = pd.DataFrame({"author_id": ["loud", "b", "c"], "rating": [1.0, 5.0, 5.0], "n_ratings": [30, 1, 1]})
    found = mean_rating(loud, 5.0)
    assert found.value == pytest.approx(11 / 3)
    assert (found.n_posts, found.n_authors) == (32, 3)
    assert spread_ratings(loud, 5.0) == pytest.approx([100 / 3, 0, 0, 0, 200 / 3])


def test_the_interval_holds_the_truth():
    """Of 600 weeks of 60 people each about 95 % hold it, also where nearly all give five stars."""
    chooser = np.random.default_rng(1)
    for shares in ((0.2, 0.1, 0.1, 0.2, 0.4), (0.02, 0.01, 0.02, 0.05, 0.9)):
        truth = float(STARS @ np.array(shares))
        found = [mean_rating(rows(chooser.choice(STARS, 60, p=shares)), 5.0) for _ in range(600)]
        assert 0.935 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.99


def test_all_alike_is_not_certain():
    found = mean_rating(rows([5] * 40), 5.0)
    assert found.value == 5.0
    assert 4.7 < found.low < 5.0
    assert found.high == 5.0


def test_changes_are_clear_only_where_they_are():
    chooser = np.random.default_rng(2)
    weeks = [chooser.choice(STARS, 80) for _ in range(300)]
    told = [
        rating_change(rows(now), rows(then, "b"), 5.0, 30).verdict for now, then in zip(weeks[1:], weeks, strict=False)
    ]
    assert np.mean([verdict in {Verdict.UP, Verdict.DOWN} for verdict in told]) < 0.08
    assert rating_change(rows([1, 2] * 40), rows([4, 5] * 40), 5.0, 30).verdict is Verdict.DOWN
    assert rating_change(rows([1] * 20), rows([5] * 40), 5.0, 30).verdict is Verdict.TOO_FEW
    assert rating_change(rows([1] * 40), rows([]), 5.0, 30).verdict is Verdict.NEW


def test_scales_have_fifths():
    assert step_of(pd.Series([0.5, 1, 1.5, 2, 4.5, 5]), 5.0).tolist() == [0, 0, 1, 1, 4, 4]
    assert step_of(pd.Series([0, 1, 2, 3, 8, 9, 10]), 10.0).tolist() == [0, 0, 0, 1, 3, 4, 4]
    assert mean_rating(rows([7, 8]), None).value == 7.5
    assert mean_rating(rows([]), 5.0) is None
