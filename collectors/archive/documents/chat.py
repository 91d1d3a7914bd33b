"""Messages of a chat that WhatsApp exported as text, on Android or an iPhone, in any language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from voxpop.collectors.wire.bounded import TooLong

MARKS = "\u200e\u200f\u202a\u202c\ufeff"
HIDDEN = str.maketrans({"\u202f": " ", "\xa0": " ", **dict.fromkeys(MARKS, "")})
TIME = r"(\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),?\s+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)(?:\s*([AaPp]\.?\s?[Mm]\.?))?"
BEGIN = re.compile(rf"(?:\[{TIME}\]|{TIME}\s+[-\u2013])\s+(.*)", re.DOTALL)
SAID = re.compile(r"([^:\n]{1,100}?):\s(.*)", re.DOTALL)
DELETED = re.compile(
    r"(?:this message was deleted|you deleted this message|diese nachricht wurde gel\u00f6scht|du hast diese nachricht gel\u00f6scht"
    r"|se elimin\u00f3 este mensaje|eliminaste este mensaje|este mensaje fue eliminado|ce message a \u00e9t\u00e9 supprim\u00e9"
    r"|vous avez supprim\u00e9 ce message|questo messaggio \u00e8 stato eliminato|hai eliminato questo messaggio|mensagem apagada"
    r"|esta mensagem foi apagada|voc\u00ea apagou esta mensagem|dit bericht is verwijderd|je hebt dit bericht verwijderd"
    r"|ta wiadomo\u015b\u0107 zosta\u0142a usuni\u0119ta|bu mesaj silindi)\.?",
    re.IGNORECASE,
)
"""What stands in place of a message that was taken back, in the languages of Voxpop and some more."""
EDITED = re.compile(
    r"\s*<[^<>\n]{0,40}(?:edited|bearbeitet|editad[oa]|modifi\u00e9|modificato|bewerkt|edytowan|d\u00fczenlendi)[^<>\n]{0,20}>\s*$"
)
OMITTED = re.compile(r"<[^<>\n]{3,40}>|.{0,40}\b(?:omitted|weggelassen|omis|omitido|omessa|omesso)\.?", re.IGNORECASE)


def chat_records(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each message as JSON: `at`, `author`, `text`, `deleted` and `notice` (of the system, or a medium that was left out).

    A line that begins with no time goes on with the message before. A notice has no author; an iPhone marks it with an
    invisible letter and writes the group's name before it.
    """
    begun: tuple[int, list[str]] | None = None
    for number, line in lines:
        if isinstance(line, TooLong):
            if begun is not None:
                yield begun[0], _record(begun[1])
            begun = None
            yield number, line
            continue
        bare = line.rstrip("\r\n")
        if BEGIN.match(bare.translate(HIDDEN)):
            if begun is not None:
                yield begun[0], _record(begun[1])
            begun = (number, [bare])
        elif begun is not None:
            begun[1].append(bare)
        elif bare.strip(MARKS + " "):
            yield number, bare  # before the first message: no record, refused as a row
    if begun is not None:
        yield begun[0], _record(begun[1])


def _record(lines: list[str]) -> str:
    marked = "\u200e" in lines[0].partition(": ")[2][:2]
    match = BEGIN.match("\n".join(lines).translate(HIDDEN))
    assert match is not None, "only lines that begin a message come here"
    day, clock, half = next(group for group in (match.groups()[:3], match.groups()[3:6]) if group[0])
    said = SAID.fullmatch(match[7])
    author, text = (said[1].strip(), said[2]) if said else (None, match[7])
    text = EDITED.sub("", text).rstrip()
    deleted = author is not None and DELETED.fullmatch(text) is not None
    hidden = (marked and "\n" not in text) or OMITTED.fullmatch(text.strip()) is not None
    notice = author is None or (hidden and not deleted)
    at = f"{day} {clock.replace('.', ':')}{' ' + half.replace('.', '').replace(' ', '').upper() if half else ''}"
    told = {"at": at, "author": author, "text": text, "notice": notice}
    return json.dumps({**told, "deleted": True} if deleted else told, ensure_ascii=False)
