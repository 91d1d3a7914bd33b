"""The records of a JSON or XML file as they are written, with their numbers, whatever its shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from voxpop.collectors.archive.documents.chat import chat_records
from voxpop.collectors.archive.documents.cursor import BLOCK, Cursor, elements
from voxpop.collectors.archive.documents.shape import Shape, look
from voxpop.collectors.archive.documents.xml import look_xml, xml_records
from voxpop.collectors.archive.open import DAMAGED, open_bytes
from voxpop.collectors.archive.paths import AROUND
from voxpop.collectors.wire.bounded import TooLong, bounded_lines

if TYPE_CHECKING:
    from voxpop.collectors.archive.files import ArchiveFile

PIECE = 1 << 13


def look_at(file: ArchiveFile) -> Shape:
    """Tells how a JSON or XML file's records are reached, from its beginning; raises `ValueError` where it is neither."""
    if file.format == "whatsapp":
        return Shape("chat")
    if file.format == "xml":
        with open_bytes(file.path, file.member, file.limits) as source:
            return look_xml(source, file.wants, file.limits)
    with file.text() as text:
        head, ended = _head(text)
    return look(head, file.wants, ended=ended, named_lines=file.format == "jsonl")


def _head(text: IO[str]) -> tuple[str, bool]:
    """The beginning of a text, and whether that is all of it; what is damaged further on is said when it is read."""
    pieces: list[str] = []
    length = 0
    while length <= BLOCK:
        try:
            piece = text.read(PIECE)
        except (*DAMAGED, EOFError):
            if not pieces:
                raise
            break
        if not piece:
            return "".join(pieces), True
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), False


def records_of(file: ArchiveFile) -> Iterator[tuple[int, str]]:
    """Each record of a JSON or XML file as JSON, with its number."""
    shape = file.look()
    if file.format == "xml":
        with open_bytes(file.path, file.member, file.limits) as source:
            records_in = xml_records(source, shape.steps, file.limits, around=file.wants.around)
            yield from enumerate(records_in, start=1)
        return
    facts: dict[str, Any] = {}
    if file.wants.around:
        place = PurePosixPath(file.name)
        facts = {"file": place.name.partition(".")[0], "folder": place.parent.name}
        if shape.kind == "document":
            with file.text() as text:
                facts |= facts_around(text, shape, file.limits.record)
    told = json.dumps(facts, ensure_ascii=False)
    with file.text() as text:
        most = file.limits.record
        records = chat_records(bounded_lines(text, most)) if shape.kind == "chat" else json_records(text, shape, most)
        yield from ((number, around(told, record)) for number, record in records) if facts else records


def json_records(text: IO[str], shape: Shape, most: int) -> Iterator[tuple[int, str]]:
    """Each record as it is written, with its line, or its place in the document counted from 1; `TooLong` from `most` letters on."""
    if shape.kind == "lines":
        return bounded_lines(text, most)
    text.read(shape.before)
    if shape.kind == "sequence":
        return enumerate(_sequence(text, most), start=1)
    return enumerate(_cells(elements(Cursor(text, most), shape.steps, {}), shape), start=1)


def facts_around(text: IO[str], shape: Shape, most: int) -> dict[str, Any]:
    """What stands beside the list in its document; the file is read to its end."""
    facts: dict[str, Any] = {}
    text.read(shape.before)
    for _ in elements(Cursor(text, most), shape.steps, facts):
        pass
    return facts


def around(facts: str, record: str) -> str:
    """The record with what stands around it under '^'; what an inner record has there already goes before."""
    bare = record.lstrip()
    if isinstance(record, TooLong) or not bare.startswith("{"):
        return record
    if bare.startswith(f'{{"{AROUND}"'):
        whole = json.loads(bare)
        return json.dumps({**whole, AROUND: {**json.loads(facts), **whole[AROUND]}}, ensure_ascii=False)
    inner = bare[1:].lstrip()
    return f'{{"{AROUND}":{facts}{"" if inner.startswith("}") else ","}{inner}'


def _sequence(text: IO[str], most: int) -> Iterator[str]:
    cursor = Cursor(text, most)
    while cursor.take_any(","):
        yield cursor.value()


def _cells(records: Iterator[str], shape: Shape) -> Iterator[str]:
    """Rows that are lists as objects, under the names that the document gives for their cells."""
    if not shape.names:
        yield from records
        return
    for place, record in enumerate(records):
        if place == 0 and shape.headed:
            continue
        cells = None if isinstance(record, TooLong) else json.loads(record)
        if isinstance(cells, list) and len(cells) == len(shape.names):
            yield json.dumps(dict(zip(shape.names, cells, strict=True)), ensure_ascii=False)
        else:
            yield record
