"""The stemmer of English words, without what its package brings along.

`import nltk.stem` runs all of nltk, which tries scikit-learn and scipy.stats for parsers and measures: over a second of processor
time, in every command that reads a word. None of it is used here, so they are kept out while nltk is imported, and this copy of
nltk is given to nobody else: who imports nltk later gets it whole.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_OUT = ("sklearn", "scipy.stats", "pandas")


@cache
def stemmer() -> Callable[[str], str]:
    """What gives the stem of a word: Snowball's second English stemmer, as nltk has it."""
    if "nltk" in sys.modules:
        return _english()
    blocked = [name for name in KEPT_OUT if name not in sys.modules]
    try:
        for name in blocked:
            sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails
        return _english()
    finally:
        for name in (*blocked, *(name for name in sys.modules if name.partition(".")[0] == "nltk")):
            del sys.modules[name]


def _english() -> Callable[[str], str]:
    snowball = importlib.import_module("nltk.stem.snowball")
    stem: Callable[[str], str] = snowball.SnowballStemmer("english").stem
    return stem
