"""Keyed hashes in place of authors' ids and handles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class AuthorKey:
    """The operator's secret; the same key gives the same person the same `author_id` in every run."""

    key: bytes

    def author(self, source: str, native_id: str | int | None) -> str | None:
        """Hash of an author's id at the source: 32 hexadecimal characters; None stays None."""
        return None if native_id is None else _digest(self.key, f"{source}:id:{native_id}")

    def handle(self, source: str, handle: str | None) -> str | None:
        """Hash of a public handle, without '@' or 'u/' and in lower case; None stays None."""
        if handle is None:
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


def bare(handle: str) -> str:
    """A handle in the one form in which it is compared."""
    return handle.strip().casefold().removeprefix("@").removeprefix("/").removeprefix("u/")


@lru_cache(maxsize=1 << 16)
def _digest(key: bytes, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key[:64], digest_size=16).hexdigest()
