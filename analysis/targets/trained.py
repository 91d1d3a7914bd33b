"""The trained model of sentiment towards names: three layers on the encoder's stem, one run for all names of a post.

The tone of a name is read from the beginning of the post, its mean, and the mean over the name's pieces. Like the encoder the model
is in int8 and finds the range of its numbers in each run, so a window has a run of its own. What is quantised does not depend on how
many names are asked for: a name's tone is the same whatever other names stand beside it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.analysis.sentiment.encoder import STEM, OpinionEncoder
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.targets.windows import Window, make_windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOWARDS: Final = "encoder.towards.onnx"
"""The branch of the encoder that reads names."""

FACTS: Final = "targets.json"
"""Its version, what is added to its classes, and what it was judged by."""

STATES: Final = "states"
"""What the branch calls the states of the stem; beside them it takes `mask`, `seen` and `spans`."""


class TargetModel:
    """Tells the tone towards each name of a post: negative, neutral or positive."""

    def __init__(self, encoder: OpinionEncoder, facts: Mapping[str, Any]) -> None:
        self.encoder = encoder
        self.version = str(facts["version"])
        self.start = np.array(facts["start"], dtype=np.float64)  # added to the logits of the classes

    @classmethod
    def load(cls, folder: Path = MODELS) -> TargetModel | None:
        """Returns the model of a folder; None where the folder has none, as one that somebody trained without it."""
        if not (folder / TOWARDS).is_file() or not (folder / FACTS).is_file():
            return None
        return _load(folder, (folder / TOWARDS).stat().st_mtime_ns)

    def read(self, marked: Sequence[str], called: Sequence[Mapping[int, str]]) -> list[dict[int, Floats]]:
        """Returns the shares of the three classes for each name of each post; a name that stands in no window has none.

        marked: posts with their names as single characters. called: what is read in the place of each name.
        """
        cutter = self.encoder.cutter
        windows = [make_windows(cutter, text, words) for text, words in zip(marked, called, strict=True)]
        flat = [window for post in windows for window in post]
        told = iter(self.encoder.run_each(flat, self._run))
        return [self._shares([(window, next(told)) for window in post]) for post in windows]

    def _run(self, window: Window) -> Floats:
        """Returns the logits of a window, a row a name."""
        ids, seen = self.encoder.cutter.batch([window.ids])
        states, mask = self.encoder.sessions[STEM].run(None, {"ids": ids, "seen": seen})
        given = {STATES: states, "mask": mask, "seen": seen.astype(np.float32), "spans": window.weights()[None]}
        found: Floats = self.encoder.sessions[TOWARDS].run(None, given)[0][0].astype(np.float64)
        return found

    def _shares(self, told: Sequence[tuple[Window, Floats]]) -> dict[int, Floats]:
        """Returns the shares by name, the mean over its windows."""
        logits: dict[int, list[Floats]] = {}
        for window, rows in told:
            for place, row in zip(window.spans, rows, strict=True):
                logits.setdefault(place, []).append(row)
        found = {}
        for place, each in logits.items():
            powers = np.exp(np.mean(each, axis=0) + self.start)
            found[place] = powers / powers.sum()
        return found


@lru_cache(maxsize=2)
def _load(folder: Path, state: int) -> TargetModel:
    """The model of a folder, opened once in this process."""
    del state
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return TargetModel(OpinionEncoder.load(folder, TOWARDS), facts)
