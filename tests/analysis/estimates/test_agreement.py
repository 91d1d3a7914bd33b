"""Agreement of labelers against scikit-learn and the worked example of the source."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from voxpop.analysis.estimates.agreement import MISSING, agreement, alpha, kappa

# Krippendorff (2011), 'Computing Krippendorff's Alpha-Reliability', example C: four observers, nominal, missing data; alpha .743
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]


def test_kappa_is_that_of_scikit_learn():
    rng = np.random.default_rng(1)
    one = rng.integers(0, 3, 400)
    other = np.where(rng.random(400) < 0.6, one, rng.integers(0, 3, 400))
    assert kappa(np.stack([one, other], axis=1), 3) == pytest.approx(cohen_kappa_score(one, other))


def test_alpha_is_that_of_the_worked_example():
    assert alpha(np.array(OBSERVERS).T - 1, 5) == pytest.approx(0.743, abs=5e-4)
    assert MISSING == -1


def test_pairs_and_all_together_over_the_posts_they_share():
    rng = np.random.default_rng(2)
    truth = rng.choice(["negative", "neutral", "positive"], 300)
    judged = []
    for who, right in (("ana", 0.95), ("ben", 0.9), ("cem", 0.4)):
        for n, value in enumerate(truth[: 300 if who != "cem" else 120]):
            judged.append((f"p{n:03}", who, value if rng.random() < right else rng.choice(["negative", "neutral"])))
    found = {(a.measure, a.who): a for a in agreement(judged)}
    good, bad = found["Cohen kappa", ("ana", "ben")], found["Cohen kappa", ("ana", "cem")]
    assert (good.n_posts, bad.n_posts) == (300, 120)
    assert bad.high < good.low
    assert good.low < good.value < good.high
    assert ("Krippendorff alpha", ("ana", "ben", "cem")) in found


def test_chance_is_no_agreement():
    rng = np.random.default_rng(3)
    judged = [(f"p{n}", who, str(rng.integers(0, 3))) for n in range(400) for who in ("ana", "ben")]
    found = agreement(judged)[0]
    assert found.low < 0 < found.high
    assert 0.2 < found.same < 0.45


def test_one_person_agrees_with_nobody():
    assert agreement([("p1", "ana", "negative")]) == []
    assert agreement([]) == []
