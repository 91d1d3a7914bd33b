"""Sentiment of posts, offline: probabilities of negative, neutral and positive for every post, or why it has none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from analysis import language
from analysis.evaluate import LABELS
from analysis.features import Features, Vocabulary
from analysis.text import strings, tokenise
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODELS = Path(__file__).parent / "models"
CHUNK: Final = 8192
"""Posts scored at once; memory does not grow with the input, and no score depends on it."""

TIERS: Final = {"auto": "fast", "fast": "fast"}
"""Names of tiers and the model that answers to them."""

MIXED_AT: Final = 1.5
"""Praise and complaint in one post, each at least this strong on the lexicon's scale, make it mixed."""

SCHEMA: Final = pa.schema(
    [
        *((name, pa.float32()) for name in LABELS),
        ("label", pa.string()),
        ("confidence", pa.float32()),
        ("mixed", pa.bool_()),
        ("lang", pa.string()),
        ("scored", pa.bool_()),
        ("model_version", pa.string()),
    ]
)
"""Columns of scores; the first six are null where a post is not scored."""


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of one linear model over `Features`: columns are its classes."""

    sparse: Floats
    dense: Floats
    intercept: Floats

    def logits(self, features: Features) -> Floats:
        """Give one row of logits per post; each depends on that post's tokens alone."""
        n_posts, n_words = len(features.dense), features.words
        weighted = n_words.values[:, None] * self.sparse[n_words.columns]
        words = _sums(n_words.rows, weighted, n_posts) / _norm(n_words.rows, n_words.values, n_posts)
        parts = features.parts
        by_surface = _sums(parts.rows, parts.values[:, None] * self.sparse[parts.columns], features.n_surfaces)
        square = np.bincount(parts.rows, parts.values**2, features.n_surfaces)
        size = np.sqrt(np.bincount(features.token_rows, square[features.token_surfaces], n_posts))
        spelled = _sums(features.token_rows, by_surface[features.token_surfaces], n_posts)
        spelled = spelled / np.maximum(size, 1e-9)[:, None]
        # einsum adds in one order whatever the batch; a BLAS product does not
        dense = np.einsum("ij,jk->ik", features.dense, self.dense, optimize=False)
        return np.asarray(words + spelled + dense + self.intercept)


def _sums(rows: NDArray[np.int64], values: Floats, n_rows: int) -> Floats:
    return np.stack([np.bincount(rows, values[:, k], n_rows) for k in range(values.shape[1])], axis=1)


def _norm(rows: NDArray[np.int64], values: Floats, n_rows: int) -> Floats:
    return np.maximum(np.sqrt(np.bincount(rows, values**2, n_rows)), 1e-9)[:, None]


class Scorer:
    """Scores posts with a shipped model; the same text has the same scores in any batch, order and thread."""

    def __init__(self, vocabulary: Vocabulary, head: Head, version: str, tier: str = "fast") -> None:
        self.vocabulary = vocabulary
        self.head = head
        self.version = version
        self.tier = tier

    @classmethod
    def load(cls, tier: str = "auto", folder: Path = MODELS) -> Scorer:
        """Give the scorer of a tier from the files that come with the package."""
        if tier not in TIERS:
            raise UsageError(f"No tier '{tier}'. There are: {', '.join(TIERS)}.")
        stored = folder / f"{TIERS[tier]}.npz"
        if not stored.is_file():
            raise UsageError(f"{stored}: no such model. Reinstall the package, or train it with 'voxpop train'.")
        with np.load(stored, allow_pickle=False) as held:
            facts = json.loads(held["facts"].tobytes())
            return cls(load_vocabulary(held), load_head(held, "sentiment"), facts["version"], TIERS[tier])

    def score(self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None) -> pa.Table:
        """Give `SCHEMA`, one row a text in the same order; `lang` is what the source said of the language, if it did."""
        given: list[str | None] = [None] * len(texts) if lang is None else strings(lang)
        parts = [
            self._score(strings(texts.slice(start, CHUNK)), given[start : start + CHUNK])
            for start in range(0, len(texts), CHUNK)
        ]
        return pa.concat_tables(parts) if parts else SCHEMA.empty_table()

    def _score(self, texts: list[str | None], given: list[str | None]) -> pa.Table:
        tokens = tokenise(texts)
        features = self.vocabulary.read(tokens)
        found = language.identify(tokens, features.known, features.polar, given)
        logits = self.head.logits(features)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        best = shares.argmax(axis=1)
        unscored = ~found.scorable
        mixed = (features.high >= MIXED_AT) & (features.low >= MIXED_AT)
        labels = pa.array(np.array(LABELS)[best], pa.string(), mask=unscored)
        return pa.table(
            [
                *(pa.array(shares[:, k].astype(np.float32), mask=unscored) for k in range(len(LABELS))),
                labels,
                pa.array(shares.max(axis=1).astype(np.float32), mask=unscored),
                pa.array(mixed, mask=unscored),
                pa.array(found.names, pa.string()),
                pa.array(~unscored),
                pa.array([self.version] * len(texts), pa.string()),
            ],
            schema=SCHEMA,
        )


def load_vocabulary(held: np.lib.npyio.NpzFile) -> Vocabulary:
    """Give the vocabulary of a model file."""
    words = held["words"].tobytes().decode().split("\n")
    return Vocabulary(words, held["pairs"], held["parts"], held["rarity"].astype(float))


def load_head(held: np.lib.npyio.NpzFile, name: str) -> Head:
    """Give one head of a model file."""
    return Head(
        sparse=held[f"{name}_sparse"].astype(np.float64),
        dense=held[f"{name}_dense"].astype(np.float64),
        intercept=held[f"{name}_intercept"].astype(np.float64),
    )
