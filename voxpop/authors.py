"""Keyed hashes in place of authors' ids and handles."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from functools import lru_cache

SPELT = re.compile(r"^(\S+) at (\S+\.\S+)$")


@dataclass(frozen=True, slots=True)
class AuthorKey:
    """The operator's secret; the same key gives the same person the same `author_id` in every run.

    >>> key = AuthorKey(b"a secret of the operator")
    >>> len(key.author("reddit", "t2_1a2b3c"))
    32
    >>> key.handle("x", "@Ann") == key.handle("x", "ann")
    True
    >>> key.author("reddit", None) is None
    True
    """

    key: bytes

    def author(self, source: str, native_id: str | int | None) -> str | None:
        """Hash of an author's id at the source: 32 hexadecimal characters; None, and words such as 'NULL', stay None."""
        return (
            None
            if native_id is None or _names_nobody(str(native_id))
            else _digest(self.key, f"{source}:id:{native_id}")
        )

    def handle(self, source: str, handle: str | None) -> str | None:
        """Hash of a public handle, without '@' or 'u/' and in lower case; None, and words such as 'NULL', stay None."""
        if handle is None or is_nobody(handle):
            return None
        return _digest(self.key, f"{source}:handle:{bare(handle)}")

    def person(self, accounts: Iterable[str]) -> str:
        """Hash of a person who is known by the hashes of several accounts, in whatever order."""
        return _digest(self.key, f"person:{','.join(sorted(accounts))}")

    @property
    def salt(self) -> str:
        """What keeps the hashes of erased posts from being guessed; it does not give the key away."""
        return _digest(self.key, "erased")

    def digest(self, *parts: str) -> str:
        """Hash of an erased post or title, as the warehouse makes it too: sha256 over the salt and the parts."""
        return hashlib.sha256("\x1f".join((self.salt, *parts)).encode("utf-8", "replace")).hexdigest()

    def __repr__(self) -> str:
        return "AuthorKey(***)"


NOBODY = frozenset(
    """null|none|nil|nan|n/a|#n/a|undefined|unknown|unbekannt|inconnu|desconocido|desconhecido|sconosciuto|onbekend|anonymous|anonym|anonyme|anónimo
anonimo|anônimo|anoniem|anonymous user|anonymer benutzer|guest|gast|invité|invitado|convidado|visitante|ospite|deleted|[deleted]|(deleted)|<deleted>
deleted user|gelöschter benutzer|[removed]|no name|noname|no author|not available|not provided|not set|nobody|a google user|google user|ein google-nutzer
un utilisateur de google|un usuario de google|um usuário do google|facebook user|amazon customer|amazon-kunde|kindle customer|-|--|---|—|?|.|\\n""".replace(
        "\n", "|"
    ).split("|")
)
"""What exports write where nobody is named: many people, and no one of them."""


def is_nobody(name: str) -> bool:
    """True for a word that stands where no name was known, such as 'NULL' or 'anonymous'."""
    return name.strip().casefold() in NOBODY


def _names_nobody(native_id: str) -> bool:
    """Whether an id, alone or behind the place that it is of, is such a word."""
    return any(
        is_nobody(part) for part in (native_id, native_id.partition("/")[2], native_id.rpartition("/")[2]) if part
    )


def bare(handle: str) -> str:
    """A handle in the one form in which it is compared: unescaped, decoded (RFC 2047), 'x at y' as an address."""
    if "&" in handle:
        handle = html.unescape(handle)
    if "=?" in handle:
        with suppress(LookupError, UnicodeError, ValueError):
            handle = str(make_header(decode_header(handle)))
    if " at " in handle:
        handle = SPELT.sub(r"\1@\2", handle)
    handle = unicodedata.normalize("NFC", " ".join(handle.split()))
    return handle.casefold().removeprefix("@").removeprefix("/").removeprefix("u/")


@lru_cache(maxsize=1 << 16)
def _digest(key: bytes, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key[:64], digest_size=16).hexdigest()
