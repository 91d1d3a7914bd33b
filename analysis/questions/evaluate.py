"""How well yes or no is told on texts that people judged: F1, calibration, and which cut-off would be better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

BINS: Final = 15
CAREFUL: Final = 0.9
"""The precision that the careful cut-off keeps."""

YES: Final = frozenset({"yes", "y", "true", "1", "1.0", "on", "ja", "t"})
NO: Final = frozenset({"no", "n", "false", "0", "0.0", "off", "nein", "f"})


def read_answers(values: Sequence[object], column: str) -> Mask:
    """Yes or no of each value; `UsageError` names the row of one that is neither."""
    found = np.zeros(len(values), dtype=bool)
    for n, value in enumerate(values):
        word = str(value).strip().lower()
        if value is None or word not in YES | NO:
            said = "nothing" if value is None else f"'{value}'"
            raise UsageError(f"row {n + 1} has {said} in '{column}'; write yes or no (or true, false, 1, 0, on, off)")
        found[n] = word in YES
    return found


def evaluate_answers(truth: Mask, probability: Floats) -> dict[str, Any]:
    """Measures of the probabilities of yes; rows without one (not a number) count in `coverage` only.

    `precision`, `recall` and `f1` are at 0.5; `brier` is the mean square error of the probability; `ece` its mean distance from the
    share of yes over 15 bins; `cut_off_f1` has the best F1 on these rows, `cut_off_careful` is the lowest with a precision of 0.9
    (None: there is none).
    """
    read = ~np.isnan(probability)
    yes, likely = truth[read], probability[read]
    order = np.argsort(-likely, kind="stable")
    last = (
        np.append(np.diff(likely[order]) != 0, True) if len(order) else np.zeros(0, dtype=bool)
    )  # ties stand together
    right, taken = np.cumsum(yes[order])[last], np.arange(1, len(order) + 1)[last]
    at = likely[order][last]
    f1 = 2 * right / np.maximum(taken + yes.sum(), 1)
    careful = np.flatnonzero(right / np.maximum(taken, 1) >= CAREFUL)
    over = likely >= 0.5
    return {
        "n": len(truth),
        "n_read": int(read.sum()),
        "coverage": float(read.mean()) if len(truth) else 0.0,
        "share": float(yes.mean()) if len(yes) else 0.0,
        "precision": float(yes[over].mean()) if over.any() else 0.0,
        "recall": float(over[yes].mean()) if yes.any() else 0.0,
        "f1": float(2 * (over & yes).sum() / max(over.sum() + yes.sum(), 1)),
        "ece": calibration_error(yes, likely),
        "brier": float(((likely - yes) ** 2).mean()) if len(yes) else 0.0,
        "cut_off_f1": float(at[int(f1.argmax())]) if len(f1) else None,
        "f1_at_cut_off": float(f1.max()) if len(f1) else 0.0,
        "cut_off_careful": float(at[careful[-1]]) if len(careful) else None,
    }


def calibration_error(yes: Mask, likely: Floats) -> float:
    """Mean distance of the probability and the share of yes, over bins of the probability."""
    if not len(yes):
        return 0.0
    place = np.minimum((likely * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(place, likely - yes, BINS)).sum() / len(yes))
