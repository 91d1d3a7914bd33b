"""Posts as vectors for themes: word vectors, taught by the encoder; of a few thousand posts the encoder's own beside them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix, WordVectors, unit
from voxpop.analysis.themes.groups import gather
from voxpop.analysis.themes.kept.meanings import DIMENSIONS, Meanings
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.taught import TAUGHT_BY, encode, sample, teach

WORDS, TAUGHT, ENCODER, AUTO = EMBEDDINGS = ("words", "taught", "encoder", "auto")

FEW = 12_000
LETTERS = 1_500_000
"""With the embedding 'auto' the encoder reads every post up to this number of posts and of letters."""

OWN = 0.7  # weight of the word vectors beside the encoder's
KEPT = 20_000  # posts whose reading is kept for the next time


@dataclass
class PostVectors:
    """What was learned to make vectors of posts.

    Measured on labelled posts (docs/themes.md): the encoder's vectors beside word vectors find classes best, at two
    thousand posts a second; a taught table comes near at fifty thousand.
    """

    words: WordVectors
    middle: NDArray[np.float32] | None = None  # the encoder's mean vector; None: it reads no post
    every: bool = False  # whether the encoder reads every post; else the word vectors are taught by it
    meanings: Meanings = field(default_factory=Meanings)  # what it read closely

    @classmethod
    def learn(cls, read: ThemePosts, embedding: str, random_state: int) -> Self:
        """From distinct posts, of which a sample comes first."""
        reads_all = embedding == ENCODER or (embedding == AUTO and len(read) <= FEW)
        number = 0 if embedding == WORDS else len(read) if reads_all else TAUGHT_BY
        texts: Sequence[str] = [read.words(i) for i in range(min(len(read), number))]
        every = embedding == ENCODER or (reads_all and sum(map(len, texts)) <= LETTERS)
        texts = texts if every else sample(texts)
        with ThreadPoolExecutor(1) as pool:  # the encoder reads while words are counted
            reading = pool.submit(_encode, texts)
            found = cls(WordVectors(random_state=random_state).fit(read.stems))
            meaning = reading.result()
        if len(texts):
            found.middle, found.every = meaning.mean(axis=0), every
            found.meanings.remember((text, _READ[text]) for text in texts if text in _READ and not every)
        if every and len(texts):
            found.words.name = "encoder-1"
        else:
            teach(found.words, read.stems, gather(unit(meaning - meaning.mean(axis=0))) if len(meaning) else meaning)
        return found

    @property
    def name(self) -> str:
        """How posts become vectors: 'words-1', 'taught-1' or 'encoder-1'."""
        return self.words.name

    @property
    def dimensions(self) -> int:
        """Numbers of a vector."""
        return int(self.words.vectors_.shape[1]) + (len(self.middle) if self.every and self.middle is not None else 0)

    def extend_with(self, read: ThemePosts) -> Self:
        """A copy that knows the words of these posts too; what was known stays where it is."""
        words = deepcopy(self.words)
        words.extend(read.stems)
        return type(self)(words, self.middle, self.every, self.meanings)

    def transform(self, read: ThemePosts) -> Matrix:
        """One vector of length 1 for each post; zeros where there is nothing to read."""
        return self._both(read) if self.every else self.words.transform(read.stems)

    def closely(self, read: ThemePosts) -> Matrix:
        """The same by the encoder, where there is one: for a few thousand posts beside one another."""
        if self.middle is None or self.every:
            return self.transform(read)
        words = [read.words(i) for i in range(len(read))]
        return self._beside(self.meanings.read(words, read.rows.tolist()), read)

    def _both(self, read: ThemePosts) -> Matrix:
        return self._beside(_encode([read.words(i) for i in range(len(read))]), read)

    def _beside(self, meaning: Matrix, read: ThemePosts) -> Matrix:
        """The encoder's vectors and, of less weight, the word vectors side by side."""
        meaning = meaning - (0 if self.middle is None else self.middle)
        found = unit(np.hstack([unit(meaning), OWN * self.words.transform(read.stems)]))
        found[[not stems for stems in read.stems]] = 0
        return found

    def to_state(self) -> dict[str, NDArray[np.generic]]:
        """Everything learned, as plain arrays; no post is in it."""
        read = {} if self.middle is None else {"middle": self.middle, "every": np.array(self.every)}
        return self.words.to_state() | read

    @classmethod
    def from_state(cls, state: dict[str, NDArray[np.generic]], random_state: int) -> Self:
        """What was saved."""
        words = WordVectors.from_state(state, random_state)
        return cls(words, state["middle"].astype(np.float32), bool(state["every"])) if "middle" in state else cls(words)


_READ: dict[str, NDArray[np.float64]] = {}  # what the encoder has read in this process, so that it reads a post once


def _encode(texts: Sequence[str]) -> Matrix:
    """The encoder's vectors; each text is read on its own, so that no other moves it."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    fresh = [text for text in dict.fromkeys(texts) if text not in _READ]
    if fresh:
        _READ.update(zip(fresh, encode(fresh), strict=True))
    for text in dict.fromkeys(texts):
        _READ[text] = _READ.pop(text)
    found = np.stack([_READ[text] for text in texts]).astype(np.float32)
    for text in list(_READ)[: max(0, len(_READ) - KEPT)]:  # those asked for longest ago
        del _READ[text]
    return found
