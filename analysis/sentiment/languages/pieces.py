"""Text of any language as the pieces that the encoder of languages reads: words cut where the cut is likeliest.

The pieces and how likely each is come from multilingual-e5-small (MIT), a unigram model (Kudo 2018) of which those of six
languages are kept. A piece never holds a space inside, so every word is cut by itself and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, mask

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Ids of the marks; they are the first four pieces."""

SPACE: Final = "\u2581"
"""Stands for the space before a word, as the pieces have it."""

LONGEST: Final = 72
"""Pieces of a post that are read, with the two marks at the ends; of a longer one the first two thirds and the end."""

_STAND_IN = re.compile(f"{URL}|{USER}|{CODE}|{NUMBER}")
_STAND_INS: Final = {URL: "http", USER: "@user", CODE: "[code]", NUMBER: "1"}
_TALLEST: Final = 200  # letters of a word that are cut
_UNLIKELY: Final = 10.0  # below the least likely piece: a letter that none has


class Unigram:
    """Cuts words into the likeliest pieces; the place of a piece is its id."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self.pieces = tuple(pieces)
        self._id = {piece: place for place, piece in enumerate(self.pieces) if place > UNKNOWN}
        self.scores = list(scores)
        self._widest = max(map(len, self._id), default=1)
        self._floor = min(self.scores[UNKNOWN + 1 :], default=0.0) - _UNLIKELY
        self._cut = lru_cache(maxsize=200_000)(self._pieces_of)

    def encode(self, text: str, longest: int = LONGEST) -> list[int]:
        """Returns the ids of a post, marks at both ends."""
        ids: list[int] = []
        for word in plain(text).split():
            ids.extend(self._cut(SPACE + word[:_TALLEST]))
        room = longest - 2
        if len(ids) > room:
            head = room * 2 // 3
            ids = ids[:head] + ids[head - room :]
        return [BEGIN, *ids, END]

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        """The cut of a word with the highest sum of log-likelihoods (Viterbi); letters that no piece has are one unknown."""
        best = [0.0] + [float("-inf")] * len(word)
        came = [(0, UNKNOWN)] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._widest), end):
                place = self._id.get(word[start:end])
                if place is None and start < end - 1:
                    continue
                value = best[start] + (self._floor if place is None else self.scores[place])
                if value > best[end]:
                    best[end], came[end] = value, (start, UNKNOWN if place is None else place)
        ids: list[int] = []
        end = len(word)
        while end:
            end, place = came[end]
            if not (place == UNKNOWN and ids and ids[-1] == UNKNOWN):
                ids.append(place)
        return tuple(reversed(ids))


def plain(text: str) -> str:
    """Returns the author's own words, links and mentions as the encoder learned them."""
    text = _STAND_IN.sub(lambda match: _STAND_INS[match.group()], mask(text))
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
