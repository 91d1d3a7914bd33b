"""Shares corrected for the classifier's errors, from posts that people have labelled.

A classifier calls some negative posts neutral, at a rate that does not depend on how many there are. The mean of its
probabilities is then a known mixture of the true shares: mean = M x true, where column j of M is the mean probability
vector of posts whose true label is j. Labelled posts give M, and its inverse gives the true shares ('probabilistic
adjusted count': Bella, Ferri, Hernandez-Orallo and Ramirez-Quintana, 'Quantification via Probability Estimators', ICDM
2010; for hard labels Rogan and Gladen 1978, Forman 2008). How sure M is comes from Bayesian bootstraps of the labels
(Rubin 1981). It holds while posts of one tone look alike from week to week; the mix of tones may change freely.
Docs: docs/estimates.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TONES = ("negative", "neutral", "positive")
PROBABILITIES = [f"p_{tone}" for tone in TONES]
COUNTS = [f"n_{tone}" for tone in TONES]
NET = np.array([-1.0, 0.0, 1.0])  # what each tone adds to net sentiment
MILLIONTHS = 1e6  # the marts hold sums of probabilities as whole millionths
LEAST_LABELS = 100
LEAST_OF_A_TONE = 15
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Correction:
    """True shares = `matrix` @ mean probabilities; `draws` are other matrices that the labels allow as well."""

    matrix: Floats  # 3 x 3, order of TONES
    draws: Floats  # DRAWS x 3 x 3
    n_labels: int

    @classmethod
    def from_labels(cls, probabilities: Any, labels: Any, chosen: Any, seed: int = 2026) -> Correction | None:
        """Learns the classifier's errors from labelled posts.

        probabilities: (n_posts, 3), in the order of `TONES`. labels: n_posts words of `TONES`. chosen: n_posts numbers above
        0, how likely each post was to be drawn for labelling; their inverses are its weight. `seed` draws the bootstraps.
        Returns None with fewer than 100 labels, or fewer than 15 of any tone: nothing is corrected on a guess.
        """
        given = np.asarray(probabilities, float).reshape(-1, len(TONES))
        truth = np.array([[label == tone for tone in TONES] for label in labels], float).reshape(-1, len(TONES))
        if len(given) < LEAST_LABELS or truth.sum(axis=0).min() < LEAST_OF_A_TONE:
            return None
        weights = 1 / np.clip(np.asarray(chosen, float), 1e-9, None)
        resampled = np.random.default_rng(seed).exponential(size=(DRAWS, len(given)))
        matrices = np.stack([_mixture(given, truth, weights * draw) for draw in (np.ones(len(given)), *resampled)])
        inverses: Floats = np.linalg.pinv(matrices).astype(np.float64)
        return cls(inverses[0], inverses[1:], len(given))

    def correct_counts(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Returns the rows with corrected counts of each tone in place of the counted labels.

        rows: with `p_negative`, `p_neutral`, `p_positive`, sums of probabilities in millionths. The counts of one row may lie
        below zero or above its posts; their sums over many rows are right on average.
        """
        shares = rows[PROBABILITIES].to_numpy(float) / MILLIONTHS
        return rows.assign(**dict(zip(COUNTS, (shares @ self.matrix.T).T, strict=True)))

    def variance(self, means: Floats, worth: Floats = NET) -> Floats:
        """The variance that the labels leave in a figure.

        means: (n_figures, 3), mean probabilities or differences of them. worth: (3,), what each tone adds to the figure.
        Returns (n_figures,): the variance over the bootstraps of the labels.
        """
        figures = means @ np.einsum("j,djk->dk", worth, self.draws).T
        found: Floats = figures.var(axis=1)
        return found


def _mixture(given: Floats, truth: Floats, weights: Floats) -> Floats:
    """Column j: the weighted mean probabilities of posts whose true tone is j."""
    mass = truth * weights[:, None]
    found: Floats = given.T @ (mass / mass.sum(axis=0))
    return found
