"""Sentiment of posts, offline: probabilities of negative, neutral and positive for every post, or why it has none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.sentiment.reading import Reader, Reading

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


class Scorer:
    """Scores posts with a shipped model; the same text has the same scores in any batch, order and thread."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @classmethod
    def load(cls, tier: str = "auto", folder: Path = MODELS) -> Scorer:
        """Returns the scorer of a tier ('fast', 'best', or 'auto' between them) from the files of the package."""
        return cls(Reader.load(tier, folder))

    @property
    def version(self) -> str:
        """Changes when any weight or rule of the model does."""
        return self.reader.version

    def score(self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None) -> pa.Table:
        """Returns `SCHEMA`, one row a text in the same order; `lang` is what the source said of the language, if it did."""
        return pa.concat_tables([scores_of(found) for found in self.reader.read(texts, lang)])


def scores_of(found: Reading) -> pa.Table:
    """Returns a reading as `SCHEMA`."""
    unscored = ~found.scorable
    labels = np.array(LABELS)[found.sentiment.argmax(axis=1)]
    return pa.table(
        [
            *(pa.array(found.sentiment[:, k].astype(np.float32), mask=unscored) for k in range(len(LABELS))),
            pa.array(labels, pa.string(), mask=unscored),
            pa.array(found.sentiment.max(axis=1).astype(np.float32), mask=unscored),
            pa.array(found.mixed, mask=unscored),
            pa.array(found.languages, pa.string()),
            pa.array(found.scorable),
            pa.array(found.versions, pa.string()),
        ],
        schema=SCHEMA,
    )
