"""Shares corrected with labels: right on average when the mix shifts, exact for a perfect classifier, refused on few labels."""

import numpy as np
import pandas as pd
import pytest

from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.estimates.estimate import change, net_by, net_sentiment

SAYS = np.array([[0.62, 0.28, 0.10], [0.18, 0.64, 0.18], [0.08, 0.27, 0.65]])
EVEN = (0.3, 0.4, 0.3)


def read(rng, truth):
    drawn = rng.standard_gamma(3 * SAYS[truth])
    return drawn / drawn.sum(axis=1, keepdims=True)


def rows_of(says, authors=None):
    called = says.argmax(axis=1)
    made = {"author_id": np.arange(len(says)) if authors is None else authors, "n_posts": 1, "n_scored": 1}
    for n, tone in enumerate(TONES):
        made |= {f"n_{tone}": (called == n).astype(int), f"p_{tone}": np.round(1e6 * says[:, n]).astype(int)}
    return pd.DataFrame(made)


def fitted(rng, n=300, mix=EVEN, chosen=None):
    truth = rng.choice(3, n, p=mix)
    return Correction.from_labels(read(rng, truth), [TONES[t] for t in truth], np.ones(n) if chosen is None else chosen)


@pytest.mark.parametrize("mix", [EVEN, (0.6, 0.3, 0.1), (0.05, 0.35, 0.6)])
def test_the_level_is_right_on_average_whatever_the_mix(mix):
    rng = np.random.default_rng(1)
    errors, counted, hit = [], [], []
    for _ in range(120):
        week = rows_of(read(rng, rng.choice(3, 500, p=mix)))
        correction = fitted(rng)
        found = net_sentiment(correction.correct_counts(week), "net", correction)
        truth = 100 * (mix[2] - mix[0])
        errors.append(found.value - truth)
        counted.append(net_sentiment(week).value - truth)
        hit.append(found.low <= truth <= found.high)
    assert abs(np.mean(errors)) < 2.5
    assert np.mean(hit) >= 0.89
    if mix != EVEN:
        assert abs(np.mean(counted)) > 8, "counting labels is wrong here, or the test shows nothing"


def test_a_perfect_classifier_is_left_alone():
    rng = np.random.default_rng(2)
    truth = rng.choice(3, 400)
    correction = Correction.from_labels(np.eye(3)[truth], [TONES[t] for t in truth], np.ones(400))
    week = rows_of(np.eye(3)[rng.choice(3, 300, p=(0.5, 0.2, 0.3))])
    corrected, counted = net_sentiment(correction.correct_counts(week), "n", correction), net_sentiment(week, "n")
    assert (corrected.value, corrected.low) == pytest.approx((counted.value, counted.low))


def test_posts_that_were_likelier_to_be_labelled_weigh_less():
    rng = np.random.default_rng(3)
    truth = rng.choice(3, 40_000, p=EVEN)
    says = read(rng, truth)
    chosen = np.where(says[:, 0] > 0.5, 0.3, 0.03)  # posts that look negative are labelled ten times as often
    labelled = rng.random(len(truth)) < chosen
    names = [TONES[t] for t in truth[labelled]]
    plain = Correction.from_labels(says[labelled], names, np.ones(labelled.sum()))
    weighted = Correction.from_labels(says[labelled], names, chosen[labelled])
    week = rows_of(says)
    truth_net = 100 * ((truth == 2).mean() - (truth == 0).mean())
    assert abs(net_sentiment(weighted.correct_counts(week)).value - truth_net) < 3
    assert abs(net_sentiment(plain.correct_counts(week)).value - truth_net) > 6


def test_too_few_labels_correct_nothing():
    rng = np.random.default_rng(4)
    assert fitted(rng, 99) is None
    assert fitted(rng, 300, (0.01, 0.49, 0.5)) is None


def test_labels_make_levels_unsure_and_hardly_touch_a_small_change():
    rng = np.random.default_rng(5)
    correction = fitted(rng)
    this, before = (rows_of(read(rng, rng.choice(3, 4000, p=EVEN))) for _ in range(2))
    alone = Correction(correction.matrix, np.repeat(correction.matrix[None], 2, axis=0), 300)
    sure, unsure = (net_sentiment(c.correct_counts(this), "n", c) for c in (alone, correction))
    assert unsure.high - unsure.low > 1.5 * (sure.high - sure.low)
    sure, unsure = (change(c.correct_counts(this), c.correct_counts(before), correction=c) for c in (alone, correction))
    assert unsure.high - unsure.low < 1.1 * (sure.high - sure.low)


def test_groups_get_the_variance_of_their_own_posts():
    rng = np.random.default_rng(6)
    correction = fitted(rng)
    rows = rows_of(read(rng, rng.choice(3, 900))).assign(theme=np.repeat(["b", "a", "c"], 300))
    rows["theme"] = rows["theme"].astype("category")
    by_theme = net_by(correction.correct_counts(rows), "theme", "t", correction)
    for name, part in rows.groupby("theme", observed=True):
        alone = net_sentiment(correction.correct_counts(part), f"t.{name}", correction)
        assert by_theme[name].value == pytest.approx(alone.value)
        assert by_theme[name].low == pytest.approx(alone.low)
