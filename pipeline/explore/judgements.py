"""What people said of posts beside what the model says, as figures: how good the model is, and how far people agree."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from voxpop.analysis.estimates.agreement import agreement
from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.sentiment.evaluate import labels_of
from voxpop.analysis.sentiment.measures import LABELS, calibration_error, measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

AGREEMENT = ["who", "measure", "value", "low", "high", "n_posts", "same"]


def measure_model(labels: pd.DataFrame) -> pd.DataFrame:
    """The model's accuracy, macro-F1, macro recall and calibration error (ECE), each from 0 to 1, and the judgements behind.

    labels: columns `value`, and `negative`, `neutral`, `positive` with probabilities, as `Snapshot.labels` gives them.
    Returns one row a figure: `figure`, `value`, `n`. Without a judgement there is no row.

    >>> labels = pd.DataFrame({"value": ["positive", "negative"], "negative": [0.1, 0.3], "neutral": [0.1, 0.3]})
    >>> measure_model(labels.assign(positive=[0.8, 0.4])).set_index("figure").loc["accuracy", "value"].item()
    0.5
    """
    if labels.empty:
        return pd.DataFrame(columns=["figure", "value", "n"])
    truth, shares = labels_of(labels["value"].tolist(), "value"), _probabilities(labels)
    figures = measures(truth, shares.argmax(axis=1)) | {"calibration_error": calibration_error(truth, shares)}
    return pd.DataFrame(
        [(name, value, len(labels)) for name, value in figures.items()], columns=["figure", "value", "n"]
    )


def show_correction(labels: pd.DataFrame) -> pd.DataFrame:
    """The matrix that turns mean probabilities of the model into true shares: row a true tone, column a mean probability.

    labels: as for `measure_model`. No row where there are under 100 judgements or under 15 of a tone, for then reports are not
    corrected. Every judgement counts alike here; the reports weigh each post by how likely it was to be drawn for labelling.
    """
    columns = [f"mean_{tone}" for tone in TONES]
    fitted = (
        Correction.from_labels(_probabilities(labels), labels["value"], np.ones(len(labels))) if len(labels) else None
    )
    if fitted is None:
        return pd.DataFrame(columns=columns, index=pd.Index([], name="true"))
    return pd.DataFrame(fitted.matrix, index=pd.Index(TONES, name="true"), columns=columns)


def measure_agreement(labels: pd.DataFrame) -> pd.DataFrame:
    """How far people agree beyond chance: Cohen's kappa of every pair, Krippendorff's alpha of more than two, with 95 % intervals.

    labels: columns `source`, `post_id`, `labeler`, `value`. Returns one row a measure: `who`, `measure`, `value`, `low`, `high`
    (1: always alike, 0: as by chance), `n_posts` judged by at least two, `same`: share of equal pairs. No row for a single person.
    """
    keys = labels["source"] + "/" + labels["post_id"]
    judged = agreement(list(zip(keys, labels["labeler"], labels["value"], strict=True)))
    return pd.DataFrame([asdict(measured) for measured in judged], columns=AGREEMENT)


def _probabilities(labels: pd.DataFrame) -> NDArray[np.float64]:
    """(n_posts, 3), columns in the order of LABELS."""
    shares: NDArray[np.float64] = labels[list(LABELS)].to_numpy(float)
    return shares
