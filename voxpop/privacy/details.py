"""The kinds of personal details, and one that was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DetailKind(StrEnum):
    """What is masked; the word stands in brackets in its place."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"  # of a bank, with its check digit
    IBAN = "iban"  # likewise
    ADDRESS = "address"
    PERSON = "person"
    PASSWORD = "password"  # noqa: S105  a kind, not a password
    KEY = "key"  # of a programming interface, a token, a private key
    IDENTITY = "identity"  # passport, identity card, social security, where it is called so


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """A detail, by its place in the text."""

    start: int
    end: int  # the first letter behind it
    kind: DetailKind
