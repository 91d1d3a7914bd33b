"""The shapes in which a piece of text can stand in a file: plain, in JSON, in JSON within JSON, in HTML, in an address."""

from __future__ import annotations

import json
import re
import struct
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Sequence

SHORTEST = 16
"""Characters of what is looked for; shorter words are in anybody's posts."""
LONGEST = 60
AT_ONCE = 60
"""Forms in one expression of RE2, whose automaton must fit its memory: with 300 it is 36 times slower."""
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


class Matcher:
    """Whether any of many forms is in a text, in time that does not grow with their number as long as few are there."""

    def __init__(self, forms: Iterable[str]) -> None:
        known = sorted(set(forms))
        self.patterns = [
            "|".join(re.escape(form) for form in known[start : start + AT_ONCE])
            for start in range(0, len(known), AT_ONCE)
        ]

    def any_in(self, block: bytes | mmap.mmap) -> bool:
        """Whether one is in the bytes, which are not copied."""
        ends = pa.py_buffer(struct.pack("<2q", 0, len(block)))
        whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(block)])
        return any(pc.match_substring_regex(whole, pattern)[0].as_py() for pattern in self.patterns)

    def those_in(self, texts: Sequence[str]) -> list[str]:
        """The texts that hold one."""
        column = pa.array(texts, pa.large_string())
        found = pa.array([False] * len(texts), pa.bool_())
        for pattern in self.patterns:
            found = pc.or_(found, pc.match_substring_regex(column, pattern))
        kept: list[str] = column.filter(found).to_pylist()
        return kept


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
