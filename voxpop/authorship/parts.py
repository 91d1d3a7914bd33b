"""A text as its parts: what its writer wrote, and what they quote, forward, sign with or were given to fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voxpop.authorship.lines import Line, split_lines, tell_lines
from voxpop.authorship.markup import Markup

RULES_VERSION: Final = "4"
"""Changes with any rule, so that what is stored is told anew."""

LONGEST: Final = 200_000
"""Characters that are looked at; what comes behind them is taken for the writer's."""

OWN: Final = "own"
OTHERS: Final = frozenset({"quote", "history"})
"""Kinds of parts that somebody else wrote; the others are a program's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a text: `own`, `quote`, `history`, `signature`, `footer`, `template` or `translation`."""

    kind: str
    text: str


def own_text(text: str, markup: Markup = Markup.UNKNOWN) -> str | None:
    r"""What the writer of a text wrote; None where that is all of it, '' where it is nothing.

    >>> own_text("> It stops after a minute.\n\nSame here.")
    'Same here.'
    >>> own_text("From: Berlin\nTo: Paris\nTwo hours late.") is None
    True
    """
    return tell_words(text, markup)[0]


def tell_words(text: str, markup: Markup = Markup.UNKNOWN) -> tuple[str | None, int]:
    """What the writer of a text wrote, as `own_text` says it, and how many characters of it are other people's."""
    told = split_parts(text, markup)
    if all(part.kind == OWN for part in told):
        return None, 0
    own = "".join(part.text for part in told if part.kind == OWN)
    others = sum(len(part.text) for part in told if part.kind in OTHERS)
    return re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}", "\n\n", own).strip(), others


def split_parts(text: str, markup: Markup = Markup.UNKNOWN) -> list[Part]:
    """The text as parts in its order; joined they are the text, line ends aside."""
    rest = text[LONGEST:]
    lines = split_lines(text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"), markup)
    if markup is not Markup.SHORT:
        tell_lines(lines, markup)
    parts: list[Part] = []
    for line in [*lines, Line(rest, None, ends=False)] if rest else lines:
        kind, words = line.kind or OWN, line.text + ("\n" if line.ends else "")
        if parts and parts[-1].kind == kind:
            parts[-1] = Part(kind, parts[-1].text + words)
        else:
            parts.append(Part(kind, words))
    return parts
