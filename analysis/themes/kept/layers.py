"""A theme model's state in layers: words only ever come to those known, so the state of a week is little beside that of the last.

A layer holds the words that were learned together, the first one also what was learned with them once. Each is named by a
hash of what it holds, so that states share layers and one that is stored need not be written again.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]

BY_WORD = ("embedder.words", "embedder.n_posts", "embedder.vectors")
"""Arrays with one row for each word."""

ENDS = "embedder.ends"
"""How many words there were after each time that words were learned."""

ONCE = ("past_centres", "past_spread", "past_counts")
"""Arrays that never change after the first time."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Arrays that several states share."""

    name: str
    arrays: Arrays

    @classmethod
    def of(cls, arrays: Arrays) -> Layer:
        """Named by what it holds."""
        found = hashlib.sha256()
        for name in sorted(arrays):
            array = np.ascontiguousarray(arrays[name])
            found.update(f"\0{name}\0{array.dtype}\0{array.shape}\0".encode())
            found.update(array.tobytes())
        return cls(found.hexdigest()[:32], arrays)

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return pack(self.arrays)


def split(arrays: Mapping[str, NDArray[np.generic]]) -> tuple[Arrays, list[Layer]]:
    """What is of this state alone, and its layers, in order."""
    own = {name: array for name, array in arrays.items() if name not in (*BY_WORD, *ONCE)}
    ends = np.asarray(arrays[ENDS]).tolist()
    layers = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        held: Arrays = {name: arrays[name][start:end] for name in BY_WORD}
        held["embedder.words"] = held["embedder.words"].astype(np.str_)  # no wider than its longest word
        layers.append(Layer.of(held if start else held | {name: arrays[name] for name in ONCE}))
    return own, layers


def join(own: Arrays, layers: Sequence[bytes]) -> Arrays:
    """The arrays of the whole state."""
    held = [unpack(layer) for layer in layers]
    words = {name: np.concatenate([one[name] for one in held]) for name in BY_WORD}
    return own | words | {name: held[0][name] for name in ONCE}


def pack(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Arrays as one compressed block."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def unpack(block: bytes) -> Arrays:
    """What was packed."""
    with np.load(io.BytesIO(block), allow_pickle=False) as saved:
        return {name: saved[name] for name in saved}
