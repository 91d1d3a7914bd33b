"""The head of one question: ridge regression on vectors, and what it says of each text that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PENALTY: Final = 0.1
CONSTANT: Final = 0.5
BEHIND: Final = 10.0
"""Weight of all posts of the background together, beside that of all positive texts."""

BEHIND_JUDGED: Final = 1.0
"""The same where at least `JUDGED` negative texts say what is not meant: then the background, which nobody judged, may err."""

JUDGED: Final = 10


@dataclass(frozen=True, slots=True)
class Head:
    """Weights over the vector and a constant. `seen` and `held_out` are its scores of the texts that it learned from: positive
    texts, negative ones, background; `held_out` says what it would be without the text itself.
    """

    weights: Floats
    seen: Floats
    held_out: Floats

    def score(self, vectors: Floats) -> Floats:
        """About 1 for what is like the positive texts, about 0 for the rest."""
        found: Floats = vectors @ self.weights[:-1] + CONSTANT * self.weights[-1]
        return found


def fit_head(yes: Floats, no: Floats, background: Floats) -> Head:
    """Weighted ridge regression of 1 for positive and 0 for all other texts.

    Minimises  sum_i w_i (t_i - x_i b)^2 + PENALTY |b|^2, with w = 1 for texts that somebody judged and all of the background
    together `BEHIND` times (`BEHIND_JUDGED` times) the positive ones. The background is of posts that nobody judged, of which few are positive (Elkan and
    Noto 2008). Held-out scores in closed form from the diagonal of the hat matrix.
    """
    rows = np.vstack([yes, no, background])
    design = np.hstack([rows, np.full((len(rows), 1), CONSTANT)])
    target = np.zeros(len(rows))
    target[: len(yes)] = 1
    weight = np.ones(len(rows))
    behind = BEHIND if len(no) < JUDGED else BEHIND_JUDGED
    weight[len(yes) + len(no) :] = behind * len(yes) / max(len(background), 1)
    weighted = design * weight[:, None]
    inverse = np.linalg.inv(weighted.T @ design + PENALTY * np.eye(design.shape[1]))
    weights = inverse @ (weighted.T @ target)
    leverage = ((design @ inverse) * weighted).sum(axis=1)
    seen = design @ weights
    return Head(weights, seen, (seen - leverage * target) / np.maximum(1 - leverage, 1e-6))
