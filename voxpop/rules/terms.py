"""Terms as the queries look for them: whole words or phrases, case ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable

NEVER = "-"  # text is searched without punctuation, so this matches nothing; an empty list would have no type
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # scripts that do not part words


def needles(terms: Iterable[str]) -> list[str]:
    """Each term in lower case with single spaces around its words; never an empty list."""
    found = []
    for term in terms:
        lowered = "".join(sign.lower()[:1] for sign in term)  # sign by sign, as DuckDB does: İ is i, a last Σ is σ
        words = " ".join(re.sub(r"[\W_]+", " ", lowered).split())
        if words:
            found.append(words if _NO_SPACES.search(words) else f" {words} ")
    return found or [NEVER]


def pattern(found: Iterable[str]) -> str:
    """A regular expression that occurs wherever one of the needles may: cheap, and tried before words are cut."""
    # RE2 takes every letter outside ASCII for \\W: too much is found, 17 times as fast as with classes of Unicode.
    parts = [r"[\W_]+".join(needle.replace("i", "[iİ]").split()) for needle in found if needle != NEVER]
    return f"(?i)(?:{'|'.join(parts)})" if parts else r"[^\x{0}-\x{10FFFF}]"
