"""Lagged correlations: a planted lead is found at its lag, drifting and dependent series are not, gaps are left out."""

import numpy as np
import pytest

from voxpop.analysis.estimates.lags import lags


def walk(rng, n, phi=0.0):
    steps = rng.standard_normal(n)
    for i in range(1, n):
        steps[i] += phi * steps[i - 1]
    return np.cumsum(steps)


def test_a_planted_lead_is_found_at_its_lag():
    rng = np.random.default_rng(1)
    first = walk(rng, 60)
    second = np.concatenate([rng.standard_normal(3), first[:-3]]) + 0.3 * rng.standard_normal(60)
    found = lags(first.tolist(), second.tolist())
    assert [lag.weeks for lag in found if lag.clear] == [3]
    assert found[3].low < found[3].r < found[3].high


@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_series_that_only_drift_are_rarely_told(phi):
    rng = np.random.default_rng(2)
    told = [
        any(lag.clear for lag in lags(walk(rng, 52, phi).tolist(), walk(rng, 52, phi).tolist())) for _ in range(400)
    ]
    assert np.mean(told) <= 0.09
    levels = [abs(np.corrcoef(walk(rng, 52, phi), walk(rng, 52, phi))[0, 1]) > 0.27 for _ in range(400)]
    assert np.mean(levels) > 0.4, "as correlating levels would"


def test_gaps_are_left_out_and_too_few_weeks_have_no_figure():
    rng = np.random.default_rng(3)
    first = walk(rng, 40).tolist()
    first[10] = None
    assert lags(first, walk(rng, 40).tolist())[0].n == 37
    assert lags(first[:10], first[:10])[0].r is None
    assert lags([1.0] * 40, first)[0].r is None
