"""A mailbox: IMAP (RFC 3501) or an mbox file. Messages by when the server received them; deleted ones are noticed."""

from __future__ import annotations

import base64
import email
import glob
import imaplib
import os
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field, model_validator

from voxpop.collectors.base import Collector
from voxpop.collectors.mail.mapping import SOURCE, date_of, guess_of, hashed, id_of, posts_of, unknown_zone_of
from voxpop.collectors.mail.mbox import messages
from voxpop.collectors.wire.ahead import is_ahead, tell_ahead
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, UnreachableError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

PASSWORD = "VOXPOP_MAIL_PASSWORD"  # noqa: S105  the name of the secret
AT_ONCE = 50  # messages a request
SECONDS = 60
UID = re.compile(rb"UID (\d+)")
RECEIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailSettings(Section):
    """The keys of a channel whose source is 'mail': `host` and `user`, or `path` of an mbox file."""

    host: str | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None  # None: 993 with tls, else 143
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str | None = None
    folder: Annotated[str, Field(min_length=1, pattern=r'^[^"\\\r\n]+$')] = "INBOX"
    path: str | None = None
    largest_kb: Annotated[int, Field(ge=1)] = 512  # of a message no more is read; attachments come last

    @model_validator(mode="after")
    def _names_one_box(self) -> MailSettings:
        if (self.host is None) == (self.path is None):
            msg = "a mail channel needs either 'host' (with 'user') or 'path' of an mbox file"
            raise ValueError(msg)
        if self.host and not self.user:
            msg = "a mail channel with a 'host' needs a 'user'"
            raise ValueError(msg)
        return self


class MailCollector(Collector):
    """One mailbox folder, read only: nothing is marked as seen, moved or deleted."""

    source: ClassVar[str] = SOURCE
    Settings: ClassVar[type[BaseModel]] = MailSettings
    settings: MailSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """The messages that were received in the window."""
        if self.settings.path:
            yield from self._lettered(self._fetch_file(window, log), log)
            return
        yield from self._lettered(self._fetch_box(window, log), log)

    def _fetch_box(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        with self._opened(log) as box:
            uids = self._search(box, window, log)
            for start in range(0, len(uids), AT_ONCE):
                for uid, received, raw in self._messages(box, uids[start : start + AT_ONCE], log):
                    if received in window:
                        yield self._item(window, raw, received, f"{self.settings.folder}/{uid}")
            log.cursor["uidvalidity"] = self._uidvalidity(box)

    def _lettered(self, items: Iterator[RawItem], log: FetchLog) -> Iterator[RawItem]:
        """The same items; what had to be guessed about their letters is counted in the notes."""
        guesses: Counter[str] = Counter()
        for item in items:
            guesses[guess_of(email.message_from_bytes(base64.b64decode(item.payload["message"])))] += 1
            yield item
        log.notes.extend(f"letters of {count:,} mails: {guess}" for guess, count in guesses.most_common() if guess)

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of one message, or why it is none."""
        return posts_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Which of the known messages are no longer in the folder."""
        if self.settings.path:
            log.notes.append("an mbox file is not asked again for single messages")
            return
        with self._opened(log) as box:
            there = set()
            answer = self._ask(box, log, "FETCH", "1:*", "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
            for part in answer:
                if not isinstance(part, tuple):
                    continue
                uid = UID.search(part[0])
                name = id_of(email.message_from_bytes(part[1]))
                place = f"{self.settings.folder}/{uid[1].decode()}" if uid else "?"
                there.add(hashed(self.context.author_key, name or place))
        missing = [post_id for post_id in post_ids if post_id not in there]
        if missing:
            now = self.context.clock()
            yield self.item(Window(now - timedelta(seconds=1), now), {"missing": missing})

    def probe(self) -> str:
        """How many messages there are."""
        if self.settings.path:
            return f"{sum(1 for _ in self._box())} messages in {self.settings.path}"
        with self._opened(FetchLog()) as box:
            return (
                f"{self.settings.folder}: {len(self._ask(box, FetchLog(), 'SEARCH', None, 'ALL')[0].split())} messages"
            )

    def _fetch_file(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        messages = inside = undated = 0
        ahead: list[datetime] = []
        zones: set[str] = set()
        for place, raw in self._box():
            message = email.message_from_bytes(raw)
            written = date_of(message)
            zones |= {name} if (name := unknown_zone_of(message)) else set()
            ahead += [written] if written and written not in window and is_ahead(written, self.context.clock()) else []
            messages += 1
            undated += written is None
            inside += written is not None and written in window
            if written is None or written in window:
                yield self._item(window, raw, written, place)
        outside = messages - inside - undated
        counted = f"{inside:,} in the window, {outside:,} outside it, {undated:,} without a usable time"
        log.notes.append(f"{self.settings.path}: {messages:,} messages: {counted}")
        if ahead:
            log.notes.append(tell_ahead(len(ahead), max(ahead), "messages"))
        if zones:
            known = ", ".join(sorted(zones))
            log.notes.append(f"dates name zones that are not known ({known}): they are read as UTC")

    def _box(self) -> Iterator[tuple[str, bytes]]:
        """Each mail with its place."""
        written, base = str(self.settings.path), self.context.base_dir
        named_one = (base / written).is_file()
        found = [base / written] if named_one else map(Path, sorted(glob.glob(str(base / written), recursive=True)))  # noqa: PTH207  keeps an absolute pattern
        files = [one for one in found if one.is_file()]
        if not files:
            raise CollectorError(SOURCE, f"{base / written}: no such mbox file")
        for file in files:
            named = written if named_one else os.path.relpath(file, base)
            number = -1
            for number, raw in enumerate(messages(file, 1024 * self.settings.largest_kb)):
                yield f"{named}/{number}", raw
            if number < 0 and file.stat().st_size:
                raise CollectorError(
                    SOURCE,
                    f"{file}: no mail in it: an mbox file has lines 'From sender date', a mail begins with its headers",
                )

    def _item(self, window: Window, raw: bytes, received: datetime | None, place: str) -> RawItem:
        payload: dict[str, Any] = {
            "message": base64.b64encode(raw[: 1024 * self.settings.largest_kb]).decode("ascii"),
            "place": place,
        }
        if received:
            payload["received"] = received.isoformat()
        return self.item(window, payload)

    @contextmanager
    def _opened(self, log: FetchLog) -> Iterator[imaplib.IMAP4]:
        settings, host = self.settings, str(self.settings.host)
        context = ssl.create_default_context()
        try:
            if settings.security == "tls":
                box: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, settings.port or 993, ssl_context=context, timeout=SECONDS)
            else:
                box = imaplib.IMAP4(host, settings.port or 143, timeout=SECONDS)
                if settings.security == "starttls":
                    box.starttls(context)
            log.requests += 1
        except (OSError, imaplib.IMAP4.error) as error:
            raise UnreachableError(SOURCE, f"{host}: {error}") from error
        try:
            try:
                box.login(str(settings.user), self.context.secret(PASSWORD))
            except imaplib.IMAP4.error:
                raise ForbiddenError(SOURCE, f"{host} refused the login of {settings.user}; check {PASSWORD}") from None
            status, said = box.select(f'"{settings.folder}"', readonly=True)
            if status != "OK":
                raise CollectorError(SOURCE, f"{host} has no folder '{settings.folder}': {said!r}")
            yield box
        except (OSError, imaplib.IMAP4.error) as error:
            raise UnreachableError(SOURCE, f"{host} ended the connection: {error}") from error
        finally:
            try:
                box.logout()
            except (OSError, imaplib.IMAP4.error):
                box.shutdown()

    def _search(self, box: imaplib.IMAP4, window: Window, log: FetchLog) -> list[bytes]:
        """Messages of the window's days; servers compare days in a zone of their own, so one more on each side."""
        first, last = window.start - timedelta(days=1), window.end + timedelta(days=2)
        found = self._ask(box, log, "SEARCH", None, "SINCE", _day(first), "BEFORE", _day(last))
        return found[0].split() if found and found[0] else []

    def _messages(self, box: imaplib.IMAP4, uids: list[bytes], log: FetchLog) -> Iterator[tuple[str, datetime, bytes]]:
        most = 1024 * self.settings.largest_kb
        answer = self._ask(box, log, "FETCH", b",".join(uids).decode(), f"(UID INTERNALDATE BODY.PEEK[]<0.{most}>)")
        for part in answer:
            if not isinstance(part, tuple):
                continue
            uid, received = UID.search(part[0]), RECEIVED.search(part[0])
            if uid and received:
                moment = datetime.strptime(received[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
                yield uid[1].decode(), moment, part[1]
            else:
                log.unknown("a message without its number or time")

    def _ask(self, box: imaplib.IMAP4, log: FetchLog, command: str, *arguments: Any) -> list[Any]:
        log.requests += 1
        status, answer = box.uid(command, *arguments)
        if status != "OK":
            raise CollectorError(SOURCE, f"{self.settings.host} answered {status} to {command}: {answer!r}"[:300])
        return list(answer)

    def _uidvalidity(self, box: imaplib.IMAP4) -> str | None:
        found = box.response("UIDVALIDITY")[1]
        return found[0].decode() if found and isinstance(found[0], bytes) else None


def _day(moment: datetime) -> str:
    """As IMAP writes a day, whatever the locale."""
    return f"{moment.day}-{MONTHS[moment.month - 1]}-{moment.year}"
