"""The messages of an mbox file, one by one: a line that begins a message has a sender and a time, and headers follow (RFC 4155).

`mailbox.mbox` takes every line that begins with 'From ' for such a one, also in the middle of a sentence, and fails on the whole file
where one of them holds a byte that is not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SEPARATOR: Final = re.compile(
    rb"^From (?:\S.*\s)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s.*\d{1,2}:\d{2}.*|.*\d{1,2}:\d{2}(?::\d{2})?\b.*\d{4}.*|\d{4}-\d\d-\d\d.*)$",
    re.IGNORECASE,
)
"""A line with a time. What stands for the sender may be anything: programs write addresses, 'x at y', a dash or bytes of any charset."""

LINE: Final = 1 << 20
"""Bytes of a line that are looked at together; what follows them counts as a line of its own."""
SENDER_ALONE: Final = re.compile(rb"^From \S+@\S+\s*$")
HEADER: Final = re.compile(rb"^[!-9;-~]+:(?:[ \t]|\r?$)|^>From |^[!-9;-~]+:\S")
USUAL: Final = re.compile(
    rb"^(?:From|To|Date|Subject|Cc|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Sender|Status|Reply-To|List-[A-Za-z]+|X-[!-9;-~]+):",
    re.IGNORECASE,
)


def messages(place: Path, most: int) -> Iterator[bytes]:
    """Each message of the file as it stands there, without the line that begins it; of a long one the first `most` bytes."""
    with place.open("rb") as lines:
        kept: list[bytes] | None = None
        size, empty = 0, True
        line = lines.readline(LINE)
        while line:
            following = lines.readline(LINE)
            if _begins(line, following, after_empty=empty):
                if kept is not None:
                    yield b"".join(kept)
                kept, size = [], 0
            elif kept is not None and size < most:
                kept.append(line)
                size += len(line)
            empty = not line.strip()
            line = following
        if kept is not None:
            yield b"".join(kept)


def _begins(line: bytes, following: bytes, *, after_empty: bool) -> bool:
    """Whether a message begins here; without an empty line above only where one of the usual headers follows."""
    if not line.startswith(b"From ") or not HEADER.match(following):
        return False
    bare = line.rstrip(b"\r\n")
    if not SEPARATOR.match(bare) and not (after_empty and SENDER_ALONE.match(bare)):
        return False
    return after_empty or USUAL.match(following) is not None


def unescape_from(text: str) -> str:
    """The text with 'From' where a mailbox wrote '>From' at the start of a line; beside other quoted lines it is a quote and stays."""
    if ">From " not in text:
        return text
    lines = text.split("\n")
    escaped = [bool(re.match(r">+From ", line)) for line in lines]
    for at, line in enumerate(lines):
        near = [lines[place] for place in (at - 1, at + 1) if 0 <= place < len(lines) and not escaped[place]]
        if escaped[at] and not (line.startswith(">From ") and any(one.startswith(">") for one in near)):
            lines[at] = line[1:]
    return "\n".join(lines)
