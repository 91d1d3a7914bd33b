"""Who wrote a mail: the person behind a list that writes its own address, behind a web form, and as archives spell them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Final

from voxpop.authors import is_nobody

ANGLE: Final = re.compile(
    r"<\s*([^<>\s]+(?:@|\s+at\s+|\((?:at|a|ät|arroba)\)|\s*\[(?:at|a|ät|arroba)\]\s*)[^<>\s]+)\s*>", re.IGNORECASE
)
PLAIN: Final = re.compile(
    r"([^\s<>(),;:\"'\[\]]+)(?:@|\s+at\s+|\s*[(\[](?:at|a|ät|arroba)[)\]]\s*)([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
AT: Final = re.compile(r"\s+at\s+|\s*[(\[](?:at|a|ät|arroba)[)\]]\s*", re.IGNORECASE)
_DOT: Final = r"\s*(?:\.|\sdot\s|\spunkt\s|\spoint\s|\spunto\s|\sponto\s|[(\[](?:dot|punkt|point|punto|ponto)[)\]])\s*"
ARCHIVED: Final = re.compile(
    rf"^(?P<local>[^\s<>()@]+)(?:\s+(?:at|a|à|en|em|bei|auf|chez|w|op|na|på|hos|в|на)\s+|\s*[(\[](?:at|a|ät|arroba)[)\]]\s*)"
    rf"(?P<domain>[\w-]+(?:{_DOT}[\w-]+)+)(?P<name>\s*\(.*\))?$",
    re.IGNORECASE,
)
"""A whole header as archives of lists write it in their language: 'mia à stone.example (Mia)', 'mia [at] stone [dot] example'."""
BRACKETS: Final = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
VIA: Final = re.compile(r"^[\s'\"]*(.*?)[\s'\"]*\s+(?:via|über|par|por|tramite)\s+\S.*$", re.IGNORECASE)
BEHIND: Final = ("X-Original-From", "Original-From", "X-Original-Sender", "X-MailFrom-Original")
"""Headers in which lists keep the writer whose address they had to replace (DMARC)."""

LISTS: Final = ("List-Post", "List-Id", "X-BeenThere", "Mailing-List", "X-Mailing-List", "List-Unsubscribe")
MACHINE: Final = re.compile(
    r"^(?:no-?_?reply|do-?not-?reply|donotreply|nicht-?antworten|ne-?pas-?repondre|no-?responder|nao-?responda|mailer|mailer-daemon|wordpress|www-data|apache|nginx|nobody"
    r"|web-?form\w*|\w*-?form(?:ular|ulaire|ulario|s)?|contact-?form|website|webserver|web|notifications?|system|daemon|root|postmaster)(?:[+.-].*)?$",
    re.IGNORECASE,
)
"""Names before the '@' that are no person's: a web form sends from there, and the person stands in Reply-To."""

Header = Callable[[Message, str], str]


@dataclass(frozen=True, slots=True)
class Writer:
    """An address, or the name alone where a list has hidden it; neither: nobody is told."""

    address: str | None = None
    name: str | None = None

    @property
    def known_as(self) -> str | None:
        """What makes them one person in all their mails."""
        return self.address or (f"name:{self.name.casefold()}" if self.name else None)


def writer_of(message: Message, header: Header) -> Writer:
    """The person who wrote it; `header` gives a header in plain characters."""
    for name in BEHIND:
        behind = read_person(_raw(message, name), header(message, name))
        if behind.address:
            return behind
    told = read_person(_raw(message, "From"), header(message, "From"))
    answer = read_person(_raw(message, "Reply-To"), header(message, "Reply-To"))
    via = VIA.match(told.name or "")
    if via is not None and _from_list(message, told, header):
        hidden = None if is_nobody(via[1]) else via[1]
        fits = answer.address and answer.address != told.address and answer.address not in header(message, "List-Post")
        return Writer(answer.address, hidden) if fits else Writer(None, hidden)
    if answer.address and answer.address != told.address and _is_form(message, told, header):
        return answer
    return told


def read_person(raw: str, plain: str) -> Writer:
    """Address and name in a header, which is looked at as it was sent, since an encoded name may hold any sign."""
    raw, plain = _as_sent(raw), _as_sent(plain)
    for said in (raw, plain):
        found = ANGLE.findall(said) or ["@".join(parts) for parts in PLAIN.findall(said)]
        if found:
            return Writer(_address(found[-1] if ANGLE.search(said) else found[0]), _name(plain))
    return Writer(None, _name(plain))


def _as_sent(said: str) -> str:
    """A header that an archive has spelled out, as it was sent."""
    found = ARCHIVED.match(said)
    return (
        f"{found['local']}@{re.sub(_DOT, '.', found['domain'], flags=re.IGNORECASE)}{found['name'] or ''}"
        if found
        else said
    )


def _address(said: str) -> str:
    """In one form: 'x at y' as 'x@y', without what lists hang on so that an address is not judged by DMARC."""
    address = AT.sub("@", said.strip().strip("'\"").lower().removeprefix("mailto:"))
    address = address.removesuffix(".invalid")
    local, _, domain = address.partition("@")
    if domain.startswith("dmarc.") and re.fullmatch(r"[^=]+=40[^=]+", local):
        return local.replace("=40", "@")
    return address


def _name(plain: str) -> str | None:
    before = ANGLE.split(plain)[0] if ANGLE.search(plain) else " ".join(BRACKETS.findall(plain))
    name = " ".join(before.strip().strip("\"'").split())
    return None if not name or is_nobody(name) else name


def _from_list(message: Message, told: Writer, header: Header) -> bool:
    """Whether a list sent it in its own name: it says that it is one, or its address stands where answers go."""
    listed = any(message.get(name) is not None for name in LISTS)
    return listed or message.get("Reply-To") is not None or (told.address or "") in header(message, "To").lower()


def _is_form(message: Message, told: Writer, header: Header) -> bool:
    """Whether a program sent it for somebody: from an address of no person, or from the very one that it goes to."""
    if any(message.get(name) is not None for name in LISTS[:4]):  # there Reply-To is the list's
        return False
    local = (told.address or "").partition("@")[0]
    return MACHINE.match(local) is not None or told.address is None or told.address in header(message, "To").lower()


def _raw(message: Message, name: str) -> str:
    given = message.get(name)
    return "" if given is None else " ".join(str(given).split())
