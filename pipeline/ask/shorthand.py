"""What people write in a hurry or out of politeness, read plainly: 'hows', 'ppl', 'could you quickly tell me' (shorthand.yaml, idioms.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from importlib import resources

from voxpop import shipped

PART = re.compile(r"\\(\d)")
"""Where a rule puts back a part of what it found."""


def spell_out(text: str) -> str:
    """A question in lower case as it would be written without haste, and without what is said to be polite.

    >>> spell_out("hi team, could you quickly tell me hows the mood? thx")
    'how is the mood?'
    """
    for pattern, plain in _rules():
        text = pattern.sub(partial(_fill, plain), text)
    return " ".join(text.split()).lstrip(" ,:;!.–-")


def _fill(plain: str, found: re.Match[str]) -> str:
    """What is read instead, with the parts that were found in their order; a part that was not is left out."""
    parts = [part for part in found.groups() if part is not None]
    return PART.sub(lambda part: parts[int(part[1]) - 1] if int(part[1]) <= len(parts) else "", plain)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    files = [resources.files("voxpop.pipeline.ask").joinpath(name) for name in ("shorthand.yaml", "idioms.yaml")]
    rows = [row for file in files for row in shipped.parse_texts(file.read_text(encoding="utf-8"))]
    return tuple((re.compile(rf"(?<![\w'’-])(?:{row['say']})(?![\w'’])"), row["read"]) for row in rows)
