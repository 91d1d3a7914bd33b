"""Bytes as text, in one way for archives, mail, feeds and scored files: what was declared, what is there, what was guessed.

The order: a byte order mark, UTF-16 by its zeros, strict UTF-8, what was declared, Windows-1252 for Latin text (or that of
Central Europe or Turkey, where its letters show it), and a detector where the bytes are not Latin. Measured on single lines: detectors call short Latin lines Baltic, and
"UTF-8, else Windows-1252" is right on all of them. Names are read as browsers do: latin-1 is Windows-1252, gb2312 is
GB 18030 (https://encoding.spec.whatwg.org).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from voxpop.collectors.wire.neighbours import neighbour

UTF8 = "utf-8"
LATIN = "cp1252"
BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_NAMES = {
    "",
    "auto",
    "unknown",
    "unknown-8bit",
    "x-unknown",
    "x-user-defined",
    "binary",
    "8bit",
    "7bit",
    "none",
    "default",
}
"""What mail programs write where they know no charset."""
ALIASES = {
    **dict.fromkeys(
        ("iso8859-1", "ascii", "us-ascii", "latin-1", "latin1", "ansi", "iso-8859-1-windows-3.1-latin-1"), LATIN
    ),
    **dict.fromkeys(("iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(
        ("gb2312", "gbk", "x-gbk", "gb-2312", "euc-cn", "gb2312-80", "chinese", "cp936", "gb18030"), "gb18030"
    ),
    **dict.fromkeys(("euc_kr", "euc-kr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "korean", "johab-1"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("big5", "big5-tw", "x-x-big5", "cn-big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "logical", "visual", "iso8859-8"), "cp1255"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "tis620", "iso8859-11"), "cp874"),
    **dict.fromkeys(("iso-8859-6-i", "iso-8859-6-e"), "iso8859-6"),
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8", "x-utf-8", "utf8mb4"), UTF8),
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8": "koi8-r",
}
WINDOWS = {
    "iso8859_15": LATIN,
    "iso8859_2": "cp1250",
    "iso8859_5": "cp1251",
    "iso8859_7": "cp1253",
    "iso8859_6": "cp1256",
    "iso8859_13": "cp1257",
    "iso8859_16": "cp1250",
}
"""Charsets that mail programs name while they write those of Windows, whose quotation marks are control characters there."""
CONTROLS = frozenset(range(0x80, 0xA0)) - {0x85}
NO_TEXT = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
MULTIBYTE = {
    "gb18030",
    "big5hkscs",
    "cp950",
    "cp932",
    "cp949",
    "euc_jp",
    "hz",
    "johab",
    "shift_jis_2004",
    "euc_jis_2004",
}
SEVEN_BIT = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
CANDIDATES = (
    "windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866", "windows-1253", "iso-8859-7", "windows-1255", "iso-8859-8",
    "windows-1256", "iso-8859-6", "cp874", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949", "windows-1252",
)  # fmt: skip
"""What bytes that are not Latin may be in; a detector that may answer anything calls Greek cp864."""
ENOUGH, MOST_LINES = 20_000, 200  # how much of a line, and how many, the detector is shown
RUNS = re.compile(rb"[\x80-\xff]+")
SIGNS = re.compile(rb"[\x80\x82\x84-\x89\x8b\x91-\x99\x9b\xa0-\xbf\xd7\xf7]+")
"""Quotation marks, dashes, currencies of Windows-1252: a run of them is no foreign word."""
ASCII_LETTERS = re.compile(rb"[a-zA-Z]")
LONG_RUN = 3  # letters with bytes above 127 that stand together: words of another script
SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SURE = 4  # so many UTF-8 sequences and nothing else are no accident, whatever an East Asian charset would make of them
HIGH = bytes(range(0x80, 0x100))
CUT = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
FROM_LATIN = {byte: ord(bytes([byte]).decode(LATIN)) for byte in range(0x80, 0xA0) if byte not in UNDEFINED}
FROM_ESCAPED = {0xDC00 + byte: FROM_LATIN.get(byte, byte) for byte in range(0x80, 0x100)}
PRINTABLE = bytes(int(0x20 <= byte < 0x7F or byte in b"\r\n\t") for byte in range(0x100))
ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))

JAPANESE_SETS = {
    b"\x1b$B": "euc_jis_2004",
    b"\x1b$@": "euc_jis_2004",
    b"\x1b(I": "cp932",
    b"\x1b(B": "ascii",
    b"\x1b(J": "ascii",
}
JAPANESE = re.compile(rb"(\x1b\$[@B]|\x1b\([BIJ])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the charset that it was read in, and in words what was guessed about it ('' where nothing was)."""

    text: str
    charset: str
    guess: str = ""


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes; raises nothing, bytes that no charset explains are U+FFFD."""
    charset, guess = charset_of(raw, declared)
    mark = next((bom for bom, name in BOMS if name == charset and raw.startswith(bom)), b"")
    return Decoded(read(raw[len(mark) :], charset), charset, guess)


def charset_of(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """The charset of some bytes, and what was guessed about it; 'utf-8' also where a few of them are none."""
    marked = next((name for bom, name in BOMS if raw.startswith(bom)), None) or _sixteen_bits(raw)
    if marked:
        bom = any(raw.startswith(mark) for mark, _ in BOMS)
        return marked, "" if bom or sixteen(
            declared
        ) else f"no charset is named; read as {told(marked)}, by its zero bytes"
    name = _of_windows(known(declared), raw)
    if (
        name is not None
        and name.startswith(SEVEN_BIT)
        and not (name.startswith(("utf_16", "utf_32")) and b"\0" not in raw)
    ):
        return name, ""
    sequences = len(SEQUENCES.findall(raw)) if not raw.isascii() else 0
    if is_utf8(raw):
        return _of_utf8(raw, name, declared, sequences)
    if name not in {None, UTF8}:
        assert name is not None
        wrong = read(raw, name).count("\ufffd") if name in MULTIBYTE else 0
        if wrong * 50 <= len(raw):
            return name, f"some bytes are not {told(name)}, as is declared" if wrong else ""
    said = f"not {told(name)}, as is declared" if name else "not UTF-8"
    rest = SEQUENCES.sub(b"", raw)
    if sequences and sequences >= len(rest) - len(rest.translate(None, HIGH)):
        return UTF8, f"some bytes are {said}; read as Windows-1252"
    guessed = foreign(raw)
    return guessed, f"{said}; read as {told(guessed)}"


def _of_windows(name: str | None, raw: bytes) -> str | None:
    """The charset of Windows in place of the ISO one that is declared, where bytes stand there that only the former has."""
    return WINDOWS[name] if name in WINDOWS and not CONTROLS.isdisjoint(raw) and not raw.isascii() else name


def _of_utf8(raw: bytes, name: str | None, declared: str | None, sequences: int) -> tuple[str, str]:
    """The charset of bytes that are UTF-8, or plain ASCII."""
    escaped = next((charset for mark, charset in ESCAPES if mark in raw), None) if name in {None, UTF8} else None
    if escaped:
        return escaped, f"no charset is named; read as {told(escaped)}, by its escapes"
    if not sequences or name in {None, UTF8}:
        return UTF8, ""
    assert name is not None
    if name in MULTIBYTE and sequences < SURE and "\ufffd" not in read(raw, name):
        return name, ""
    return UTF8, f"declared as {declared}, and is UTF-8; read as UTF-8"


def foreign(raw: bytes) -> str:
    """The charset of bytes that are not UTF-8: a Latin one where they look Latin, else what a detector says of other scripts."""
    if not is_foreign(raw):
        return neighbour(SEQUENCES.sub(b"", raw))
    if not _is_script(raw) and (latin := neighbour(SEQUENCES.sub(b"", raw))) != LATIN:
        return latin
    import chardet  # only here: most files never need it

    lines = [line for line in raw[: 50 * ENOUGH].split(b"\n")[: MOST_LINES + 1] if not line.isascii()]
    whole = lines[:-1] or lines  # the last one may be cut inside a letter
    shown = b"\n".join(line[:ENOUGH] for line in whole[:MOST_LINES])
    found = chardet.detect(shown, include_encodings=CANDIDATES, no_match_encoding=LATIN)["encoding"]
    return known(found) or LATIN


def is_foreign(raw: bytes) -> bool:
    """Whether bytes above 127 stand together in words, as in no Latin language, or are none of Windows-1252."""
    return _is_script(raw) or any(byte in raw for byte in UNDEFINED)


def _is_script(raw: bytes) -> bool:
    """Whether bytes above 127 stand together in words, as in no Latin language."""
    words = [run for run in RUNS.findall(raw) if not SIGNS.fullmatch(run)]
    total = sum(map(len, words))
    least = LONG_RUN if total > 2 * LONG_RUN else LONG_RUN + 2
    long = sum(len(run) for run in words if len(run) >= least and len(set(run)) > 1)
    alone = total > LONG_RUN and ASCII_LETTERS.search(raw) is None
    katakana = 3 * raw.count(b"\x83") > total > LONG_RUN  # its first byte in Shift_JIS; the second may be ASCII
    return 2 * long > total or alone or katakana


def read(raw: bytes, charset: str) -> str:
    """The bytes in a charset, whatever happens: strays in UTF-8 are Windows-1252, elsewhere U+FFFD."""
    if charset == UTF8:
        try:
            return raw.decode(UTF8)
        except UnicodeDecodeError:
            return mixed(raw)
    if charset == LATIN:
        return raw.decode("latin-1").translate(FROM_LATIN)
    text = raw.decode(charset, "replace")
    return _japanese(raw) if charset == "iso2022_jp" and "\ufffd" in text else text


def _japanese(raw: bytes) -> str:
    """ISO-2022-JP with the signs that mail programs of Windows put into it: numbers in circles, half-width letters."""
    told, charset = [], "ascii"
    for part in JAPANESE.split(raw):
        if part in JAPANESE_SETS:
            charset = JAPANESE_SETS[part]
        elif charset == "ascii":
            told.append(part.decode("ascii", "replace"))
        else:
            told.append(bytes(byte | 0x80 if byte > 0x20 else byte for byte in part).decode(charset, "replace"))
    return "".join(told)


def mixed(raw: bytes) -> str:
    """UTF-8 with bytes of Windows-1252 between; a character that the end has cut is U+FFFD."""
    body = CUT.sub(b"\xef\xbf\xbd", raw)
    return body.decode(UTF8, "surrogateescape").translate(FROM_ESCAPED)


def is_utf8(raw: bytes) -> bool:
    """Whether all of it is UTF-8, but for a character that the end has cut."""
    try:
        raw.decode(UTF8)
    except UnicodeDecodeError as error:
        at_end = error.start >= len(raw) - 3 and error.reason == "unexpected end of data"
        return at_end and SEQUENCES.search(raw) is not None
    return True


def known(declared: str | None) -> str | None:
    """The codec that a declared name stands for; None where it stands for none."""
    name = (declared or "").strip(" \t\r\n\"'").lower()
    if name in NO_NAMES:
        return None
    dashed = name.replace("_", "-")
    for spelled in (name, dashed, dashed.replace("iso-8859", "iso8859")):
        if spelled in ALIASES:
            return ALIASES[spelled]
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    if not found._is_text_encoding or found.name.replace("-", "_") in NO_TEXT:  # noqa: SLF001  the only place that says so
        return None
    return ALIASES.get(found.name, found.name if found.name == UTF8 else found.name.replace("-", "_"))


def told(charset: str) -> str:
    """The charset as a person knows it: 'Windows-1252' for cp1252."""
    if charset.startswith("cp125"):
        return f"Windows-{charset[2:]}"
    names = {UTF8: "UTF-8", "cp932": "Shift_JIS", "cp949": "EUC-KR", "big5hkscs": "Big5", "cp874": "TIS-620"}
    return names.get(charset, charset.replace("_", "-").upper())


def sixteen(declared: str | None) -> bool:
    """Whether UTF-16 or UTF-32 is declared."""
    return (known(declared) or "").startswith(("utf_16", "utf_32"))


def _sixteen_bits(raw: bytes) -> str | None:
    """UTF-16 that has no mark: digits, commas and spaces have a zero at the same side of each pair."""
    sample = raw[: 1 << 16]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 2 or 50 * most < len(sample) or 4 * least > most:
        return None
    shown = sample.translate(PRINTABLE)
    if 5 * sum(map(int.__and__, shown[::2], shown[1::2])) > len(sample):
        return None  # text with some zeros in it: both bytes of a letter are seldom printable
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    return name if 50 * text.count("\ufffd") <= len(text) and "\0" not in text else None
