"""What a post wants: to report, request, ask, praise, complain, leave, help or sell; several may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.few import FEW, LEARNED
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.reading import Reader, Reading

INTENTS: Final = (*LEARNED, *FEW)
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
"""Columns of intents; all but the last two are null where a post is not scored, some where word lists read it."""


class IntentScorer:
    """Gives each post the probability of every intent, the same in any batch, order and thread."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @classmethod
    def load(cls, tier: str = "auto", folder: Path = MODELS) -> IntentScorer:
        """Returns the scorer of a tier from the files that come with the package."""
        return cls(Reader.load(tier, folder))

    def score(self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None) -> pa.Table:
        """Returns `SCHEMA`, one row a text in the same order."""
        return pa.concat_tables([intents_of(found) for found in self.reader.read(texts, lang)])


def intents_of(found: Reading) -> pa.Table:
    """Returns a reading as `SCHEMA`; word lists read only the intents that corpora teach."""
    unread = ~found.scorable[:, None] | np.isnan(found.intents)
    names = [
        [INTENTS[place] for place in np.flatnonzero(row)] if good else None
        for row, good in zip(found.intents >= HOLDS_AT, found.scorable, strict=True)
    ]
    return pa.table(
        [
            *(pa.array(found.intents[:, k].astype(np.float32), mask=unread[:, k]) for k in range(len(INTENTS))),
            pa.array(names, pa.list_(pa.string())),
            pa.array(found.scorable),
            pa.array(found.versions, pa.string()),
        ],
        schema=SCHEMA,
    )
