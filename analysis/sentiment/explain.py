"""Which words carried a score: what the score would be without each of them (occlusion: Zeiler and Fergus 2014; Li et al. 2016).

It works for every tier alike, since it only asks the model. Effects of single words need not add up: 'not good' is one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.sentiment.parts import Part, parts_of
from voxpop.analysis.sentiment.reading import Reader

MOST = 300  # pieces; of a longer text sentences are left out in place of words
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word (of long texts a sentence) and what it does: points of net sentiment (positive minus negative, -100 to 100)."""

    text: str
    effect: float


@dataclass(frozen=True, slots=True)
class Towards:
    """What a text says of one configured name, and what that rests on."""

    name: str
    label: str | None  # None: not scored
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a text is scored, and why."""

    scored: bool
    lang: str | None
    label: str | None
    shares: dict[str, float]
    pieces: tuple[Piece, ...]  # in the order of the text
    own_words: tuple[tuple[str, str], ...]  # terms of the company in it, with their tone
    parts: tuple[Part, ...]  # its clauses, where some praise and some complain; else none
    version: str
    towards: tuple[Towards, ...] = ()  # of a configuration's names


def explain(text: str, reader: Reader) -> Explanation:
    """The score of a text and what each part of it adds."""
    spans = [hit.span() for hit in _WORD.finditer(text)]
    if len(spans) > MOST:
        spans = [hit.span() for hit in _SENTENCE.finditer(text)][:MOST]
    without = [text[:start] + text[end:] for start, end in spans]
    shares, scorable, languages, versions = [], [], [], []
    for found in reader.read(pa.array([text, *without], pa.string())):
        shares += found.sentiment.tolist()
        scorable += found.scorable.tolist()
        languages += list(found.languages)
        versions += list(found.versions)
    whole = shares[0]
    if not scorable[0]:
        return Explanation(
            scored=False,
            lang=languages[0],
            label=None,
            shares={},
            pieces=(),
            own_words=(),
            parts=(),
            version=versions[0],
        )
    nets = [100 * (share[2] - share[0]) for share in shares]
    pieces = tuple(
        Piece(text=text[start:end].strip(), effect=nets[0] - net)
        for (start, end), net in zip(spans, nets[1:], strict=True)
    )
    parts = parts_of([text], languages[:1], reader)[0]
    both = {LABELS[0], LABELS[2]} <= {part.label for part in parts}
    return Explanation(
        scored=True,
        lang=languages[0],
        label=LABELS[max(range(3), key=whole.__getitem__)],
        shares=dict(zip(LABELS, whole, strict=True)),
        pieces=pieces,
        own_words=tuple(reader.own.find(text)),
        parts=parts if both else (),
        version=versions[0],
    )
