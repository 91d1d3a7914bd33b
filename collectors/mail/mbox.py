"""The mails of a file: an mbox (RFC 4155), an MMDF file, or one mail by itself.

A line that begins a mail of an mbox has a sender and a time at its end, and headers follow. `mailbox.mbox` takes every line that begins
with 'From ' for such a one, also in the middle of a sentence, and fails on the whole file where one of them holds a byte that is not ASCII.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from voxpop.authorship import introduces_quote

SEPARATOR: Final = re.compile(
    rb"^From (?:\S.*\s)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s.*\d{1,2}:\d{2}.*|.*\d{1,2}:\d{2}(?::\d{2})?\b.*\d{4}.*|\d{4}-\d\d-\d\d.*)$",
    re.IGNORECASE,
)
"""A line with a time. What stands for the sender may be anything: programs write addresses, 'x at y', a dash or bytes of any charset."""

LINE: Final = 1 << 20
"""Bytes of a line that are looked at together; what follows them counts as a line of its own."""
SENDER_ALONE: Final = re.compile(rb"^From \S+@\S+\s*$")
CLOCK: Final = re.compile(rb"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|\d{4}-\d\d-\d\d$")
AFTER_CLOCK: Final = re.compile(
    rb"(?:\s*(?:\d{4}|[A-Z]{1,5}(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2}|\([^)]*\)|remote\s+from\s+\S+)(?!\w))*\s*"
)
"""What may stand behind the time of a separator: zone, year, the machine; words of a sentence may not."""
HEADERS: Final = 60
"""Lines of headers in which one of the usual ones must stand."""
MMDF: Final = b"\x01\x01\x01\x01"
LENGTH: Final = re.compile(rb"^Content-Length:\s*(\d{1,12})\s*$", re.IGNORECASE)
HEADER: Final = re.compile(rb"^[!-9;-~]+:(?:[ \t]|\r?$)|^>From |^[!-9;-~]+:\S")
USUAL: Final = re.compile(
    rb"^(?:From|To|Date|Subject|Cc|Received|Return-Path|Delivered-To|Message-ID|In-Reply-To|References|MIME-Version|Content-[A-Za-z]+|Envelope-To|DKIM-Signature|Sender|Status|Reply-To|List-[A-Za-z]+|X-[!-9;-~]+):",
    re.IGNORECASE,
)


class _Lines:
    """The lines of a file, of which some may be looked at before they are taken."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.seen: deque[bytes] = deque()
        self.taken = 0  # bytes

    def take(self) -> bytes:
        """The next line; empty at the end."""
        line = self.seen.popleft() if self.seen else self.source.readline(LINE)
        self.taken += len(line)
        return line

    def peek(self, place: int) -> bytes:
        """A line further on, without taking it."""
        while len(self.seen) <= place:
            self.seen.append(self.source.readline(LINE))
        return self.seen[place]

    def at(self, offset: int) -> bytes | None:
        """Some bytes from a place of the file on; None where the file is shorter."""
        here = self.source.tell()
        size = self.source.seek(0, os.SEEK_END)
        self.source.seek(offset)
        found = self.source.read(1024)
        self.source.seek(here)
        return found if offset <= size else None


def messages(place: Path, most: int) -> Iterator[bytes]:
    """Each message of the file as it stands there, without the line that begins it; of a long one the first `most` bytes."""
    with place.open("rb") as source:
        lines = _Lines(source)
        if lines.peek(0).startswith(b"\xef\xbb\xbf"):
            lines.seen[0] = lines.seen[0][3:]
            lines.taken += 3
        while lines.peek(0) and not lines.peek(0).strip():
            lines.take()
        kept: list[bytes] | None = [] if _headed(lines, 0) else None
        marked = lines.peek(0).rstrip() == MMDF
        size, until, empty, in_headers = 0, 0, True, kept is not None
        while line := lines.take():
            starts = (
                line.rstrip() == MMDF if marked else lines.taken > until and _begins(line, lines, after_empty=empty)
            )
            if starts:
                if kept is not None and (kept or not marked):
                    yield b"".join(kept)
                kept, size, in_headers, until = [], 0, True, 0
            elif kept is not None and size < most:
                kept.append(line)
                size += len(line)
            empty = not line.strip()
            if in_headers and not starts:
                in_headers = not empty
                until = until if in_headers else _end_of_body(lines, kept or [])
        if kept is not None and (kept or not marked):
            yield b"".join(kept)


def _end_of_body(lines: _Lines, headers: list[bytes]) -> int:
    """Where the body ends by its Content-Length, if a separator or the end of the file stands there; 0 where it is not told."""
    told = next((found for line in headers if (found := LENGTH.match(line))), None)
    if told is None:
        return 0
    end = lines.taken + int(told[1])
    behind = lines.at(end)
    if behind is None:
        return 0
    bare = behind.lstrip(b"\r\n")
    return end if not bare or SEPARATOR.match(bare.splitlines()[0]) else 0


def _begins(line: bytes, lines: _Lines, *, after_empty: bool) -> bool:
    """Whether a message begins here; without an empty line above only where one of the usual headers follows at once."""
    if not line.startswith(b"From ") or not HEADER.match(lines.peek(0)):
        return False
    bare = line.rstrip(b"\r\n")
    if not _is_separator(bare) and not (after_empty and SENDER_ALONE.match(bare)):
        return False
    return _headed(lines, 0) if after_empty else USUAL.match(lines.peek(0)) is not None


def _is_separator(bare: bytes) -> bool:
    """Whether the line ends with its time."""
    clocks = [found.end() for found in CLOCK.finditer(bare)] if SEPARATOR.match(bare) else []
    return bool(clocks) and AFTER_CLOCK.fullmatch(bare, clocks[-1]) is not None


def _headed(lines: _Lines, start: int) -> bool:
    """Whether headers stand here, one of the usual ones among them."""
    if not HEADER.match(lines.peek(start)):
        return False
    for place in range(start, start + HEADERS):
        line = lines.peek(place)
        if USUAL.match(line):
            return True
        if not line.strip():
            return False
    return False


def unescape_from(text: str) -> str:
    """The text with 'From' where a mailbox wrote '>From' at the start of a line; a quote stays.

    It is one beside other quoted lines, and below a line that introduces it ('On Monday Mia wrote:').
    """
    if ">From " not in text:
        return text
    lines = text.split("\n")
    escaped = [bool(re.match(r">+From ", line)) for line in lines]
    for at, line in enumerate(lines):
        near = [lines[place] for place in (at - 1, at + 1) if 0 <= place < len(lines) and not escaped[place]]
        quoted = any(one.startswith(">") for one in near) or introduces_quote(lines, at)
        if escaped[at] and not (line.startswith(">From ") and quoted):
            lines[at] = line[1:]
    return "\n".join(lines)
