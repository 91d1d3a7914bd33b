"""Titles that a program took from the mail or the thread that is answered."""

from __future__ import annotations

import re
from typing import Final

from voxpop.authorship import languages

TAKEN: Final = re.compile(
    rf"^(?:\s*\[[^\]\n]{{1,60}}\])*\s*(?:(?P<replied>{languages.REPLIED})|(?P<forwarded>{languages.FORWARDED}))(?:\s*[\[(]\d+[\])])?\s*[:：]",
    re.IGNORECASE,
)
ANSWERS: Final = frozenset({"reply", "answer"})


def own_title(title: str | None, kind: str, parent_id: str | None) -> str | None:
    """None where the writer chose the title, '' where it is that of what they answer or pass on.

    >>> own_title("AW: Export stops", "reply", None), own_title("Re: my order", "ticket", None)
    ('', None)
    """
    taken = TAKEN.match(title) if title else None
    if taken is None:
        return None
    always = (taken["forwarded"] or "").lower() in {"fw", "fwd", "wg"}  # the others are words and initials too
    return "" if always or kind in ANSWERS or parent_id is not None else None
