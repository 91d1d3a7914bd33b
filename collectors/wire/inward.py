"""Whether a public server sends us to an address of our own network: what stands there was never meant for it to reach."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

HERE = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".lan")
"""Names, or ends of names, that no public server has."""


def leads_inward(origin: str | None, target: str) -> bool:
    """Whether `target` is an address of this machine or of a private network, and `origin`, which names it, is none.

    A name is looked up; one that nobody knows leads nowhere. A server of our own network may name others of it.
    """
    return _is_inside(target) and not _is_inside(origin or "")


def _is_inside(address: str) -> bool:
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    if not host:
        return False
    if host == HERE[0] or host.endswith(HERE[1:]):
        return True
    return any(not one.is_global or one.is_multicast for one in _addresses(host))


def _addresses(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        told = {str(found[4][0]).partition("%")[0] for found in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return []
    known = [ipaddress.ip_address(one) for one in sorted(told)]
    return [getattr(one, "ipv4_mapped", None) or one for one in known]
