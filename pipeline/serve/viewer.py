"""Who asks, and what they may see: everybody on this machine, or the users that a proxy names."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from voxpop.config.explorer import ANYBODY
from voxpop.errors import MissingSecretError, UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

    from voxpop.config import Config
    from voxpop.pipeline.workspace import Workspace

TOKEN = "VOXPOP_EXPLORER_TOKEN"  # noqa: S105  the name of the secret
"""The secret that lets people write; without it the explorer is for reading alone."""

SHORTEST = 16
COOKIE = "voxpop_explorer"
SIGNED_IN = 12 * 3600
"""Seconds after which a person signs in again."""


class RefusedError(Exception):
    """The server does not answer this; `status` and a sentence for the page."""

    def __init__(self, status: int, said: str) -> None:
        self.status, self.said = status, said
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One who asks: their name (None: not known), whose pages they may open, and whether they may write."""

    name: str | None
    audiences: tuple[str, ...]  # ids, in the order of the configuration
    may_sign_in: bool
    writes: bool
    key: str  # of the forms on their pages; '' where they may not write

    @property
    def labeler(self) -> str:
        """The name as files of labels may bear it."""
        return re.sub(r"[^a-z0-9_.-]+", "-", (self.name or "").lower()).strip("-._")[:62]


def read_token(workspace: Workspace) -> str | None:
    """The token; None where none is set. `UsageError` where it could be guessed."""
    try:
        token = workspace.secrets.get(TOKEN)
    except MissingSecretError:
        return None
    if len(token) < SHORTEST:
        raise UsageError(f"{TOKEN} has fewer than {SHORTEST} characters; make one with `openssl rand -hex 16`")
    return token


def see(request: Request, config: Config, token: str | None) -> Viewer:
    """Who asks; `RefusedError` where they may see nothing."""
    proxy, everything = config.explorer.proxy, config.audience_ids
    cookie = request.cookies.get(COOKIE, "")
    if proxy is None:
        name = read_cookie(cookie, token)
        return Viewer(name, everything, token is not None, name is not None, form_key(cookie, token) if name else "")
    address = request.client.host if request.client else ""
    if not _is_among(address, proxy.addresses):
        raise RefusedError(403, "This server answers its proxy alone.")
    names = request.headers.getlist(proxy.user_header)
    if len(names) != 1 or not names[0].strip():
        raise RefusedError(403, "The proxy did not say who asks.")
    user = names[0].strip()
    readers = {reader.user: reader for reader in config.explorer.readers}
    reader = readers.get(user) or readers.get(ANYBODY)
    if readers and reader is None:
        raise RefusedError(403, "You may see no audience here. Ask whoever runs this server to add you to its readers.")
    seen = everything if reader is None or reader.audiences == "all" else reader.audiences
    may = token is not None and (reader is None or reader.writes)
    signed = may and read_cookie(cookie, token) == user
    audiences = tuple(audience for audience in everything if audience in seen)
    if not audiences:
        raise RefusedError(403, "You may see no audience here.")
    return Viewer(user, audiences, may, signed, form_key(cookie, token) if signed else "")


def sign(name: str, token: str, now: float | None = None) -> str:
    """The cookie of a person who gave the token."""
    until = int((time.time() if now is None else now) + SIGNED_IN)
    said = f"{name.encode().hex()}.{until}"
    return f"{said}.{_mac(token, f'cookie {said}')}"


def read_cookie(cookie: str, token: str | None, now: float | None = None) -> str | None:
    """The person whom a cookie names; None where it is not ours, or too old."""
    if token is None or cookie.count(".") != 2:
        return None
    said, _, mac = cookie.rpartition(".")
    name, _, until = said.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(token, f"cookie {said}").encode()):
        return None
    if int(until) < (time.time() if now is None else now):
        return None
    return bytes.fromhex(name).decode()


def form_key(cookie: str, token: str | None) -> str:
    """What a form has to send back, so that no other site can make a browser write here."""
    return _mac(token, f"form {cookie}") if token else ""


def _mac(token: str, said: str) -> str:
    return hmac.new(token.encode(), said.encode(), hashlib.sha256).hexdigest()


def _is_among(address: str, networks: tuple[str, ...]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    known = getattr(known, "ipv4_mapped", None) or known
    return any(known in ip_network(network) for network in networks)
