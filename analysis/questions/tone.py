"""Tone and wishes of a post as numbers for a question: what the encoder's vectors hold little of, the fast models know."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEIGHT: Final = 0.5
"""Length of a tone beside that of the encoder's vector, which is 1."""


def read_tones(texts: Sequence[str]) -> Floats:
    """Shares of the tones and the probability of each intent, a row a text, less one half; zeros where nothing reads it."""
    found = list(_reader().read(pa.array(texts, pa.string())))
    rows = np.vstack([np.hstack([one.sentiment, one.intents]) for one in found])[: len(texts)]
    rows[~np.concatenate([one.scorable for one in found])[: len(texts)]] = np.nan
    tones: Floats = np.nan_to_num(rows - 0.5, nan=0.0) * WEIGHT
    return tones


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader.load("fast")
