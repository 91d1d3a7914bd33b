"""One language beside English: its small model, and the encoder where the extra is installed and the tier asks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.languages import small
from voxpop.analysis.sentiment.languages.encoder import FACTS, LanguageEncoder, installed
from voxpop.analysis.sentiment.words.by_words import Told, readers
from voxpop.analysis.text.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.languages.small import SmallModel
    from voxpop.analysis.text.tokens import Tokens


JUDGED: Final = "languages.json"
"""Beside the small models: their figures."""


class LanguageReader:
    """Reads posts in one language; `best` asks the encoder of every post, `auto` where the small model is unsure."""

    def __init__(self, language: str, model: SmallModel, encoder: LanguageEncoder | None, tier: str) -> None:
        self.language = language
        self.model = model
        self.encoder = encoder
        self.tier = tier

    @property
    def version(self) -> str:
        """Begins with 'words-' and the language; changes with all that reads it."""
        made = f"words-{self.language}-{self.model.version}"
        return f"{made}-{self.tier}-{self.encoder.version}" if self.encoder else made

    def shares(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Returns the shares of negative, neutral and positive, a row a text."""
        return self.read(tokenise(texts), texts).sentiment

    def read(self, tokens: Tokens, texts: Sequence[str]) -> Told:
        """Returns what is read of posts, a row each; `tokens` are those of the texts."""
        told = self.model.read(tokens)
        if self.encoder is not None:
            rows = self._asked(told.sentiment)
            if len(rows):
                found = self.encoder.read([texts[row] for row in rows])
                told.sentiment[rows] = self.encoder.blend(told.sentiment[rows], found)
        return told

    def _asked(self, shares: NDArray[np.float64]) -> NDArray[np.int64]:
        below = self.encoder.asked_below if self.encoder and self.tier == "auto" else 2.0
        return np.flatnonzero(shares.max(axis=1) < below)


def accuracies(tier: str) -> list[float]:
    """Returns how often a tier gave the label that people gave (0 to 1), of each language, on tweets kept for choosing."""
    at = None if tier == "fast" else installed()
    path = MODELS / JUDGED if at is None else at / FACTS
    held = json.loads(path.read_text(encoding="utf-8"))
    found = held["tweets"] if at is None else held["judged"][tier]["tweets"]
    return [entry["accuracy"] for entry in found.values()]


def languages(tier: str, folder: Path = MODELS, extra: Path | None = None) -> dict[str, LanguageReader]:
    """Returns the reader of each language that models learned; `extra`: where the encoder is, if not in its package."""
    at = None if tier == "fast" else extra or installed()
    encoder = None if at is None else LanguageEncoder(at)
    return {
        name: LanguageReader(name, model, encoder if encoder and name in encoder.languages else None, tier)
        for name, model in small.load(folder, readers(folder)).items()
    }
