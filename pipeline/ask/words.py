"""The words of a question: cut, brought to a stem, and the nearest known word where one is mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from functools import cache, lru_cache
from importlib import resources

from voxpop import shipped

TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|&|§\d+")
LOOSE = re.compile(r"(?<=\s)['’]s?(?!\w)")
POSSESSIVE = re.compile(r"['’]s$")
ENDINGS = ("innen", "ern", "ing", "est", "en", "er", "es", "em", "ed", "st", "te", "e", "n", "s", "t")
"""Endings of English and German words, the longer ones first; what is left has at least four letters."""
SHORTEST_TYPO = 6  # letters of a word that may be mistyped
LONG = 9  # letters from which two mistakes are allowed


@cache
def _lists() -> dict[str, str]:
    text = resources.files("voxpop.pipeline.ask").joinpath("words.yaml").read_text(encoding="utf-8")
    lists: dict[str, str] = shipped.parse_texts(text)
    return lists


def _read(name: str) -> frozenset[str]:
    return frozenset(_lists()[name].split())


FILLERS = _read("fillers_en") | _read("fillers_de")
"""Words that say nothing of what is asked."""
GERMAN, ENGLISH = _read("german"), _read("english")
"""Words by which the language of a question is told."""
TOPICAL = _read("topical")
"""Words behind which stands what a question is about."""
COMPARATIVES = _read("comparatives")
"""Words that ask what became more or less: not the same as their positive."""
WEEK_WORDS = _read("weeks")
"""Words of spans, besides the names of months and numbers, that may be mistyped."""


def cut(text: str) -> list[str]:
    """The words of a text in lower case, without 's."""
    return [POSSESSIVE.sub("", token) for token in TOKEN.findall(LOOSE.sub(" ", text.lower()))]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What is left of a word without its endings, at most two of them; comparatives stay, for 'louder' asks for a change.

    >>> stem("themes"), stem("Themen".lower()), stem("developers"), stem("is")
    ('them', 'them', 'develop', 'is')
    """
    if word in COMPARATIVES:
        return word
    for _ in range(2):
        ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
        if not ending:
            break
        word = word.removesuffix(ending)
    return word


LOOK_ALIKES = _read("look_alikes")
"""Words so near to others that a mistyped one is never read as them."""
COMPOUNDS = tuple((_read(f"{of}s"), _read(f"{of}_lasts")) for of in ("mood", "thing", "group"))
"""First and last parts of German compounds that mean the same apart ('Stimmungsverlauf'); the last ones follow audiences too."""
SIDE_BY_SIDE = frozenset(map(stem, _read("side_by_side")))
"""Stems of words that set two names side by side."""
COUNTED = frozenset(map(stem, _read("counted")))
"""Stems of words that ask how much is said of a name, and not how."""


def distance(a: str, b: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped between two words; `most` + 1 where there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], most + 1)


def nearest(word: str, known: Collection[str], same: Callable[[str], Hashable] | None = None) -> str | None:
    """The one known word that a mistyped word stands for, of the same first letter; None where none or several are equally near, save those that are the `same`.

    >>> nearest("develpers", ["developers", "customers"])
    'developers'
    >>> nearest("teachers", ["developers", "customers"])
    """
    if len(word) < SHORTEST_TYPO or any(letter.isdigit() for letter in word):
        return None
    most = 2 if len(word) >= LONG else 1
    start = sorted(word[:2])
    found = sorted(
        (distance(word, one, most), one)
        for one in known
        if len(one) >= SHORTEST_TYPO and (one[0] == word[0] or sorted(one[:2]) == start)
    )
    near = [one for far, one in found if far == found[0][0] and far <= most]
    if len(near) > 1 and same is not None and same(near[0]) and len({same(one) for one in near}) == 1:
        return near[0]
    return near[0] if len(near) == 1 else None
