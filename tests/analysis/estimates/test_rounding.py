"""Whole numbers that add up as printed."""

import numpy as np
import pytest

from voxpop.analysis.estimates.rounding import add_up


@pytest.mark.parametrize("seed", range(20))
def test_they_add_up_and_none_is_a_whole_point_off(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 9, rng.integers(1, 9))
    whole = round(float(values.sum()))
    found = add_up(values.tolist(), whole)
    assert sum(found) == whole
    assert np.abs(np.array(found) - values).max() < 1


def test_nothing():
    assert add_up([], 0) == []
