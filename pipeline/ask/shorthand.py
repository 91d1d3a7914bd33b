"""What people write in a hurry or out of politeness, read plainly: 'hows', 'ppl', 'could you quickly tell me' (shorthand.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from voxpop import shipped


def spell_out(text: str) -> str:
    """A question in lower case as it would be written without haste, and without what is said to be polite.

    >>> spell_out("hi team, could you quickly tell me hows the mood? thx")
    'how is the mood?'
    """
    for pattern, plain in _rules():
        text = pattern.sub(plain, text)
    return " ".join(text.split()).lstrip(" ,:;!.–-")


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = resources.files("voxpop.pipeline.ask").joinpath("shorthand.yaml").read_text(encoding="utf-8")
    rows = shipped.parse_texts(text)
    return tuple((re.compile(rf"(?<![\w'’-])(?:{row['say']})(?![\w'’])"), row["read"]) for row in rows)
