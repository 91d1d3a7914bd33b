"""Who may read the explorer (`voxpop serve`), and by which names and through which proxy it is reached."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from voxpop.config.section import Section

ANYBODY = "*"
"""The user of a reader who stands for all that the proxy lets through."""


def _check_network(written: str) -> str:
    try:
        ip_network(written)
    except ValueError:
        msg = f"'{written}' is no address; write one such as 10.0.0.5, or a network such as 10.0.0.0/24"
        raise ValueError(msg) from None
    return written


def _check_address(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        msg = f"'{written}' is no address of the explorer; write one such as https://listen.example.com"
        raise ValueError(msg)
    return written.rstrip("/")


Network = Annotated[str, AfterValidator(_check_network)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
HostName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]


class Proxy(Section):
    """A web server that knows who asks and stands before the explorer."""

    user_header: HeaderName  # in which it says who asks; it must drop what browsers send under this name
    addresses: tuple[Network, ...] = Field(min_length=1)  # from which alone the header is believed


class Reader(Section):
    """What one user of the proxy may see and do."""

    user: Annotated[str, Field(min_length=1)]  # as the header says it; '*': everybody else
    audiences: tuple[str, ...] | Literal["all"] = "all"  # whose pages they may open; 'everyone' is one of them
    writes: bool = False  # whether they may rename themes and label posts, with the token


class Explorer(Section):
    """How `voxpop serve` is reached, and who may see what."""

    address: Annotated[str, AfterValidator(_check_address)] | None = None  # where people open it; reports lead there
    hosts: tuple[HostName, ...] = ()  # names under which it may be asked for, beside this machine's own
    proxy: Proxy | None = None
    readers: tuple[Reader, ...] = ()  # empty: whoever the proxy lets through may see every audience

    @model_validator(mode="after")
    def _readers_have_a_proxy(self) -> Self:
        if self.readers and self.proxy is None:
            msg = "readers are told apart by 'proxy', which is missing"
            raise ValueError(msg)
        named = [reader.user for reader in self.readers]
        for name in named:
            if named.count(name) > 1:
                msg = f"the reader '{name}' is listed twice"
                raise ValueError(msg)
        return self
