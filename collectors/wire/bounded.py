"""Text in pieces that no file can make too long: lines, the depth of JSON, streams that count what they give."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO, Any

SHOWN = 2_000
"""Letters that are kept of a record that is too long."""
BLOCK = 1 << 20
OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e"
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class TooLong(str):
    """The beginning of a record that is refused, with the reason."""

    __slots__ = ("problem",)
    problem: str

    @classmethod
    def of(cls, beginning: str, size: int, most: int) -> TooLong:
        """A record of so many letters, where `limits.record_mb` allows fewer."""
        made = cls(beginning[:SHOWN])
        made.problem = f"{say_size(size)} long; limits.record_mb allows {say_size(most)}"
        return made


class LimitError(ValueError):
    """A file or an answer is larger than the limits allow; what came before is kept."""


def say_size(size: int) -> str:
    """'600 MB', of bytes or letters."""
    return f"{size / (1 << 20):,.0f} MB" if size >= 1 << 20 else f"{size:,} bytes"


def bounded_lines(text: IO[str], most: int) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1; of one that is longer than `most` letters only its beginning, as `TooLong`.

    Read in blocks, whose lines cost half of what `readline` takes for each.
    """
    number, held, passed = 0, "", 0
    while block := text.read(BLOCK):
        lines = _lines(held + block)
        held = lines.pop()  # it may go on in the next block, or be a '\r' before its '\n'
        for line in lines:
            number += 1
            if passed or len(line) > most:
                yield number, TooLong.of(line, passed + len(line), most)
                passed = 0
            else:
                yield number, line
        if len(held) > most:
            end = held[len(held.rstrip("\r\n")) :]
            short = held[:SHOWN] + end if len(held) > SHOWN + len(end) else held
            passed, held = passed + len(held) - len(short), short
    if held or passed:
        yield number + 1, TooLong.of(held, passed + len(held), most) if passed or len(held) > most else held


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as a file has them; `splitlines` cuts at more marks, but is the fastest."""
    if text.isascii() and not any(mark in text for mark in OTHER_ENDS):
        return text.splitlines(keepends=True)
    return list(io.StringIO(text, newline=""))


def is_deeper(written: str, most: int) -> bool:
    """Whether lists and objects of a JSON text lie deeper within each other than so many."""
    if "[" not in written and written.find("{", 1) < 0:
        return False
    if written.count("[") + written.count("{") <= most:
        return False
    depth = 0
    for mark in BRACKETS.finditer(written):
        first = mark[0][0]
        depth += (first in "[{") - (first in "]}")
        if depth > most:
            return True
    return False


class Counted(io.RawIOBase):
    """A stream that ends with `LimitError` once more than `most` bytes came out of it."""

    def __init__(self, raw: Any, most: int, setting: str) -> None:
        self._raw = raw
        self._left = self._most = most
        self._setting = setting

    def again(self) -> None:
        """Count from here."""
        self._left = self._most

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; `LimitError` where that is more than was allowed."""
        block = self._raw.read(len(buffer))
        self._left -= len(block)
        if self._left < 0:
            raise LimitError(f"here is more than the {say_size(self._most)} that {self._setting} allows")
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        """Close what is read from."""
        if not self.closed:
            self._raw.close()
        super().close()
