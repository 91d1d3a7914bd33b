"""The linear models of `fast`: weights over what `features` sees, and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from voxpop.analysis.sentiment.features import Features, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODELS = Path(__file__).parents[1] / "models"
"""Where the models that come with the package lie."""


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of one linear model over `Features`: columns are its classes."""

    sparse: Floats
    dense: Floats
    intercept: Floats

    @classmethod
    def beside(cls, heads: Sequence[Head]) -> Head:
        """Several models as one, their classes side by side: weights are looked up once for all."""
        sides = ([one.sparse for one in heads], [one.dense for one in heads], [one.intercept for one in heads])
        return cls(*(np.concatenate(side, axis=-1) for side in sides))

    def logits(self, features: Features) -> Floats:
        """Returns one row of logits per post; each depends on that post's tokens alone."""
        n_posts, n_words = len(features.dense), features.words
        words = sums_in_order(n_words.rows, n_words.columns, n_words.values, self.sparse, n_posts) / _norm(
            n_words.rows, n_words.values, n_posts
        )
        parts = features.parts
        by_surface = sums_in_order(parts.rows, parts.columns, parts.values, self.sparse, features.n_surfaces)
        square = np.bincount(parts.rows, parts.values**2, features.n_surfaces)
        size = np.sqrt(np.bincount(features.token_rows, square[features.token_surfaces], n_posts))
        once = np.ones(len(features.token_rows))
        spelled = sums_in_order(features.token_rows, features.token_surfaces, once, by_surface, n_posts)
        spelled = spelled / np.maximum(size, 1e-9)[:, None]
        # einsum adds in one order whatever the batch; a BLAS product does not
        dense = np.einsum("ij,jk->ik", features.dense, self.dense, optimize=False)
        return np.asarray(words + spelled + dense + self.intercept)


def sums_in_order(
    rows: NDArray[np.int64], columns: NDArray[np.int64], values: Floats, weights: Floats, n_rows: int
) -> Floats:
    """Returns the weights of each row's columns, times their values, added in the order given: whatever the batch, the same."""
    order = np.argsort(rows, kind="stable")
    ends = np.searchsorted(rows[order], np.arange(n_rows + 1))
    counts = csr_matrix((values[order], columns[order], ends), shape=(n_rows, len(weights)))
    return np.asarray(counts @ weights)


def _norm(rows: NDArray[np.int64], values: Floats, n_rows: int) -> Floats:
    return np.maximum(np.sqrt(np.bincount(rows, values**2, n_rows)), 1e-9)[:, None]


def load_vocabulary(held: np.lib.npyio.NpzFile) -> Vocabulary:
    """Returns the vocabulary of a model file."""
    words = held["words"].tobytes().decode().split("\n")
    return Vocabulary(words, held["pairs"], held["parts"], held["rarity"].astype(float))


def load_head(held: np.lib.npyio.NpzFile, name: str) -> Head:
    """Returns one head of a model file."""
    return Head(
        sparse=held[f"{name}_sparse"].astype(np.float64),
        dense=held[f"{name}_dense"].astype(np.float64),
        intercept=held[f"{name}_intercept"].astype(np.float64),
    )
