"""What the encoder read in posts, kept so that it reads each wording once: whole numbers of two bytes, the oldest dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes.taught import encode

KEPT = 20_000
"""Readings that are kept; those asked for longest ago go first."""

SCALE = 32_000
"""Numbers of a vector of length 1 are kept as whole ones, times this. With one byte each, times 400, another theme was born than
with the encoder's own numbers in 3,000 mixed posts; with two none was.
"""

DIMENSIONS = 384
Whole = NDArray[np.int16]


class Meanings:
    """Readings by a hash of the words that were read; `noted` says which of them which post was read by."""

    def __init__(self, kept: Iterable[tuple[int, bytes]] = ()) -> None:
        self._kept: dict[int, Whole] = {key: np.frombuffer(vector, dtype=np.int16) for key, vector in kept}
        self.noted: dict[int, int] = {}
        self.n_read = 0

    def read(self, texts: Sequence[str], rows: Sequence[int]) -> Matrix:
        """(n_texts, 384): the encoder's vectors, rounded; each text is read on its own, so that no other moves it.

        `rows` are the places of the posts in the table that they came from, which `noted` remembers.
        """
        keys = [_key(text) for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept}
        if fresh:
            self.n_read += len(fresh)
            self._kept.update(zip(fresh, _round(encode(list(fresh.values()))), strict=True))
        for key in dict.fromkeys(keys):
            self._kept[key] = self._kept.pop(key)
        self.noted.update(zip(rows, keys, strict=True))
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, key in enumerate(keys):
            found[place] = self._kept[key]
        for key in list(self._kept)[: max(0, len(self._kept) - KEPT)]:
            del self._kept[key]
        return found / np.float32(SCALE)

    def remember(self, readings: Iterable[tuple[str, NDArray[np.float64]]]) -> None:
        """Keep what the encoder said of texts elsewhere, so that it reads none of them again here."""
        self._kept.update((_key(text), _round(vector)) for text, vector in readings)

    def vector(self, key: int) -> bytes | None:
        """The bytes of one reading; None: it was dropped."""
        found = self._kept.get(key)
        return None if found is None else found.tobytes()


@cache
def version() -> str:
    """Which encoder read, and how it is rounded: readings of another version are of no use."""
    from voxpop.analysis.sentiment.encoder import FACTS
    from voxpop.analysis.sentiment.head import MODELS

    return f"{json.loads((MODELS / FACTS).read_text(encoding='utf-8'))['version']}/{SCALE}"


def _round(vectors: NDArray[np.float64]) -> Whole:
    rounded: Whole = np.round(vectors * SCALE).astype(np.int16)
    return rounded


def _key(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
