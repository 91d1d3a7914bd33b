"""A sentence of a report: runs of plain text, some of them strong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of text; `strong` marks theme and audience names. All text is plain and escaped by the renderer."""

    text: str
    strong: bool = False


Sentence = tuple[Phrase, ...]
