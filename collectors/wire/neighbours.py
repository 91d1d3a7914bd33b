"""Which Latin charset bytes are in: Windows-1252, or that of Central Europe, Turkey or old Macs, told where the letters show it.

Measured on lines of its languages that are not UTF-8: see docs/sources/archives.md, 'Letters'. A text whose letters Italian, Spanish and
Portuguese have too, or the Nordic languages, is Windows-1252.
"""

from __future__ import annotations

import re

LATIN = "cp1252"
HIGH = bytes(range(0x80, 0x100))
NEIGHBOURS = {"windows-1250": "cp1250", "iso-8859-2": "iso8859_2", "windows-1254": "cp1254", "iso-8859-9": "cp1254"}
ROMANCE = frozenset("àèéìòùáíóúñãõçâêôüîïëûºª¿¡«»ÀÈÉÌÒÙÁÍÓÚÑÃÕÇÂÊÔÜÎÏËÛ".encode(LATIN))
NORDIC = frozenset("æøåÆØÅäöÄÖéüÜ".encode(LATIN))
SIGNS = frozenset(
    {*range(0x80, 0x8A), 0x8B, *range(0x91, 0x9A), 0x9B, 0xA0, 0xA7, 0xA9, 0xAB, 0xAD, 0xAE, 0xB0, 0xB4, 0xB7, 0xBB}
)
"""Quotation marks, dashes, currencies and the like, which stand at one place in all of these charsets."""
MAC = "mac_roman"
MAC_LETTERS = re.compile(rb"(?<=[A-Za-z])[\x88\x8a\x8d-\x8f\xd5](?=[a-z])")
"""'à ä ç é è' and the apostrophe of old Macs within words; elsewhere a capital or none, which stands in no small word ('donÕt')."""
FEWEST = 2  # letters beyond ASCII by which a charset can be told
ENOUGH, MOST_LINES = 2_000, 200  # how much of a line, and how many, the detector is shown


def neighbour(raw: bytes) -> str:
    """The charset of bytes of a Latin script that are not UTF-8."""
    if 4 * len(MAC_LETTERS.findall(raw)) >= len(raw) - len(raw.translate(None, HIGH)) > 0:
        return MAC
    high = {byte for byte in raw if byte >= 0x80} - SIGNS
    if high <= ROMANCE or high <= NORDIC or len(high) < FEWEST:
        return LATIN
    lines = [line[:ENOUGH] for line in raw.split(b"\n") if not line.isascii()][:MOST_LINES]
    letters = [{byte for byte in line if byte >= 0x80} - SIGNS for line in lines]
    if all(own <= ROMANCE or own <= NORDIC for own in letters):  # a line of French beside one of German
        return LATIN
    import chardet  # only here: most files never need it

    names = ("windows-1252", *NEIGHBOURS)
    found = chardet.detect(b"\n".join(lines), include_encodings=names, no_match_encoding="windows-1252")["encoding"]
    return NEIGHBOURS.get(str(found).lower(), LATIN)
