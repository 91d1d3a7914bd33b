"""What kind of file one is, by its name and its first bytes, and which files of a zip are worth a look."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Any

from voxpop.collectors.archive.documents.chat import BEGIN, HIDDEN
from voxpop.collectors.archive.open import inside, open_bytes
from voxpop.collectors.archive.settings import SUFFIXES, suffix
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.tables.several import tables_in

START = 1 << 14  # bytes by which a file is known
FIRST_TABLES = ("comment", "post", "reply", "discussion", "topic")
READABLE = {*SUFFIXES, ".txt"}


def form_of(path: Path, member: str | None = None) -> dict[str, Any]:
    """The keys that say what a file is, where its name does not; `tables` where it holds several."""
    if suffix(member or path.name) in SUFFIXES:
        return {}
    with open_bytes(path, member) as file:
        start = file.read(START)
        if start.startswith(b"PAR1"):
            return {"format": "parquet"}
        if start.startswith(b"PK"):
            return {"format": "xlsx"}
        text = decode(start).text.lstrip("\ufeff \r\n\t")
        if text.startswith("<"):
            return {"format": "xml"}
        if any(BEGIN.match(line) for line in text.translate(HIDDEN).splitlines()[:3]):
            return {"format": "whatsapp"}
        tables = tables_in(start.splitlines()) and tables_in([*start.splitlines()[:-1], *file])
    if tables:
        return {"format": "csv", "tables": sorted(tables, key=_usual)}
    return {"format": "json" if text.startswith(("{", "[")) else "csv"}


def _usual(table: str) -> int:
    """How likely a table is to hold posts, 0 the most."""
    return next((place for place, name in enumerate(FIRST_TABLES) if name in table.lower()), len(FIRST_TABLES))


def by_size(path: Path) -> list[str]:
    """The files of a zip or tar that may be read, the largest first."""
    found = [(size, name) for name, size, _ in inside(path) if suffix(name) in READABLE and size]
    return [name for size, name in sorted(found, key=lambda one: (-one[0], one[1]))]


def family(name: str, names: list[str]) -> str:
    """The pattern of files that differ from one in numbers only: 'messages-*.json'; the name where it is alone."""
    pattern = re.sub(r"\d+", "*", name)
    alike = [one for one in names if re.sub(r"\d+", "*", one) == pattern]
    return pattern if len(alike) > 1 else re.sub(r"[\[\]?]", "?", PurePath(name).as_posix())
