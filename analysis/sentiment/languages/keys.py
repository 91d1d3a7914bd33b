"""Posts of any language as hashed words, pairs of words and parts of words, and those of them that a model knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from voxpop.analysis.sentiment.features import LONGEST_WORD, Counts, Features
from voxpop.analysis.sentiment.keys import KeyIndex, mix_bits, parts_of
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, normal_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint32]

_NO_PARTS: Final = frozenset({URL, USER, CODE, NUMBER})
_ODD: Final = np.uint64(0x100000001B3)


@dataclass(frozen=True, slots=True)
class Hashed:
    """What stands in posts: a word or a pair of words by post, and the parts of each distinct spelling."""

    rows: Ints
    words: Keys
    owners: Ints  # spelling of a part
    parts: Keys


def hashed(tokens: Tokens, *, pairs: bool = True) -> Hashed:
    """Returns the keys of posts; words first, then pairs, each in the order of the post; without `pairs` parts alone."""
    spelled = [_plain(surface) for surface in tokens.surfaces]
    letters = ["" if word in _NO_PARTS or not word[0].isalpha() else word[:LONGEST_WORD] for word in spelled]
    owners, parts = parts_of(letters)
    if not pairs:
        return Hashed(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32), owners, parts)
    number = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in spelled], dtype=np.uint64)
    rows = tokens.rows
    word = number[tokens.codes] if len(number) else np.zeros(0, dtype=np.uint64)
    beside = rows[1:] == rows[:-1]
    pair = word[:-1] * _ODD + word[1:] + np.uint64(1)
    keys = np.concatenate([mix_bits(word), mix_bits(pair[beside])])
    return Hashed(np.concatenate([rows, rows[1:][beside]]), keys, owners, parts)


def _plain(surface: str) -> str:
    """The normalised word; of a run of marks the first two."""
    return surface[:2] if surface[0] in "!?." else normal_word(surface)[0]


class Known:
    """The keys that a model knows, sorted, words and pairs before parts, and how rare each is."""

    def __init__(self, words: Keys, parts: Keys, weights: Floats) -> None:
        self.words = words
        self.parts = parts
        self.weights = weights

    @cached_property
    def _word_index(self) -> KeyIndex:
        return KeyIndex(self.words)

    @cached_property
    def _part_index(self) -> KeyIndex:
        return KeyIndex(self.parts)

    def read(self, tokens: Tokens, dense: Floats) -> Features:
        """Returns posts as `voxpop.analysis.sentiment.head.Head` weighs them, with what a word list sees in them (`dense`)."""
        found = hashed(tokens)
        at, known = self._word_index.find(found.words)
        words = Counts(found.rows[known], at[known], self.weights[at[known]])
        at, known = self._part_index.find(found.parts)
        columns = len(self.words) + at[known]
        parts = Counts(found.owners[known], columns, self.weights[columns])
        nothing = np.zeros(len(tokens.lengths), dtype=np.int64)
        return Features(
            words=words,
            parts=parts,
            token_rows=tokens.rows,
            token_surfaces=tokens.codes.astype(np.int64),
            n_surfaces=len(tokens.surfaces),
            dense=dense,
            known=nothing,
            polar=nothing,
            high=nothing.astype(float),
            low=nothing.astype(float),
        )
