"""Questions that ask the same, as groups: precision before recall. Pure.

A question joins a group only if it is like every member of it: leader clustering (Hartigan 1975, Clustering Algorithms, chapter 3) under the
criterion of complete linkage (Sørensen 1948). Questions come in the order in which they were asked and none moves later, so a group keeps its
members, a week's new questions are compared with the known ones and nothing is computed again, and splitting the same questions over several
runs gives the same groups. Likeness is the cosine of the encoder's vectors of the bare sentences, less half of what all questions share;
sentences with opposite words, or of which one says that something is broken and the other not, are never one question.
Measured by `benchmarks/knowledge.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.knowledge.asking import bare_question, marks_of, may_be_same

LIKENESS = 0.78
"""Mean likeness to a group's members from which a question joins it."""

LEAST = 0.74
"""The least likeness to any one member."""

SCALE = 500
"""Numbers of a vector of length 1 are kept as whole ones of a byte, times this."""

AT_ONCE = 512
"""New questions that are compared with all others at a time."""

Vectors = NDArray[np.float64]
Encode = Callable[[Sequence[str]], Vectors]

_USUAL = """how do i change the address of a contact | where can i find the log file | is it possible to hide a field for some users |
does the plugin work with shared mailboxes | why was my payment declined | how long does the transfer take | can i get a refund for my order |
which port do i need for the connection | what does this error mean | how can i export all records | the app crashes when i open it |
i cannot log in with my account | when will the new version come out | how do i reset my password | is there a limit for attachments |
what is the difference between the two plans | how to sort a list by date | the page does not load since the update |
how do i cancel my booking | do you ship to other countries | why is the search so slow | can two people edit the same page |
how do i install it on a server | what should i check before the upgrade | my card has not arrived | who can see my profile"""


def vectors(questions: Sequence[str], encode: Encode) -> NDArray[np.int8]:
    """One row a question, of length 1 times `SCALE`; what is the same without versions is read once."""
    if not questions:
        return np.zeros((0, 0), dtype=np.int8)
    bare = [bare_question(one) for one in questions]
    different = sorted(set(bare))
    read = encode(different) - 0.5 * _usual(encode)
    whole = np.clip(np.round(read * (SCALE / np.maximum(np.linalg.norm(read, axis=1, keepdims=True), 1e-9))), -127, 127)
    place = {one: number for number, one in enumerate(different)}
    return np.asarray(whole.astype(np.int8)[[place[one] for one in bare]])


@cache
def _usual(encode: Encode) -> Vectors:
    """What all questions share, from made-up ones."""
    return np.asarray(encode([" ".join(one.split()) for one in re.split(r"\|", _USUAL)]).mean(axis=0))


class Grouping:
    """Groups that grow: `join` adds questions, in the order in which they were asked."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._members: list[list[int]] = []
        self._group: list[int] = []
        self._marks: list[frozenset[str]] = []
        self._points: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def know(self, questions: Sequence[str], found: NDArray[np.int8], names: Sequence[str]) -> None:
        """Take over questions whose groups are known."""
        numbers = {name: number for number, name in enumerate(self.names)}
        self._add_points(found)
        for question, name in zip(questions, names, strict=True):
            if name not in numbers:
                numbers[name] = len(self.names)
                self.names.append(name)
                self._members.append([])
            self._place(numbers[name], marks_of(question))

    def join(self, questions: Sequence[str], found: NDArray[np.int8], names: Sequence[str]) -> list[str]:
        """The group of each new question: one that it is like, or a new one of the given name."""
        said = []
        for start in range(0, len(questions), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            before = len(self._group)
            self._add_points(found[part])
            alike = self._points[before:] @ self._points.T
            for row, (question, name) in enumerate(zip(questions[part], names[part], strict=True)):
                marks = marks_of(question)
                number = self._nearest(alike[row, : before + row], marks)
                if number is None:
                    number = len(self.names)
                    self.names.append(name)
                    self._members.append([])
                self._place(number, marks)
                said.append(self.names[number])
        return said

    def _nearest(self, alike: NDArray[np.float32], marks: frozenset[str]) -> int | None:
        near = np.flatnonzero(alike >= LIKENESS)
        best: tuple[float, int] | None = None
        for number in sorted({self._group[place] for place in near.tolist()}):
            members = self._members[number]
            to_members = alike[members]
            mean = float(to_members.mean())
            if mean < LIKENESS or float(to_members.min()) < LEAST or (best is not None and mean <= best[0]):
                continue
            if all(may_be_same(marks, self._marks[place]) for place in members):
                best = (mean, number)
        return best[1] if best else None

    def _place(self, number: int, marks: frozenset[str]) -> None:
        self._members[number].append(len(self._group))
        self._group.append(number)
        self._marks.append(marks)

    def _add_points(self, found: NDArray[np.int8]) -> None:
        if not len(found):
            return
        points = found.astype(np.float32)
        points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
        self._points = np.vstack([self._points, points]) if self._points.size else points


def typical(found: NDArray[np.int8], most: int = 5) -> int:
    """The row nearest to the mean of the first few: what names a group stays the same however many ask later."""
    rows = found[:most].astype(np.float64)
    return int(np.argmax(np.round(rows @ rows.mean(axis=0), 3)))
