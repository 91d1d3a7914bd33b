"""Sending: mail, Slack, webhook, folder; and the ledger that keeps a retry from sending twice.

A delivery leaves a file before it is sent and another word in it after. Killed in between, nobody can know whether it
arrived: it is then not sent again by itself, but reported until a person decides.
Apprise knows a hundred services more and says only whether sending failed, not whether the message may have arrived, which the
ledger asks; a package that brings a kind of target may use it (docs/plugins.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import requests

from voxpop import durable
from voxpop.config.delivery import Mail
from voxpop.errors import VoxpopError

TIMEOUT = 30  # seconds
ONE_LINE_HEADERS = SMTP.clone(max_line_length=900)  # folding a subject between encoded words doubles a space


class DeliveryError(VoxpopError):
    """A target did not take a report; the others were still tried."""


class Outcome(StrEnum):
    """What became of one delivery."""

    SENT = "sent"
    ALREADY = "already sent"
    FAILED = "failed"
    UNKNOWN = "may have been sent"  # killed while sending
    PREVIEW = "would be sent"
    WAITS = "waits"  # for the hour at which the week's report is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said, for every kind of target; all of it is plain text but `html`."""

    key: tuple[str, ...]  # what it is about: 'report', audience, week
    subject: str
    lines: tuple[str, ...]  # the few sentences of a chat
    text: str
    html: str
    url: str | None
    facts: dict[str, Any] = field(default_factory=dict)  # of a webhook's JSON
    folder: Path | None = None  # the files of a report
    whole: bool = True  # False: a report written before the last hours of its week were known
    corrected: str = ""  # what its language puts before the subject of a correction
    corrects: bool = False  # it follows one that was not whole


Send = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One file a delivery, in a folder. What was sent before its week was known whole is corrected once, when it is."""

    root: Path

    def once(
        self, target: str, address: str, message: Message, send: Send, *, again: bool = False
    ) -> tuple[Outcome, str]:
        """Send unless it was sent; the outcome and, where it failed, why."""
        path = self.root.joinpath(*message.key) / f"{target}.{_hash(address)}.json"
        first = _said(path)
        if message.whole and first.get("state") == Outcome.SENT and first.get("whole") is False:
            path = path.with_suffix(".corrected.json")
            message = replace(message, subject=f"{message.corrected}{message.subject}", corrects=True)
        try:
            known = _begin(path, again=again)
        except OSError as error:
            return Outcome.FAILED, f"nothing was sent, since it cannot be noted: {_why(error)}"
        if known:
            return known
        try:
            send(message)
        except (OSError, smtplib.SMTPException, requests.RequestException, DeliveryError) as error:
            _note_failure(path, type(error).__name__)
            return Outcome.FAILED, _why(error)
        try:
            _note(path, Outcome.SENT, "", whole=message.whole)
        except OSError as error:
            return (
                Outcome.UNKNOWN,
                f"it was sent, and that cannot be noted: {_why(error)}. It is not sent again ({path})",
            )
        return Outcome.SENT, ""


def _begin(path: Path, *, again: bool) -> tuple[Outcome, str] | None:
    """Note that it is being sent, or say why it must not be; `OSError`: nothing is noted, and nothing may be sent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = True
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        fresh = False
        state = _state(path)
        if state == Outcome.SENT and not again:
            return Outcome.ALREADY, ""
        if state != Outcome.FAILED and not again:
            said = f"it was being sent when the process ended; look, then send it with --again ({path})"
            return Outcome.UNKNOWN, said
    try:
        _note(path, "sending", "")
    except OSError:
        if fresh:
            path.unlink(missing_ok=True)
        raise
    return None


def _note_failure(path: Path, reason: str) -> None:
    """Note that nothing was sent; where the disk takes no note, it is as if it had not begun."""
    try:
        _note(path, Outcome.FAILED, reason)
    except OSError:
        path.unlink(missing_ok=True)


def mail(server: Mail, password: Callable[[], str], recipient: str) -> Send:
    """Sends one mail with a plain and an HTML part; its Message-ID is the same at every try, another for a correction."""

    def send(message: Message) -> None:
        made = EmailMessage(policy=ONE_LINE_HEADERS)
        made["From"], made["To"] = server.sender, recipient
        made["Subject"] = " ".join(message.subject.split())
        made["Date"] = format_datetime(datetime.now(UTC))
        about = (*message.key, *(("corrected",) if message.corrects else ()), recipient)
        made["Message-ID"] = f"<{_hash('/'.join(about))}@{server.sender.split('@')[-1]}>"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(message.text)
        made.add_alternative(message.html, subtype="html")
        context = ssl.create_default_context()
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        with connection:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, password())
            connection.send_message(made)

    return send


def slack(url: Callable[[], str]) -> Send:
    """Posts to an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks)."""

    def send(message: Message) -> None:
        lines = [f"*{_slack_text(message.subject)}*", *(f"• {_slack_text(line)}" for line in message.lines)]
        if message.url:
            lines.append(f"<{message.url}|{_slack_text(message.url)}>")
        _post(url(), {"text": "\n".join(lines), "unfurl_links": False})

    return send


def webhook(url: Callable[[], str]) -> Send:
    """Posts the message as JSON."""

    def send(message: Message) -> None:
        said = {"subject": message.subject, "lines": list(message.lines), "url": message.url, **message.facts}
        _post(url(), said)

    return send


def folder(root: Path) -> Send:
    """Copies a report's files to a folder, an alert as a text file; each folder appears whole."""

    def send(message: Message) -> None:
        place = root.joinpath(*message.key[1:]) if message.folder else root.joinpath(*message.key)
        with durable.replacing_folder(place) as fresh:
            if message.folder:
                shutil.copytree(message.folder, fresh)
            else:
                fresh.mkdir()
                (fresh / "alert.txt").write_text(message.text, encoding="utf-8", errors="replace")
            _share(fresh, root, place)

    return send


def _share(fresh: Path, root: Path, place: Path) -> None:
    """Give what is delivered the rights that the folder gives which it is delivered to: there it is meant to be read."""
    rights = root.stat().st_mode & 0o077
    between = [folder for folder in place.parents if folder != root and folder.is_relative_to(root)]
    for path in (*between, fresh, *fresh.rglob("*")):
        path.chmod((path.stat().st_mode & 0o700) | (rights if path.is_dir() else rights & 0o066))


def _post(url: str, said: dict[str, Any]) -> None:
    try:
        with requests.post(url, json=said, timeout=TIMEOUT, allow_redirects=False, stream=True) as reply:
            status = reply.status_code  # what it says beside that is not read
    except requests.RequestException as error:
        raise DeliveryError(
            f"the address could not be reached ({type(error).__name__})"
        ) from None  # the URL is a secret
    if 300 <= status < 400:
        raise DeliveryError(f"the address answered {status}: it has moved, and nothing is sent where it points to")
    if status >= 300:
        raise DeliveryError(f"the address answered {status}")


def _slack_text(text: str) -> str:
    """Escapes Slack's markup (links, mentions, formatting)."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"{c}\u200b" if c in "*_~`" else c for c in plain)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _said(path: Path) -> dict[str, Any]:
    """What is noted of a delivery; {} where nothing is, or it was killed before its first word."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _state(path: Path) -> str:
    return str(_said(path).get("state", "sending"))


def _note(path: Path, state: str, reason: str, *, whole: bool | None = None) -> None:
    said: dict[str, Any] = {
        "state": str(state),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "reason": reason,
    }
    said |= {} if whole is None else {"whole": whole}
    durable.write(path, json.dumps(said) + "\n")


def _why(error: Exception) -> str:
    """The reason in one line, without what a server may have repeated of our credentials."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "the mail server refused the login: check delivery.mail.user and VOXPOP_SMTP_PASSWORD"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "the mail server refused the recipient"
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list) and error.args[0]:
        return f"{error.args[0][0][-1]}"[:200]  # of many files the first
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
