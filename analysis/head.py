"""The linear models of `fast`: weights over what `features` sees, and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.features import Features, Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODELS = Path(__file__).parent / "models"
"""Where the models that come with the package lie."""


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of one linear model over `Features`: columns are its classes."""

    sparse: Floats
    dense: Floats
    intercept: Floats

    def logits(self, features: Features) -> Floats:
        """Give one row of logits per post; each depends on that post's tokens alone."""
        n_posts, n_words = len(features.dense), features.words
        weighted = n_words.values[:, None] * self.sparse[n_words.columns]
        words = _sums(n_words.rows, weighted, n_posts) / _norm(n_words.rows, n_words.values, n_posts)
        parts = features.parts
        by_surface = _sums(parts.rows, parts.values[:, None] * self.sparse[parts.columns], features.n_surfaces)
        square = np.bincount(parts.rows, parts.values**2, features.n_surfaces)
        size = np.sqrt(np.bincount(features.token_rows, square[features.token_surfaces], n_posts))
        spelled = _sums(features.token_rows, by_surface[features.token_surfaces], n_posts)
        spelled = spelled / np.maximum(size, 1e-9)[:, None]
        # einsum adds in one order whatever the batch; a BLAS product does not
        dense = np.einsum("ij,jk->ik", features.dense, self.dense, optimize=False)
        return np.asarray(words + spelled + dense + self.intercept)


def _sums(rows: NDArray[np.int64], values: Floats, n_rows: int) -> Floats:
    return np.stack([np.bincount(rows, values[:, k], n_rows) for k in range(values.shape[1])], axis=1)


def _norm(rows: NDArray[np.int64], values: Floats, n_rows: int) -> Floats:
    return np.maximum(np.sqrt(np.bincount(rows, values**2, n_rows)), 1e-9)[:, None]


def load_vocabulary(held: np.lib.npyio.NpzFile) -> Vocabulary:
    """Give the vocabulary of a model file."""
    words = held["words"].tobytes().decode().split("\n")
    return Vocabulary(words, held["pairs"], held["parts"], held["rarity"].astype(float))


def load_head(held: np.lib.npyio.NpzFile, name: str) -> Head:
    """Give one head of a model file."""
    return Head(
        sparse=held[f"{name}_sparse"].astype(np.float64),
        dense=held[f"{name}_dense"].astype(np.float64),
        intercept=held[f"{name}_intercept"].astype(np.float64),
    )
