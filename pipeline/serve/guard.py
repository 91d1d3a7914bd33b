"""What stands before every page: names under which the server may be asked, headers that keep a page to itself, small bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 20_000
"""Bytes of a form."""

LONGEST_ADDRESS = 4_000
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
}
"""No script, no style, picture or frame from elsewhere, and no copy of a page that outlives the snapshot it was made from."""

CACHE = ("cache-control", "no-store")
FIXED = HEADERS.keys() - {CACHE[0]}
"""Those that no page sets otherwise. A page may be kept by a browser where it shows no post (`app.KEPT`)."""

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Guard:
    """Refuses what does not fit before the app sees it, and adds the headers to whatever it answers."""

    def __init__(self, app: ASGIApp, hosts: Callable[[], Iterable[str]]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name, value) for name, value in message["headers"] if name.decode() not in FIXED]
                ours = HEADERS.items() - ({CACHE} if any(name == b"cache-control" for name, _ in given) else set())
                message["headers"] = [
                    *((n, v) for n, v in given if n != b"server"),
                    *((n.encode(), v.encode()) for n, v in sorted(ours)),
                ]
            await send(message)

        refusal = self._refuse(scope)
        if refusal:
            await _answer(send_guarded, *refusal)
            return
        await self.app(scope, _bounded(receive), send_guarded)

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1 or _bare(named[0]) not in {*OWN_NAMES, *self.hosts()}:
            return 421, "This server has another name. Whoever runs it can add this one under explorer.hosts."
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405, "This server is asked with GET."
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414, "This address is too long."
        return None


class TooLargeError(Exception):
    """A form that is larger than any of ours."""


def _bounded(receive: Receive) -> Receive:
    got = 0

    async def receive_some() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body") or b"")
        if got > LARGEST_BODY:
            raise TooLargeError
        return message

    return receive_some


def _bare(host: str) -> str:
    """The name without its port, in lower case."""
    name = host.strip().lower()
    end = name.find("]") + 1 if name.startswith("[") else None
    return name[:end] if end else name.partition(":")[0]


async def _answer(send: Send, status: int, said: str) -> None:
    body = said.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
