"""Whether words are found in the part of a post that is shown: what is hidden must not be told by a search either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from voxpop.rules.expression import Both, Either, Near, Not, Term, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.rules.expression import Node

STEMS = (
    (r"^([a-z]{2,})(?:ies|ied)$", r"\1y"),
    (r"^([a-z]*(?:s|x|z|ch|sh))es$", r"\1"),
    (r"^([a-z]{2,}[^siu])s$", r"\1"),
    (r"^([aeiouy][a-z]{2,}|[a-z][aeiouy][a-z]+|[a-z]{2,}[aeiouy][a-z]*)(?:ing|ed)$", r"\1"),
    (r"^([a-z]{2,})(?:(b)b|(d)d|(g)g|(m)m|(n)n|(p)p|(r)r|(t)t)$", r"\1\2\3\4\5\6\7\8\9"),
    (r"^([a-z]{4,})e$", r"\1"),
)
"""The macro `stem` of the index."""

WORD = re.compile(r"[^\W_]+")


def excludes(words: str) -> bool:
    """Whether an expression asks for posts that lack something: that a post is missing tells what is in it."""
    return _has_not(parse(normalize("NFC", words), joined=True))


def holds(words: str, text: str) -> bool:
    """Whether the text alone, as it is shown, has what the expression asks for; never where a search would not find it by that.

    >>> holds("upgrades fail*", "The upgrade failed again")
    True
    >>> holds("upgrade NEAR/2 smith", "The upgrade of […] failed")
    False
    """
    said = WORD.findall(normalize("NFC", text).lower().replace("ß", "ss"))
    return _holds(parse(normalize("NFC", words), joined=True), said, "".join(said))


def _has_not(node: Node) -> bool:
    match node:
        case Not():
            return True
        case Both() | Either():
            return any(map(_has_not, node.parts))
    return False


def _holds(node: Node, said: Sequence[str], run: str) -> bool:
    match node:
        case Term():
            return bool(_places(node, said)) if node.spaced else node.words.replace(" ", "") in run
        case Near():
            left, right = _places(node.left, said), _places(node.right, said)
            return any(
                1 <= b - a_end <= node.distance or 1 <= a - b_end <= node.distance
                for a, a_end in left
                for b, b_end in right
            )
        case Not():
            return False
        case Both():
            return all(_holds(part, said, run) for part in node.parts)
    return any(_holds(part, said, run) for part in node.parts)


def _places(term: Term, said: Sequence[str]) -> list[tuple[int, int]]:
    """First and last word of each place where the term stands."""
    words = term.words.replace("ß", "ss").split()
    n = len(words)
    alone = n == 1 and not term.prefix
    found = []
    for place in range(len(said) - n + 1):
        part = said[place : place + n]
        fits = (
            stem(part[0]) == stem(words[0])
            if alone
            else part[:-1] == words[:-1] and (part[-1].startswith(words[-1]) if term.prefix else part[-1] == words[-1])
        )
        if fits:
            found.append((place, place + n - 1))
    return found


def stem(word: str) -> str:
    """What the forms of a word share, as in the index."""
    for written, short in STEMS:
        word = re.sub(written, short, word)
    return word
