"""What the trained model reads of a post: its pieces, and where among them each name stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.wordpiece import LONGEST
from voxpop.analysis.text.names import places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.wordpiece import WordPiece

MOST: Final = 8
"""Windows of a long post that are read, in its order; a name that stands in none of them has no label of the model."""

_NAMES = re.compile("([\ue000-\uf8ff]+)")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a post with the marks at its ends; `spans` has where each name's pieces stand in it."""

    ids: list[int]
    spans: dict[int, list[tuple[int, int]]]

    def weights(self) -> NDArray[np.float32]:
        """Returns a row a name, in the order of `spans`: equal weights over the name's pieces that add to 1."""
        found = np.zeros((len(self.spans), len(self.ids)), dtype=np.float32)
        for row, stretches in zip(found, self.spans.values(), strict=True):
            for begin, end in stretches:
                row[begin:end] = 1
        found /= found.sum(axis=1, keepdims=True)
        return found


def make_windows(cutter: WordPiece, marked: str, called: Mapping[int, str]) -> list[Window]:
    """Returns the windows of a marked post that hold its names: one where it is short, else one round each name not yet seen.

    marked: names as single characters (`Names.mark`). called: what the model reads in the place of each; others are left out.
    Signs that stand side by side come from one term that several names share: its words are read once, for all of them.
    """
    ids: list[int] = []
    spans: list[tuple[int, int, int]] = []
    for part in _NAMES.split(marked):
        owners = [place for place in places(part) if place in called]
        if owners and (word := cutter.cut(called[owners[0]])):
            spans += [(place, len(ids), len(ids) + len(word)) for place in owners]
            ids += word
        elif not _NAMES.fullmatch(part):
            ids += cutter.cut(part)
    room = LONGEST - 2
    found: list[Window] = []
    end = 0
    for begin, after in _stretches(len(ids), spans, room):
        mine: dict[int, list[tuple[int, int]]] = {}
        for place, first, last in spans:
            if begin <= first and first >= end and first < after:
                mine.setdefault(place, []).append((1 + first - begin, 1 + min(last, after) - begin))
        found.append(Window([cutter.begin, *ids[begin:after], cutter.end], mine))
        end = after
    return found


def _stretches(length: int, spans: Sequence[tuple[int, int, int]], room: int) -> list[tuple[int, int]]:
    """Returns where the windows begin and end, so that each name stands in one with what surrounds it."""
    if not spans:
        return []
    if length <= room:
        return [(0, length)]
    found: list[tuple[int, int]] = []
    for _, first, _ in spans:
        if found and first < found[-1][1]:
            continue
        if len(found) == MOST:
            break
        begin = max(0, min(first - room // 2, length - room))
        found.append((begin, begin + room))
    return found
