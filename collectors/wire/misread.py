"""UTF-8 that was read in another charset than Windows-1252: 'sch√∂n' (Mac Roman), 'sch├╢n' (a console), 'schĂ¶n' (Windows-1250).

A program for tables on a Mac, a console of Windows and computers of Central Europe, Russia and Turkey write these. A text is
mended only where all its letters beyond ASCII are such damage; one damaged letter alone only where nobody would write its signs.
"""

from __future__ import annotations

import re

CHARSETS = ("mac-roman", "cp850", "cp437", "cp1250", "cp1251", "cp1254")
ALONE = {"mac-roman": "√‚¬", "cp437": "├┬Γ", "cp850": "├┬Ô", "cp1254": "ğÃÂâÅ"}
"""First signs of damage that nobody writes before the second one; other damage shows behind a small letter, or several times."""
SEVERAL = 3
"""Damaged letters in a row of words that are no accident, where the signs are letters of a language themselves."""


def _letters(charset: str) -> dict[str, int]:
    """Each letter beyond ASCII of a charset -> its byte; bytes that it leaves out are control characters."""
    found = {bytes([byte]).decode(charset, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    return found | {chr(byte): byte for byte in range(0x80, 0xA0) if chr(byte) not in found}


TO_BYTES = {charset: _letters(charset) for charset in CHARSETS}


def _class(charset: str, low: int, high: int) -> str:
    return "".join(re.escape(letter) for letter, byte in TO_BYTES[charset].items() if low <= byte < high)


SEQUENCES = {charset: f"[{_class(charset, 0xC2, 0xF5)}][{_class(charset, 0x80, 0xC0)}]+" for charset in CHARSETS}
SURE = {
    charset: f"[{ALONE[charset]}][{_class(charset, 0x80, 0xC0)}]"
    if charset in ALONE
    else f"[a-zß-ö][{_class(charset, 0xC2, 0xF5)}][{_class(charset, 0x80, 0xC0)}]"
    for charset in CHARSETS
}
SURE["cp1251"] += "|в[‚Ђ]"  # quotation marks, dashes and the sign of the euro
MISREAD_RE2 = "|".join(
    [*SURE.values(), *(f"(?:[{_class(c, 0xC2, 0xF5)}][{_class(c, 0x80, 0xC0)}]+){{2}}" for c in CHARSETS)]
)
"""What any such text holds, for a first look at many texts."""
COMPILED = {charset: (re.compile(SEQUENCES[charset]), re.compile(SURE[charset])) for charset in CHARSETS}
PLAUSIBLE = re.compile(
    r"^[\x00-\x7f\u00a0-\u024f\u0370-\u05ff\u0600-\u06ff\u0900-\u0fff\u1e00-\u27bf\u3000-\u9fff\uac00-\ud7a3\ufe0f\uff00-\uffef\U0001f000-\U0001faff]*$"
)


def mend_misread(text: str) -> str:
    """The text as it was before it was read in a wrong charset; the same where that is not sure.

    >>> mend_misread("sch√∂n"), mend_misread("Сёмга"), mend_misread("РџСЂРёРІРµС‚!")
    ('schön', 'Сёмга', 'Привет!')
    """
    for charset in CHARSETS:
        sequence, sure = COMPILED[charset]
        hits = sequence.findall(text)
        if not hits or not (len(hits) >= SEVERAL or sure.search(text)):
            continue
        table = TO_BYTES[charset]
        try:
            mended = bytes(ord(letter) if letter < "\x80" else table[letter] for letter in text).decode("utf-8")
        except (KeyError, ValueError):
            continue
        if PLAUSIBLE.match(mended):
            return mended
    return text
