"""What a post wants: bug report, feature request, question, praise, complaint; several may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from analysis import language
from analysis.features import Vocabulary
from analysis.sentiment import CHUNK, MODELS, Head, load_head, load_vocabulary
from analysis.text import strings, tokenise
from voxpop.errors import UsageError

INTENTS: Final = ("bug_report", "feature_request", "question", "praise", "complaint")
"""What a post may want, in the order of the columns; several may hold."""

HOLDS_AT: Final = 0.5
"""Probability from which an intent counts as held."""

SCHEMA: Final = pa.schema(
    [
        *((name, pa.float32()) for name in INTENTS),
        ("intents", pa.list_(pa.string())),
        ("scored", pa.bool_()),
        ("model_version", pa.string()),
    ]
)
"""Columns of intents; all but the last two are null where a post is not scored."""


class IntentScorer:
    """Gives each post the probability of every intent, the same in any batch, order and thread."""

    def __init__(self, vocabulary: Vocabulary, head: Head, version: str) -> None:
        self.vocabulary = vocabulary
        self.head = head
        self.version = version

    @classmethod
    def load(cls, folder: Path = MODELS) -> IntentScorer:
        """Give the scorer from the files that come with the package."""
        stored = folder / "fast.npz"
        if not stored.is_file():
            raise UsageError(f"{stored}: no such model. Reinstall the package, or train it with 'voxpop train'.")
        with np.load(stored, allow_pickle=False) as held:
            facts = json.loads(held["facts"].tobytes())
            return cls(load_vocabulary(held), load_head(held, "intent"), facts["version"])

    def score(self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None) -> pa.Table:
        """Give `SCHEMA`, one row a text in the same order."""
        given: list[str | None] = [None] * len(texts) if lang is None else strings(lang)
        parts = [
            self._score(strings(texts.slice(start, CHUNK)), given[start : start + CHUNK])
            for start in range(0, len(texts), CHUNK)
        ]
        return pa.concat_tables(parts) if parts else SCHEMA.empty_table()

    def _score(self, texts: list[str | None], given: list[str | None]) -> pa.Table:
        tokens = tokenise(texts)
        features = self.vocabulary.read(tokens)
        scored = language.identify(tokens, features.known, features.polar, given).scorable
        shares = 1.0 / (1.0 + np.exp(-np.clip(self.head.logits(features), -50, 50)))
        held = shares >= HOLDS_AT
        names = [
            [INTENTS[place] for place in np.flatnonzero(row)] if good else None
            for row, good in zip(held, scored, strict=True)
        ]
        return pa.table(
            [
                *(pa.array(shares[:, place].astype(np.float32), mask=~scored) for place in range(len(INTENTS))),
                pa.array(names, pa.list_(pa.string())),
                pa.array(scored),
                pa.array([self.version] * len(texts), pa.string()),
            ],
            schema=SCHEMA,
        )
