"""The cut-off: the right share of posts, a probability that rises with the score, and labels that move it."""

import numpy as np
import pytest

from voxpop.analysis.questions.cut import cut_by_examples, cut_by_labels
from voxpop.analysis.questions.head import fit_head

DRAWN = np.random.default_rng(3)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_a_cut_off_by_examples_is_near_the_best(share):
    truth = DRAWN.random(8000) < share
    posts = np.where(truth, DRAWN.normal(0.7, 0.15, 8000), DRAWN.normal(0.05, 0.1, 8000))
    cut = cut_by_examples(DRAWN.normal(0.7, 0.15, 20), posts)

    def f1(at):
        return 2 * (truth & (posts >= at)).sum() / (truth.sum() + (posts >= at).sum())

    assert f1(cut.value) > max(f1(at) for at in np.linspace(0, 1, 101)) - 0.12
    assert share / 3 < cut.prior < share * 3


def test_the_probability_rises_with_the_score_and_unsure_lies_around_the_cut_off():
    posts = np.concatenate([DRAWN.normal(0.05, 0.1, 3000), DRAWN.normal(0.6, 0.2, 150)])
    cut = cut_by_examples(DRAWN.normal(0.6, 0.2, 12), posts)
    likely = cut.probability(np.linspace(-0.3, 1.2, 50))
    assert (np.diff(likely) > 0).all()
    low, high = cut.unsure
    assert low <= cut.value <= high


def test_labels_of_either_answer_set_the_cut_off():
    yes = np.repeat([True, False], 40)
    scores = np.where(yes, DRAWN.normal(0.5, 0.1, 80), DRAWN.normal(0.2, 0.1, 80))
    cut = cut_by_labels(scores, yes, np.ones(80))
    assert 0.25 < cut.value < 0.45
    assert cut.prior == 0.5
    assert cut.basis == "labels"
    strict = cut_by_labels(scores, yes, np.where(yes, 1.0, 50.0))
    assert strict.value > cut.value


def test_held_out_scores_are_those_of_a_head_that_has_not_seen_the_text():
    rows = DRAWN.normal(size=(30, 6))
    yes, no, behind = rows[:6], rows[6:10], rows[10:]
    whole = fit_head(yes, no, behind)
    without = fit_head(yes, no[1:], behind)
    assert whole.held_out[6] == pytest.approx(without.score(no[:1])[0], abs=1e-9)
    assert whole.seen[6] == pytest.approx(whole.score(no[:1])[0])
