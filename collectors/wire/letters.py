"""A file of text as a stream of UTF-8, whatever it was written in; and text that was decoded once too often, mended."""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, Any

from voxpop.collectors.wire.charsets import (
    BOMS,
    LATIN,
    SEQUENCES,
    SEVEN_BIT,
    UTF8,
    charset_of,
    foreign,
    known,
    mixed,
    read,
    told,
)
from voxpop.collectors.wire.misread import MISREAD_RE2, mend_misread
from voxpop.collectors.wire.neighbours import NEIGHBOURS

BLOCK = 1 << 20
LATINS = {LATIN, *NEIGHBOURS.values()}
SAMPLE = 1 << 20  # how much of a file tells its charset
SHOWN = 1 << 16  # foreign bytes by which later ones are judged
TO_BYTES = {ord(bytes([byte]).decode(LATIN, "ignore") or chr(byte)): byte for byte in range(0x80, 0x100)} | {
    byte: byte for byte in range(0x80, 0xA0)
}
LEADS = "".join(map(chr, range(0xC2, 0xF5)))
TRAILS = re.escape("".join(chr(point) for point, byte in TO_BYTES.items() if byte < 0xC0))
TWICE = re.compile(f"[{LEADS}][{TRAILS}]+")
TWICE_RE2 = f"[{LEADS}][{TRAILS}]|{MISREAD_RE2}"
"""What any text that was decoded twice holds, for a first look at many texts."""
PLAUSIBLE = ((0x80, 0x17F), (0x2000, 0x22FF), (0x2600, 0x27BF), (0xFE00, 0xFE0F), (0x1F000, 0x1FAFF))
"""Latin letters, punctuation, signs and emoji: one such letter is enough. Other scripts need two."""

AFTER_CAPITALS = "…–—‘’“”‚„‹›•"
DEEPEST = 3


class Utf8:
    """A stream of bytes as UTF-8; single bytes of another charset may still be in it, and are mended piece by piece.

    `charset` and `guess` say what was found (`guess` is '' where nothing was guessed), `mended` counts the pieces.
    UTF-16, UTF-32 and East Asian charsets are converted as the stream is read, since their bytes mean other things.
    """

    def __init__(self, raw: io.BufferedIOBase | IO[bytes], declared: str | None = None) -> None:
        sample = _read_fully(raw, SAMPLE)
        self.charset, self.guess = charset_of(sample, declared)
        self.mended = 0
        mark = next((bom for bom, name in BOMS if name == self.charset and sample.startswith(bom)), b"")
        chained = _Chained(sample[len(mark) :], raw)
        named = known(declared)
        convert = self.charset != UTF8 and (self.charset == named or not _single_bytes(self.charset))
        self._foreign = None if self.charset == UTF8 else self.charset
        self._seen = bytearray()
        self.stream: io.BufferedReader = io.BufferedReader(
            _Converted(chained, self.charset) if convert else chained, BLOCK
        )
        if convert:
            self._foreign = LATIN

    def mend(self, pieces: list[bytes]) -> list[str]:
        """Pieces that are no UTF-8 as text: in the file's charset, or in the one that these pieces show."""
        self.mended += len(pieces)
        if self._foreign is None:
            for piece in pieces:
                if len(self._seen) < SHOWN:
                    self._seen += piece + b"\n"
            charset = foreign(bytes(self._seen))
        else:
            charset = self._foreign
        if charset in LATINS:
            return [mixed(piece) if SEQUENCES.search(piece) else read(piece, charset) for piece in pieces]
        return [read(piece, charset) for piece in pieces]

    def note(self) -> str:
        """What was guessed, in words for the coverage notes; '' where nothing was."""
        if self.guess and not self.mended:
            return self.guess
        if self.mended:
            charset = self._foreign or foreign(bytes(self._seen))
            return f"{self.mended:,} rows were not UTF-8; their bytes were read as {told(charset)}"
        return ""


class _Chained(io.RawIOBase):
    """What was read ahead, then the rest."""

    def __init__(self, ahead: bytes, raw: Any) -> None:
        self._ahead = memoryview(ahead)
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._ahead:
            size = min(len(buffer), len(self._ahead))
            buffer[:size] = self._ahead[:size]
            self._ahead = self._ahead[size:]
            return size
        block = self._raw.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Converted(io.RawIOBase):
    """The stream in another charset, as UTF-8."""

    def __init__(self, raw: io.RawIOBase, charset: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(charset)("replace") if charset != LATIN else None
        self._ready = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if self._ended:
                return 0
            block = self._raw.read(BLOCK) or b""
            self._ended = not block
            text = read(block, LATIN) if self._decoder is None else self._decoder.decode(block, final=self._ended)
            self._ready = memoryview(text.encode(UTF8, "replace"))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def mend_twice(text: str) -> str:
    """The text without the damage of UTF-8 that was read as Windows-1252, Latin-1 ('schÃ¶n' is 'schön') or a charset of `misread`.

    Only where all letters beyond ASCII are such damage and make plausible ones; 'NESCAFÉ®' and a text that quotes one
    broken word beside whole ones stay as they are.
    """
    for _ in range(DEEPEST):  # some are damaged again and again
        mended = text if text.isascii() else _mended_once(text)
        if mended == text:
            break
        text = mended
    return text


def _mended_once(text: str) -> str:
    if not TWICE.search(text):
        return mend_misread(text)
    try:
        raw = bytes(map(_byte, text))
        mended = raw.decode(UTF8)
    except (ValueError, UnicodeDecodeError):
        return mend_misread(text)
    new = [letter for letter in mended if not letter.isascii()]
    likely = [letter for letter in new if any(low <= ord(letter) <= high for low, high in PLAUSIBLE)]
    if len(likely) < len(new) and len(new) < 2:
        return text
    return mended if any(_telling(found[0]) for found in TWICE.finditer(text)) else text


def _byte(letter: str) -> int:
    point = ord(letter)
    return point if point < 0x80 else TO_BYTES.get(point, 0x100)


def _telling(found: str) -> bool:
    """Whether no writer would set these signs: 'Ã¶', but not a capital before an ellipsis, a dash or a quotation mark."""
    return len(found) > 2 or found[1] not in AFTER_CAPITALS


def _read_fully(raw: Any, size: int) -> bytes:
    """So many bytes, or all that there are; compressed streams give less at once."""
    parts, missing = [], size
    while missing and (block := raw.read(missing)):
        parts.append(block)
        missing -= len(block)
    return b"".join(parts)


def _single_bytes(charset: str) -> bool:
    """Whether each byte is a letter, so that lines and cells can be told apart before they are decoded."""
    try:
        return not charset.startswith(SEVEN_BIT) and (
            len(bytes(range(0x20, 0x7F)).decode(charset)) == 95
            and len(codecs.decode(b"\xe4\xe4", charset, "replace")) == 2
        )
    except (UnicodeError, LookupError):
        return False
