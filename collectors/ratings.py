"""Stars and scores as people and platforms write them: 4, '4.5', '4/5', 'FOUR', '\u2605\u2605\u2605\u2605\u2606'."""

from __future__ import annotations

import math
import re
from typing import Any

WORDS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
STARS = 5.0  # the scale where a rating is written as a word or drawn
HIGHEST = 1000.0
OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of|von|sur|de)\s*(\d+)(?:\s*\w+)?", re.IGNORECASE)
NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)(?:\s*(?:stars?|sterne?|\u2605))?", re.IGNORECASE)


def read_rating(value: Any) -> tuple[float | None, float | None]:
    """Returns the rating and its scale, None for what the value does not say."""
    if isinstance(value, bool) or value is None:
        return None, None
    if isinstance(value, int | float):
        return (float(value) if math.isfinite(value) and abs(value) <= HIGHEST else None), None
    text = str(value).strip().lower()
    word = text.removesuffix("_stars").removesuffix("_star").removeprefix("star_rating_")
    if word in WORDS:
        return WORDS[word], STARS
    drawn = text.replace("\ufe0f", "")
    if drawn and set(drawn) <= {"\u2605", "\u2606", "\u2b50"}:
        return float(sum(mark != "\u2606" for mark in drawn)), STARS
    if match := OF.fullmatch(text):
        return _number(match[1]), _number(match[2])
    if match := NUMBER.fullmatch(text):
        return read_rating(_number(match[1]))
    return None, None


def _number(written: str) -> float:
    return float(written.replace(",", "."))
