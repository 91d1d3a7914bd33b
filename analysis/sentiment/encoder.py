"""The encoder of the tiers `best` and `auto`: a small transformer in int8, one post a run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.wordpiece import WordPiece
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEM, OPINION, MEANING = (f"encoder.{part}.onnx" for part in ("stem", "opinion", "meaning"))
PIECES, FACTS = "encoder.vocabulary.txt", "encoder.json"
MASK = "/Mul_output_0"
"""What the stem gives beside its states: where there is nothing to read."""

ASKED_FOR = [LEARNED.index(name) for name in ("feature_request", "question")]
"""Intents that the encoder knows much better than `fast`."""

AT_ONCE = 64
"""Posts that a thread takes at a time."""

Given = TypeVar("Given")
Found = TypeVar("Found")


class OpinionEncoder:
    """Sentiment, intents and embeddings of texts.

    The int8 model finds the range of its numbers in each run, so what shared a run would move a score: every post has a
    run of its own, and several threads do several posts.
    """

    def __init__(self, sessions: dict[str, Any], cutter: WordPiece, facts: dict[str, Any]) -> None:
        self.sessions = sessions
        self.cutter = cutter
        self.version = str(facts["version"])
        self.heat = float(facts["heat"])  # the logits are divided by it
        self.weight = float(facts["weight"])  # of the encoder beside the fast model
        self.blend_heat = float(facts["blend_heat"])
        self.asked_below: dict[str, float] = {"best": 2.0, "auto": float(facts["asked_below"])}
        self.unsure = float(facts["unsure"])  # `auto` asks where an intent of `ASKED_FOR` is so near to a half

    def choose_posts(self, tier: str, sentiment: Floats, intents: Floats) -> NDArray[np.bool_]:
        """Returns of which posts the encoder is asked: where `fast` is unsure of the tone, of a question or of a wish."""
        near = np.abs(intents[:, ASKED_FOR] - 0.5).min(axis=1) < self.unsure
        return np.asarray((sentiment.max(axis=1) < self.asked_below[tier]) | near)

    @classmethod
    def load(cls, folder: Path = MODELS, branch: str = OPINION) -> OpinionEncoder:
        """Returns the encoder with one of its branches: `OPINION` for `read`, `MEANING` for `embed`."""
        for name in (STEM, branch, PIECES, FACTS):
            if not (folder / name).is_file():
                raise UsageError(f"{folder / name}: no such model. Reinstall the package, or use the tier 'fast'.")
        sessions = {name: _session(folder / name, _state_of(folder / name)) for name in (STEM, branch)}
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        return cls(sessions, _cutter(folder / PIECES, _state_of(folder / PIECES)), facts)

    def read(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Returns the shares of the sentiments and the probability of each intent, a row a text."""
        sentiment, intent = self._run(texts, OPINION)
        shares: Floats = np.exp((sentiment - sentiment.max(axis=1, keepdims=True)) / self.heat)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares, 1.0 / (1.0 + np.exp(-np.clip(intent, -50, 50)))

    def embed(self, texts: Sequence[str]) -> Floats:
        """Returns a vector of length 1 a text, near where the meaning is."""
        return self._run(texts, MEANING)[0]

    def blend(self, fast: Floats, own: Floats) -> Floats:
        """Returns the shares that both models together find."""
        mean = (1 - self.weight) * fast + self.weight * own
        shares: Floats = np.maximum(mean, 1e-9) ** (1 / self.blend_heat)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def _run(self, texts: Sequence[str], branch: str) -> list[Floats]:
        """Returns the outputs of a branch, a row a text. Texts of the same pieces have one run."""
        place: dict[tuple[int, ...], int] = {}
        rows = [place.setdefault(tuple(self.cutter.encode(text)), len(place)) for text in texts]
        return [found[rows] for found in self._run_each(list(place), branch)]

    def _run_each(self, posts: Sequence[Sequence[int]], branch: str) -> list[Floats]:
        """Returns the outputs of a branch, a row a post given as the ids of its pieces."""
        stem, upper = self.sessions[STEM], self.sessions[branch]
        names = [given.name for given in upper.get_inputs()]

        def one(post: Sequence[int]) -> list[Any]:
            ids, seen = self.cutter.batch([post])
            states, mask = stem.run(None, {"ids": ids, "seen": seen})
            values = {name: seen if name == "seen" else mask if name == MASK else states for name in names}
            return [out[0] for out in upper.run(None, values)]

        rows = self.run_each(posts, one)
        sizes = [output.shape[-1] for output in upper.get_outputs()]
        return [
            np.array([row[k] for row in rows], dtype=np.float64).reshape(len(posts), size)
            for k, size in enumerate(sizes)
        ]

    def run_each(self, given: Sequence[Given], run: Callable[[Given], Found]) -> list[Found]:
        """Returns what `run` finds for each of some posts, in their order; several threads share many."""
        starts = range(0, len(given), AT_ONCE)

        def some(start: int) -> list[Found]:
            return [run(one) for one in given[start : start + AT_ONCE]]

        if len(starts) > 1:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                return [found for part in pool.map(some, starts) for found in part]
        return [found for start in starts for found in some(start)]


def _state_of(path: Path) -> tuple[int, int]:
    """What changes when a file is written anew: a model that was trained again is read again."""
    told = path.stat()
    return told.st_mtime_ns, told.st_size


@lru_cache(maxsize=6)
def _session(path: Path, state: tuple[int, int]) -> Any:
    """A part of the model, opened once in this process; threads may share it."""
    del state
    return open_session(path)


def open_session(path: Path) -> Any:
    """Returns a part of the model, opened; it uses one thread a run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def _cutter(path: Path, state: tuple[int, int]) -> WordPiece:
    """The vocabulary, read once in this process."""
    del state
    return WordPiece.read(path)
