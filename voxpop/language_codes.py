"""The language that a source names, in the codes of today."""

from __future__ import annotations

import re
from functools import lru_cache

RENAMED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
"""Codes that ISO 639-1 has withdrawn, which old software still gives, with those in their place."""
NAMELESS = frozenset("und zxx mul mis qam qct qht qme qst art".split())  # noqa: SIM905
"""Codes for 'cannot say', 'several' and 'none': X's among them."""
NAMED = {
    "arabic": "ar", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
    "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el",
    "hebrew": "he", "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "italian": "it",
    "japanese": "ja", "korean": "ko", "latvian": "lv", "lithuanian": "lt", "malay": "ms", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl",
    "spanish": "es", "swedish": "sv", "tagalog": "tl", "thai": "th", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
    "vietnamese": "vi",
}  # fmt: skip
"""Names of languages as exports of listening tools write them, with their codes."""
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_]|$)")


@lru_cache(maxsize=1024)
def _code(told: str) -> str | None:
    bare = told.strip()
    if (named := NAMED.get(bare.lower())) is not None:
        return named
    if not TAG.match(bare):
        return bare or None
    first = re.split(r"[-_]", bare.lower())[0]
    return None if first in NAMELESS else RENAMED.get(first, first)


def language_code(told: object) -> str | None:
    """The language of 'en', 'en-US', 'pt_BR' or 'iw' as an ISO 639 code in small letters; None where none is named.

    An English name stands for its code; any other word is given as it stands.

    >>> language_code("iw"), language_code("zh-Hant"), language_code("und"), language_code("German")
    ('he', 'zh', None, 'de')
    """
    return _code(told) if isinstance(told, str) and len(told) <= 64 else None
