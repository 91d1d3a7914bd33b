"""What the encoder would read in a post, told from its words: thousands of posts a second where it reads hundreds.

Taught on some posts of the same installation (ridge regression of the encoder's vectors on hashed words, pairs and parts of words).
Taught elsewhere such a map does not hold; so it is learned with the questions, and the encoder reads the posts that are near a cut-off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import scipy.sparse as sp

from voxpop.analysis.text.word_vectors import unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BITS: Final = 18
"""Words and pairs share 2 to this power columns, parts of words have as many again."""

LETTERS: Final = 2_000
"""Letters of a post that are looked at."""

RIDGE: Final = 0.3
SEEN_IN: Final = 2
"""A word counts that stands in at least this many of the posts that were learned from."""

KEPT: Final = 20_000
"""The most words, pairs and parts that are kept: those that stand in most posts."""

AT_ONCE: Final = 5_000
_LINK: Final = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordMap:
    """The weights of the words that are known: `columns` (sorted), how rare each is, and the vector that it adds."""

    columns: NDArray[np.int64]
    rarity: NDArray[np.float32]
    vectors: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str], meaning: Floats) -> tuple[WordMap, Floats]:
        """Returns the map, and for each text the unit vector that it gives when that text is left out of the learning.

        meaning: (n_texts, n_dimensions), what the encoder read. Left out in closed form: with the inverse G of the kernel matrix
        and dual weights a, the residual of text i is a_i / G_ii.
        """
        counts = count_words(texts)
        columns, place = np.unique(counts.indices, return_inverse=True)
        n_posts = np.bincount(place)
        kept = n_posts >= SEEN_IN
        columns = columns[kept].astype(np.int64)
        rarity = (np.log((1 + len(texts)) / (1 + n_posts[kept])) + 1).astype(np.float32)
        bare = cls(columns, rarity, np.zeros((len(columns), 0), dtype=np.float32))
        design = bare.weigh(counts)
        inverse = np.linalg.inv((design @ design.T).toarray() + RIDGE * np.eye(len(texts)))
        dual = inverse @ meaning
        held_out = meaning - dual / np.diag(inverse)[:, None]
        vectors = np.asarray(design.T @ dual, dtype=np.float32)
        return cls(columns, rarity, vectors), unit(held_out).astype(np.float64)

    def transform(self, texts: Sequence[str]) -> Floats:
        """A vector of length 1 a text; zeros where no word is known."""
        found = np.zeros((len(texts), self.vectors.shape[1]))
        for start in range(0, len(texts), AT_ONCE):
            found[start : start + AT_ONCE] = unit(
                self.weigh(count_words(texts[start : start + AT_ONCE])) @ self.vectors
            )
        return found

    def packed(self) -> WordMap:
        """The same as it is when it was saved and read again: the most frequent words, a byte a number."""
        kept = np.sort(np.argsort(self.rarity, kind="stable")[:KEPT])
        vectors, scale = _pack(self.vectors[kept])
        return WordMap(self.columns[kept], self.rarity[kept], vectors * scale[:, None])

    def to_state(self) -> dict[str, NDArray[np.generic]]:
        """As plain arrays."""
        vectors, scale = _pack(self.vectors)
        return {"columns": self.columns, "rarity": self.rarity, "vectors": vectors, "scale": scale}

    @classmethod
    def from_state(cls, state: Mapping[str, NDArray[np.generic]]) -> WordMap:
        """As it was saved."""
        vectors = state["vectors"].astype(np.float32) * state["scale"].astype(np.float32)[:, None]
        return cls(state["columns"].astype(np.int64), state["rarity"].astype(np.float32), vectors)

    def weigh(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """The known words of each post, rare ones weighing more, rows of length 1."""
        if not len(self.columns):
            return sp.csr_matrix((counts.shape[0], 0), dtype=np.float32)
        place = np.minimum(np.searchsorted(self.columns, counts.indices), len(self.columns) - 1)
        known = self.columns[place] == counts.indices
        ends = np.append(0, np.cumsum(known))[counts.indptr]
        values = counts.data[known] * self.rarity[place[known]]
        found = sp.csr_matrix((values, place[known], ends), shape=(counts.shape[0], len(self.columns)))
        length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        return sp.csr_matrix(sp.diags(np.divide(1.0, length, out=np.zeros(len(length)), where=length > 0)) @ found)


def _pack(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers of a byte, and what each row is multiplied with."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0), 1e-9).astype(np.float32) / np.float32(127)
    return np.rint(vectors / scale[:, None]).astype(np.int8), scale


def count_words(texts: Sequence[str]) -> sp.csr_matrix:
    """Hashed words, pairs and parts of words of three and four letters, as logarithms of their counts; a row a text."""
    plain = [_LINK.sub(" ", text[:LETTERS]).casefold() for text in texts]
    if not plain:
        return sp.csr_matrix((0, 2 ** (BITS + 1)), dtype=np.float32)
    found = sp.hstack([counter.transform(plain) for counter in _counters()], format="csr", dtype=np.float32)
    found.data = np.log1p(found.data)
    return found


def _counters() -> list[Any]:
    from sklearn.feature_extraction.text import HashingVectorizer

    shared = {"n_features": 2**BITS, "alternate_sign": False, "norm": None, "lowercase": False, "dtype": np.float32}
    return [
        HashingVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", **shared),  # noqa: S106  no password
        HashingVectorizer(analyzer="char_wb", ngram_range=(3, 4), **shared),
    ]
