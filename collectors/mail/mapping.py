"""Mails as our posts: threads by their headers, words without markup; pure mapping of a message as it was received.

Headers: RFC 5322. Nothing in a mail is trusted: charsets lie, dates lie, parts nest without end.
"""

from __future__ import annotations

import base64
import binascii
import email
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.mail.mbox import unescape_from
from voxpop.collectors.mail.people import writer_of
from voxpop.collectors.wire.ahead import is_ahead
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.html_text import html_to_text
from voxpop.collectors.wire.letters import mend_twice
from voxpop.collectors.wire.times import read_time, unknown_zone
from voxpop.post import Gone, Kind, Post, RawItem, Refusal

SOURCE = "mail"
MESSAGE_ID = re.compile(r"<([^<>\s]{1,998})>")
DEEPEST, MOST_PARTS, LONGEST = 8, 100, 200_000
UNREADABLE = (LookupError, UnicodeError, ValueError, TypeError, AttributeError, IndexError, binascii.Error)
"""What the standard library raises on headers and parts that lie about themselves."""


def posts_of(item: RawItem, key: AuthorKey) -> Iterator[Post | Refusal | Gone]:
    """The post of one message, that it is gone, or why it cannot be read."""
    payload = item.payload
    missing = payload.get("missing")
    if isinstance(missing, list):
        for post_id in missing:
            yield Gone(source=SOURCE, post_id=str(post_id), gone_at=item.fetched_at, reason="deleted")
        return
    place = str(payload.get("place") or "?")
    try:
        message = email.message_from_bytes(base64.b64decode(str(payload["message"]), validate=True))
    except (KeyError, *UNREADABLE):
        yield _refusal(place, "message", "not a mail", payload)
        return
    written = received_at(payload) or date_of(message)
    if written is None:
        yield _refusal(place, "date", "neither a time of receipt nor a 'Date' that is one", payload)
        return
    try:
        words = text_of(message)
        subject = header(message, "Subject") or None
    except UNREADABLE as error:
        yield _refusal(place, "text", f"the message cannot be read: {type(error).__name__}", payload)
        return
    yield _post(message, words, subject, written, place, key)


def _post(message: Message, words: str, subject: str | None, written: datetime, place: str, key: AuthorKey) -> Post:
    own = id_of(message)
    before = [*MESSAGE_ID.findall(header(message, "References")), *MESSAGE_ID.findall(header(message, "In-Reply-To"))]
    writer = writer_of(message, header)
    named = writer.address or writer.name
    return Post(
        source=SOURCE,
        post_id=hashed(key, own or place),
        kind=Kind.REPLY if before else Kind.TICKET,
        thread_id=hashed(key, before[0] if before else own or place),
        parent_id=hashed(key, before[-1]) if before else None,
        title=subject,
        text=words,
        author_id=key.author(SOURCE, writer.known_as),
        handle_id=key.handle(SOURCE, named),
        author_domain=writer.address.rpartition("@")[2] if writer.address else None,
        tags=("automatic",) if is_automatic(message) else (),
        created_at=written,
    )


def hashed(key: AuthorKey, name: str) -> str:
    """An id of ours for a message: a Message-ID often holds a name or a machine's address."""
    return str(key.author("mail-id", name))


def id_of(message: Message) -> str | None:
    """Its Message-ID without brackets."""
    found = MESSAGE_ID.search(header(message, "Message-ID"))
    return found[1] if found else None


def received_at(payload: dict[str, Any]) -> datetime | None:
    """When the server received it, which nobody who writes can set."""
    try:
        found = datetime.fromisoformat(str(payload.get("received")))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def date_of(message: Message) -> datetime | None:
    """What its header says, or when its last server had it, where the writer's clock was ahead or there is no date."""
    found = _moment(header(message, "Date"))
    passed = _moment(header(message, "Received").rpartition(";")[2].strip())
    if passed is not None and (found is None or is_ahead(found, passed)):
        return passed
    return found


def _moment(written: str) -> datetime | None:
    """A time as mails write it; one whose zone nobody knows is read as UTC, see `unknown_zone_of`."""
    if not written:
        return None
    if found := read_time(written):
        return found
    try:
        found = parsedate_to_datetime(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (*UNREADABLE, OverflowError):
        return None


def unknown_zone_of(message: Message) -> str | None:
    """The name of the zone in its 'Date' where nobody knows it."""
    return unknown_zone(header(message, "Date"))


def header(message: Message, name: str) -> str:
    """A header in plain characters; as it stands where its encoding lies; '' where there is none."""
    given = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if given is None:
        return ""
    plain = str(given).encode("utf-8", "surrogateescape")  # letters that no charset was named for
    said = str(given) if plain.isascii() else decode(plain).text
    with suppress(*UNREADABLE):  # then as it stands
        said = "".join(map(_words_of, decode_header(said)))
    return mend_twice(" ".join(said.encode("utf-8", "replace").decode("utf-8").split()))


def _words_of(part: tuple[bytes | str, str | None]) -> str:
    """A piece of a header: encoded in the charset that it names, or plain."""
    words, charset = part
    if isinstance(words, str):
        return words
    if charset:
        return decode(words, charset).text
    try:
        return words.decode("raw-unicode-escape")  # what `decode_header` makes of letters beyond Latin-1
    except UnicodeDecodeError:
        return words.decode("latin-1")


def is_automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834), or it went to a list of receivers."""
    automatic = header(message, "Auto-Submitted").lower()
    return bool(automatic and automatic != "no") or header(message, "Precedence").lower() in {"bulk", "junk", "list"}


def text_of(message: Message) -> str:
    """Its words: the plain part, else the text of its HTML; attachments are not read."""
    plain, html = [], []
    for part in _parts(message, 0):
        if part.get_filename() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain":
            encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
            plain.append(_decoded(part) if encoded else unescape_from(_decoded(part).replace("\r\n", "\n")))
        elif part.get_content_type() == "text/html":
            html.append(_decoded(part))
    words = (
        "\n".join(plain)
        if any(text.strip() for text in plain)
        else "\n".join(unescape_from(html_to_text(one)) for one in html)
    )
    return words[:LONGEST].replace("\r\n", "\n").strip()


def _parts(message: Message, depth: int) -> Iterator[Message]:
    if depth > DEEPEST:
        return
    if not message.is_multipart():
        yield message
        return
    inside = message.get_payload()
    for part in inside[:MOST_PARTS] if isinstance(inside, list) else ():
        if isinstance(part, Message) and message.get_content_type() != "message/rfc822":
            yield from _parts(part, depth + 1)


def _decoded(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return mend_twice(decode(raw, part.get_content_charset()).text) if isinstance(raw, bytes) else ""


def guess_of(message: Message) -> str:
    """What was guessed about the letters of a mail's words, for the coverage notes; '' where nothing was."""
    for part in _parts(message, 0):
        raw = (
            part.get_payload(decode=True) if part.get_content_maintype() == "text" and not part.get_filename() else None
        )
        if isinstance(raw, bytes) and (guess := decode(raw, part.get_content_charset()).guess):
            return guess
    return ""


def _refusal(place: str, field: str, reason: str, payload: dict[str, Any]) -> Refusal:
    return Refusal(source=SOURCE, item_id=place, field=field, reason=reason, payload=json.dumps(payload)[:LONGEST])
