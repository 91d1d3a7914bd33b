"""Whether a text names or reaches a person, so that it is not quoted: better one quote too few."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_SIGNS = (
    re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),  # e-mail
    re.compile(r"(?<!\w)@\w+"),  # handle
    re.compile(r"(?<!\w)/?u/\w+"),  # Reddit
    re.compile(r"\d(?:[\s().\-/]?\d){5,}"),  # telephone, order, account and card numbers
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),  # may carry a name, a ticket or a token
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),  # network address
    re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{16,}\b"),  # keys and serial numbers
    re.compile(
        r"\b(?i:my name is|i am called|call me|regards|cheers|best wishes|sincerely|yours)[,:]?\s+\W?\s*[A-Z][a-z]+"
    ),
    re.compile(r"^\s*(?i:hi|hello|hey|dear|thanks|thank you)[,\s]+[A-Z][a-z]+\b(?=[,!.])"),  # a greeting by name
    re.compile(
        r"(?i)\b(?:pnr|confirmation|booking|reservation|ticket|case|order|reference|customer)\b\W*"
        r"(?:number|no|code|id)?\W*(?=\w*\d)\w{4,}"
    ),
    re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Herr|Frau)\.?\s+[A-Z]\w+"),
)
_HANDLE = re.compile(r"(?<!\w)@(\w+)")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control and format characters: also the ones that turn text around
_JOINERS = {"\u200c", "\u200d"}  # needed inside words and emoji


def is_personal(text: str, public: Collection[str] = ()) -> bool:
    """Whether anything in it looks like a name, an address, a number or a key of a person.

    `public` are handles that belong to no private person: the brands' and our own accounts, in lower case.
    """
    rest = _HANDLE.sub(lambda found: " " if found[1].lower() in public else found[0], text)
    return any(sign.search(rest) for sign in _SIGNS)


def printable(text: str) -> str:
    """The text on one line without control characters, never more than it said."""
    kept = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or c in _JOINERS or unicodedata.category(c) not in _UNSEEN
    )
    return " ".join("".join(kept).split())
