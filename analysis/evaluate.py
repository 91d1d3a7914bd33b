"""How well a scorer agrees with people: accuracy, macro-F1, macro recall, calibration error, confusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.sentiment import Scorer

LABELS = ("negative", "neutral", "positive")
"""The three classes, in the order of the probability columns."""

ECE_BINS = 15


def measures(truth: NDArray[np.integer[Any]], guess: NDArray[np.integer[Any]], n_classes: int = 3) -> dict[str, float]:
    """Give accuracy, macro-F1 and macro recall over the classes that occur in the truth."""
    table = confusion(truth, guess, n_classes)
    hit = np.diag(table).astype(float)
    asked, given = table.sum(axis=1), table.sum(axis=0)
    present = asked > 0
    recall = hit[present] / asked[present]
    f1 = 2 * hit[present] / np.maximum(asked[present] + given[present], 1)
    return {
        "accuracy": float(hit.sum() / max(table.sum(), 1)),
        "macro_f1": float(f1.mean()) if present.any() else 0.0,
        "macro_recall": float(recall.mean()) if present.any() else 0.0,
    }


def confusion(
    truth: NDArray[np.integer[Any]], guess: NDArray[np.integer[Any]], n_classes: int = 3
) -> NDArray[np.int64]:
    """Give how often each true class (row) was called each class (column)."""
    return np.bincount(truth * n_classes + guess, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


def calibration_error(truth: NDArray[np.integer[Any]], shares: NDArray[np.floating[Any]]) -> float:
    """Give the mean distance of confidence and accuracy over 15 bins of confidence (ECE)."""
    if not len(truth):
        return 0.0
    sure = shares.max(axis=1)
    right = shares.argmax(axis=1) == truth
    place = np.minimum((sure * ECE_BINS).astype(int), ECE_BINS - 1)
    count = np.bincount(place, minlength=ECE_BINS)
    gap = np.abs(np.bincount(place, sure, ECE_BINS) - np.bincount(place, right, ECE_BINS))
    return float(gap.sum() / count.sum())


def evaluate(table: pa.Table, text: str, label: str, scorer: Scorer | None = None) -> dict[str, Any]:
    """Give the measures of the scorer on a labelled table, with the rows it refused and the confusion matrix.

    A row the scorer refuses counts as wrong in `coverage` only: the other figures are over scored rows.
    """
    from analysis.sentiment import Scorer as FastScorer

    for column in (text, label):
        if column not in table.column_names:
            raise UsageError(f"No column '{column}'. The file has: {', '.join(table.column_names)}.")
    truth = labels_of(table[label].to_pylist(), label)
    scored = (scorer or FastScorer.load()).score(table[text])
    good = scored["scored"].to_numpy(zero_copy_only=False).astype(bool)
    shares = np.stack([scored[name].to_numpy(zero_copy_only=False) for name in LABELS], axis=1)[good]
    guess = shares.argmax(axis=1)
    return {
        "n": len(truth),
        "n_scored": int(good.sum()),
        "coverage": float(good.mean()) if len(good) else 0.0,
        **measures(truth[good], guess),
        "ece": calibration_error(truth[good], shares),
        "by_label": by_label(truth[good], guess),
        "confusion": {
            true: {called: int(n) for called, n in zip(LABELS, row, strict=True)}
            for true, row in zip(LABELS, confusion(truth[good], guess), strict=True)
        },
    }


def by_label(truth: NDArray[np.integer[Any]], guess: NDArray[np.integer[Any]]) -> dict[str, dict[str, float]]:
    """Give precision, recall and number of each class."""
    table = confusion(truth, guess)
    return {
        name: {
            "n": int(table[place].sum()),
            "precision": float(table[place, place] / max(table[:, place].sum(), 1)),
            "recall": float(table[place, place] / max(table[place].sum(), 1)),
        }
        for place, name in enumerate(LABELS)
    }


def labels_of(values: Sequence[object], column: str) -> NDArray[np.int64]:
    """Give class numbers of label words; -1, 0, 1 and capitals are understood, anything else is refused."""
    known = {name: place for place, name in enumerate(LABELS)} | {"-1": 0, "0": 1, "1": 2}
    known |= {"neg": 0, "neu": 1, "pos": 2}
    words = [str(value).strip().lower() for value in values]
    unknown = sorted({word for word in words if word not in known})
    if unknown:
        raise UsageError(
            f"Column '{column}' holds {', '.join(repr(word) for word in unknown[:5])}. "
            f"Use {', '.join(LABELS)} (or -1, 0, 1)."
        )
    return np.array([known[word] for word in words], dtype=np.int64)
