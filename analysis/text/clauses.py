"""Clauses of a post: where one statement ends and the next begins, so that each can be read for itself."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 100
"""Clauses of one post that are told apart; what comes after belongs to the last."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_TURN = re.compile(
    r"\s*;\s+|\s+[-–—]{1,2}\s+"
    r"|\s*,?\s+(?=(?:but|however|whereas|while|although|though|yet|except|until|till|unless|unlike|because|nevertheless)\b)"
    r"|\s*,?\s+(?=(?:pero|aunque|aber|jedoch|allerdings|porém|mas)\b)|,\s+(?=(?:mais|sino|nur|doch|só que)\b)"
    r"|,\s+(?=(?:so|and|or|then|now|still|since|compared|instead|not|no|which|just|sorry|thanks|glad|happy|back)\b)"
    r"|,\s+(?=(?:the |our |my |its |their |his |her |a )?(?:[\w'’]+ )?[\ue000-\uf8ff])"
    r"|,\s+(?=(?:i|we|it|they|he|she|you|there|this|that|everyone|everybody|nobody|it's|i'm|we're|i've|we've|don't|can't)\b)"
    r"|\s+(?=(?:and|so|since) (?:i|we|it|they|he|she|you|there|this|that|nobody|everyone|now|is|was|has|had|have|does|did|will)\b)"
    r"|(?<![\ue000-\uf8ff])\s+(?=and (?:the |our |my |its |their )?[\ue000-\uf8ff])",
    re.IGNORECASE,
)
_HAS_WORD = re.compile(r"\w|[\ue000-\uf8ff]")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; lines end them too."""
    found = [part.strip() for part in _SENTENCE.split(text)]
    return _bounds([part for part in found if _HAS_WORD.search(part)])


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, in order. Names stand in it as single characters of Unicode's private area."""
    found = [part.strip(" ,") for part in _TURN.split(sentence)]
    return _bounds([part for part in found if _HAS_WORD.search(part)])


def _bounds(parts: list[str]) -> list[str]:
    return parts if len(parts) <= MOST else [*parts[: MOST - 1], " ".join(parts[MOST - 1 :])]
