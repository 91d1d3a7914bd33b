"""Which pieces of 250,000 are kept: those of the training texts, of frequent words of six languages, and single letters."""

# mypy: disable-error-code="import-not-found,no-any-unimported"
# wordfreq is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from voxpop.analysis.sentiment.languages.pieces import UNKNOWN, Unigram

if TYPE_CHECKING:
    from collections.abc import Iterable

FREQUENT: Final = {"es": 20_000, "de": 20_000, "fr": 20_000, "pt": 20_000, "it": 20_000, "en": 10_000}
"""How many of a language's most frequent words are cut, in lower case and as at the start of a sentence."""

TWICE: Final = 2
"""So often a piece must occur in the English texts."""


def kept(whole: Unigram, own: Iterable[str], english: Iterable[str]) -> list[int]:
    """Returns the ids of the pieces that are kept, in order; `own` are texts whose every piece is."""
    from wordfreq import top_n_list

    found = {place for text in own for place in whole.encode(text, 10_000)}
    count = Counter(place for text in english for place in whole.encode(text, 10_000))
    found |= {place for place, times in count.items() if times >= TWICE}
    for lang, number in FREQUENT.items():
        for word in top_n_list(lang, number, wordlist="best"):
            for spelled in (word, word.capitalize()):
                found.update(whole.encode(spelled))
    found |= {place for place, piece in enumerate(whole.pieces) if len(piece) == 1 and _is_wanted(piece)}
    return [*range(UNKNOWN + 1), *sorted(found - set(range(UNKNOWN + 1)))]


def _is_wanted(letter: str) -> bool:
    return not letter.isalpha() or "LATIN" in unicodedata.name(letter, "")
