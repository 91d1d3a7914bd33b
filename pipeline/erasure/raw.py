"""Every text in a landed fetch, in the clear: JSON inside of cells, and mails, are unpacked; each with the name it stands under."""

from __future__ import annotations

import base64
import binascii
import email
import json
from contextlib import suppress
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.mail.mapping import header, text_of
from voxpop.errors import LandingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.config import Channel
    from voxpop.landing import Fetch
    from voxpop.pipeline.workspace import Workspace

DEEPEST = 40


def texts_of(fetch: Fetch) -> Iterator[tuple[str, str]]:
    """(name, text) of every text and whole number that landed; a column's equal cells once a batch.

    Raises `LandingError` where a file is damaged.
    """
    for item in fetch.items():
        yield from unpack("", item.payload)
    for table in fetch.tables():
        for name in table.column_names:
            column = table.column(name)
            if pa.types.is_nested(column.type):
                yield from unpack(name, column.to_pylist())
            else:
                for value in pc.unique(column).to_pylist():
                    yield from unpack(name, value)


def unpack(name: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """(name, text) of a value and all that is in it."""
    if depth > DEEPEST or value is None or isinstance(value, bool | float):
        return
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from unpack(str(inner), part, depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from unpack(name, part, depth + 1)
    elif isinstance(value, bytes):
        yield from unpack(name, value.decode("utf-8", "replace"), depth + 1)
    elif isinstance(value, str):
        yield name, value
        if value[:1] in {"{", "["}:
            try:
                yield from unpack(name, json.loads(value), depth + 1)
            except (ValueError, RecursionError):
                return
        elif name == "message":
            yield from _mail(value)
    else:
        yield name, str(value)


def _mail(value: str) -> Iterator[tuple[str, str]]:
    """Who wrote a mail that landed as base64, and its words; nothing where it is none."""
    try:
        message = email.message_from_bytes(base64.b64decode(value, validate=True))
        for name in message:
            plain = header(message, name)
            yield name, plain
            for called, address in getaddresses([plain]):
                yield name, called
                yield name, address
        yield "text", text_of(message)
    except (binascii.Error, ValueError, LookupError, UnicodeError):
        return


def readable(fetch: Fetch) -> Iterator[tuple[str, str]]:
    """The texts of a fetch; of a damaged file those before the damage. `voxpop check --warehouse` says that it is damaged."""
    with suppress(LandingError):
        yield from texts_of(fetch)


def columns_of_people(workspace: Workspace, channel_id: str) -> frozenset[str]:
    """Columns or paths, and the last parts of these, that a channel's mapping reads authors and handles from."""
    channel = next((one for one in workspace.config.channels if one.id == channel_id), None)
    options = channel.options if channel else {}
    found: list[str] = []
    for mapping in (options.get("columns"), options.get("mapping")):
        for field in ("author", "handle"):
            told = mapping.get(field) if isinstance(mapping, dict) else None
            found += [told] if isinstance(told, str) else [one for one in told or () if isinstance(one, str)]
    paths = [one for told in found for one in told.split("|")]
    return frozenset([*paths, *(path.rpartition(".")[2] for path in paths)])


def tells_handles(channel: Channel) -> bool:
    """Whether a channel's posts have public names: a mapping may know ids of authors only."""
    mapping = channel.options.get("columns") or channel.options.get("mapping")
    constants = channel.options.get("constants") or {}
    return not isinstance(mapping, dict) or "handle" in mapping or "handle" in constants
