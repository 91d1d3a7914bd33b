"""Posts as the branch that reads names is trained on them: states of the stem, rounds over the sets, and batches."""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from voxpop.analysis.sentiment.encoder import FACTS as ENCODER_FACTS
from voxpop.analysis.sentiment.encoder import OPINION, STEM, OpinionEncoder, open_session
from voxpop.analysis.targets.trained import TOWARDS
from voxpop.analysis.targets.windows import make_windows
from voxpop.analysis.training.encoder_model import WIDTH
from voxpop.analysis.training.targets import posts as labelled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.training.targets.posts import Told

BATCH: Final = 32
"""Posts a step."""

LAST: Final[Mapping[str, int]] = {"named tweets": 0, "pairs": 300, "restaurants": 1500, "laptops": 500}
"""Posts of a domain in the last round, where not all: enough of those that the trial has seen that they are not forgotten."""

TWICE: Final = frozenset({"ours"})
"""Domains whose posts the last round has both as they are and with their names hidden or swapped."""

POOL: Final = 40
"""Batches that are filled from one sorted run of posts, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Row:
    """A post as it is trained on: states of the stem, where its names stand, and their classes."""

    domain: str
    states: NDArray[np.float16]
    spans: NDArray[np.float32]
    labels: list[int]


class Stem:
    """Gives the states of posts; each wording is run once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.encoder = OpinionEncoder.load(folder, OPINION)
        self._held: dict[tuple[int, ...], NDArray[np.float16]] = {}

    def with_branch(self, path: Path) -> OpinionEncoder:
        """Returns the encoder with a branch that was just trained."""
        sessions = {STEM: self.encoder.sessions[STEM], TOWARDS: open_session(path)}
        facts = json.loads((self.folder / ENCODER_FACTS).read_text(encoding="utf-8"))
        return OpinionEncoder(sessions, self.encoder.cutter, facts)

    def read(self, post: Told) -> Row | None:
        """Returns what is trained on; None where no name stands in what is read."""
        windows = make_windows(self.encoder.cutter, post.marked, post.called)[:1]
        if not windows:
            return None
        window = windows[0]
        key = tuple(window.ids)
        if key not in self._held:
            ids, seen = self.encoder.cutter.batch([window.ids])
            self._held[key] = self.encoder.sessions[STEM].run(None, {"ids": ids, "seen": seen})[0][0].astype(np.float16)
        return Row(post.domain, self._held[key], window.weights(), [post.labels[place] for place in window.spans])


def two_rounds(stem: Stem, posts: Sequence[Told], seed: int) -> list[list[Row]]:
    """Returns two rounds over the posts to train on: each post once as it is and once with its names hidden or swapped."""
    dice = np.random.default_rng(seed)
    trained = [post for post in posts if post.part != labelled.JUDGED]
    both = [(stem.read(plain), stem.read(varied)) for plain, varied in labelled.vary(trained, seed)]
    known = [(plain, varied) for plain, varied in both if plain is not None and varied is not None]
    turned = (dice.random(len(known)) < 0.5).astype(int)
    return [[pair[turn ^ n] for pair, turn in zip(known, turned.tolist(), strict=True)] for n in range(2)]


def last_round(stem: Stem, posts: Sequence[Told], seed: int) -> list[Row]:
    """Returns the round that the shipped model has last: our own posts both ways, the others one way each."""
    dice = np.random.default_rng(seed)
    trained = [post for post in posts if post.part != labelled.JUDGED]
    seen: dict[str, int] = {}
    found = []
    for both in labelled.vary(trained, seed):
        domain = both[0].domain
        seen[domain] = seen.get(domain, 0) + 1
        if seen[domain] <= LAST.get(domain, len(trained)):
            ways = both if domain in TWICE else [both[0] if dice.random() < 0.5 else both[1]]
            found += [row for post in ways if (row := stem.read(post)) is not None]
    return found


def fresh_round(stem: Stem, data: Path, seed: int) -> list[Row]:
    """Returns a round of the fresh model: our own posts both ways, the others one way each, with pairs and tweets drawn by the seed."""
    dice = np.random.default_rng(seed)
    trained = [post for post in labelled.gather(data, None, seed) if post.part != labelled.JUDGED]
    found = []
    for both in labelled.vary(trained, seed):
        ways = both if both[0].domain in TWICE else [both[int(dice.random() < 0.5)]]
        found += [row for post in ways if (row := stem.read(post)) is not None]
    return found


def batches(rows: Sequence[Row], dice: np.random.Generator) -> list[list[Row]]:
    """Returns the posts in batches of like length, shuffled."""
    order = dice.permutation(len(rows))
    found = []
    for start in range(0, len(order), BATCH * POOL):
        pool = sorted(order[start : start + BATCH * POOL], key=lambda place: len(rows[place].states))
        found += [[rows[place] for place in pool[at : at + BATCH]] for at in range(0, len(pool), BATCH)]
    return [found[place] for place in dice.permutation(len(found))]


def tensors(rows: Sequence[Row]) -> tuple[torch.Tensor, ...]:
    """Returns states, mask, seen, spans and labels of a batch, padded; a name that is only padding has the class 0 and no span."""
    width, names = max(len(row.states) for row in rows), max(len(row.labels) for row in rows)
    states = np.zeros((len(rows), width, WIDTH), dtype=np.float32)
    seen = np.zeros((len(rows), width), dtype=np.float32)
    spans = np.zeros((len(rows), names, width), dtype=np.float32)
    labels = np.zeros((len(rows), names), dtype=np.int64)
    for place, row in enumerate(rows):
        length = len(row.states)
        states[place, :length], seen[place, :length] = row.states, 1
        spans[place, : len(row.labels), :length], labels[place, : len(row.labels)] = row.spans, row.labels
    found = [torch.from_numpy(one) for one in (states, seen, spans, labels)]
    return found[0], (1 - found[1][:, None, None, :]) * -1e4, *found[1:]
