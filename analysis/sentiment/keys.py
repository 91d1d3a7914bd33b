"""Words and their parts as hashed keys, and the table that finds a key among the known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SHORTEST, LONGEST = 2, 5
"""Lengths of the parts of words."""

_SPACE: Final = 32
_INDEX_BITS: Final = 18


def parts_of(spelled: list[str]) -> tuple[Ints, NDArray[np.uint32]]:
    """Returns the hashed parts of words, spaces at both ends, each with the place of its word."""
    text = np.frombuffer((" " + " ".join(spelled) + " ").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    space = text == _SPACE
    word = np.cumsum(space) - 1
    hashed = text.astype(np.uint64)
    blank_inside = np.zeros(len(text), dtype=bool)
    owners, keys = [], []
    for length in range(2, LONGEST + 1):
        hashed = hashed[:-1] * np.uint64(0x100000001B3) + text[length - 1 :]
        if length > SHORTEST:
            blank_inside = blank_inside[:-1] | space[length - 2 : len(space) - 1]
        else:
            blank_inside = space[:-1] & space[1:]
        good = ~blank_inside
        owners.append(word[: len(hashed)][good])
        keys.append(mix_bits(hashed[good] ^ np.uint64(length)))
    return np.concatenate(owners), np.concatenate(keys)


class KeyIndex:
    """Finds hashed keys among sorted ones: a table of their first bits, then a few steps."""

    def __init__(self, keys: NDArray[np.uint32]) -> None:
        self.keys = keys
        first = keys >> np.uint32(32 - _INDEX_BITS)
        count = np.bincount(first, minlength=1 << _INDEX_BITS)
        self._start = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int32)
        self._steps = int(count.max(initial=0))
        self._padded = np.concatenate([keys, np.full(self._steps, keys[-1] if len(keys) else 0, dtype=np.uint32)])

    def find(self, keys: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.bool_]]:
        """Returns the place of each key, and whether it is there at all."""
        place = self._start[keys >> np.uint32(32 - _INDEX_BITS)].astype(np.int64)
        found = np.zeros(len(keys), dtype=bool)
        at = place.copy()
        for step in range(self._steps):
            hit = self._padded[place + step] == keys
            at[hit] = place[hit] + step
            found |= hit
        return np.minimum(at, len(self.keys) - 1), found


def mix_bits(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Returns 32 well mixed bits of each key."""
    return ((keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)).astype(np.uint32)
