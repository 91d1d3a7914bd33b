"""Which of the languages that are read a post is in, by its words and their parts: a second opinion where function words do not tell."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.head import MODELS, sums_in_order
from voxpop.analysis.sentiment.keys import KeyIndex
from voxpop.analysis.sentiment.languages.keys import hashed
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Floats = NDArray[np.float64]

STORED: Final = "told.npz"


class Told:
    """Shares of languages; what a word says is the sum of what its parts say, and words add up."""

    def __init__(self, keys: NDArray[np.uint32], weights: Floats, constants: Floats) -> None:
        self.keys = KeyIndex(keys)
        self.weights = weights  # (keys, languages)
        self.constants = constants
        self.version = blake2b(keys.tobytes() + weights.tobytes() + constants.tobytes(), digest_size=3).hexdigest()

    @classmethod
    def load(cls, folder: Path = MODELS) -> Told:
        """Returns what comes with the package."""
        path = next((at / STORED for at in (folder, MODELS) if (at / STORED).is_file()), None)
        if path is None:
            raise UsageError(f"{MODELS / STORED}: no such model. Reinstall the package.")
        with np.load(path, allow_pickle=False) as held:
            return cls(held["keys"], held["weights"] * held["steps"], held["constants"])

    def shares(self, tokens: Tokens) -> Floats:
        """Returns the share of each of `voxpop.analysis.text.second_opinion.TOLD`, a row a post; rows add to 1."""
        found = hashed(tokens, pairs=False)
        at, known = self.keys.find(found.parts)
        size = 1.0 / np.sqrt(np.maximum(np.bincount(found.owners, minlength=len(tokens.surfaces)), 1))
        values = size[found.owners[known]]
        spelled = sums_in_order(found.owners[known], at[known], values, self.weights, len(tokens.surfaces))
        codes = tokens.codes.astype(np.int64)
        logits = sums_in_order(tokens.rows, codes, np.ones(len(codes)), spelled, len(tokens.lengths)) + self.constants
        shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return shares
