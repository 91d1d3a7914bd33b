"""The parts of a post with their tone: which clauses praise and which complain, where one post does both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.text.clauses import clauses, sentences
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, mask, strings

if TYPE_CHECKING:
    from voxpop.analysis.sentiment.reading import Reader, Reading

BETWEEN = " / "
"""Stands between the clauses of one tone in a column of a file."""

_STAND_INS = re.compile(rf"\s*\b(?:{URL}|{USER}|{CODE}|{NUMBER})\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause as written, and its tone."""

    text: str
    label: str


def parts_of(texts: Sequence[str], languages: Sequence[str | None], reader: Reader) -> list[tuple[Part, ...]]:
    """The clauses of each text in order; each is read as being in the language of its text."""
    cut = [[part for one in sentences(mask(text)) for part in clauses(one)] for text in texts]
    flat = pa.array([clause for row in cut for clause in row], pa.string())
    lang = pa.array([name for row, name in zip(cut, languages, strict=True) for _ in row], pa.string())
    labels = [
        LABELS[found.sentiment[n].argmax()] if found.scorable[n] else LABELS[1]
        for found in reader.read(flat, lang)
        for n in range(len(found.scorable))
    ]
    told = iter(labels)
    return [tuple(Part(_STAND_INS.sub("", clause).strip(), next(told)) for clause in row) for row in cut]


def mixed_parts(texts: pa.Array | pa.ChunkedArray, found: Reading, reader: Reader) -> pa.Table:
    """Columns `positive_part` and `negative_part`: what mixed posts praise and what they complain of; null for all others."""
    mixed = pa.array(found.mixed & found.scorable)
    rows = pc.indices_nonzero(mixed).to_pylist()
    given = strings(texts)
    parts = parts_of([given[row] or "" for row in rows], [found.languages[row] for row in rows], reader)
    columns = {}
    for tone in (LABELS[2], LABELS[0]):
        said: list[str | None] = [None] * len(mixed)
        for row, one in zip(rows, parts, strict=True):
            said[row] = BETWEEN.join(part.text for part in one if part.label == tone) or None
        columns[f"{tone}_part"] = pa.array(said, pa.string())
    return pa.table(columns)
