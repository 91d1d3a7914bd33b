"""What is asked, what people said of posts, and what was answered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

YES, NO, UNSURE, UNREAD = ANSWERS = ("yes", "no", "unsure", "unread")
"""Answers: `unsure` lies too near the cut-off to be told, `unread` is a language that the encoder does not read."""

LEAST: Final = 5
"""A question with fewer positive posts, examples and labels together, is not answered."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post of which people said whether the answer is yes; `stands_for` counts the posts that it was drawn from."""

    text: str
    yes: bool
    stands_for: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question that every post is asked, with all that is known of its answers."""

    id: str
    name: str
    means: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    labelled: tuple[Labelled, ...] = ()

    @property
    def yes(self) -> tuple[str, ...]:
        """Texts of which the answer is yes: the examples first, then the labelled posts."""
        return (*self.examples, *(one.text for one in self.labelled if one.yes))

    @property
    def no(self) -> tuple[str, ...]:
        """Texts of which the answer is no: the counter-examples first, then the labelled posts."""
        return (*self.counter_examples, *(one.text for one in self.labelled if not one.yes))

    @property
    def can_be_learned(self) -> bool:
        """Whether there are enough positive texts."""
        return len(self.yes) >= LEAST

    def digest(self) -> str:
        """What changes when anything is said of the question that its answers rest on; its name is not."""
        said = [(one.text, one.yes) for one in self.labelled]
        told = json.dumps([self.id, self.examples, self.counter_examples, said])
        return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: a row a post, a column a question."""

    questions: tuple[str, ...]
    probability: NDArray[np.float32]  # of yes; not a number where the post was not read
    answer: NDArray[np.int8]  # place in `ANSWERS`
    above: NDArray[np.bool_]  # whether it lies above the cut-off: yes, or unsure but nearer to yes

    def words(self, column: int) -> list[str]:
        """The answers to one question as words."""
        return [ANSWERS[place] for place in self.answer[:, column].tolist()]
