"""Words that mean the same, by the encoder that comes with the package: 'bag', 'baggage' and 'luggage'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.sentiment.encoder import PIECES
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.text.word_vectors import unit
from voxpop.analysis.themes.taught import DIMENSIONS, encode

NEAR = 0.6
"""Cosine from which on two words, each read by itself, mean the same."""

KEPT = 20_000
"""Words whose reading is kept for the next time."""

_READ: dict[str, NDArray[np.float32]] = {}


def alike(words: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each word (row) means the same as each other (column); every word means the same as itself."""
    fresh = [word for word in dict.fromkeys(words) if word not in _READ]
    if len(_READ) + len(fresh) > KEPT:
        _READ.clear()
        fresh = list(dict.fromkeys(words))
    if fresh:
        _READ.update(zip(fresh, encode(fresh).astype(np.float32), strict=True))
    vectors = unit(np.stack([_READ[word] for word in words])) if words else np.zeros((0, DIMENSIONS), np.float32)
    near: NDArray[np.bool_] = vectors @ vectors.T >= NEAR
    np.fill_diagonal(near, val=True)
    return near


def is_common(word: str) -> bool:
    """Whether the encoder knows the word as a whole: it is one of the thirty thousand most common."""
    return word.lower().replace("_", " ").split(" ")[0] in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset((MODELS / PIECES).read_text(encoding="utf-8").split())
