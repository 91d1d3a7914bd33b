"""How well a scorer agrees with people: accuracy, macro-F1, macro recall, calibration error, confusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.measures import (
    LABELS,
    brier_score,
    by_label,
    calibration_error,
    confusion,
    measures,
    suggest_cut_offs,
)
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def evaluate(
    table: pa.Table, text: str, label: str, scorer: Scorer | None = None, lang: pa.Array | None = None
) -> dict[str, Any]:
    """Returns the measures of the scorer on a labelled table, with the rows it refused and the confusion matrix.

    A row the scorer refuses counts as wrong in `coverage` only: the other figures are over scored rows. `lang` is what the source
    says of each text's language.
    """
    for column in (text, label):
        if column not in table.column_names:
            raise UsageError(f"No column '{column}'. The file has: {', '.join(table.column_names)}.")
    truth = labels_of(table[label].to_pylist(), label)
    scored = (scorer or Scorer.load()).score(table[text], lang)
    good = scored["scored"].to_numpy(zero_copy_only=False).astype(bool)
    shares = np.stack([scored[name].to_numpy(zero_copy_only=False) for name in LABELS], axis=1)[good]
    guess = shares.argmax(axis=1)
    return {
        "n": len(truth),
        "n_scored": int(good.sum()),
        "coverage": float(good.mean()) if len(good) else 0.0,
        **measures(truth[good], guess),
        "ece": calibration_error(truth[good], shares),
        "brier": brier_score(truth[good], shares),
        **{f"cut_off_{name}": cut for name, cut in suggest_cut_offs(truth[good], shares).items()},
        "by_label": by_label(truth[good], guess),
        "confusion": {
            true: {called: int(n) for called, n in zip(LABELS, row, strict=True)}
            for true, row in zip(LABELS, confusion(truth[good], guess), strict=True)
        },
    }


def labels_of(values: Sequence[object], column: str) -> NDArray[np.int64]:
    """Returns class numbers of label words; -1, 0, 1 and capitals are understood, anything else is refused."""
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
