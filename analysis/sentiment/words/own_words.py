"""A company's own words: what 'sick build' or a product called 'Kill Bill' means here, told to every tier alike.

Before a post is read each such term is replaced by a word whose tone every model knows. So it works the same in the linear model
and in the encoder, negation before it included ('not a sick build'), and it can be shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

STANDS_FOR = {"positive": "great", "negative": "terrible", "neutral": "item"}
"""What the models read in place of a term of that tone."""


class OwnWords:
    """Terms with their tone (positive, negative, neutral); whole words or phrases, case ignored, the longest first."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self.words = sorted(
            {(" ".join(term.lower().split()), tone) for term, tone in words}, key=lambda w: (-len(w[0]), w)
        )
        self._tones = dict(self.words)
        terms = "|".join(r"\s+".join(map(re.escape, term.split())) for term, _ in self.words)
        self._pattern = re.compile(rf"(?<!\w)(?:{terms})(?!\w)", re.IGNORECASE) if self.words else None

    @property
    def version(self) -> str:
        """Changes with any of the words; '' where there are none."""
        return hashlib.sha256(repr(self.words).encode()).hexdigest()[:6] if self.words else ""

    def replace_terms(self, texts: Sequence[str | None]) -> list[str | None]:
        """The texts as the models are to read them."""
        if self._pattern is None:
            return list(texts)
        return [None if text is None else self._pattern.sub(self._stand_in, text) for text in texts]

    def find(self, text: str) -> list[tuple[str, str]]:
        """The terms in a text, as written, with their tone."""
        hits = self._pattern.finditer(text) if self._pattern else ()
        return [(hit[0], self._tones[_plain(hit[0])]) for hit in hits]

    def _stand_in(self, hit: re.Match[str]) -> str:
        return STANDS_FOR[self._tones[_plain(hit[0])]]


def _plain(term: str) -> str:
    return " ".join(term.lower().split())
