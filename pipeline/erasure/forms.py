"""The shapes in which a piece of text can stand in a file: plain, in JSON, in JSON within JSON, in HTML, in an address."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote, quote_plus

SHORTEST = 16
"""Characters of what is looked for; shorter words are in anybody's posts."""
LONGEST = 60
PLAIN = re.compile(r"[A-Za-z0-9 .,:/?=_-]+")
KEY = r"[\w.-]*(?:user|author|screen_?name|handle|login|nick|sender|account|poster|owner|e-?mail|creator|who|member|customer|requester)[\w.-]*"
"""Names of values that say who somebody is, in files of unknown shape."""


def needle(text: str) -> str | None:
    """A piece of a text by which it is recognised however it is written down: the longest plain run in it, cut."""
    runs = [run.strip() for run in PLAIN.findall(text)]
    longest = max(runs, key=len, default="")[:LONGEST].strip()
    if len(longest) >= SHORTEST:
        return longest
    whole = text.strip()
    return whole[:LONGEST].strip() if len(whole) >= SHORTEST else None


def forms_of(piece: str) -> set[str]:
    """The piece as text, as JSON in two ways and within JSON, as HTML, and as a part of an address."""
    ascii_json, utf8_json = json.dumps(piece)[1:-1], json.dumps(piece, ensure_ascii=False)[1:-1]
    nested = {json.dumps(one)[1:-1] for one in (ascii_json, utf8_json)}
    return {
        piece,
        ascii_json,
        utf8_json,
        *nested,
        escape(piece),
        quote(piece),
        quote_plus(piece),
        ascii_json.replace("/", "\\/"),
    }


def told_as_author(handles: frozenset[str]) -> re.Pattern[bytes] | None:
    """Finds a handle as the value under a name that says who somebody is, in JSON of any depth or in Python's writing.

    What people write of each other does not look so: a handle in other people's words is theirs.
    """
    names = sorted({re.escape(form.encode("utf-8", "replace")) for one in handles for form in forms_of(one)})
    if not names:
        return None
    quoted = rb"""\\*["']"""
    return re.compile(
        rb"(?i)"
        + quoted
        + KEY.encode()
        + quoted
        + rb"\s*:\s*"
        + quoted
        + rb"(?:@|/?u/)?(?:"
        + b"|".join(names)
        + rb")"
        + quoted
    )
