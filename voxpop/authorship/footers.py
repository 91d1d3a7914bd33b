"""What programs put under a mail: signatures, a list's footer, a telephone's advertisement, notes on attachments."""

from __future__ import annotations

import re
from typing import Final

from voxpop.authorship import languages
from voxpop.authorship.histories import RULE

DASHES: Final = re.compile(r"^--[ \t\u00a0]?$|^—$")
LONGEST_SIGNATURE: Final = 20
"""Lines; what is longer below two dashes is no signature."""

SHORT_SIGNATURE: Final = 4
"""Lines of a signature below which no words of the writer stand."""

DEVICE: Final = re.compile(rf"^\W{{0,3}}(?:{languages.DEVICES})\W{{0,3}}$", re.IGNORECASE)
LISTS: Final = re.compile(rf"(?:{languages.LIST_WORDS})", re.IGNORECASE)
STROKE: Final = re.compile(r"^\s*(?:[-_=~*#]{3,}[-_=~*# \t]*|--~--~-+~--~-+|—)\s*$")
SCRUBBED: Final = re.compile(
    r"^-{5,} ?(?:next part|nächster teil|partie suivante) ?-{5,}$|^-{5,} ?next part", re.IGNORECASE
)
SCRUB_META: Final = re.compile(
    r"^(?:An? (?:HTML|non-text|embedded|image) .*scrubbed.*|(?:Name|Type|Size|Desc|Url|URL|Skipped content of type)\s*:?.*|<https?://.*>)$",
    re.IGNORECASE,
)
LIST_DEEP: Final = 16
"""Lines at the end of a mail in which a list's footer begins."""

CLOSING: Final = re.compile(rf"^\s*(?:{languages.CLOSINGS})\s*[,.!;-]*\s*$", re.IGNORECASE)
CONTACT: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|https?://|www\.|\+\d[\d ()/-]{6,}|\b(?:tel|phone|mobile|mobil|fax|telefon|téléphone|teléfono|telefone|cell)\b\s*\.?:?\s*[+(\d]"
    r"|\b(?:gmbh|ltd\.?|inc\.|s\.?a\.?r\.?l\.?|s\.r\.l\.|b\.v\.|ag)\b",
    re.IGNORECASE,
)
SENTENCE: Final = re.compile(
    r"^\s*(?:p\.? ?p?\.?s\b|nb\b|n\.b\.|edit\b|update\b|\[\d+\])|\w[^.!?]{25,}[.!?]\s*$|[?!]\s*$", re.IGNORECASE
)
LINED: Final = re.compile(r"^\s*(?:[-_=~*#]{8,}.*|.{0,12}[-_=~*]{12,}.*)$")
NO_WORDS: Final = re.compile(r"^\s*[-_=~*#]{4,}\s*$")
PROSE: Final = re.compile(r"^\s*(?:[*_]?[A-Z]?[a-z']+[*_]?[ ,]+){5,}|\S:\s*$")
CARD: Final = 8
"""Lines that a card below a closing formula may have."""


def signature_at(lines: list[str], at: int, end: int, *, written: bool, mail: bool) -> bool:
    """True if a signature begins at this line and reaches to the end; where nothing was `written` above only a short one does.

    In Markdown two dashes also part and underline: there only a few lines without a sentence are one.
    """
    if not DASHES.match(lines[at]):
        return False
    below = [line for line in lines[at + 1 : end] if line.strip()]
    if not mail:
        apart = lines[at].endswith(" ") or not lines[at - 1].strip()  # else it underlines a heading
        return written and apart and 0 < len(below) <= CARD and not any(map(SENTENCE.search, below))
    return len(below) <= (LONGEST_SIGNATURE if written else SHORT_SIGNATURE)


def is_device(line: str) -> bool:
    """True if a telephone or a mail program praises itself in the line."""
    return DEVICE.match(line.strip()) is not None


def list_footer(lines: list[str], end: int) -> int:
    """The line at which a mailing list's footer begins; `end` where there is none."""
    first = max(0, end - LIST_DEEP)
    for at in range(first, end):
        if (STROKE.match(lines[at]) or RULE.match(lines[at])) and LISTS.search("\n".join(lines[at + 1 : end])):
            return at
    return end


def scrubbed_at(lines: list[str], at: int, end: int) -> int:
    """How many lines tell here of an attachment that a list's archive took out; 0: none do."""
    if not SCRUBBED.match(lines[at].strip()):
        return 0
    last = at + 1
    while last < end and (not lines[last].strip() or SCRUB_META.match(lines[last].strip())):
        last += 1
    return last - at


def stroked_card(lines: list[str], end: int) -> int:
    """The line at which a card begins that a stroke parts from the words above, at the end of a mail; `end` where there is none."""
    for at in range(max(1, end - LIST_DEEP), end):
        if not LINED.match(lines[at]) or not any(line.strip() for line in lines[:at]):
            continue
        card = [line for line in lines[at:end] if line.strip()]
        told = any(map(CONTACT.search, card)) and 1 < len(card) <= CARD
        if told and all(len(line) <= 90 for line in card) and not any(map(PROSE.search, card)):
            return at
    last = end
    while last > 0 and (not lines[last - 1].strip() or NO_WORDS.match(lines[last - 1])):
        last -= 1
    return last if last and any(line.strip() for line in lines[last:end]) else end


def card_below(lines: list[str], start: int, end: int) -> int:
    """The line at which a card begins, below a closing formula at the end of somebody's words; `end` where there is none."""
    last = end
    while last > start and not lines[last - 1].strip():
        last -= 1
    for at in range(last - 1, max(start, last - CARD - 2), -1):
        if not CLOSING.match(lines[at]):
            continue
        card = [line.strip() for line in lines[at + 1 : last] if line.strip()]
        told = card and len(card) <= CARD and any(map(CONTACT.search, card))
        if told and all(len(line) <= 90 and not SENTENCE.search(line) for line in card):
            return at + 1
        return end
    return end
