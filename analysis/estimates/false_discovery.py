"""False discoveries over many comparisons: intervals and claims that agree.

Benjamini and Hochberg (1995) choose which of many changes are called clear. Benjamini and Yekutieli (2005, 'false
coverage rate') say how wide the intervals must then be. Printed at the level below, the intervals of exactly the
chosen changes exclude zero, so a claim never contradicts the interval beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def adjusted_alpha(p_values: Any, rate: float = 0.05) -> float:
    """The error level at which every interval of the family is to be drawn; `rate` itself for one comparison.

    p_values: any number of them; those that are not finite are left out. With R changes chosen among m by Benjamini and
    Hochberg at `rate`, the level is `rate` R / m, and `rate` / m where none is chosen.

    >>> adjusted_alpha([0.01])
    0.05
    >>> adjusted_alpha([0.001, 0.02, 0.3, 0.8])
    0.025
    """
    p = np.sort(np.asarray([value for value in p_values if np.isfinite(value)], float))
    if not len(p):
        return rate
    chosen = np.flatnonzero(p <= rate * np.arange(1, len(p) + 1) / len(p))
    return float(rate * max(len(chosen) and int(chosen[-1]) + 1, 1) / len(p))
