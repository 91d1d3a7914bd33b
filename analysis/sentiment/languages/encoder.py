"""The encoder of languages, where the extra `[languages]` is installed: twelve layers in 8 bits, words in 4, one post a run."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.analysis.sentiment.languages.pieces import Unigram
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PACKAGE: Final = "voxpop_languages"
"""The package of the extra: it holds the files and nothing else."""

LAYERS, WORDS, FACTS = "layers.onnx", "words.npz", "facts.json"

AT_ONCE: Final = 32
"""Posts that a thread takes at a time."""


def installed() -> Path | None:
    """Returns the folder of the encoder's files; None where the extra is not installed."""
    found = find_spec(PACKAGE)
    return Path(found.origin).parent if found and found.origin else None


class LanguageEncoder:
    """Sentiment of posts in the languages that it learned; the same text gives the same shares in any batch.

    Its files are read with the first post: who has no post in these languages pays nothing.
    """

    def __init__(self, folder: Path) -> None:
        for name in (LAYERS, WORDS, FACTS):
            if not (folder / name).is_file():
                raise UsageError(f"{folder / name}: no such file. Reinstall the package voxpop-languages.")
        self.folder = folder
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        self.version = str(facts["version"])
        self.heat = float(facts["heat"])  # the logits are divided by it
        self.weight = float(facts["weight"])  # beside the small model
        self.asked_below = float(facts["asked_below"])  # `auto` asks where the small model is less sure
        self.languages = tuple(facts["languages"])

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self.folder / LAYERS), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _words(self) -> dict[str, Any]:
        with np.load(self.folder / WORDS, allow_pickle=False) as stored:
            return dict(stored)

    @cached_property
    def cutter(self) -> Unigram:
        """Returns what cuts words into the pieces that the encoder knows."""
        pieces = self._words["pieces"].tobytes().decode("utf-8").split("\n")
        return Unigram(pieces, self._words["scores"].astype(float).tolist())

    def read(self, texts: Sequence[str]) -> Floats:
        """Returns the shares of negative, neutral and positive, a row a text."""
        logits = self.logits(texts) / self.heat
        shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def blend(self, small: Floats, own: Floats) -> Floats:
        """Returns the shares that the small model and the encoder find together."""
        return (1 - self.weight) * small + self.weight * own

    def logits(self, texts: Sequence[str]) -> Floats:
        """Returns the logits, a row a text."""
        session, _ = self._session, self.cutter  # before there are threads

        def some(start: int) -> list[Any]:
            return [
                session.run(None, {"vectors": self._vectors(self.cutter.encode(text))})[0][0]
                for text in texts[start : start + AT_ONCE]
            ]

        starts = range(0, len(texts), AT_ONCE)
        if len(starts) > 1:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                rows = [row for part in pool.map(some, starts) for row in part]
        else:
            rows = [row for start in starts for row in some(start)]
        return np.array(rows, dtype=np.float64).reshape(len(texts), 3)

    def _vectors(self, ids: list[int]) -> NDArray[np.float32]:
        """The vectors of pieces and of their places: (1, pieces, width)."""
        held = self._words
        pairs, steps = held["table"][ids], held["steps"][ids].astype(np.float32)
        halves = pairs.reshape(*steps.shape, -1)
        numbers = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - 8
        vectors = (numbers * steps[:, :, None]).reshape(len(ids), -1) + held["places"][: len(ids)]
        return np.asarray(vectors[None], dtype=np.float32)
