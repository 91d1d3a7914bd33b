"""Whole numbers that add up as they are printed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def add_up(values: Sequence[float], whole: int) -> list[int]:
    """The values as whole numbers whose sum is `whole`, each as near as can be; largest remainders go up first.

    >>> add_up([-4.4, -4.4, -4.2], -13)
    [-4, -5, -4]
    """
    down = np.floor(np.asarray(values, float)).astype(int)
    short = whole - int(down.sum())
    if not len(down):
        return []
    order = np.argsort(-(np.asarray(values, float) - down), kind="stable")
    rounds, rest = divmod(short, len(down))
    found = down + rounds
    found[order[:rest]] += 1
    return [int(one) for one in found]
