"""The stemmer of English words, without what its package brings along.

`import nltk.stem` runs all of nltk, which tries scikit-learn and scipy.stats for parsers and measures: over a second of processor
time, in every command that reads a word, and a tenth of one without these two. The stemmer needs four modules of it. So they are
imported with nothing run of the packages around them, and this copy of nltk is given to nobody else: who imports nltk later gets
it whole.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = ("nltk", "nltk.stem", "nltk.corpus")
"""Packages that the stemmer names and does not use: of the last one stopwords, which nobody asks it for."""


@cache
def stemmer() -> Callable[[str], str]:
    """What gives the stem of a word: Snowball's second English stemmer, as nltk has it."""
    if "nltk" in sys.modules:
        return _english()
    spec = find_spec("nltk")
    places = list(spec.submodule_search_locations or ()) if spec else []
    try:
        for name in BARE:
            sys.modules[name] = package = ModuleType(name)
            package.__path__ = [str(Path(place, *name.split(".")[1:])) for place in places]
        sys.modules["nltk.corpus"].stopwords = None  # type: ignore[attr-defined]
        return _english()
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]


def _english() -> Callable[[str], str]:
    snowball = importlib.import_module("nltk.stem.snowball")
    stem: Callable[[str], str] = snowball.SnowballStemmer("english").stem
    return stem
