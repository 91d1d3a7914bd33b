"""Word vectors taught by the encoder: a static table whose means come near the encoder's vectors of some posts.

Fitted to the posts of this very company, such a table finds subjects nearly as well as the encoder and reads thousands of
posts a second; fitted elsewhere it does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voxpop.analysis.text.word_vectors import Matrix, Terms, WordVectors

TAUGHT_BY = 3_000
"""Posts that the encoder reads, at most."""

LETTERS = 500_000
"""Letters that it reads, about: so that long posts do not take long."""

LEAST = 60
"""Of fewer posts nothing is learned."""

DIMENSIONS = 192
OWN = 0.7  # weight of the vectors learned from the posts alone beside the taught ones
BY_MEANING, BY_WORD = 0.01, 0.3  # ridge penalties: of the map from the words' own vectors, and of each word by itself


def encode(texts: Sequence[str]) -> NDArray[np.float64]:
    """The vectors of the encoder that comes with the package."""
    from voxpop.analysis.sentiment.encoder import MEANING, OpinionEncoder

    return OpinionEncoder.load(branch=MEANING).embed(texts)


def sample(texts: Sequence[str]) -> Sequence[str]:
    """As many of the first as the encoder should read."""
    number = int(np.searchsorted(np.cumsum([len(text) for text in texts[:TAUGHT_BY]]), LETTERS)) + 1
    return texts[: min(TAUGHT_BY, number)]


def teach(learned: WordVectors, posts: Terms, meaning: NDArray[np.floating]) -> None:
    """Move the vectors of the words, in place, so that posts lie as the encoder has them; it has read the first of them.

    Two steps of ridge regression: a map from the words' own vectors to the encoder's, which all words share, and what
    each word of the sample adds to it.
    """
    from scipy.linalg import solve  # for the first weeks only

    number = len(meaning)
    if number < LEAST or not len(learned.words_):
        return
    shares = learned.shares(posts)
    seen = shares[:number]
    wanted = meaning.astype(np.float64) - meaning.mean(axis=0, dtype=np.float64)
    own = learned.vectors_.astype(np.float64)
    means = seen @ own
    mapped = np.linalg.solve(means.T @ means + BY_MEANING * np.eye(means.shape[1]), means.T @ wanted)
    alike = (seen @ seen.T).toarray() + BY_WORD * np.eye(number)
    taught = own @ mapped + seen.T @ solve(alike, wanted - means @ mapped, assume_a="pos")
    both = np.hstack([taught / _size(seen @ taught), OWN * own / _size(means)])
    learned.vectors_ = _reduce(both, seen)
    learned.name = "taught-1"


def _size(rows: NDArray[np.float64]) -> float:
    """The usual length of a row."""
    return float(np.sqrt((rows**2).sum(axis=1).mean())) or 1.0


def _reduce(vectors: NDArray[np.float64], seen: sparse.csr_matrix) -> Matrix:
    """The same in fewer dimensions: those in which the posts differ most."""
    means = seen @ vectors
    _, directions = np.linalg.eigh(means.T @ means)
    chosen = directions[:, ::-1][:, :DIMENSIONS]
    chosen = chosen * np.where(chosen[np.abs(chosen).argmax(axis=0), np.arange(chosen.shape[1])] < 0, -1, 1)
    found: Matrix = (vectors @ chosen).astype(np.float32)
    return found
