"""One question as it was learned: its head, its cut-off, and how words alone tell what the head would say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.analysis.questions.cut import LABELS, Cut, cut_by_examples, cut_by_labels
from voxpop.analysis.questions.head import CONSTANT, fit_head
from voxpop.analysis.questions.question import NO, UNSURE, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.questions.question import Question

    Floats = NDArray[np.float64]

EXAMPLES: Final = 10.0
"""Weight of all positive texts beside the background's 100, where it is learned how words tell what the encoder finds."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one question and the background as vectors: of the encoder, and by their words, each held out."""

    meaning: Floats
    by_words: Floats
    n_yes: int
    n_no: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What answers one question. A post's score is that of its words (`shift + scale * head`), with the encoder's in equal parts
    where that read it.
    """

    id: str
    weights: Floats
    shift: float
    scale: float
    doubt: float  # how far the score by words is from the encoder's, a standard deviation
    cut: Cut

    def score_words(self, by_words: Floats) -> Floats:
        """The score by words alone, on the encoder's scale."""
        found: Floats = self.shift + self.scale * self._head(by_words)
        return found

    def score(self, by_words: Floats, meaning: Floats) -> Floats:
        """The score where both have read."""
        found: Floats = (self.score_words(by_words) + self._head(meaning)) / 2
        return found

    def distance(self, by_words: Floats) -> Floats:
        """How far the score by words is from the cut-off, in standard deviations of its doubt."""
        found: Floats = np.abs(self.score_words(by_words) - self.cut.value) / self.doubt
        return found

    def answer(self, scores: Floats) -> list[str]:
        """Yes, no or unsure."""
        low, high = self.cut.unsure
        return [UNSURE if low < one < high else YES if one >= high else NO for one in scores.tolist()]

    def _head(self, vectors: Floats) -> Floats:
        found: Floats = vectors @ self.weights[:-1] + CONSTANT * self.weights[-1]
        return found

    def to_state(self) -> dict[str, Any]:
        """As plain values; the weights are kept apart."""
        return {"id": self.id, "shift": self.shift, "scale": self.scale, "doubt": self.doubt, "cut": asdict(self.cut)}

    @classmethod
    def from_state(cls, state: dict[str, Any], weights: Floats) -> Learned:
        """As it was saved."""
        return cls(state["id"], weights, state["shift"], state["scale"], state["doubt"], Cut(**state["cut"]))


def learn(question: Question, texts: Texts, further: Floats) -> tuple[Learned, Floats]:
    """Returns what answers the question, and the held-out scores of its positive and negative texts.

    further: (n_posts, n_dimensions), posts by their words, to see how many score how much.
    """
    n_yes, n_judged = texts.n_yes, texts.n_yes + texts.n_no
    head = fit_head(texts.meaning[:n_yes], texts.meaning[n_yes:n_judged], texts.meaning[n_judged:])
    words = head.score(texts.by_words)
    words[:n_judged] -= (head.seen - head.held_out)[:n_judged]  # the head has seen the texts that the words stand for
    weight = np.ones(len(words))
    weight[:n_judged] = 0.1 * max(len(words) - n_judged, 1) / max(n_yes, 1)
    scale, shift = np.polyfit(words, head.held_out, 1, w=np.sqrt(weight))
    told = shift + scale * words
    doubt = float(np.sqrt((weight * (head.held_out - told) ** 2).sum() / weight.sum()))
    both = (told + head.held_out) / 2
    spread = _spread(shift + scale * head.score(further), told[n_judged:], both[n_judged:])
    n_examples = len(question.examples), len(question.counter_examples)
    judged = np.concatenate([both[n_examples[0] : n_yes], both[n_yes + n_examples[1] : n_judged]])
    said = np.array([one.yes for one in sorted(question.labelled, key=lambda one: not one.yes)], dtype=bool)
    if min(said.sum(), (~said).sum()) >= LABELS:
        stands = np.array([one.stands_for for one in sorted(question.labelled, key=lambda one: not one.yes)])
        cut = cut_by_labels(judged, said, stands)
    else:
        cut = cut_by_examples(both[:n_yes], spread)
    return Learned(question.id, head.weights, float(shift), float(scale), max(doubt, 1e-6), cut), judged


def _spread(told: Floats, seen: Floats, both: Floats) -> Floats:
    """Scores by words as they would spread had the encoder read the posts too: placed by rank among those that it read."""
    if not len(seen):
        return told
    top = seen.max()
    found: Floats = np.interp(told, np.sort(seen), np.sort(both))
    return np.where(told > top, told - top + both.max(), found)
