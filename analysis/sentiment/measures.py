"""Figures of agreement with people: accuracy, macro-F1, macro recall, confusion, calibration error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = ("negative", "neutral", "positive")
"""The three classes, in the order of the probability columns."""

ECE_BINS = 15


def measures(truth: NDArray[np.integer[Any]], guess: NDArray[np.integer[Any]], n_classes: int = 3) -> dict[str, float]:
    """Returns accuracy, macro-F1 and macro recall over the classes that occur in the truth."""
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
    """Returns how often each true class (row) was called each class (column)."""
    return np.bincount(truth * n_classes + guess, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


def calibration_error(truth: NDArray[np.integer[Any]], shares: NDArray[np.floating[Any]]) -> float:
    """Returns the mean distance of confidence and accuracy over 15 bins of confidence (ECE)."""
    if not len(truth):
        return 0.0
    sure = shares.max(axis=1)
    right = shares.argmax(axis=1) == truth
    place = np.minimum((sure * ECE_BINS).astype(int), ECE_BINS - 1)
    count = np.bincount(place, minlength=ECE_BINS)
    gap = np.abs(np.bincount(place, sure, ECE_BINS) - np.bincount(place, right, ECE_BINS))
    return float(gap.sum() / count.sum())


def brier_score(truth: NDArray[np.integer[Any]], shares: NDArray[np.floating[Any]]) -> float:
    """Returns the mean over rows of the summed square errors of the shares (Brier 1950): 0 is perfect, 2 the worst."""
    if not len(truth):
        return 0.0
    said = np.eye(shares.shape[1])[truth]
    return float(((shares - said) ** 2).sum(axis=1).mean())


def suggest_cut_offs(truth: NDArray[np.integer[Any]], shares: NDArray[np.floating[Any]]) -> dict[str, float | None]:
    """Returns for each class the share from which calling a post of it has the best F1; None where the class does not occur."""
    found: dict[str, float | None] = {}
    for place, name in enumerate(LABELS):
        mine, likely = truth == place, shares[:, place]
        order = np.argsort(-likely, kind="stable")
        f1 = 2 * np.cumsum(mine[order]) / (np.arange(1, len(order) + 1) + max(mine.sum(), 1))
        found[name] = round(float(likely[order][int(f1.argmax())]), 4) if mine.any() else None
    return found


def by_label(truth: NDArray[np.integer[Any]], guess: NDArray[np.integer[Any]]) -> dict[str, dict[str, float]]:
    """Returns precision, recall and number of each class."""
    table = confusion(truth, guess)
    return {
        name: {
            "n": int(table[place].sum()),
            "precision": float(table[place, place] / max(table[:, place].sum(), 1)),
            "recall": float(table[place, place] / max(table[place].sum(), 1)),
        }
        for place, name in enumerate(LABELS)
    }
