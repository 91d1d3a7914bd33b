"""Text as the numbers that the encoder reads: lower case, accents off, words cut into known pieces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, mask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST = 96
"""Pieces of a post that are read, with the two marks at the ends; of a longer one the first two thirds and the end."""

_STAND_INS = {URL: "http", USER: "@ user", CODE: "[ code ]", NUMBER: "number"}
_STAND_IN = re.compile("|".join(_STAND_INS))
_PICTURE = re.compile("[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]")
_WORD = re.compile(r"\w+|[^\w\s]")
_WIDE = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff])")
_TALLEST = 100  # letters of a word; the encoder was trained to see longer ones as unknown


class WordPiece:
    """Cuts text by a vocabulary, one piece a line; the line's number is the piece's id."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._id = {piece: place for place, piece in enumerate(self.pieces)}
        self.pad, self.unknown = self._id["[PAD]"], self._id["[UNK]"]
        self.begin, self.end = self._id["[CLS]"], self._id["[SEP]"]
        self._cut = lru_cache(maxsize=100_000)(self._pieces_of)

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """Returns the cutter of a vocabulary file."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def encode(self, text: str, longest: int = LONGEST) -> list[int]:
        """Returns the ids of a post, marks at both ends."""
        ids = self.cut(text)
        room = longest - 2
        if len(ids) > room:
            head = room * 2 // 3
            ids = ids[:head] + ids[head - room :]
        return [self.begin, *ids, self.end]

    def cut(self, text: str) -> list[int]:
        """Returns the ids of a piece of text whole, without marks at the ends."""
        return [place for word in _WORD.findall(plain(text)) for place in self._cut(word)]

    def batch(self, rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Returns ids and mask of several posts, padded to the longest."""
        width = max(len(row) for row in rows)
        ids = np.full((len(rows), width), self.pad, dtype=np.int64)
        seen = np.zeros((len(rows), width), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            seen[place, : len(row)] = 1
        return ids, seen

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        if len(word) > _TALLEST:
            return (self.unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if (place := self._id.get(piece)) is not None:
                    found.append(place)
                    break
                end -= 1
            else:
                return (self.unknown,)
            start = end
        return tuple(found)


def plain(text: str) -> str:
    """Returns the author's words in lower case without accents; emoji become their names."""
    text = _STAND_IN.sub(lambda match: _STAND_INS[match.group()], mask(text))
    text = _PICTURE.sub(lambda match: f" {unicodedata.name(match.group(), '').replace('-', ' ')} ", text)
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
        text = _WIDE.sub(r" \1 ", text)
    return text.lower()
