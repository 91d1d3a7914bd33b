"""One table of a file that holds several, each behind a line with its name, as Vanilla's Porter writes them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import IO, Any

BEGIN = re.compile(rb"\s*(?:Table|table)\s*:\s*([\w.]+)\s*")
LONGEST = 1 << 26
HEAD_LINES = 50  # that tell whether a file holds several tables


class OneTable(io.RawIOBase):
    """The lines of one table, up to the empty line behind it; all of them where the file has one table and names none.

    `seen` are the tables that were met.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name.lower()
        head = [line for _ in range(HEAD_LINES) if (line := stream.readline(LONGEST))]
        self._ahead = iter(head)
        self._single = not any(map(BEGIN.fullmatch, head))
        self._inside = self._single
        self._ready = memoryview(b"")
        self.seen: list[str] = []

    def readable(self) -> bool:
        """True: it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next of the table."""
        while not self._ready:
            line = next(self._ahead, b"") or self._stream.readline(LONGEST)
            if not line:
                return 0
            if self._inside and not self._single and not line.strip():
                self._inside = False
            elif self._inside:
                self._ready = memoryview(line)
            elif begun := BEGIN.fullmatch(line):
                self.seen.append(begun[1].decode())
                self._inside = self.seen[-1].lower() == self._name
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file below, too."""
        if not self.closed:
            self._stream.close()
        super().close()


def tables_in(lines: Iterable[bytes]) -> list[str]:
    """The names of the tables of a file."""
    return [begun[1].decode() for line in lines if (begun := BEGIN.fullmatch(line))]
