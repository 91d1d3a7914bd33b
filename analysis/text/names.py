"""Names of brands, products and rivals in posts, found as the queries of the warehouse find them: whole words, case ignored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voxpop.rules.terms import needles, pattern

FIRST = 0xE000
"""Where Unicode's private area begins: a name stands in a text as one of its characters."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that posts name, with the terms it is known by; one of `require` and none of `exclude` must occur too."""

    name: str
    role: str  # brand, product or rival
    terms: tuple[str, ...]
    require: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Names:
    """Finds names in texts; the longest term wins, and holds the names of the terms inside it too."""

    def __init__(self, named: Sequence[Named]) -> None:
        self.named = tuple(named)
        self._owners: dict[str, list[int]] = {}
        for place, one in enumerate(self.named):
            for needle in needles(one.terms):
                self._owners.setdefault(needle, []).append(place)
        for needle, owners in self._owners.items():
            owners += [p for other, more in self._owners.items() if other != needle and other in needle for p in more]
        ordered = sorted(self._owners, key=lambda needle: (-len(needle), needle))
        self._pattern = re.compile("|".join(map(_as_pattern, ordered)), re.IGNORECASE) if self.named else None
        self._conditions = [(needles(one.require), needles(one.exclude)) for one in self.named]

    @property
    def version(self) -> str:
        """Changes with any name or term."""
        return hashlib.sha256(repr(self.named).encode()).hexdigest()[:6]

    @property
    def pattern(self) -> str:
        """A cheap expression that occurs wherever a name may."""
        return pattern(self._owners)

    def mark(self, text: str) -> str:
        """The text with every name as its character; other characters of the private area are left out."""
        if self._pattern is None:
            return text
        text = _PRIVATE.sub(" ", text)
        allowed = None

        def sign(hit: re.Match[str]) -> str:
            nonlocal allowed
            if allowed is None:
                allowed = self._keeps(text)
            owners = dict.fromkeys(self._owners[_needle(hit[0], self._owners)])
            return "".join(chr(FIRST + place) for place in owners if place in allowed) or hit[0]

        return self._pattern.sub(sign, text)

    def _keeps(self, text: str) -> frozenset[int]:
        words = needles([text])[0]
        words = words if words.startswith(" ") else f" {words} "
        return frozenset(
            place
            for place, (one, (require, exclude)) in enumerate(zip(self.named, self._conditions, strict=True))
            if (not one.require or any(needle in words for needle in require))
            and not any(needle in words for needle in exclude)
        )


def places(text: str) -> list[int]:
    """The numbers of the names in a marked text, in order, repeats too."""
    return [ord(sign) - FIRST for sign in _PRIVATE.findall(text)]


def unmark(text: str, word: str) -> str:
    """The text with a word in place of every name."""
    return _PRIVATE.sub(word, text)


def _needle(hit: str, known: Iterable[str]) -> str:
    found = needles([hit])[0]
    return found if found in known else found.strip() if found.strip() in known else f" {found.strip()} "


def _as_pattern(needle: str) -> str:
    words = r"[\W_]+".join(map(re.escape, needle.split()))
    return rf"(?<![^\W_]){words}(?![^\W_])" if needle.startswith(" ") else words
